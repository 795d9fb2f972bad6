import { parseArgs } from "node:util";
import { severities, type Severity } from "../base/finding";
import { nearest } from "../base/nearest";
import { auditExamples, auditOptions, readAuditOptions, type AuditOptions } from "./audit-options";
import { UsageError } from "./console";
import { hint, oneOf, text, type Values } from "./option-values";

/** The formats of a report. */
export const formats = ["pretty", "json", "sarif", "github", "markdown"] as const;

/** One of the formats. */
export type Format = (typeof formats)[number];

/** What `portcullis scan` was asked to do. */
export interface ScanOptions {
  readonly paths: readonly string[];
  readonly format: Format;
  readonly output?: string;
  /** Only these rules; all where empty. */
  readonly rules: readonly string[];
  readonly failOn: Severity | "never";
  readonly fix: "no" | "safe" | "all";
  readonly dryRun: boolean;
  readonly config?: string;
}

/** What the arguments ask for. */
export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "scan"; readonly options: ScanOptions }
  | { readonly kind: "audit"; readonly options: AuditOptions };

const scanOptions = {
  format: { type: "string" },
  output: { type: "string", short: "o" },
  rule: { type: "string", multiple: true },
  "fail-on": { type: "string" },
  fix: { type: "boolean" },
  "unsafe-fixes": { type: "boolean" },
  "fix-dry-run": { type: "boolean" },
  config: { type: "string" },
} as const;

const everywhere = {
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "V" },
} as const;

/** The options of each command. An option that two of them have takes a value in both, or in neither. */
const commands = { scan: { ...scanOptions, ...everywhere }, audit: { ...auditOptions, ...everywhere } } as const;

type OptionTable = Readonly<Record<string, { readonly type: "string" | "boolean" }>>;

const all = { ...commands.scan, ...commands.audit };

/**
 * Reads the arguments after the program's name.
 * @param knownRules the ids that `--rule` may name
 * @throws UsageError with what to write instead
 */
export function readArguments(argv: readonly string[], knownRules: readonly string[]): Command {
  const { values, positionals, tokens } = parseArgs({ args: [...argv], options: all, allowPositionals: true, strict: false, tokens: true });
  const [command, ...paths] = positionals;
  const known: OptionTable = command !== undefined && isCommand(command) ? commands[command] : all;
  for (const token of tokens) if (token.kind === "option") checkOption(token.name, token.rawName, token.value, known, command);
  if (values.help === true) return { kind: "help" };
  if (values.version === true) return { kind: "version" };
  checkCommand(command);
  if (command === "audit") return { kind: "audit", options: readAuditOptions(values, paths) };
  return { kind: "scan", options: readScanOptions(values, paths, knownRules) };
}

function readScanOptions(values: Values, paths: readonly string[], knownRules: readonly string[]): ScanOptions {
  const rules = [values["rule"] ?? []].flat().flatMap((each) => String(each).split(",")).filter((id) => id !== "");
  for (const id of rules) if (!knownRules.includes(id)) throw new UsageError(`There is no rule "${id}"${hint(id, knownRules)}`);
  const wantsAll = values["unsafe-fixes"] === true;
  const dryRun = values["fix-dry-run"] === true;
  return {
    paths: paths.length === 0 ? ["."] : paths,
    format: oneOf("--format", text(values["format"]) ?? "pretty", formats),
    output: text(values["output"]),
    rules,
    failOn: oneOf("--fail-on", text(values["fail-on"]) ?? "error", [...severities, "never"] as const),
    fix: wantsAll ? "all" : values["fix"] === true || dryRun ? "safe" : "no",
    dryRun,
    config: text(values["config"]),
  };
}

function checkOption(name: string, rawName: string, value: string | undefined, known: OptionTable, command: string | undefined): void {
  const option = Object.hasOwn(known, name) ? known[name] : undefined;
  if (option === undefined) {
    const owner = Object.entries(commands).find(([, table]) => Object.hasOwn(table, name))?.[0];
    if (owner !== undefined && command !== undefined) throw new UsageError(`${rawName} is an option of "portcullis ${owner}", not of "portcullis ${command}"`);
    const meant = nearest(name, Object.keys(known));
    throw new UsageError(`There is no option ${rawName}${meant === undefined ? "" : `; did you mean --${meant}?`}`);
  }
  if (option.type === "string" && (value === undefined || value === "")) throw new UsageError(`${rawName} needs a value, as in ${rawName} ${example(name)}`);
  if (option.type === "boolean" && value !== undefined) throw new UsageError(`${rawName} takes no value`);
}

function example(name: string): string {
  const examples: Readonly<Record<string, string>> = { format: "sarif", output: "report.sarif", rule: "sql-injection", "fail-on": "warning", config: "portcullis.config.json", ...auditExamples };
  return examples[name] ?? "VALUE";
}

function isCommand(command: string): command is keyof typeof commands {
  return Object.hasOwn(commands, command);
}

function checkCommand(command: string | undefined): void {
  if (command === undefined) throw new UsageError("Say what to do, as in: portcullis scan .");
  if (isCommand(command)) return;
  const meant = nearest(command, Object.keys(commands));
  throw new UsageError(`There is no command "${command}"; ${meant === undefined ? `to scan a path: portcullis scan ${command}` : `did you mean "${meant}"?`}`);
}
