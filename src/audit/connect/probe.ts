import type { TLSSocket } from "node:tls";
import type { JsonObject } from "../../base/json";
import type { HttpAnswer, HttpObservations } from "../audit";
import { startTimer } from "./deadline";
import { certificateSentence, sendRequest, type PlainAnswer, type PlainRequest } from "./http-request";
import { timeOf, LimitError, type Limits } from "./limits";
import { isLocalAddress, isLoopbackHost } from "./local-address";
import { FOREIGN_HOST } from "./probe-plan";
import { createRedact, redactUrl } from "./redact";
import { redactFor, type HttpTarget } from "./target";

/** What probing needs from outside. */
export interface ProbePorts {
  readonly limits: Limits;
  readonly signal: AbortSignal;
  readonly version: string;
  /** How the server speaks; the old way where that is not known. */
  readonly era: "legacy" | "modern";
  readonly onProgress: (text: string) => void;
}

/**
 * Makes the harmless probes that `probeSentences` tells of, one after the other. Only ever called after a person's consent. A probe
 * that fails is an answer with status 0; where the server can't be reached at all, the others are left out.
 * @param target its transport is the one that the server speaks
 */
export async function observeHttp(target: HttpTarget, ports: ProbePorts): Promise<HttpObservations> {
  const url = new URL(target.url);
  const over = new AbortController();
  const stopTimer = startTimer(PROBE_TIME, () => over.abort(new LimitError(`the probes took longer than ${timeOf(PROBE_TIME)}`)));
  const probe = createProbe(target, { ...ports, signal: AbortSignal.any([ports.signal, over.signal]) });
  try {
    ports.onProgress("Probing…");
    const tls = { isSecure: url.protocol === "https:", isLoopback: isLoopbackHost(url.hostname), ...(url.protocol === "https:" ? await probe.certificate() : {}) };
    const answers: Record<string, HttpAnswer> = {};
    const hello = await probe.send({ own: true });
    answers["hello"] = hello;
    if (hello.status !== 0) Object.assign(answers, await probeAll(url, target, probe, ports.era));
    return { url: redactUrl(target.url), tls, answers };
  } finally {
    stopTimer();
    ports.signal.throwIfAborted();
  }
}

async function probeAll(url: URL, { transport }: HttpTarget, probe: Probe, era: "legacy" | "modern"): Promise<Readonly<Record<string, HttpAnswer>>> {
  const answers: Record<string, HttpAnswer> = {};
  const foreignOrigin = `https://${FOREIGN_HOST}`;
  if (era === "legacy") {
    answers["hello-2"] = await probe.send({ own: true });
    answers["hello-3"] = await probe.send({ own: true });
  } else {
    answers["list"] = await probe.send({ own: true, method: "tools/list" });
    answers["header-mismatch"] = await probe.send({ own: true, headers: { "mcp-method": "tools/list" } });
  }
  const anonymous = await probe.send({ own: false, keepsSession: true });
  answers["anonymous"] = anonymous;
  if (transport === "http") answers["anonymous-list"] = await probe.send({ own: false, method: "tools/list", session: anonymous.headers["mcp-session-id"] });
  answers["foreign-origin"] = await probe.send({ own: true, headers: { origin: foreignOrigin } });
  answers["foreign-host"] = await probe.send({ own: true, headers: { host: url.port === "" ? FOREIGN_HOST : `${FOREIGN_HOST}:${url.port}`, origin: foreignOrigin } });
  answers["preflight"] = await probe.raw("OPTIONS", url, { origin: foreignOrigin, "access-control-request-method": "POST", "access-control-request-headers": "content-type,authorization" });
  if (transport === "http") {
    answers["malformed"] = await probe.send({ own: true, body: '{"jsonrpc": "2.0", "id": 1, "method":' });
    answers["unknown-method"] = await probe.send({ own: true, method: "portcullis/probe" });
  }
  const path = url.pathname === "/" ? "" : url.pathname.replace(/\/$/, "");
  if (path !== "") answers["metadata-path"] = await probe.raw("GET", new URL(`/.well-known/oauth-protected-resource${path}`, url), {});
  answers["metadata-root"] = await probe.raw("GET", new URL("/.well-known/oauth-protected-resource", url), {});
  return answers;
}

/** How a hello differs from the usual one. */
interface Variation {
  /** Whether the person's own headers are sent. */
  readonly own: boolean;
  /** "initialize", or "server/discover", where it is absent. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly session?: string | undefined;
  /** The session that comes about is used by another probe, which ends it. */
  readonly keepsSession?: boolean;
}

interface Probe {
  send(variation: Variation): Promise<HttpAnswer>;
  raw(method: string, url: URL, headers: Readonly<Record<string, string>>, body?: string): Promise<HttpAnswer>;
  certificate(): Promise<Pick<NonNullable<HttpObservations["tls"]>, "protocol" | "certificate">>;
}

function createProbe(target: HttpTarget, { limits, signal, version, era }: ProbePorts): Probe {
  const url = new URL(target.url);
  const allowsLocal = isLoopbackHost(url.hostname) || isLocalAddress(url.hostname);
  const secrets = [redactFor(target), createRedact([])];
  const redact = (text: string): string => secrets.reduce((shown, take) => take(shown), text);
  const ask = async (request: Omit<PlainRequest, "signal" | "allowsLocal">): Promise<PlainAnswer> => sendRequest({ ...request, headers: { "accept-encoding": "identity", "user-agent": `portcullis/${version}`, ...request.headers }, signal, allowsLocal }, limits);
  const raw: Probe["raw"] = async (method, where, headers, body) => {
    try {
      const bytes = body === undefined ? undefined : new TextEncoder().encode(body);
      return await toAnswer(await ask({ url: where, method, headers: bytes ? { ...headers, "content-length": String(bytes.length) } : headers, ...(bytes ? { body: bytes } : {}) }), redact);
    } catch (error) {
      return { status: 0, headers: {}, body: "", error: redact(error instanceof Error ? error.message : String(error)) };
    }
  };
  return {
    raw,
    async send({ own, method = era === "modern" ? "server/discover" : "initialize", headers = {}, body, session, keepsSession }) {
      const ours = own ? lowerCased(target.headers ?? {}) : {};
      if (target.transport === "sse") return raw("GET", url, { accept: "text/event-stream", ...ours, ...headers });
      const usual = { "content-type": "application/json", accept: "application/json, text/event-stream", ...protocolHeaders(era, method, session) };
      const answer = await raw("POST", url, { ...usual, ...ours, ...headers }, body ?? JSON.stringify(messageOf(method, era, version)));
      const opened = session ?? answer.headers["mcp-session-id"];
      if (opened !== undefined && !keepsSession) await raw("DELETE", url, { ...ours, "mcp-session-id": opened, "mcp-protocol-version": LEGACY });
      return answer;
    },
    async certificate() {
      try {
        const answer = await ask({ url, method: "HEAD", headers: {}, acceptsAnyCertificate: true });
        const facts = certificateOf(answer.socket as TLSSocket); // Of a request over https, and no other.
        answer.body.destroy();
        return facts;
      } catch {
        // The hello that follows says why there is no connection.
        return {};
      }
    },
  };
}

function certificateOf(socket: TLSSocket): Pick<NonNullable<HttpObservations["tls"]>, "protocol" | "certificate"> {
  const { valid_to: expires } = socket.getPeerCertificate();
  const code = socket.authorizationError === undefined ? undefined : String(socket.authorizationError);
  const certificate = { isTrusted: socket.authorized, ...(code === undefined ? {} : { reason: certificateSentence(code) ?? code }), ...(expires ? { expires: new Date(expires).toISOString() } : {}) };
  const protocol = socket.getProtocol();
  return { certificate, ...(protocol === null ? {} : { protocol }) };
}

function messageOf(method: string, era: "legacy" | "modern", version: string): JsonObject {
  const clientInfo = { name: "portcullis", version };
  const envelope = { "io.modelcontextprotocol/protocolVersion": MODERN, "io.modelcontextprotocol/clientInfo": clientInfo, "io.modelcontextprotocol/clientCapabilities": {} };
  const params: JsonObject = era === "modern" ? { _meta: envelope } : method === "initialize" ? { protocolVersion: LEGACY, capabilities: {}, clientInfo } : {};
  return { jsonrpc: "2.0", id: 1, method, params };
}

function protocolHeaders(era: "legacy" | "modern", method: string, session: string | undefined): Readonly<Record<string, string>> {
  if (era === "modern") return { "mcp-protocol-version": MODERN, "mcp-method": method };
  return { ...(method === "initialize" ? {} : { "mcp-protocol-version": LEGACY }), ...(session === undefined ? {} : { "mcp-session-id": session }) };
}

function lowerCased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Reads as much of an answer as a check looks at; a stream of events until its first one. */
async function toAnswer(answer: PlainAnswer, redact: (text: string) => string): Promise<HttpAnswer> {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2) {
    const name = answer.rawHeaders[index]?.toLowerCase() ?? "";
    const value = answer.rawHeaders[index + 1] ?? "";
    // Defined and not set, for a header may be called "__proto__".
    Object.defineProperty(headers, name, { value: Object.hasOwn(headers, name) ? `${headers[name] ?? ""}, ${value}` : value, enumerable: true, configurable: true, writable: true });
  }
  const isStream = (headers["content-type"] ?? "").includes("text/event-stream");
  const chunks: Uint8Array[] = [];
  let size = 0;
  const timer = setTimeout(() => answer.body.destroy(), BODY_TIME);
  try {
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > BODY_BYTES || (isStream && /(^|\n)data:[\s\S]*?\r?\n\r?\n/.test(Buffer.concat(chunks).toString("utf8")))) break;
    }
  } catch {
    // What came before it broke is enough.
  } finally {
    clearTimeout(timer);
    answer.body.destroy();
  }
  return { status: answer.status, headers, body: redact(Buffer.concat(chunks).subarray(0, BODY_BYTES).toString("utf8")) };
}

const LEGACY = "2025-11-25";
const MODERN = "2026-07-28";

/** For all probes together, in milliseconds: there are about fifteen, and a person waits. */
const PROBE_TIME = 60_000;

/** For one body, in milliseconds. */
const BODY_TIME = 5_000;

/** Of one body: errors are short, and lists of real servers below this. */
const BODY_BYTES = 1024 * 1024;
