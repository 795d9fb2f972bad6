import type { AuditFinding, ServerAudit } from "../audit/audit";
import { findingsOf, placeOf, type AuditReport } from "./audit-report";
import { createPaint, type Paint } from "./paint";
import { shortened, visible } from "./plain-text";
import type { PrettyOptions } from "./pretty";
import { counted, countedLevels } from "./report";

/** Words of a server that are quoted on a terminal; all of them are in `--format json`. */
const MAX_EVIDENCE = 300;

/** Lines about what was left out, per server, before the rest is counted. */
const SHOWN_LIMITS = 8;

/** Tells an audit to a person at a terminal: each server with its score, its findings and the words that show them. */
export function auditToPretty(report: AuditReport, { color }: PrettyOptions): string {
  const paint = createPaint(color);
  const told = report.audits.filter(({ findings, limits }) => report.audits.length === 1 || findings.length + limits.length > 0);
  const blocks = told.map((audit) => block(audit, paint));
  const findings = findingsOf(report);
  const worst = findings.some(({ severity }) => severity === "error") ? paint.error : findings.length > 0 ? paint.warning : paint.note;
  const tools = report.audits.reduce((sum, { surface }) => sum + (surface?.tools.length ?? 0), 0);
  const where = `${counted(tools, "tool")} of ${counted(report.audits.length, "server")}`;
  return `${[...blocks, `${worst(countedLevels(findings))}: ${where}`].join("\n\n")}\n`;
}

function block({ server, target, score, findings, limits, outcomes }: ServerAudit, paint: Paint): string {
  const head = `${paint.bold(visible(server))}${target === undefined ? "" : `  ${paint.dim(visible(target))}`}  score ${score.value} of 100`;
  const made = score.deductions.length === 0 ? [] : [paint.dim(`  ${score.deductions.map(({ reason, points }) => `−${points} ${visible(reason)}`).join(", ")}`)];
  const undone = outcomes.filter(({ status }) => status === "not-done").map(({ check, reason }) => paint.dim(`  not done: ${check}: ${visible(reason ?? "")}`));
  const left = limits.slice(0, SHOWN_LIMITS).map((limit) => paint.dim(`  ${shortened(visible(limit), 300)}`));
  if (limits.length > SHOWN_LIMITS) left.push(paint.dim(`  and ${counted(limits.length - SHOWN_LIMITS, "more line")} like these (all are in --format json)`));
  return [head, ...made, ...findings.flatMap((finding) => lines(finding, paint)), ...left, ...undone].join("\n");
}

function lines(finding: AuditFinding, paint: Paint): readonly string[] {
  const { severity, check, message, evidence } = finding;
  const place = placeOf(finding);
  const told = [`  ${paint[severity](severity)}  ${paint.dim(check)}  ${visible(place)}`, `    ${shortened(visible(message), 300)}`];
  if (evidence !== undefined && evidence !== "") told.push(`    ${paint.dim("│")} ${shortened(visible(evidence), MAX_EVIDENCE)}`);
  return told;
}
