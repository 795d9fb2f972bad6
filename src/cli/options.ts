import { parseArgs } from "node:util";
import { severities, type Severity } from "../base/finding";
import { nearest } from "../base/nearest";
import { UsageError } from "./console";

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
export type Command = { readonly kind: "help" } | { readonly kind: "version" } | { readonly kind: "scan"; readonly options: ScanOptions };

const commands = ["scan"];

const known = {
  format: { type: "string" },
  output: { type: "string", short: "o" },
  rule: { type: "string", multiple: true },
  "fail-on": { type: "string" },
  fix: { type: "boolean" },
  "unsafe-fixes": { type: "boolean" },
  "fix-dry-run": { type: "boolean" },
  config: { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "V" },
} as const;

/**
 * Reads the arguments after the program's name.
 * @param knownRules the ids that `--rule` may name
 * @throws UsageError with what to write instead
 */
export function readArguments(argv: readonly string[], knownRules: readonly string[]): Command {
  const { values, positionals, tokens } = parseArgs({ args: [...argv], options: known, allowPositionals: true, strict: false, tokens: true });
  for (const token of tokens) if (token.kind === "option") checkOption(token.name, token.rawName, token.value);
  if (values.help === true) return { kind: "help" };
  if (values.version === true) return { kind: "version" };
  const [command, ...paths] = positionals;
  checkCommand(command);
  const rules = (values.rule ?? []).flatMap((each) => String(each).split(",")).filter((id) => id !== "");
  for (const id of rules) if (!knownRules.includes(id)) throw new UsageError(`There is no rule "${id}"${hint(id, knownRules)}`);
  const wantsAll = values["unsafe-fixes"] === true;
  const dryRun = values["fix-dry-run"] === true;
  return {
    kind: "scan",
    options: {
      paths: paths.length === 0 ? ["."] : paths,
      format: oneOf("--format", text(values.format) ?? "pretty", formats),
      output: text(values.output),
      rules,
      failOn: oneOf("--fail-on", text(values["fail-on"]) ?? "error", [...severities, "never"] as const),
      fix: wantsAll ? "all" : values.fix === true || dryRun ? "safe" : "no",
      dryRun,
      config: text(values.config),
    },
  };
}

function checkOption(name: string, rawName: string, value: string | undefined): void {
  if (!Object.hasOwn(known, name)) {
    const meant = nearest(name, Object.keys(known));
    throw new UsageError(`There is no option ${rawName}${meant === undefined ? "" : `; did you mean --${meant}?`}`);
  }
  const { type } = known[name as keyof typeof known]; // Just seen to be one of its keys.
  if (type === "string" && (value === undefined || value === "")) throw new UsageError(`${rawName} needs a value, as in ${rawName} ${example(name)}`);
  if (type === "boolean" && value !== undefined) throw new UsageError(`${rawName} takes no value`);
}

function example(name: string): string {
  const examples: Readonly<Record<string, string>> = { format: "sarif", output: "report.sarif", rule: "sql-injection", "fail-on": "warning", config: "portcullis.config.json" };
  return examples[name] ?? "VALUE";
}

function checkCommand(command: string | undefined): void {
  if (command === undefined) throw new UsageError("Say what to do, as in: portcullis scan .");
  if (commands.includes(command)) return;
  const meant = nearest(command, commands);
  throw new UsageError(`There is no command "${command}"; ${meant === undefined ? `to scan a path: portcullis scan ${command}` : `did you mean "${meant}"?`}`);
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new UsageError(`${option} can't be "${value}"${hint(value, allowed)}`);
  return found;
}

function hint(word: string, candidates: readonly string[]): string {
  const meant = nearest(word, candidates);
  return meant === undefined ? `; it is one of ${candidates.join(", ")}` : `; did you mean "${meant}"?`;
}

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
