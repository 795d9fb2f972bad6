import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, relative as relativePath, resolve } from "node:path";
import { severities, type Finding } from "../base/finding";
import type { Analysis, AnalysisRequest, Configuration } from "../engine/api";
import { isWorkspaceConfiguration } from "../audit/configuration/client-files";
import { createFileHost } from "../files/file-host";
import { findInstalledVersion, npmCaches } from "../files/installed-versions";
import { isWithin } from "../files/names";
import { toGithub } from "../report/github";
import { toJson } from "../report/json";
import { toMarkdown } from "../report/markdown";
import { visible } from "../report/plain-text";
import { toPretty } from "../report/pretty";
import type { Report } from "../report/report";
import { toSarif } from "../report/sarif";
import { createScanner, quotable, scanDescriptions } from "../scan/scanner";
import { loadConfiguration } from "./configuration-file";
import { exitCodes, wantsColor, type Console } from "./console";
import { createDraft, makeFixes, toDiff, writeChanges } from "./make-fixes";
import type { Format, ScanOptions } from "./options";
import { createProgressLine } from "./progress";
import { findTargets, type Targets } from "./targets";
import { writeOutput } from "./write-output";

/** What the program knows of itself. */
export interface Program {
  readonly version: string;
  /** The folder of the rules' documentation, where it is at hand. */
  readonly documentation?: string;
}

/**
 * Scans, mends if asked to, reports.
 * @returns the exit code
 * @throws UsageError when paths, configuration or the report's file can't be used
 */
export function scan(options: ScanOptions, console: Console, program: Program): number {
  const targets = findTargets(options.paths, console.cwd);
  const knownRules = scanDescriptions.map(({ id }) => id);
  const configuration = narrow(loadConfiguration(options.config, targets.base, console.cwd, knownRules), options.rules, targets);
  const files = createFileHost(targets.roots, { exclude: [{ folder: configuration.folder ?? targets.base, patterns: configuration.exclude }], also: isWorkspaceConfiguration });
  const draft = createDraft(files);
  const engine = createScanner(draft.host, configuration, { installedVersion: (name, folder) => findInstalledVersion(name, folder, npmCaches(homedir(), console.environment)) });
  const line = createProgressLine(console.errors);
  const request: AnalysisRequest = { files: namedFiles(targets, files.files()), onProgress: line.show };
  const mayMake = ({ safety }: { readonly safety: string }) => options.fix === "all" || (options.fix === "safe" && safety === "safe");
  const { analysis, made } = makeFixes(engine, draft, request, mayMake);
  line.clear();

  const relative = (file: string) => relativePath(targets.base, file).replaceAll("\\", "/") || ".";
  const report = toReport(analysis, configuration, { ...program, relative, text: (file) => quotable(file, draft.host.read(file)), limits: files.limits() });
  const changes = draft.changes();
  if (options.dryRun) return printDiff(toDiff(changes, relative), made, options, console, report.findings);
  writeChanges(changes, relative);
  const text = formatters[options.format](report, console);
  if (options.output === undefined) console.output.write(text);
  else writeOutput(resolve(console.cwd, options.output), text);
  if (options.fix !== "no") console.errors.write(`${fixedLine(made, changes.length)}\n`);
  return exitCode(report.findings, options);
}

const formatters: Readonly<Record<Format, (report: Report, console: Console) => string>> = {
  pretty: (report, console) => toPretty(report, { color: wantsColor(console) }),
  json: toJson,
  sarif: toSarif,
  github: toGithub,
  markdown: toMarkdown,
};

/** Only the rules that were asked for, and all the files that were named: who names a test wants to see it. */
function narrow(configuration: Configuration, wanted: readonly string[], { named = [], base }: Targets): Configuration {
  const off = wanted.length === 0 ? [] : scanDescriptions.filter(({ id }) => !wanted.includes(id)).map(({ id }) => [id, "off"] as const);
  const folder = configuration.folder ?? base;
  const inside = named.filter((path) => isWithin(path, folder) && path !== folder);
  const exclude = [...configuration.exclude, ...inside.map((path) => `!/${relativePath(folder, path).replaceAll("\\", "/").replace(/[\\*?[\]! #]/g, "\\$&")}`)];
  return { ...configuration, exclude, rules: { ...configuration.rules, ...Object.fromEntries(off) } };
}

function namedFiles({ named }: Targets, files: readonly string[]): readonly string[] | undefined {
  return named === undefined ? undefined : files.filter((file) => named.some((path) => isWithin(file, path)));
}

type ReportMeans = Program & Pick<Report, "relative" | "text" | "limits">;

function toReport(analysis: Analysis, configuration: Configuration, { version, documentation, relative, text, limits }: ReportMeans): Report {
  const active = scanDescriptions.filter(({ id }) => configuration.rules[id] !== "off");
  const rules = active.map((rule) => ({ ...rule, documentation: readDocumentation(rule.id, documentation) }));
  return { ...analysis, limits: [...limits, ...analysis.limits], rules, version, relative, text };
}

/** The documentation lies beside the program; a copy of the program alone still works, with shorter help. */
function readDocumentation(id: string, folder: string | undefined): string | undefined {
  if (folder === undefined) return undefined;
  for (const file of [join(folder, `${id}.md`), join(folder, "..", "checks", `${id}.md`)]) {
    try {
      return readFileSync(file, "utf8");
    } catch {
      // The other folder may have it.
    }
  }
  return undefined;
}

function printDiff(diff: string, made: number, options: ScanOptions, console: Console, left: readonly Finding[]): number {
  // Piped, the diff must be exact; on a terminal nothing in it may be obeyed.
  const text = console.output.isTTY ? diff.split("\n").map(visible).join("\n") : diff;
  if (options.output === undefined) console.output.write(text);
  else writeOutput(resolve(console.cwd, options.output), diff);
  console.errors.write(`${made === 0 ? "Nothing can be fixed" : `${made} ${made === 1 ? "fix" : "fixes"} would be made`}; ${left.length} ${left.length === 1 ? "finding" : "findings"} would be left.\n`);
  return exitCode(left, options);
}

function fixedLine(made: number, files: number): string {
  return made === 0 ? "Nothing could be fixed." : `Made ${made} ${made === 1 ? "fix" : "fixes"} in ${files} ${files === 1 ? "file" : "files"}.`;
}

function exitCode(findings: readonly Finding[], { failOn }: ScanOptions): number {
  if (failOn === "never") return exitCodes.clean;
  const limit = severities.indexOf(failOn);
  return findings.some(({ severity }) => severities.indexOf(severity) <= limit) ? exitCodes.findings : exitCodes.clean;
}
