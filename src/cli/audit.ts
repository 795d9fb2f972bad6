import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { auditChange, auditTools } from "../audit/audit-saved";
import type { ServerAudit } from "../audit/audit";
import { checks } from "../audit/checks/index";
import { severities } from "../base/finding";
import { auditToJson } from "../report/audit-json";
import { auditToMarkdown } from "../report/audit-markdown";
import { auditToPretty } from "../report/audit-pretty";
import { findingsOf, type AuditReport } from "../report/audit-report";
import { auditToSarif } from "../report/audit-sarif";
import type { AuditFormat, AuditOptions, AuditSource } from "./audit-options";
import { exitCodes, wantsColor, type Console } from "./console";
import { readSavedChanges, readSavedTools } from "./saved-tools";
import type { Program } from "./scan";
import { writeOutput } from "./write-output";

/**
 * Audits what servers say, and reports.
 * @returns the exit code
 * @throws UsageError when a file can't be used
 */
export function audit(options: AuditOptions, console: Console, program: Program): number {
  const audits = auditsOf(options.source, console.cwd);
  const ran = new Set(audits.flatMap(({ outcomes }) => outcomes.map(({ check }) => check)));
  const report: AuditReport = {
    audits,
    checks: checks.filter(({ id }) => ran.has(id)).map(({ id, category, summary, severity }) => ({ id, category, summary, severity, ...documentationOf(id, program) })),
    version: program.version,
    file: options.source.file.replaceAll("\\", "/"),
  };
  const text = formatters[options.format](report, console);
  if (options.output === undefined) console.output.write(text);
  else writeOutput(resolve(console.cwd, options.output), text);
  return exitCode(report, options);
}

const formatters: Readonly<Record<AuditFormat, (report: AuditReport, console: Console) => string>> = {
  pretty: (report, console) => auditToPretty(report, { color: wantsColor(console) }),
  json: auditToJson,
  sarif: auditToSarif,
  markdown: auditToMarkdown,
};

function auditsOf({ kind, file }: AuditSource, cwd: string): readonly ServerAudit[] {
  const name = basename(file).replace(/\.jsonl?$/, "");
  switch (kind) {
    case "tools":
      return readSavedTools(file, cwd, name).map(({ server, tools }) => auditTools(server, tools, checks));
    case "drift":
      return readSavedChanges(file, cwd, name).map(({ server, before, after }) => auditChange(server, before, after, checks));
  }
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
  if (failOn === "never") return exitCodes.clean;
  const limit = severities.indexOf(failOn);
  return findingsOf(report).some(({ severity }) => severities.indexOf(severity) <= limit) ? exitCodes.findings : exitCodes.clean;
}
