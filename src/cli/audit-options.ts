import { severities, type Severity } from "../base/finding";
import { UsageError } from "./console";
import { oneOf, text } from "./option-values";

/** The formats of an audit. */
export const auditFormats = ["pretty", "json", "sarif", "markdown"] as const;

/** One of them. */
export type AuditFormat = (typeof auditFormats)[number];

/** What is audited. */
export type AuditSource =
  /** Saved lists of tools. */
  | { readonly kind: "tools"; readonly file: string }
  /** Saved pairs of tools, before and after a change. */
  | { readonly kind: "drift"; readonly file: string };

/** What `portcullis audit` was asked to do. */
export interface AuditOptions {
  readonly source: AuditSource;
  readonly format: AuditFormat;
  readonly output?: string;
  readonly failOn: Severity | "never";
}

/** The options, as the parser of arguments is told of them. */
export const auditOptions = {
  tools: { type: "string" },
  drift: { type: "string" },
  format: { type: "string" },
  output: { type: "string", short: "o" },
  "fail-on": { type: "string" },
} as const;

/** A value for each option, as an example. */
export const auditExamples: Readonly<Record<string, string>> = { tools: "tools.json", drift: "changes.jsonl" };

/** The options that say what is audited; one of them is needed. */
const sources = ["tools", "drift"] as const;

/**
 * Reads what the arguments say of an audit.
 * @throws UsageError with what to write instead
 */
export function readAuditOptions(values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>, rest: readonly string[]): AuditOptions {
  const given = sources.filter((source) => text(values[source]) !== undefined);
  const [kind, second] = given;
  if (kind === undefined) throw new UsageError(`Say what to audit, as in: portcullis audit --tools ${rest[0] ?? "tools.json"}`);
  if (second !== undefined) throw new UsageError(`--${kind} and --${second} are two audits: give one of them`);
  if (rest[0] !== undefined) throw new UsageError(`"${rest[0]}" is one argument too many; what is audited stands behind --${sources.join(" or --")}`);
  const output = text(values["output"]);
  return {
    source: { kind, file: text(values[kind]) ?? "" },
    format: oneOf("--format", text(values["format"]) ?? "pretty", auditFormats),
    failOn: oneOf("--fail-on", text(values["fail-on"]) ?? "error", [...severities, "never"] as const),
    ...(output === undefined ? {} : { output }),
  };
}
