import type { ServerSurface } from "../wording/surface";
import type { AuditSubject, Check, ClientEntry, ServerAudit, ServerPin } from "./audit";
import { checks as everyCheck } from "./checks/index";
import type { ConnectPorts } from "./connect/connect";
import { defaultLimits } from "./connect/limits";
import { observeHttp } from "./connect/probe";
import { readServer } from "./connect/read-server";
import { describeLaunch, type Target } from "./connect/target";
import { runChecks } from "./run-checks";

/*
 * The whole of a live audit. Imported with `await import(…)` only, when a person has asked for it: it carries the SDK's client, which
 * no scan and no start of an editor should pay for. What a person must see before saying yes is `describeLaunch` in connect/target.
 */

/** What an audit needs from outside, the same for all servers of a run. */
export interface LiveOptions extends Omit<ConnectPorts, "onProgress" | "capabilities"> {
  /** What is being done, in a few words, for the server of that name. */
  readonly onProgress?: (server: string, text: string) => void;
  /** All that there are, where it is absent. */
  readonly checks?: readonly Check[];
  /** The person has agreed to the probes that `probeSentences` in connect/probe-plan tells of: servers over HTTP are probed. */
  readonly probes?: boolean;
}

/** A server, and what is known of it beside its own words. */
export interface LiveServer {
  readonly target: Target;
  /** The entry of a client's configuration that it was taken from. */
  readonly entry?: ClientEntry;
  /** What was pinned of it. */
  readonly pin?: ServerPin;
}

/**
 * Audits one server: connects, reads what it offers, ends it, and runs the checks. A server that can't be reached gives an audit that
 * says why and has no point left. Asks nobody for consent: whoever calls has done so.
 * @param others surfaces of other servers whose tools the same model sees
 * @throws what `signal` was aborted with, when the person cancels; nothing is left running
 */
export async function auditServer(server: LiveServer, options: LiveOptions, others: readonly ServerSurface[] = []): Promise<ServerAudit> {
  return judge(server, await read(server, options), options, others);
}

/** Audits several servers as one person's set: a few at a time are read, then each is judged knowing the others. In the order given. */
export async function auditServers(servers: readonly LiveServer[], options: LiveOptions): Promise<readonly ServerAudit[]> {
  const readings = await inTurns(servers, (server) => read(server, options));
  return servers.flatMap((server, index) => {
    const reading = readings[index];
    const others = readings.flatMap((other, place) => (place !== index && other.surface ? [other.surface] : []));
    return reading === undefined ? [] : [judge(server, reading, options, others)];
  });
}

/** Servers that are started and read at the same time: a person waits, and each may be an `npx` that downloads. */
const AT_ONCE = 4;

type Reading = Pick<AuditSubject, "surface" | "unreachable" | "http"> & { readonly stderr: string };

async function read({ target }: LiveServer, { onProgress, checks: _, probes = false, ...ports }: LiveOptions): Promise<Reading> {
  const tell = (text: string): void => onProgress?.(target.name, text);
  const reading = await readServer(target, { ...ports, onProgress: tell });
  if (!probes || target.transport === "stdio") return reading;
  const transport = reading.transport === "sse" ? "sse" : "http";
  const http = await observeHttp({ ...target, transport }, { limits: { ...defaultLimits, ...ports.limits }, signal: ports.signal ?? new AbortController().signal, version: ports.version, era: reading.surface?.era ?? "legacy", onProgress: tell });
  return { ...reading, http };
}

function judge(server: LiveServer, { surface, unreachable, http, stderr }: Reading, { checks = everyCheck }: LiveOptions, others: readonly ServerSurface[]): ServerAudit {
  const { target, entry, pin } = server;
  const subject: AuditSubject = {
    name: target.name,
    others,
    ...(surface ? { surface } : {}),
    ...(unreachable === undefined ? {} : { unreachable }),
    ...(http ? { http } : {}),
    ...(entry ? { entry } : {}),
    ...(pin ? { pin } : {}),
  };
  const audit = runChecks(subject, checks.filter((check) => applies(check, server)));
  return { ...audit, target: describeLaunch(target).line, ...(stderr === "" ? {} : { stderr }) };
}

/** What can't be said of this kind of server at all is not worth a line that it was not done. */
function applies({ needs }: Check, { target, entry }: LiveServer): boolean {
  return !(needs.includes("http") && target.transport === "stdio") && !(needs.includes("entry") && entry === undefined);
}

/** Does work on all of them, a few at a time. The first failure ends the rest at their next turn. */
async function inTurns<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = [...all.entries()];
  let hasFailed = false;
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !hasFailed; next = queue.shift()) {
      const [index, each] = next;
      try {
        results[index] = await work(each);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  // All are waited for, so that a caller who hears of a cancelled one knows that the others have ended too.
  const ends = await Promise.allSettled(Array.from({ length: Math.min(AT_ONCE, all.length) }, worker));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return results;
}
