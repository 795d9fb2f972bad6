import { lookup as systemLookup } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { isLocalAddress, isLoopbackHost } from "./local-address";
import { LimitError, timeOf, type Limits } from "./limits";

/** One HTTP request, as plain as it goes over the wire: no redirects, no proxy, headers exactly as given. */
export interface PlainRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal | undefined;
  /** Whether addresses inside this computer and its network may be reached; only where the person has named such an address. */
  readonly allowsLocal: boolean;
  /** Take the certificate whatever it is: only for looking at it, never with anything secret. */
  readonly acceptsAnyCertificate?: boolean;
}

/** The head of an answer, with its body still to come. */
export interface PlainAnswer {
  readonly status: number;
  readonly statusText: string;
  /** Names and values alternating, as they came. */
  readonly rawHeaders: readonly string[];
  /** Decompressed. */
  readonly body: Readable;
  readonly socket: IncomingMessage["socket"];
}

/** Sends a request and gives the head of the answer. Every failure is an error that says what happened in a sentence. */
export function sendRequest(request: PlainRequest, limits: Pick<Limits, "headerBytes" | "requestTime">): Promise<PlainAnswer> {
  const { url } = request;
  if (!isReachable(url, request.allowsLocal)) return Promise.reject(new LimitError(`${url.host} is inside this computer or its network, and a server elsewhere has named it: refused`));
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const outgoing = send({
      hostname: url.hostname.replace(/^\[|\]$/gu, ""),
      ...(url.port === "" ? {} : { port: url.port }),
      path: `${url.pathname}${url.search}`,
      method: request.method,
      headers: request.headers,
      // The header `Host` of a probe is not the server's name; TLS still asks for the latter.
      ...(isIP(url.hostname) === 0 ? { servername: url.hostname } : {}),
      maxHeaderSize: limits.headerBytes,
      lookup: guardedLookup(request.allowsLocal),
      agent: false,
      rejectUnauthorized: request.acceptsAnyCertificate !== true,
      ...(request.signal ? { signal: request.signal } : {}),
    });
    const timer = setTimeout(() => outgoing.destroy(new LimitError(`no answer within ${timeOf(limits.requestTime)}`)), limits.requestTime);
    outgoing.once("error", (error) => {
      clearTimeout(timer);
      reject(request.signal?.aborted ? abortError(request.signal) : readableError(error, limits));
    });
    outgoing.once("response", (answer) => {
      clearTimeout(timer);
      resolve({ status: answer.statusCode ?? 0, statusText: answer.statusMessage ?? "", rawHeaders: answer.rawHeaders, body: decompressed(answer), socket: answer.socket });
    });
    outgoing.end(request.body);
  });
}

function isReachable(url: URL, allowsLocal: boolean): boolean {
  return allowsLocal || !(isLoopbackHost(url.hostname) || isLocalAddress(url.hostname));
}

/** Looks names up as the system does and leaves out local addresses where they are not allowed, so that no name can smuggle one in. */
function guardedLookup(allowsLocal: boolean): LookupFunction {
  return (host, options, callback) => {
    systemLookup(host, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const allowed = addresses.filter((each) => allowsLocal || !isLocalAddress(each.address));
      const [first] = allowed;
      if (first === undefined) return callback(new LimitError(`${host} leads inside this computer or its network, and a server elsewhere has named it: refused`), "", 0);
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

function decompressed(answer: IncomingMessage): Readable {
  const encoding = (answer.headers["content-encoding"] ?? "").trim().toLowerCase();
  const decoder = encoding === "gzip" || encoding === "x-gzip" ? createGunzip() : encoding === "deflate" ? createInflate() : encoding === "br" ? createBrotliDecompress() : undefined;
  if (!decoder) return answer;
  answer.once("error", (error) => decoder.destroy(error));
  decoder.once("close", () => answer.destroy());
  return answer.pipe(decoder);
}

function abortError(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException("The request was cancelled", "AbortError");
}

/** What went wrong, for people: certificates first, since "UNABLE_TO_VERIFY_LEAF_SIGNATURE" says nothing to most. */
function readableError(error: Error, limits: Pick<Limits, "headerBytes">): Error {
  if (error instanceof LimitError) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const sentence = certificateSentence(code) ?? networkSentence(code, limits);
  return sentence === undefined ? error : Object.assign(new Error(sentence, { cause: error }), { code });
}

/** What an error code of TLS means, or nothing where it is none. */
export function certificateSentence(code: string): string | undefined {
  const sentences: Readonly<Record<string, string>> = {
    CERT_HAS_EXPIRED: "the certificate has expired",
    CERT_NOT_YET_VALID: "the certificate is not valid yet",
    DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is signed by the server itself, and nobody vouches for it",
    SELF_SIGNED_CERT_IN_CHAIN: "the certificate comes from an authority that this computer does not know",
    UNABLE_TO_GET_ISSUER_CERT: "the certificate comes from an authority that this computer does not know",
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the certificate comes from an authority that this computer does not know",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the server sends its certificate without the ones that vouch for it",
    CERT_REVOKED: "the certificate was revoked",
    ERR_TLS_CERT_ALTNAME_INVALID: "the certificate belongs to another name",
    HOSTNAME_MISMATCH: "the certificate belongs to another name",
    ERR_SSL_UNSUPPORTED_PROTOCOL: "the server speaks only versions of TLS that are no longer safe",
    ERR_SSL_WRONG_VERSION_NUMBER: "the server does not speak TLS at this port",
  };
  return sentences[code];
}

function networkSentence(code: string, limits: Pick<Limits, "headerBytes">): string | undefined {
  const sentences: Readonly<Record<string, string>> = {
    ECONNREFUSED: "nothing listens there",
    ECONNRESET: "the server broke the connection off",
    ENOTFOUND: "the name is not known",
    EAI_AGAIN: "the name could not be looked up",
    ETIMEDOUT: "no connection came about",
    EHOSTUNREACH: "there is no way to that host",
    ENETUNREACH: "there is no way to that network",
    HPE_HEADER_OVERFLOW: `the headers of the answer are longer than ${limits.headerBytes} bytes`,
  };
  return sentences[code] ?? (code.startsWith("HPE_") ? "the answer is no HTTP" : undefined);
}
