import * as vscode from "vscode";
import { auditToJson } from "../../report/audit-json";
import { auditToMarkdown } from "../../report/audit-markdown";
import type { AuditReport, CheckHelp } from "../../report/audit-report";
import { auditToSarif } from "../../report/audit-sarif";
import { auditsFor, viewedAudit, type AuditRecord } from "./audits";

/** What a report can be written as. */
export const exportFormats = [
  { label: "Markdown", description: "for people", ending: "md", write: auditToMarkdown },
  { label: "JSON", description: "for programs", ending: "json", write: auditToJson },
  { label: "SARIF", description: "for code scanning", ending: "sarif", write: auditToSarif },
] as const;

/** A report of some audits; what was set aside is told apart. */
export function reportOf(records: readonly AuditRecord[], version: string): AuditReport {
  const audits = auditsFor(records);
  const ran = new Set(audits.flatMap(({ outcomes }) => outcomes.map(({ check }) => check)));
  const checks = new Map(records.flatMap(({ answer }) => (answer?.checks ?? []).map((check): [string, CheckHelp] => [check.id, check])));
  return { audits, suppressed: records.flatMap(suppressedOf), checks: [...checks.values()].filter(({ id }) => ran.has(id)), version };
}

function suppressedOf(record: AuditRecord): AuditReport["suppressed"] {
  const viewed = viewedAudit(record);
  return viewed ? viewed.suppressed.map(({ finding, suppression }) => ({ server: viewed.audit.server, finding, reason: suppression.reason })) : [];
}

/** Asks for a format and a place, writes the report there, and opens it. */
export async function exportReport(records: readonly AuditRecord[], version: string, folder: vscode.Uri | undefined): Promise<void> {
  const report = reportOf(records, version);
  if (report.audits.length === 0) {
    void vscode.window.showInformationMessage("Nothing was audited yet."); // Only tells.
    return;
  }
  const format = await vscode.window.showQuickPick(exportFormats, { title: "Export the audit as" });
  if (!format) return;
  const name = `mcp-audit.${format.ending}`;
  const file = await vscode.window.showSaveDialog({ title: "Export the audit", filters: { [format.label]: [format.ending] }, ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}) });
  if (!file) return;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(format.write(report)));
  await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.Beside });
}
