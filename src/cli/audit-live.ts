import type { AuthorizationPorts } from "../audit/connect/authorization";
import { describeLaunch, type Target } from "../audit/connect/target";
import { redactUrl } from "../audit/connect/redact";
import type { ServerAudit, ServerPin } from "../audit/audit";
import type { LiveServer } from "../audit/live";
import { visible } from "../report/plain-text";
import { agreesToProbes, confirmStart } from "./consent";
import { CancelledError, UsageError, type Console } from "./console";
import type { LiveSource, Setting } from "./live-options";
import { loadPins, savePins } from "./pins";
import { createProgressLine } from "./progress";
import { commandAfterStdio } from "./split-command";

/** What a live audit has come to. */
export interface LiveResult {
  readonly audits: readonly ServerAudit[];
  /** What became of pins, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Starts or reaches the servers that the arguments name, after asking, and audits them.
 * @param version ours, which servers are told
 * @throws UsageError with what to write instead
 * @throws CancelledError when the person says no, or stops it; nothing is left running
 */
export async function auditLive(source: LiveSource, console: Console, version: string): Promise<LiveResult> {
  const { servers, audits: failed, notes } = await serversOf(source, console);
  const pins = source.pin === undefined ? new Map<string, never>() : loadPins(source.pin, console.cwd);
  for (const { target } of servers) await confirmStart(target, source.isConfirmed, console);
  const probes = await agreesToProbes(servers.map(({ target }) => target), source.isConfirmed, console);
  const line = createProgressLine(console.errors);
  const cancel = new AbortController();
  const stopListening = console.onInterrupt(() => cancel.abort(new CancelledError("stopped; what was started has been ended")));
  try {
    // The SDK's client is loaded here and not before: whoever scans code does not pay for it.
    const { auditServers } = await import("../audit/live");
    const audits = await auditServers(servers.map((server) => withPin(server, pins.get(server.target.name))), {
      environment: console.environment,
      version,
      probes,
      signal: cancel.signal,
      onProgress: (server, text) => line.tell(visible(servers.length === 1 ? text : `${server}: ${text}`)),
      ...(console.ask === undefined ? {} : { authorization: await authorizationAt(console) }),
    });
    const saved = source.pin === undefined ? [] : savePins(source.pin, console.cwd, pins, audits, source.updatePin);
    return { audits: [...audits, ...failed], notes: [...notes, ...saved] };
  } finally {
    line.clear();
    stopListening();
  }
}

async function serversOf(source: LiveSource, console: Console): Promise<{ readonly servers: readonly LiveServer[]; readonly audits: readonly ServerAudit[]; readonly notes: readonly string[] }> {
  if (source.kind === "config") return (await import("./configured-servers")).readConfiguredServers(source.file, source.name, console);
  return { servers: [{ target: targetOf(source, console) }], audits: [], notes: [] };
}

function withPin(server: LiveServer, pin: ServerPin | undefined): LiveServer {
  return pin === undefined ? server : { ...server, pin };
}

function targetOf(source: Exclude<LiveSource, { readonly kind: "config" }>, { cwd, environment }: Console): Target {
  if (source.kind === "url") return { transport: "http", name: source.name ?? redactUrl(source.url), url: source.url, headers: source.headers };
  const [command = "", ...args] = commandAfterStdio(source.command, process.platform === "win32");
  const target: Target = { transport: "stdio", name: "", command, args, cwd, env: valuesOf(source.environment, environment) };
  return { ...target, name: source.name ?? describeLaunch(target).line };
}

function valuesOf(settings: readonly Setting[], environment: Console["environment"]): Readonly<Record<string, string>> {
  return Object.fromEntries(settings.map(({ name, value }) => {
    const found = value ?? environment[name];
    if (found === undefined) throw new UsageError(`--env ${name}: there is no such variable here; set it, or write --env ${name}=…`);
    return [name, found];
  }));
}

/** The person at the terminal opens the page themselves: a program that opens browsers by itself is one more thing to trust. */
async function authorizationAt({ errors }: Console): Promise<AuthorizationPorts> {
  const [{ createMemoryStore }, { openLoopbackReceiver }] = await Promise.all([import("../audit/connect/authorization"), import("../audit/connect/loopback-receiver")]);
  return {
    store: createMemoryStore(),
    openReceiver: openLoopbackReceiver,
    openBrowser: (url) => {
      errors.write(`\nThe server wants authorization. Open this page in a browser on this computer:\n\n  ${visible(url.href)}\n\n`);
      return Promise.resolve();
    },
  };
}
