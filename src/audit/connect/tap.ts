import type { JSONRPCMessage, JSONRPCRequest, Transport } from "@modelcontextprotocol/client";
import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json";
import { startTimer } from "./deadline";
import type { FlawList } from "./flaws";
import { LimitError, timeOf, type Limits } from "./limits";

/**
 * Stands between the SDK's client and a transport. The SDK's own list calls check what they get, drop keys they don't know, and refuse
 * a whole list for one bad entry; an audit wants exactly what was sent. So requests of our own go past the client, the answers to its
 * handshake are kept as they came, and a server that talks without being asked is stopped.
 */
export interface Tap {
  /** What the SDK's client is given. */
  readonly transport: Transport;
  /** Sends a request of our own and gives its raw result. An error of the server is a `ServerError`. */
  request(method: string, params: JsonObject, signal: AbortSignal): Promise<JsonValue>;
  /** The raw result of the last `initialize` or `server/discover`. */
  handshake(): JsonValue | undefined;
}

/** The server has answered a request with an error. */
export class ServerError extends Error {
  override readonly name = "ServerError";
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** What a tap needs from outside. */
export interface TapPorts {
  readonly limits: Limits;
  readonly flaws: FlawList;
  /** Called once when the server has to be left: it broke a limit. */
  readonly onLimit: (error: LimitError) => void;
  /** Whether a person is being waited for: then no time runs. */
  readonly isWaiting: () => boolean;
  /** What the client has offered to do for the server. */
  readonly capabilities: object;
}

interface Waiting {
  resolve(result: JsonValue): void;
  reject(error: Error): void;
}

/** Puts a tap on a transport. */
export function tapTransport(inner: Transport, ports: TapPorts): Tap {
  const waiting = new Map<string, Waiting>();
  const handshakes = new Set<string | number>();
  const asked = new Set<string | number>();
  let lastHandshake: JsonValue | undefined;
  let counter = 0;
  const countUnasked = unaskedCounter(ports);

  /** The message for the client, changed where it would refuse it; nothing where it is not for the client. */
  const receive = (message: JsonObject): JsonObject | undefined => {
    const { id } = message;
    const isAnswer = message["method"] === undefined && (typeof id === "string" || typeof id === "number");
    if (!isAnswer) {
      countUnasked();
      if (id !== undefined && typeof message["method"] === "string" && message["method"] !== "ping" && isDeclaredByNobody(message["method"], ports.capabilities)) ports.flaws.add("the server", `asks for ${message["method"].slice(0, LONGEST_NAME)}, which the client has not offered: refused`);
      return message;
    }
    const own = typeof id === "string" ? waiting.get(id) : undefined;
    if (own && typeof id === "string") {
      waiting.delete(id);
      settle(own, message);
      return undefined;
    }
    if (!asked.delete(id)) {
      ports.flaws.add("the server", "answers requests that were not made, or answers one twice");
      countUnasked();
      return undefined;
    }
    if (!handshakes.delete(id) || message["result"] === undefined) return message;
    lastHandshake = message["result"];
    return { ...message, result: mendHandshake(message["result"], ports.flaws) };
  };

  const onSend = (message: JSONRPCMessage): void => {
    if (!("id" in message) || !("method" in message)) return;
    asked.add(message.id);
    if (message.method === "initialize" || message.method === "server/discover") handshakes.add(message.id);
  };
  const onClose = (): void => {
    for (const each of waiting.values()) each.reject(new Error("the server has ended the connection"));
  };
  const transport = forward(inner, { receive, onSend, onClose });

  return {
    transport,
    handshake: () => lastHandshake,
    request: (method, params, signal) => {
      const id = `portcullis-${++counter}`;
      return ask(inner, { jsonrpc: "2.0", id, method, params: { ...params } }, waiting, ports, signal);
    },
  };
}

/** Sends a request past the client and waits for its answer, for a bounded time. */
function ask(inner: Transport, request: JSONRPCRequest & { readonly id: string }, waiting: Map<string, Waiting>, { limits, isWaiting }: TapPorts, signal: AbortSignal): Promise<JsonValue> {
  return new Promise((resolve, reject) => {
    const end = new AbortController();
    const stopTimer = startTimer(limits.requestTime, () => finish(() => reject(new LimitError(`did not answer within ${timeOf(limits.requestTime)}`))), isWaiting);
    const onAbort = (): void => finish(() => reject(signal.reason instanceof Error ? signal.reason : new Error("cancelled")));
    const finish = (tell: () => void): void => {
      stopTimer();
      signal.removeEventListener("abort", onAbort);
      waiting.delete(request.id);
      tell();
      // Closes the stream of this one request, where there is one.
      end.abort();
    };
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) return onAbort();
    waiting.set(request.id, { resolve: (result) => finish(() => resolve(result)), reject: (error) => finish(() => reject(error)) });
    const onRequestStreamEnd = (): void => finish(() => reject(new Error("the stream of the answer ended without one")));
    inner.send(request, { requestSignal: end.signal, onRequestStreamEnd }).catch((error: unknown) => finish(() => reject(error instanceof Error ? error : new Error(String(error)))));
  });
}

function unaskedCounter({ limits, flaws, onLimit }: TapPorts): () => void {
  let unasked = 0;
  return () => {
    if (++unasked !== limits.unaskedMessages + 1) return;
    const message = `sends more than ${limits.unaskedMessages.toLocaleString("en")} messages that answer nothing: the connection was ended`;
    flaws.add("the server", message);
    onLimit(new LimitError(message));
  };
}

/** A transport that hands on everything, with our ears in between. */
function forward(inner: Transport, ears: { receive(message: JsonObject): JsonObject | undefined; onSend(message: JSONRPCMessage): void; onClose(): void }): Transport {
  const outer: Transport = {
    start: () => inner.start(),
    send: (message, options) => {
      ears.onSend(message);
      return inner.send(message, options);
    },
    close: () => inner.close(),
    ...(inner.hasPerRequestStream === undefined ? {} : { hasPerRequestStream: inner.hasPerRequestStream }),
    get sessionId() {
      return inner.sessionId;
    },
    setProtocolVersion: (version) => inner.setProtocolVersion?.(version),
    setSupportedProtocolVersions: (versions) => inner.setSupportedProtocolVersions?.(versions),
  };
  inner.onmessage = (message, extra) => {
    const kept = isJsonObject(message) ? ears.receive(message) : undefined;
    // Same shape as what came in; the client checks it again.
    if (kept !== undefined) outer.onmessage?.(kept as unknown as JSONRPCMessage, extra);
  };
  inner.onclose = () => {
    ears.onClose();
    outer.onclose?.();
  };
  inner.onerror = (error) => outer.onerror?.(error);
  return outer;
}

function settle(waiting: Waiting, message: JsonObject): void {
  const { result, error } = message;
  if (result !== undefined) waiting.resolve(result);
  else if (isJsonObject(error)) waiting.reject(new ServerError(typeof error["code"] === "number" ? error["code"] : 0, typeof error["message"] === "string" ? error["message"] : "an error without a message"));
  else waiting.reject(new Error("answered with neither a result nor an error"));
}

/** The client refuses a server for a version that is no text; the audit tells that and goes on. */
function mendHandshake(result: JsonValue, flaws: FlawList): JsonValue {
  if (!isJsonObject(result) || result["supportedVersions"] !== undefined) return result;
  const { serverInfo, capabilities, instructions, ...rest } = result;
  const info = isJsonObject(serverInfo) ? serverInfo : {};
  if (typeof info["name"] !== "string" || typeof info["version"] !== "string") flaws.add("initialize", "gives no `serverInfo` with a name and a version: strict clients refuse the server");
  if (!isJsonObject(capabilities)) flaws.add("initialize", "gives no `capabilities`: strict clients refuse the server");
  if (instructions !== undefined && typeof instructions !== "string") flaws.add("initialize", "gives `instructions` that are no text: strict clients refuse the server");
  return {
    ...rest,
    // The parts of a capability that break its schema are of no use to us: only which there are.
    capabilities: isJsonObject(capabilities) ? Object.fromEntries(Object.entries(capabilities).map(([name, value]) => [name, isJsonObject(value) ? value : {}])) : {},
    serverInfo: { name: textOr(info["name"], "unknown"), version: textOr(info["version"], "unknown") },
    ...(typeof instructions === "string" ? { instructions } : {}),
  };
}

/** "sampling/createMessage" belongs to the capability "sampling". */
function isDeclaredByNobody(method: string, capabilities: object): boolean {
  return !Object.keys(capabilities).includes(method.slice(0, method.indexOf("/")));
}

/** Of a method's name in a flaw. */
const LONGEST_NAME = 60;

function textOr(value: JsonValue | undefined, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}
