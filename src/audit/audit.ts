import type { Severity } from "../base/finding";
import type { JsonObject } from "../base/json";
import type { Capability } from "../wording/capabilities";
import type { ServerReading } from "../wording/read-texts";
import type { ServerSurface } from "../wording/surface";

/** What a check is about; the names appear in the JSON report. */
export type Category = "poisoning" | "identity" | "schema" | "privilege" | "transport" | "auth" | "drift" | "configuration";

/** All categories, in the order in which reports show them. */
export const categories: readonly Category[] = ["poisoning", "identity", "schema", "privilege", "transport", "auth", "drift", "configuration"];

/** One thing that an audit reports about a server. Texts of the server in it are data: shown exactly, never rendered. */
export interface AuditFinding {
  /** The id of the check, such as "hidden-text". */
  readonly check: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: "high" | "medium" | "low";
  /** The tool, prompt or resource, by its name; absent where it is about the whole server. */
  readonly tool?: string;
  /** Where in it: "description", "inputSchema.properties.path.description", "instructions". */
  readonly field?: string;
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string;
  /** The words of the server that show it, verbatim and cut to a bounded length. */
  readonly evidence?: string;
}

/** What a check has come to: its id stays, its status flips. */
export interface CheckOutcome {
  readonly check: string;
  readonly category: Category;
  readonly status: "passed" | "failed" | "not-done";
  /** Why it could not be done, in one sentence. */
  readonly reason?: string;
}

/** A hazard that is looked for in a running server. */
export interface Check {
  /** Kebab-case, names the hazard; unique among rules and checks. */
  readonly id: string;
  readonly category: Category;
  /** One line without markup. */
  readonly summary: string;
  /** The worst that it reports. */
  readonly severity: Severity;
  /** What it can't do without; where that is missing, it is not done, and the reason is said. */
  readonly needs: readonly Need[];
  /** @param read everything that the server says, decoded; read once for all checks */
  run(subject: AuditSubject, read: () => ServerReading): readonly AuditFinding[];
}

/** What an audit may know of a server. */
export type Need = "surface" | "http" | "entry" | "pin";

/** Everything that is known of one server when its checks run. Plain data: whoever connects or reads files does so before. */
export interface AuditSubject {
  readonly name: string;
  /** What it says of itself; absent where it could not be reached, or was not asked. */
  readonly surface?: ServerSurface;
  /** Why there is no surface. */
  readonly unreachable?: string;
  /** What harmless probes saw of an HTTP server. */
  readonly http?: HttpObservations;
  /** How the client is told to start or reach it. */
  readonly entry?: ClientEntry;
  /** What was pinned of it. */
  readonly pin?: ServerPin;
  /** The other servers of the same person, whose tools the same model sees. */
  readonly others: readonly ServerSurface[];
}

/** How a client's configuration says that a server is started or reached. */
export interface ClientEntry {
  /** The client, as in the table of clients: "vscode", "claude-desktop", "cursor"… */
  readonly client: string;
  /** The configuration file. */
  readonly file: string;
  /** The server's name in it. */
  readonly name: string;
  readonly transport: "stdio" | "http" | "sse";
  readonly command?: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  /** Names with their values, `${input:…}` and the like unresolved. */
  readonly env?: Readonly<Record<string, string>>;
  readonly envFile?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isDisabled?: boolean;
  /** What the file says of the sandbox of all its servers; only VS Code's files do. */
  readonly sandbox?: JsonObject;
  /** The entry as it stands in the file, for what only one client knows. */
  readonly raw: JsonObject;
}

/** What probes saw of an HTTP server; a member is absent where its probe was not made. */
export interface HttpObservations {
  readonly url: string;
  readonly tls?: { readonly isSecure: boolean; readonly isLoopback: boolean; readonly protocol?: string; readonly certificate?: { readonly isTrusted: boolean; readonly reason?: string; readonly expires?: string } };
  /** One answer per probe: "hello", "hello-2", "hello-3", "anonymous", "anonymous-list", "foreign-origin", "foreign-host", "preflight", "malformed", "unknown-method", "metadata-path", "metadata-root"; of servers of the modern era "list" and "header-mismatch". */
  readonly answers: Readonly<Record<string, HttpAnswer>>;
}

/** One answer to a probe. */
export interface HttpAnswer {
  /** 0 where no answer came; `error` says why. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The beginning of the body. */
  readonly body: string;
  readonly error?: string;
}

/** What a pin remembers of a server. */
export interface ServerPin {
  readonly name: string;
  /** When it was pinned, as ISO 8601. */
  readonly pinned: string;
  readonly instructions?: string;
  /** Normalised tools, prompts and resources by kind and name. */
  readonly offers: Readonly<Record<string, JsonObject>>;
}

/** The result of auditing one server. */
export interface ServerAudit {
  readonly server: string;
  /** How it was reached, with secrets left out; absent for a saved list. */
  readonly target?: string;
  readonly score: Score;
  /** Worst first. */
  readonly findings: readonly AuditFinding[];
  readonly outcomes: readonly CheckOutcome[];
  readonly surface?: ServerSurface;
  /** What each tool of the surface can do by what it says of itself, in the order of the tools. */
  readonly capabilities?: readonly (readonly Capability[])[];
  /** What was cut short or could not be done, in sentences. */
  readonly limits: readonly string[];
  /** Why the server could not be reached, in a sentence; then there is no surface, and the score is 0. */
  readonly unreachable?: string;
  /** The last of what a started server wrote to stderr: several lines, without secrets and safe to show. */
  readonly stderr?: string;
}

/** How good a server looks, and what that is made up of. */
export interface Score {
  /** From 0 to 100. */
  readonly value: number;
  /** What was taken off, biggest first; 100 less their sum (not below 0) is the value. */
  readonly deductions: readonly { readonly reason: string; readonly points: number }[];
}
