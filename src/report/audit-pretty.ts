import type { AuditFinding, ServerAudit } from "../audit/audit";
import { capabilitiesLine, findingsOf, isWorthTelling, lastWordsOf, placeOf, undoneOf, type AuditReport } from "./audit-report";
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
  const told = report.audits.filter((audit) => report.audits.length === 1 || isWorthTelling(audit));
  const blocks = told.map((audit) => block(audit, paint));
  const findings = findingsOf(report);
  const unreached = report.audits.filter(({ unreachable }) => unreachable !== undefined).length;
  const worst = unreached > 0 || findings.some(({ severity }) => severity === "error") ? paint.error : findings.length > 0 ? paint.warning : paint.note;
  const tools = report.audits.reduce((sum, { surface }) => sum + (surface?.tools.length ?? 0), 0);
  const where = `${counted(tools, "tool")} of ${counted(report.audits.length, "server")}${unreached === 0 ? "" : `, ${unreached} of which could not be reached`}`;
  const aside = report.suppressed.length === 0 ? "" : `\n${paint.dim(`${counted(report.suppressed.length, "finding")} set aside by --suppressions`)}`;
  return `${[...blocks, `${worst(countedLevels(findings))}: ${where}${aside}`].join("\n\n")}\n`;
}

function block(audit: ServerAudit, paint: Paint): string {
  const { server, target, score, findings, limits, unreachable } = audit;
  // A server without a name of its own is called by its command or address.
  const reached = target === undefined || target === server ? "" : `  ${paint.dim(visible(target))}`;
  const head = `${paint.bold(visible(server))}${reached}  ${unreachable === undefined ? `score ${score.value} of 100` : paint.error("could not be reached")}`;
  const why = unreachable === undefined ? [] : [`  ${shortened(visible(unreachable), 600)}`, ...lastWords(audit, paint)];
  const made = score.deductions.length === 0 || unreachable !== undefined ? [] : [paint.dim(`  ${score.deductions.map(({ reason, points }) => `−${points} ${visible(reason)}`).join(", ")}`)];
  const can = capabilitiesLine(audit);
  const able = can === "" ? [] : [paint.dim(`  by what it says, its tools ${can}`)];
  const undone = undoneOf(audit).map((each) => paint.dim(`  ${visible(each)}`));
  const left = limits.slice(0, SHOWN_LIMITS).map((limit) => paint.dim(`  ${shortened(visible(limit), 300)}`));
  if (limits.length > SHOWN_LIMITS) left.push(paint.dim(`  and ${counted(limits.length - SHOWN_LIMITS, "more line")} like these (all are in --format json)`));
  return [head, ...why, ...made, ...able, ...findings.flatMap((finding) => lines(finding, paint)), ...left, ...undone].join("\n");
}

function lastWords(audit: ServerAudit, paint: Paint): readonly string[] {
  const words = lastWordsOf(audit);
  return words.length === 0 ? [] : ["  it wrote to stderr:", ...words.map((line) => `    ${paint.dim("│")} ${shortened(visible(line), MAX_EVIDENCE)}`)];
}

function lines(finding: AuditFinding, paint: Paint): readonly string[] {
  const { severity, check, message, evidence } = finding;
  const place = placeOf(finding);
  const told = [`  ${paint[severity](severity)}  ${paint.dim(check)}  ${visible(place)}`, `    ${shortened(visible(message), 300)}`];
  if (evidence !== undefined && evidence !== "") told.push(`    ${paint.dim("│")} ${shortened(visible(evidence), MAX_EVIDENCE)}`);
  return told;
}
