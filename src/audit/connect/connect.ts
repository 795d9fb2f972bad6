import { Client, LATEST_PROTOCOL_VERSION, SdkError, SdkHttpError, SSEClientTransport, StreamableHTTPClientTransport, type ClientCapabilities, type FetchLike, type Transport } from "@modelcontextprotocol/client";
import type { JsonObject } from "../../base/json";
import type { ServerSurface } from "../../wording/surface";
import type { AuthorizationPorts } from "./authorization";
import { createAuthorizer, type Authorizer } from "./authorizer";
import { startTimer, withDeadline } from "./deadline";
import { createFlawList, type FlawList } from "./flaws";
import { createLimitedFetch } from "./limited-fetch";
import { defaultLimits, LimitError, timeOf, type Limits } from "./limits";
import { isLocalAddress, isLoopbackHost } from "./local-address";
import { readSurface } from "./read-surface";
import { createServerFetch } from "./server-fetch";
import { createStdioTransport } from "./stdio-transport";
import { visibleLines } from "./stderr";
import { tapTransport, type Tap } from "./tap";
import { redactFor, type HttpTarget, type Target } from "./target";

/** What connecting needs from outside. */
export interface ConnectPorts {
  /** Our own environment; a server sees only the few variables that every program needs. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The version of Portcullis, which servers are told. */
  readonly version: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
  /** Without it, a server that wants authorization is told so and left. */
  readonly authorization?: AuthorizationPorts;
  /** "auto" asks for 2026-07-28 first. Over stdio "legacy" is the default: older servers may end at a question they don't know. */
  readonly era?: "auto" | "legacy" | "modern";
  readonly limits?: Partial<Limits>;
  /** What the server may ask of us; an audit offers nothing, so that sampling, elicitation and roots are refused. */
  readonly capabilities?: ClientCapabilities;
}

/** A server that has answered. Whoever has one closes it. */
export interface Connection {
  /** The SDK's client, for what goes beyond reading. */
  readonly client: Client;
  readonly era: "legacy" | "modern";
  /** Over which transport it came about in the end. */
  readonly transport: Target["transport"];
  /** Everything the server offers. */
  readSurface(): Promise<ServerSurface>;
  /** The last of what the server wrote to stderr, without secrets, safe to show. */
  stderr(): string;
  /** Breaches and limits seen so far, those of the connection's end included. */
  flaws(): ServerSurface["flaws"];
  /** Ends the connection, and a started process with everything it has started. Never fails. */
  close(): Promise<void>;
}

/** No connection came about. The message is a sentence without secrets; `stderr` may say more. */
export class ConnectError extends Error {
  override readonly name = "ConnectError";
  constructor(
    message: string,
    readonly stderr: string,
    /** Breaches that were seen before it failed. */
    readonly flaws: ServerSurface["flaws"],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Connects to a server: starts it, or reaches it, and shakes hands. Fails with a `ConnectError`, and leaves nothing behind. */
export async function connectServer(target: Target, ports: ConnectPorts): Promise<Connection> {
  const limits = { ...defaultLimits, ...ports.limits };
  const flaws = createFlawList(limits);
  const redact = redactFor(target);
  let failure: unknown;
  let stderr = "";
  for (const attempt of attemptsFor(target, ports.era)) {
    if (failure !== undefined && !attempt.follows(failure)) continue;
    const link = await openLink(target, attempt.transport, ports, limits, flaws);
    try {
      return await shakeHands(link, attempt, target, ports);
    } catch (error) {
      failure = unwrapped(error);
      const end = link.endedBefore();
      if (end !== undefined && !(failure instanceof LimitError)) failure = new Error(`the server ended ${end} before it answered`, { cause: failure });
      stderr = link.stderr();
      await link.close();
      if (ports.signal?.aborted) break;
    }
  }
  throw new ConnectError(redact(visibleLines(sentenceOf(failure)).slice(0, LONGEST_SENTENCE)), redact(stderr), flaws.all(), { cause: failure });
}

interface Attempt {
  readonly transport: Target["transport"];
  readonly era: "auto" | "legacy" | "modern";
  /** Whether it makes sense after an earlier attempt has failed in this way. */
  follows(failure: unknown): boolean;
}

function attemptsFor(target: Target, era: ConnectPorts["era"]): readonly Attempt[] {
  const always = (): boolean => true;
  if (target.transport === "stdio") return [{ transport: "stdio", era: era ?? "legacy", follows: always }];
  const sse: Attempt = { transport: "sse", era: "legacy", follows: (failure) => statusOf(failure) !== undefined && [400, 404, 405, 406, 415].includes(statusOf(failure) ?? 0) };
  if (target.transport === "sse") return [{ ...sse, follows: always }];
  const first: Attempt = { transport: "http", era: era ?? "auto", follows: always };
  if (first.era !== "auto") return [first, sse];
  // A server that breaks, or falls silent, at a question it does not know may still answer the old one.
  const legacy: Attempt = { transport: "http", era: "legacy", follows: (failure) => failure instanceof LimitError || (statusOf(failure) ?? 0) >= 500 || (failure instanceof SdkError && statusOf(failure) === undefined) };
  return [first, legacy, sse];
}

/** A transport with its tap, before anybody has spoken. */
interface Link {
  readonly tap: Tap;
  readonly kind: Target["transport"];
  readonly limits: Limits;
  readonly flaws: FlawList;
  /** Fails when a limit was broken that ends the connection. */
  readonly broken: AbortSignal;
  isWaiting(): boolean;
  stderr(): string;
  /** How a started server has ended by itself. */
  endedBefore(): string | undefined;
  close(): Promise<void>;
}

async function openLink(target: Target, kind: Target["transport"], ports: ConnectPorts, limits: Limits, flaws: FlawList): Promise<Link> {
  const end = new AbortController();
  const breakOff = (error: Error): void => end.abort(error);
  const signal = ports.signal ? AbortSignal.any([end.signal, ports.signal]) : end.signal;
  if (target.transport === "stdio") {
    const transport = createStdioTransport(target, { limits, flaws, environment: ports.environment, onLimit: breakOff });
    return { tap: tapTransport(transport, { limits, flaws, onLimit: breakOff, isWaiting: () => false, capabilities: ports.capabilities ?? {} }), kind, limits, flaws, broken: signal, isWaiting: () => false, stderr: transport.stderr, endedBefore: transport.endedBefore, close: () => transport.close() };
  }
  const url = new URL(target.url);
  const fetch = createLimitedFetch({ limits, flaws, allowsLocal: isLoopbackHost(url.hostname) || isLocalAddress(url.hostname), signal });
  const authorizer = await authorizerFor(target, url, fetch, ports, limits, signal);
  const isWaiting = (): boolean => authorizer?.isWaiting() ?? false;
  const options = { fetch: createServerFetch(fetch, url, target.headers ?? {}, authorizer) };
  const transport = kind === "sse" ? new SSEClientTransport(url, options) : new StreamableHTTPClientTransport(url, options);
  const close = async (): Promise<void> => {
    if (transport instanceof StreamableHTTPClientTransport && transport.sessionId !== undefined && !signal.aborted) await withDeadline(transport.terminateSession(), limits.endTime).catch(() => undefined);
    await transport.close().catch(() => undefined);
    // Streams that are still open end with it.
    end.abort(new Error("the connection was closed"));
  };
  return { tap: tapTransport(transport, { limits, flaws, onLimit: breakOff, isWaiting, capabilities: ports.capabilities ?? {} }), kind, limits, flaws, broken: signal, isWaiting, stderr: () => "", endedBefore: () => undefined, close };
}

function authorizerFor(target: HttpTarget, serverUrl: URL, fetch: FetchLike, ports: ConnectPorts, limits: Limits, signal: AbortSignal): Promise<Authorizer> | undefined {
  const hasOwn = Object.keys(target.headers ?? {}).some((name) => name.toLowerCase() === "authorization");
  if (ports.authorization === undefined || hasOwn) return undefined;
  return createAuthorizer({ serverUrl, authorization: ports.authorization, fetch, limits, signal, onProgress: ports.onProgress ?? (() => undefined) });
}

async function shakeHands(link: Link, attempt: Attempt, target: Target, ports: ConnectPorts): Promise<Connection> {
  const { limits, flaws } = link;
  const clientInfo = { name: "portcullis", title: "Portcullis", version: ports.version };
  const capabilities = ports.capabilities ?? {};
  const mode = attempt.era === "modern" ? { pin: MODERN } : attempt.era;
  const client = new Client(clientInfo, { capabilities, versionNegotiation: { mode, probe: { timeoutMs: FOR_EVER } } });
  // What the SDK has to report is seen in the messages themselves.
  client.onerror = () => undefined;
  const time = target.transport === "stdio" ? limits.startTime : limits.requestTime;
  const onProgress = ports.onProgress ?? (() => undefined);
  onProgress(target.transport === "stdio" ? "Starting the server…" : "Connecting…");
  // The deadline is ours, since it has to stand still while a person is in the browser.
  await withDeadline(client.connect(link.tap.transport, { timeout: FOR_EVER, signal: link.broken }), time, { signal: link.broken, isPaused: link.isWaiting, message: `the server did not answer \`initialize\` within ${timeOf(time)}` });
  const era = client.getProtocolEra() === "modern" ? "modern" : "legacy";
  const protocolVersion = client.getNegotiatedProtocolVersion();
  const envelope: JsonObject | undefined = era === "modern" ? { [`${META}/protocolVersion`]: protocolVersion ?? MODERN, [`${META}/clientInfo`]: clientInfo, [`${META}/clientCapabilities`]: { ...capabilities } as JsonObject } : undefined;
  return {
    client,
    era,
    transport: link.kind,
    readSurface: async () => {
      const over = new AbortController();
      const stopTimer = startTimer(limits.totalTime, () => over.abort(new LimitError(`the server took longer than ${timeOf(limits.totalTime)} in all`)), link.isWaiting);
      const signal = AbortSignal.any([link.broken, over.signal]);
      return readSurface({ name: target.name, tap: link.tap, era, protocolVersion, envelope, flaws, limits, signal, onProgress }).finally(stopTimer);
    },
    stderr: () => redactFor(target)(link.stderr()),
    flaws: () => flaws.all(),
    close: async () => {
      await link.close();
      await client.close().catch(() => undefined);
    },
  };
}

function statusOf(failure: unknown): number | undefined {
  return failure instanceof SdkHttpError ? failure.status : undefined;
}

/** The error of ours that the SDK has wrapped. */
function unwrapped(failure: unknown): unknown {
  return failure instanceof SdkError && failure.cause instanceof Error ? unwrapped(failure.cause) : failure;
}

/** What a failure means for a person. */
function sentenceOf(failure: unknown): string {
  const status = statusOf(failure);
  if (status === 401) return "the server wants authorization (HTTP 401)";
  if (status === 403) return "the server refuses access (HTTP 403)";
  if (status !== undefined) return `the server answered HTTP ${status}`;
  if (!(failure instanceof Error)) return String(failure);
  if (/protocol version is not supported/u.test(failure.message)) return `${failure.message}; known are those up to ${LATEST_PROTOCOL_VERSION} and ${MODERN}`;
  return failure.message;
}

/** The one revision of the modern era. */
const MODERN = "2026-07-28";

const META = "io.modelcontextprotocol";

/** Longer than any deadline of ours; the longest that a timer takes is 2³¹ - 1 milliseconds. */
const FOR_EVER = 2_000_000_000;

const LONGEST_SENTENCE = 500;

/** The transports of the SDK, for those who build one by hand. */
export type { Transport };
