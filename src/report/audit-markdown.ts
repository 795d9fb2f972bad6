import type { AuditFinding, ServerAudit } from "../audit/audit";
import { capabilitiesLine, findingsOf, isWorthTelling, lastWordsOf, undoneOf, type AuditReport, type SuppressedFinding } from "./audit-report";
import { code, escapeMarkdown } from "./markdown-text";
import { shortened, visible } from "./plain-text";
import { counted, countedLevels } from "./report";

/** Words of a server that are quoted; a comment on a change is read, not studied. */
const MAX_EVIDENCE = 300;

/** Writes an audit as Markdown. Whatever a server says stands in code, where nothing in it is obeyed. */
export function auditToMarkdown(report: AuditReport): string {
  const parts = [`## Portcullis audit: ${countedLevels(findingsOf(report))}`];
  const told = report.audits.filter((audit) => report.audits.length === 1 || isWorthTelling(audit));
  for (const audit of told) parts.push(...sections(audit));
  const silent = report.audits.length - told.length;
  if (silent > 0) parts.push(`${counted(silent, "server")} without a finding.`);
  if (report.suppressed.length > 0) parts.push(`${counted(report.suppressed.length, "finding")} set aside:\n\n${report.suppressed.map(aside).join("\n")}`);
  return `${parts.join("\n\n")}\n`;
}

function sections(audit: ServerAudit): readonly string[] {
  const { server, target, score, findings, limits, unreachable } = audit;
  const parts = [`### ${code(server)}: ${unreachable === undefined ? `${score.value} of 100` : "could not be reached"}`];
  if (target !== undefined && target !== server) parts.push(`${unreachable === undefined ? "Reached" : "Tried"} as ${code(target)}.`);
  if (unreachable !== undefined) parts.push(`${escapeMarkdown(shortened(visible(unreachable), MAX_EVIDENCE))}.`);
  const words = lastWordsOf(audit);
  if (words.length > 0) parts.push(`It wrote to stderr:\n\n${words.map((line) => `- ${code(shortened(line, MAX_EVIDENCE))}`).join("\n")}`);
  if (score.deductions.length > 0 && unreachable === undefined) parts.push(score.deductions.map(({ reason, points }) => `- −${points} for ${escapeMarkdown(reason)}`).join("\n"));
  const can = capabilitiesLine(audit);
  if (can !== "") parts.push(`By what it says, its tools ${can}.`);
  if (findings.length > 0) parts.push(findings.map(item).join("\n"));
  const left = [...limits, ...undoneOf(audit)];
  if (left.length > 0) parts.push(`Left out:\n\n${left.map((each) => `- ${escapeMarkdown(shortened(visible(each), MAX_EVIDENCE))}`).join("\n")}`);
  return parts;
}

function item({ check, severity, tool, field, message, evidence }: AuditFinding): string {
  const where = [tool, field].flatMap((part) => (part === undefined || part === "" ? [] : [code(part)])).join(", ");
  const quoted = evidence === undefined || evidence === "" ? "" : `\n  - ${code(shortened(visible(evidence), MAX_EVIDENCE))}`;
  return `- **${severity}** ${code(check)}${where === "" ? "" : ` at ${where}`}: ${escapeMarkdown(shortened(visible(message), MAX_EVIDENCE))}${quoted}`;
}

function aside({ server, finding: { check, tool }, reason }: SuppressedFinding): string {
  return `- ${code(check)} at ${[server, tool].flatMap((part) => (part === undefined ? [] : [code(part)])).join(", ")}: ${escapeMarkdown(shortened(visible(reason), MAX_EVIDENCE))}`;
}
