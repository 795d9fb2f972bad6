import { severities, type Severity } from "../base/finding";
import { UsageError } from "./console";
import { readLiveOptions, type LiveSource } from "./live-options";
import { oneOf, text, type Values } from "./option-values";

/** The formats of an audit. */
export const auditFormats = ["pretty", "json", "sarif", "markdown"] as const;

/** One of them. */
export type AuditFormat = (typeof auditFormats)[number];

/** What is audited. */
export type AuditSource =
  /** Saved lists of tools. */
  | { readonly kind: "tools"; readonly file: string }
  /** Saved pairs of tools, before and after a change. */
  | { readonly kind: "drift"; readonly file: string }
  | LiveSource;

/** What `portcullis audit` was asked to do. */
export interface AuditOptions {
  readonly source: AuditSource;
  /** The file that says which findings are set aside. */
  readonly suppressions?: string;
  readonly format: AuditFormat;
  readonly output?: string;
  readonly failOn: Severity | "never";
}

/** The options, as the parser of arguments is told of them. */
export const auditOptions = {
  stdio: { type: "string" },
  url: { type: "string" },
  config: { type: "string" },
  tools: { type: "string" },
  drift: { type: "string" },
  server: { type: "string" },
  env: { type: "string", multiple: true },
  header: { type: "string", multiple: true },
  pin: { type: "string" },
  "update-pin": { type: "boolean" },
  suppressions: { type: "string" },
  yes: { type: "boolean", short: "y" },
  format: { type: "string" },
  output: { type: "string", short: "o" },
  "fail-on": { type: "string" },
} as const;

/** A value for each option, as an example. */
export const auditExamples: Readonly<Record<string, string>> = {
  stdio: '"npx -y some-server"',
  url: "https://mcp.example.com/mcp",
  config: ".vscode/mcp.json",
  tools: "tools.json",
  drift: "changes.jsonl",
  server: "github",
  env: "API_KEY",
  header: '"Authorization: Bearer …"',
  pin: ".portcullis/pins.json",
  suppressions: ".portcullis/suppressions.json",
};

/** The options that say what is audited; one of them is needed. */
const sources = ["stdio", "url", "config", "tools", "drift"] as const;

/** Options that only a server which is asked itself has a use for. */
const liveOnly = ["server", "env", "header", "pin", "update-pin", "yes"] as const;

/**
 * Reads what the arguments say of an audit.
 * @throws UsageError with what to write instead
 */
export function readAuditOptions(values: Values, rest: readonly string[]): AuditOptions {
  const given = sources.filter((source) => text(values[source]) !== undefined);
  const [kind, second] = given;
  if (kind === undefined) throw new UsageError(`Say what to audit, as in: portcullis audit ${exampleFor(rest)}`);
  if (second !== undefined) throw new UsageError(`--${kind} and --${second} are two audits: give one of them`);
  if (rest[0] !== undefined) throw new UsageError(tooMany(kind, text(values[kind]) ?? "", rest));
  const [output, suppressions] = [text(values["output"]), text(values["suppressions"])];
  return {
    source: kind === "tools" || kind === "drift" ? savedSource(kind, values) : readLiveOptions(kind, values),
    format: oneOf("--format", text(values["format"]) ?? "pretty", auditFormats),
    failOn: oneOf("--fail-on", text(values["fail-on"]) ?? "error", [...severities, "never"] as const),
    ...(output === undefined ? {} : { output }),
    ...(suppressions === undefined ? {} : { suppressions }),
  };
}

function savedSource(kind: "tools" | "drift", values: Values): AuditSource {
  const live = liveOnly.find((option) => values[option] !== undefined);
  if (live !== undefined) throw new UsageError(`--${live} is for a server that is asked itself, with --stdio, --url or --config; --${kind} reads a file`);
  return { kind, file: text(values[kind]) ?? "" };
}

/** What was probably meant: an address, a saved list, or a command without its option. */
function exampleFor([first, ...more]: readonly string[]): string {
  if (first === undefined) return '--stdio "npx -y some-server"';
  if (/^https?:\/\//.test(first)) return `--url ${first}`;
  return /\.jsonl?$/.test(first) && more.length === 0 ? `--tools ${first}` : `--stdio "${[first, ...more].join(" ")}"`;
}

function tooMany(kind: string, value: string, rest: readonly string[]): string {
  if (kind === "stdio") return `The whole command stands in quotation marks, as in --stdio "${[value, ...rest].join(" ")}"`;
  return `"${rest[0] ?? ""}" is one argument too many; what is audited stands behind --${sources.slice(0, -1).join(", --")} or --${sources.at(-1) ?? ""}`;
}
