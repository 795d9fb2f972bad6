import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { auditChange, auditTools } from "../audit/audit-saved";
import { checks } from "../audit/checks/index";
import { severities } from "../base/finding";
import { auditToJson } from "../report/audit-json";
import { auditToMarkdown } from "../report/audit-markdown";
import { auditToPretty } from "../report/audit-pretty";
import { findingsOf, type AuditReport } from "../report/audit-report";
import { auditToSarif } from "../report/audit-sarif";
import { auditLive, type LiveResult } from "./audit-live";
import type { AuditFormat, AuditOptions, AuditSource } from "./audit-options";
import { exitCodes, wantsColor, type Console } from "./console";
import { savedChangesIn, savedToolsIn } from "./saved-tools";
import type { Program } from "./scan";
import { loadSuppressions, suppress } from "./suppressions";
import { writeOutput } from "./write-output";

/**
 * Audits servers, asked themselves or by what was saved of them, and reports.
 * @returns the exit code
 * @throws UsageError when a file, a command or an address can't be used
 */
export async function audit(options: AuditOptions, console: Console, program: Program): Promise<number> {
  // Before anything is started: a file that can't be used is a mistake in the arguments.
  const suppressions = options.suppressions === undefined ? [] : loadSuppressions(options.suppressions, console.cwd);
  const found = await auditsOf(options.source, console, program);
  const { audits, suppressed, notes } = suppress(found.audits, suppressions);
  const ran = new Set(audits.flatMap(({ outcomes }) => outcomes.map(({ check }) => check)));
  const report: AuditReport = {
    audits,
    suppressed,
    checks: checks.filter(({ id }) => ran.has(id)).map(({ id, category, summary, severity }) => ({ id, category, summary, severity, ...documentationOf(id, program) })),
    version: program.version,
    ...("file" in options.source ? { file: options.source.file.replaceAll("\\", "/") } : {}),
  };
  const text = formatters[options.format](report, console);
  if (options.output === undefined) console.output.write(text);
  else writeOutput(resolve(console.cwd, options.output), text);
  for (const note of [...found.notes, ...notes]) console.errors.write(`${note}.\n`);
  return exitCode(report, options);
}

const formatters: Readonly<Record<AuditFormat, (report: AuditReport, console: Console) => string>> = {
  pretty: (report, console) => auditToPretty(report, { color: wantsColor(console) }),
  json: auditToJson,
  sarif: auditToSarif,
  markdown: auditToMarkdown,
};

async function auditsOf(source: AuditSource, console: Console, { version }: Program): Promise<LiveResult> {
  if (source.kind !== "tools" && source.kind !== "drift") return auditLive(source, console, version);
  const { kind, file } = source;
  const name = basename(file).replace(/\.jsonl?$/, "");
  const saved = kind === "tools" ? savedToolsIn(file, console.cwd, name).map(({ server, tools }) => auditTools(server, tools, checks)) : savedChangesIn(file, console.cwd, name).map(({ server, before, after }) => auditChange(server, before, after, checks));
  return { audits: saved, notes: [] };
}

/** The documentation of checks lies beside that of rules; a copy of the program alone still works, with shorter help. */
function documentationOf(id: string, { documentation }: Program): { readonly documentation?: string } {
  if (documentation === undefined) return {};
  try {
    return { documentation: readFileSync(join(documentation, "..", "checks", `${id}.md`), "utf8") };
  } catch {
    return {};
  }
}

function exitCode(report: AuditReport, { failOn }: AuditOptions): number {
  // Whatever was found elsewhere: an audit that was not made must not pass.
  if (report.audits.some(({ unreachable }) => unreachable !== undefined)) return exitCodes.failure;
  if (failOn === "never") return exitCodes.clean;
  const limit = severities.indexOf(failOn);
  return findingsOf(report).some(({ severity }) => severities.indexOf(severity) <= limit) ? exitCodes.findings : exitCodes.clean;
}
