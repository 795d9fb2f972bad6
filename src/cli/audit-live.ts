import type { AuthorizationPorts } from "../audit/connect/authorization";
import { describeLaunch, type Target } from "../audit/connect/target";
import { redactUrl } from "../audit/connect/redact";
import type { ServerAudit } from "../audit/audit";
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
 * Starts or reaches the server that the arguments name, after asking, and audits it.
 * @param version ours, which servers are told
 * @throws UsageError with what to write instead
 * @throws CancelledError when the person says no, or stops it; nothing is left running
 */
export async function auditLive(source: LiveSource, console: Console, version: string): Promise<LiveResult> {
  const target = targetOf(source, console);
  const pins = source.pin === undefined ? new Map<string, never>() : loadPins(source.pin, console.cwd);
  await confirmStart(target, source.isConfirmed, console);
  const probes = await agreesToProbes(target, source.isConfirmed, console);
  const line = createProgressLine(console.errors);
  const cancel = new AbortController();
  const stopListening = console.onInterrupt(() => cancel.abort(new CancelledError("stopped; the server was ended")));
  try {
    // The SDK's client is loaded here and not before: whoever scans code does not pay for it.
    const { auditServer } = await import("../audit/live");
    const pin = pins.get(target.name);
    const audit = await auditServer({ target, ...(pin ? { pin } : {}) }, {
      environment: console.environment,
      version,
      probes,
      signal: cancel.signal,
      onProgress: (_, text) => line.tell(visible(text)),
      ...(console.ask === undefined ? {} : { authorization: await authorizationAt(console) }),
    });
    const notes = source.pin === undefined ? [] : savePins(source.pin, console.cwd, pins, [audit], source.updatePin);
    return { audits: [audit], notes };
  } finally {
    line.clear();
    stopListening();
  }
}

function targetOf(source: LiveSource, { cwd, environment }: Console): Target {
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
