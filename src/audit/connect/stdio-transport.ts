import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import crossSpawn from "cross-spawn";
import type { FlawList } from "./flaws";
import { startKeeper, type Keeper } from "./keeper";
import { LimitError, sizeOf, type Limits } from "./limits";
import { isTreeAlive, killGroupNow, MARK_VARIABLE, signalTree, type StartedProcess } from "./process-tree";
import { createStderrRing } from "./stderr";
import type { StdioTarget } from "./target";

/** A transport over the standard streams of a process that is ended for certain. */
export interface StdioTransport extends Transport {
  /** The last of what the server wrote to stderr, safe to show. */
  stderr(): string;
  /** The process, while it lives. */
  readonly pid: number | undefined;
  /** How the server has ended before we had it end: "with exit code 1"; nothing while it lives. */
  endedBefore(): string | undefined;
}

/** What the transport needs from outside. */
export interface StdioPorts {
  readonly limits: Limits;
  readonly flaws: FlawList;
  /** Our own environment, of which a server sees only what every program needs. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The server has to be left: it broke a limit. */
  readonly onLimit: (error: LimitError) => void;
}

/**
 * Variables that a server inherits: enough to find programs, folders and the network; never a token that happens to be in our own
 * environment. The list is the SDK's, and what Windows needs to start anything, with the locale and proxies.
 */
const INHERITED = [
  "HOME", "LOGNAME", "PATH", "SHELL", "TERM", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
  "APPDATA", "HOMEDRIVE", "HOMEPATH", "LOCALAPPDATA", "PATHEXT", "PROCESSOR_ARCHITECTURE", "PROGRAMFILES", "SYSTEMDRIVE", "SYSTEMROOT", "TEMP", "TMP", "USERNAME", "USERPROFILE", "WINDIR", "COMSPEC",
];

/** A transport that starts the server on `start()`. The server runs without a shell, in a process group of its own. */
export function createStdioTransport(target: StdioTarget, ports: StdioPorts): StdioTransport {
  const stderr = createStderrRing(ports.limits.stderrBytes);
  let running: { readonly started: StartedProcess; readonly keeper: Keeper; readonly onExit: () => void } | undefined;
  let closing: Promise<void> | undefined;
  let end: string | undefined;
  const transport: StdioTransport = {
    stderr: stderr.text,
    endedBefore: () => end,
    get pid() {
      return running?.started.child.pid;
    },
    start: () => new Promise((resolve, reject) => {
      const mark = randomUUID();
      const child = spawnServer(target, mark, ports.environment);
      const started = { child, mark };
      child.once("error", (error) => reject(startError(target, error)));
      child.once("spawn", () => {
        const onExit = (): void => killGroupNow(started);
        process.once("exit", onExit);
        running = { started, keeper: startKeeper(started), onExit };
        resolve();
      });
      child.once("exit", (code, signal) => {
        if (closing === undefined) end = code === null ? `at ${signal ?? "a signal"}` : `with exit code ${code}`;
      });
      onceEnded(child, () => transport.onclose?.());
      child.stdin?.on("error", (error) => transport.onerror?.(error));
      child.stderr?.on("data", stderr.push);
      const lines = createLineReader(ports, (message) => transport.onmessage?.(message));
      child.stdout?.on("data", lines);
    }),
    send: (message) => new Promise((resolve, reject) => {
      const child = running?.started.child;
      const stdin = child?.stdin;
      if (!child || !stdin?.writable) {
        reject(new Error("the server has ended"));
        return;
      }
      // A server that never reads its stdin must not hold us: what does not drain fails with the request's own time limit.
      stdin.write(`${JSON.stringify(message)}\n`, (error) => (error ? void lastWordsOf(child).then(() => reject(error)) : resolve()));
    }),
    close: () => {
      closing ??= endProcess(running, ports);
      return closing;
    },
  };
  return transport;
}

function spawnServer(target: StdioTarget, mark: string, environment: StdioPorts["environment"]): ReturnType<typeof crossSpawn> {
  const inherited = Object.entries(environment).flatMap(([name, value]) =>
    // A function that bash exports is code, and starts so.
    value !== undefined && INHERITED.includes(process.platform === "win32" ? name.toUpperCase() : name) && !value.startsWith("()") ? [[name, value] as const] : [],
  );
  return crossSpawn(target.command, [...target.args], {
    ...(target.cwd === undefined ? {} : { cwd: target.cwd }),
    env: { ...Object.fromEntries(inherited), ...target.env, [MARK_VARIABLE]: mark },
    stdio: ["pipe", "pipe", "pipe"],
    shell: false,
    windowsHide: true,
    // A group of its own, so that whatever it starts can be ended with it. On Windows this would open a console.
    detached: process.platform !== "win32",
  });
}

/** A pipe breaks before the news of the end, and what was written to stderr, have come. */
function lastWordsOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("close", () => resolve());
    setTimeout(resolve, LAST_WORDS_TIME).unref();
  });
}

/** Its streams may stay open in a process that it has started, so its own end counts, after a moment for what is still in the pipe. */
function onceEnded(child: ChildProcess, tell: () => void): void {
  let isTold = false;
  const once = (): void => {
    if (!isTold) tell();
    isTold = true;
  };
  child.once("close", once);
  child.once("exit", () => setTimeout(once, LAST_WORDS_TIME).unref());
}

/** stdin's end → SIGTERM → SIGKILL, each with its time, for the process and everything it has started. */
async function endProcess(running: { readonly started: StartedProcess; readonly keeper: Keeper; readonly onExit: () => void } | undefined, { limits: { endTime }, flaws }: Pick<StdioPorts, "limits" | "flaws">): Promise<void> {
  if (!running) return;
  const { started, keeper, onExit } = running;
  const { child } = started;
  // Nobody listens any more, and a full pipe must not keep it from ending.
  child.stdout?.removeAllListeners("data").resume();
  child.stdin?.end();
  if (!(await hasEndedWithin(started, endTime))) {
    await signalTree(started, "SIGTERM");
    if (!(await hasEndedWithin(started, endTime))) {
      flaws.add("shutdown", "the server, or a process that it has started, ended neither when its input did nor at SIGTERM: it was killed");
      await signalTree(started, "SIGKILL");
      await hasEndedWithin(started, endTime);
    }
  }
  child.stdout?.destroy();
  child.stderr?.destroy();
  process.removeListener("exit", onExit);
  keeper.dismiss();
}

async function hasEndedWithin(started: StartedProcess, time: number): Promise<boolean> {
  const deadline = performance.now() + time;
  for (let wait = 5; ; wait = Math.min(wait * 2, 100)) {
    if (!(await isTreeAlive(started))) return true;
    if (performance.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** Splits stdout into lines and lines into messages. What is no message is told and left out. */
function createLineReader({ limits, flaws, onLimit }: StdioPorts, onMessage: (message: JSONRPCMessage) => void): (chunk: Uint8Array) => void {
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let totalBytes = 0;
  let isStopped = false;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const stop = (message: string): void => {
    isStopped = true;
    pending = [];
    flaws.add("stdout", message);
    onLimit(new LimitError(message));
  };
  const readLine = (bytes: Uint8Array): void => {
    let line: string;
    try {
      line = decoder.decode(bytes);
    } catch {
      flaws.add("stdout", "holds bytes that are not UTF-8");
      line = Buffer.from(bytes).toString("utf8");
    }
    const text = line.trim();
    if (text === "") return;
    const message = parseMessage(text);
    if (message === undefined) flaws.add("stdout", "carries lines that are no JSON-RPC: what a server logs belongs on stderr");
    else onMessage(message);
  };
  return (chunk) => {
    if (isStopped) return;
    totalBytes += chunk.length;
    if (totalBytes > limits.connectionBytes) return stop(`carries more than ${sizeOf(limits.connectionBytes)}: the server was ended`);
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, start)) {
      pending.push(chunk.subarray(start, end));
      const line = Buffer.concat(pending);
      pending = [];
      pendingBytes = 0;
      start = end + 1;
      readLine(line);
    }
    pending.push(chunk.subarray(start));
    pendingBytes += chunk.length - start;
    if (pendingBytes > limits.messageBytes) stop(`carries a message of more than ${sizeOf(limits.messageBytes)}: the server was ended`);
  };
}

/** The object of a line; anything else is no message. Its members are checked by whoever uses them. */
function parseMessage(text: string): JSONRPCMessage | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // The protocol layer tells requests, responses and notifications apart by their members, and survives any of them.
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JSONRPCMessage) : undefined;
  } catch {
    return undefined;
  }
}

function startError(target: StdioTarget, error: Error): Error {
  const code = "code" in error ? error.code : undefined;
  if (code === "ENOENT") return new Error(`${target.command} was not found${target.cwd === undefined ? "" : `, or there is no folder ${target.cwd}`}`);
  return new Error(code === "EACCES" ? `${target.command} may not be run` : `the server could not be started: ${error.message}`);
}

const LINE_END = 0x0a;

/** What a server wrote before its end arrives within this time, in milliseconds. */
const LAST_WORDS_TIME = 200;
