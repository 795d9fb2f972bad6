import type { Finding, FlowStep } from "../base/finding";
import { frameOf } from "./frame";
import { createPaint, type Paint } from "./paint";
import { shortened, visible } from "./plain-text";
import { counted, countedLevels, createPlaces, type Places, type Report } from "./report";

/** Ways to the same place that are told in full; the rest are counted. */
const SHOWN_FLOWS = 1;

/** Lines about what was left out, before the rest is counted. */
const SHOWN_LIMITS = 20;

/** How a report looks on a terminal. */
export interface PrettyOptions {
  readonly color: boolean;
}

/** Tells a report to a person at a terminal: each finding with its code and the way of the data, then a summary. */
export function toPretty(report: Report, { color }: PrettyOptions): string {
  const paint = createPaint(color);
  const places = createPlaces(report);
  const blocks = report.findings.map((finding) => block(finding, places, paint));
  const limits = report.limits.slice(0, SHOWN_LIMITS).map(({ file, reason }) => paint.dim(`${visible(nameOf(report, file))}: ${visible(reason)}`));
  if (report.limits.length > SHOWN_LIMITS) limits.push(paint.dim(`and ${counted(report.limits.length - SHOWN_LIMITS, "more line")} like these (all are in --format json)`));
  return [...blocks, [...limits, ...summary(report, paint)].join("\n")].join("\n\n") + "\n";
}

function block(finding: Finding, places: Places, paint: Paint): string {
  const place = places.of(finding.location);
  const lines = [
    `${paint.bold(visible(`${place.file}:${place.line}:${place.column}`))}  ${paint[finding.severity](finding.severity)}  ${paint.dim(finding.rule)}`,
    `  ${visible(finding.message)}`,
    ...frame(finding, places, paint),
    ...flowLines(finding.flow, places, paint),
  ];
  const others = finding.otherFlows.length;
  if (others >= SHOWN_FLOWS) lines.push(paint.dim(`    and ${counted(others, "other way")} to the same place`));
  lines.push(...finding.fixes.slice(0, 1).map((fix) => `  ${paint.note(fix.safety === "safe" ? "fix:" : "fix to review:")} ${visible(fix.title)}`));
  if (finding.noFix !== undefined && finding.fixes.length === 0) lines.push(`  ${paint.dim(`no fix: ${visible(finding.noFix)}`)}`);
  return lines.join("\n");
}

function frame(finding: Finding, places: Places, paint: Paint): readonly string[] {
  const drawn = frameOf(finding.location, places);
  if (drawn === undefined) return [];
  const number = String(drawn.line);
  const margin = " ".repeat(number.length);
  return [`  ${paint.dim(`${number} |`)} ${drawn.code}`, `  ${paint.dim(`${margin} |`)} ${paint[finding.severity](drawn.carets)}`];
}

function flowLines(flow: readonly FlowStep[], places: Places, paint: Paint): readonly string[] {
  return flow.map(({ location, message }) => {
    const { file, line, column } = places.of(location);
    return `    ${paint.dim(visible(`${file}:${line}:${column}`))}  ${shortened(visible(message), 200)}`;
  });
}

function summary(report: Report, paint: Paint): readonly string[] {
  const { files, lines, milliseconds } = report.statistics;
  const worst = report.findings.some(({ severity }) => severity === "error") ? paint.error : report.findings.length > 0 ? paint.warning : paint.note;
  const scanned = `${counted(report.offers.length, "entry point")} in ${counted(files, "file")} (${counted(lines, "line")}, ${(milliseconds / 1000).toFixed(1)} s)`;
  const told = [`${worst(countedLevels(report.findings))}: ${scanned}`];
  if (report.offers.length === 0) told.push("No MCP tool, prompt or resource was found here, so nothing untrusted could be followed.");
  if (report.suppressed.length > 0) told.push(paint.dim(`${counted(report.suppressed.length, "finding")} suppressed by a comment`));
  const safe = report.findings.filter(({ fixes }) => fixes.some(({ safety }) => safety === "safe")).length;
  const review = report.findings.filter(({ fixes }) => fixes.length > 0).length - safe;
  if (safe > 0) told.push(`${counted(safe, "finding")} can be fixed with --fix`);
  if (review > 0) told.push(`${counted(review, safe > 0 ? "more" : "finding", safe > 0 ? "more" : undefined)} can be fixed with --unsafe-fixes, to be reviewed`);
  return told;
}

function nameOf(report: Report, file: string): string {
  return file === "" ? "portcullis" : report.relative(file);
}
