import { createRedact, redactArgs, redactUrl, type Redact } from "./redact";

/** A server that is started as a process and spoken to through its standard streams. */
export interface StdioTarget {
  readonly transport: "stdio";
  /** What the person calls it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Absolute; the folder of our own process where it is absent. */
  readonly cwd?: string;
  /** With every variable and input resolved. */
  readonly env?: Readonly<Record<string, string>>;
  /** Values that are secret wherever they stand, in arguments too: what a person has typed in. */
  readonly secrets?: readonly string[];
}

/** A server that is reached over HTTP; "http" is Streamable HTTP with HTTP+SSE tried where that is refused, "sse" only the latter. */
export interface HttpTarget {
  readonly transport: "http" | "sse";
  /** What the person calls it. */
  readonly name: string;
  readonly url: string;
  /** Headers with every variable and input resolved; an `Authorization` here takes the place of OAuth. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Values that are secret wherever they stand, in the address too. */
  readonly secrets?: readonly string[];
}

/** A server to connect to. */
export type Target = StdioTarget | HttpTarget;

/** What starting or reaching a server means, for a person to say yes or no to. Holds no secret. */
export interface LaunchDescription {
  /** "Starts a program on this computer" or "Connects to an address". */
  readonly kind: "process" | "connection";
  /** One line: the command with its arguments quoted as they are handed over, or the address. */
  readonly line: string;
  /** The program, exactly; only for a process. */
  readonly command?: string;
  /** The arguments one by one, exactly but for secrets. */
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Names of the variables that are set for it. */
  readonly environment: readonly string[];
  /** Names of the headers that are sent. */
  readonly headers: readonly string[];
}

/** Says what would be started or reached, without its secrets. */
export function describeLaunch(target: Target): LaunchDescription {
  const redact = createRedact(target.secrets ?? []);
  if (target.transport !== "stdio") {
    const url = redact(redactUrl(target.url));
    return { kind: "connection", line: url, args: [], environment: [], headers: Object.keys(target.headers ?? {}) };
  }
  const args = redactArgs(target.args, target.env).map(redact);
  const command = redact(target.command);
  const line = [command, ...args].map(quoted).join(" ");
  return { kind: "process", line, command, args, ...(target.cwd === undefined ? {} : { cwd: target.cwd }), environment: Object.keys(target.env ?? {}), headers: [] };
}

/** Takes the secrets of a target out of texts. */
export function redactFor(target: Target): Redact {
  return createRedact([...Object.values((target.transport === "stdio" ? target.env : target.headers) ?? {}), ...(target.secrets ?? [])]);
}

/** Quotes are for the reader only: no shell ever sees this line. */
function quoted(word: string): string {
  return /^[\w@%+=:,./\\•-]+$/u.test(word) ? word : JSON.stringify(word);
}
