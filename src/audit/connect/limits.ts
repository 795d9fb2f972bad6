/** Every byte, page, message and second that a server controls has a limit here. Sizes are in bytes or items, times in milliseconds. */
export interface Limits {
  /** From the start of a process to its answer to `initialize`: `npx` and `uvx` may have to download the package first. */
  readonly startTime: number;
  /** From an HTTP request to the end of its answer; a server that needs longer for a list is not usable either. */
  readonly requestTime: number;
  /** Between two pieces of an HTTP body: whoever drips one byte a minute holds a connection for ever. */
  readonly silenceTime: number;
  /** For reading everything a server offers: a person waits. */
  readonly totalTime: number;
  /** Between closing stdin and SIGTERM, and again between SIGTERM and SIGKILL: time to flush a file, not to outlive the audit. */
  readonly endTime: number;
  /** Of one message or HTTP body. The biggest tool list of a real server is below 1 MB. */
  readonly messageBytes: number;
  /** Of everything that one connection receives, decompressed. */
  readonly connectionBytes: number;
  /** Of one answer's headers: what Node itself takes for the limit of good manners. */
  readonly headerBytes: number;
  /** Pages of one list; with the smallest page in use (10 entries) this is twice the entries that fit. */
  readonly pages: number;
  /** Entries of one list. Clients stop using a server far earlier; ten thousand is what the panel must show smoothly. */
  readonly entries: number;
  /** Messages that answer nothing: notifications, requests to the client, strangers' answers. */
  readonly unaskedMessages: number;
  /** Kept of what a server writes to stderr; the last of it, where the error stands. */
  readonly stderrBytes: number;
  /** Levels of JSON inside one entry: schemas of real tools have below 30, and recursion over more is an attack on the reader. */
  readonly depth: number;
  /** Members and elements inside one entry; the biggest schema seen in a real tool has some thousands. */
  readonly nodes: number;
  /** Characters of one text; the longest description of a real tool has 34,527. */
  readonly textLength: number;
  /** Breaches that are told one by one; a server that breaks every rule a thousand times needs no thousand lines. */
  readonly flaws: number;
  /** Redirects in a row inside the server's own origin. */
  readonly redirects: number;
  /** Times that a person is sent to the browser, or tokens are fetched anew, during one connection. */
  readonly authorizations: number;
}

/** The limits that hold unless a test sets its own. */
export const defaultLimits: Limits = {
  startTime: 60_000,
  requestTime: 20_000,
  silenceTime: 10_000,
  totalTime: 120_000,
  endTime: 2_000,
  messageBytes: 16 * 1024 * 1024,
  connectionBytes: 64 * 1024 * 1024,
  headerBytes: 16 * 1024,
  pages: 2_000,
  entries: 10_000,
  unaskedMessages: 1_000,
  stderrBytes: 64 * 1024,
  depth: 64,
  nodes: 50_000,
  textLength: 100_000,
  flaws: 200,
  redirects: 3,
  authorizations: 3,
};

/** Says that a server has met a limit: a sentence about it, without a full stop. */
export class LimitError extends Error {
  override readonly name = "LimitError";
}

/** A size as people read it. */
export function sizeOf(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${Math.round(bytes / 1024 / 1024)} MB`;
  return bytes >= 1024 ? `${Math.round(bytes / 1024)} KB` : `${bytes} bytes`;
}

/** A time as people read it. */
export function timeOf(milliseconds: number): string {
  return milliseconds >= 1000 ? `${Math.round(milliseconds / 100) / 10} s` : `${milliseconds} ms`;
}
