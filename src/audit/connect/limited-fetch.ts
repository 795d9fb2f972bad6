import { Readable } from "node:stream";
import type { FetchLike } from "@modelcontextprotocol/client";
import type { FlawList } from "./flaws";
import { sendRequest, type PlainAnswer } from "./http-request";
import { LimitError, sizeOf, timeOf, type Limits } from "./limits";

/** What the SDK's transports and its OAuth client fetch with. */
export interface LimitedFetchPorts {
  readonly limits: Limits;
  readonly flaws: FlawList;
  /** Whether addresses inside this computer and its network may be reached. */
  readonly allowsLocal: boolean;
  /** Ends every request when the connection ends. */
  readonly signal: AbortSignal;
}

/**
 * A `fetch` that a hostile server can't exhaust: headers, bytes (after decompression), silences and times are limited, redirects stay
 * inside an origin, and local addresses can't be reached on a stranger's word. Built on node:http, because the global `fetch` shows
 * neither addresses nor certificates, and because editors hand their proxy and certificate settings to node:http.
 */
export function createLimitedFetch(ports: LimitedFetchPorts): FetchLike {
  let received = 0;
  const count = (bytes: number): void => {
    received += bytes;
    if (received > ports.limits.connectionBytes) throw new LimitError(`sent more than ${sizeOf(ports.limits.connectionBytes)} in all`);
  };
  return async (input, init) => {
    const follows = (init?.redirect ?? "follow") === "follow";
    const request = new Request(input, { ...init, redirect: "manual" });
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
    const signal = AbortSignal.any([request.signal, ports.signal]);
    let url = new URL(request.url);
    for (let redirects = 0; ; redirects++) {
      // What compresses well decompresses badly: nothing is gained by compressing lists on a connection that is read once.
      const headers = { ...Object.fromEntries(request.headers), "accept-encoding": "identity", ...(body === undefined ? {} : { "content-length": String(body.length) }) };
      const answer = await sendRequest({ url, method: request.method, headers, ...(body === undefined ? {} : { body }), signal, allowsLocal: ports.allowsLocal }, ports.limits);
      const next = redirectOf(url, answer);
      if (next === undefined) return toResponse(answer, url, request.method, ports, count);
      if (next.origin !== url.origin) {
        answer.body.destroy();
        const message = `redirects to ${next.origin}, which was not followed: if that is the server, connect to it by that address`;
        ports.flaws.add(url.pathname, message);
        throw new LimitError(`the server ${message}`);
      }
      if (!follows || request.method !== "GET") return toResponse(answer, url, request.method, ports, count);
      answer.body.destroy();
      if (redirects >= ports.limits.redirects) throw new LimitError(`the server redirects more than ${ports.limits.redirects} times in a row`);
      url = next;
    }
  };
}

function redirectOf(url: URL, answer: PlainAnswer): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(answer.status)) return undefined;
  const location = answer.rawHeaders.find((_, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === "location");
  return location !== undefined && URL.canParse(location, url.href) ? new URL(location, url) : undefined;
}

function toResponse(answer: PlainAnswer, url: URL, method: string, ports: LimitedFetchPorts, count: (bytes: number) => void): Response {
  const headers = new Headers();
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2) appendHeader(headers, answer.rawHeaders[index] ?? "", answer.rawHeaders[index + 1] ?? "");
  // Decompressed already.
  headers.delete("content-encoding");
  headers.delete("content-length");
  const isEmpty = method === "HEAD" || [101, 103, 204, 205, 304].includes(answer.status);
  if (isEmpty) answer.body.resume();
  const isStream = (headers.get("content-type") ?? "").includes("text/event-stream");
  const limited = isEmpty ? null : Readable.toWeb(Readable.from(limitBody(answer.body, isStream, url, ports, count), { objectMode: false }));
  const status = answer.status >= 200 && answer.status <= 599 ? answer.status : 502;
  // Node's web stream and the one that `Response` is declared with are the same at run time.
  const response = new Response(limited as ReadableStream<Uint8Array> | null, { status: limited === null && ![204, 205, 304].includes(status) ? 200 : status, headers });
  Object.defineProperty(response, "url", { value: url.href });
  Object.defineProperty(response, "statusText", { value: answer.statusText });
  return response;
}

function appendHeader(headers: Headers, name: string, value: string): void {
  try {
    headers.append(name, value);
  } catch {
    // A header that no client can read is as good as none.
  }
}

/**
 * Passes a body through, within its limits. A stream of events may be silent and last as long as its connection, whose own time is
 * limited; anything else has to come to its end.
 */
async function* limitBody(body: Readable, isStream: boolean, url: URL, { limits, flaws }: LimitedFetchPorts, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let isText = true;
  const tooLate = (message: string): void => void body.destroy(new LimitError(message));
  const total = isStream ? undefined : setTimeout(() => tooLate(`the answer was not complete within ${timeOf(limits.requestTime)}`), limits.requestTime);
  const silence = isStream ? undefined : setTimeout(() => tooLate(`the answer stopped for ${timeOf(limits.silenceTime)}`), limits.silenceTime);
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      silence?.refresh();
      bytes += chunk.length;
      // A stream may carry many messages; its sum is the connection's.
      if (!isStream && bytes > limits.messageBytes) throw new LimitError(`an answer holds more than ${sizeOf(limits.messageBytes)}`);
      count(chunk.length);
      if (isText) isText = isUtf8(decoder, chunk);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof LimitError) flaws.add(url.pathname, error.message);
    throw error;
  } finally {
    clearTimeout(total);
    clearTimeout(silence);
    body.destroy();
    if (!isText) flaws.add(url.pathname, "holds bytes that are not UTF-8");
  }
}

function isUtf8(decoder: { decode(bytes: Uint8Array, options: { stream: boolean }): string }, chunk: Uint8Array): boolean {
  try {
    decoder.decode(chunk, { stream: true });
    return true;
  } catch {
    return false;
  }
}
