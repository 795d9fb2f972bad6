import type { Finding } from "../base/finding";
import { code, escapeMarkdown } from "./markdown-text";
import { visible } from "./plain-text";
import { counted, countedLevels, createPlaces, type Places, type Report } from "./report";

/** Flow steps beyond this are counted: a comment on a change is read, not studied. */
const SHOWN_STEPS = 12;

/** Writes a report as Markdown, for a comment on a change or a summary of a run. */
export function toMarkdown(report: Report): string {
  const places = createPlaces(report);
  const { files, lines } = report.statistics;
  const parts = [`## Portcullis: ${countedLevels(report.findings)}`, `${counted(report.offers.length, "entry point")} in ${counted(files, "file")} (${counted(lines, "line")}).`];
  for (const file of new Set(report.findings.map(({ location }) => location.file))) {
    parts.push(`### ${code(report.relative(file))}`);
    parts.push(report.findings.filter(({ location }) => location.file === file).map((finding) => item(finding, places)).join("\n"));
  }
  if (report.suppressed.length > 0) parts.push(`${counted(report.suppressed.length, "finding")} suppressed by a comment.`);
  if (report.limits.length > 0) {
    parts.push("### Left out", report.limits.map(({ file, reason }) => `- ${file === "" ? "" : `${code(report.relative(file))}: `}${escapeMarkdown(reason)}`).join("\n"));
  }
  return `${parts.join("\n\n")}\n`;
}

function item(finding: Finding, places: Places): string {
  const { line } = places.of(finding.location);
  const lines = [`- **${finding.severity}** ${code(finding.rule)}, line ${line}: ${messageToMarkdown(finding.message)}`];
  const steps = finding.flow.slice(0, SHOWN_STEPS).map((step, i) => {
    const place = places.of(step.location);
    return `  ${i + 1}. ${code(`${place.file}:${place.line}`)} ${messageToMarkdown(step.message)}`;
  });
  lines.push(...steps);
  if (finding.flow.length > SHOWN_STEPS) lines.push(`  - and ${counted(finding.flow.length - SHOWN_STEPS, "more step")}`);
  const [fix] = finding.fixes;
  if (fix !== undefined) lines.push(`  - ${fix.safety === "safe" ? "Fix" : "Fix to review"}: ${escapeMarkdown(fix.title)}`);
  return lines.join("\n");
}

/** A message may hold code in backticks and nothing else; whatever is in the rest is text. */
function messageToMarkdown(message: string): string {
  const parts = visible(message).split("`");
  if (parts.length % 2 === 0) return escapeMarkdown(message); // A backtick without its partner came from somebody's code.
  return parts.map((part, i) => (i % 2 === 1 ? code(part) : escapeMarkdown(part))).join("");
}
