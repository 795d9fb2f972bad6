import type { Finding, Severity } from "../base/finding";
import { visible } from "./plain-text";
import { countedLevels, createPlaces, type Places, type Report } from "./report";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", note: "notice" };

/** Writes findings as workflow commands, which GitHub Actions shows beside the code. */
export function toGithub(report: Report): string {
  const places = createPlaces(report);
  const lines = report.findings.map((finding) => annotation(finding, places));
  return [...lines, `Portcullis: ${countedLevels(report.findings)}`].join("\n") + "\n";
}

function annotation(finding: Finding, places: Places): string {
  const { file, line, column, endLine, endColumn } = places.of(finding.location);
  const properties: Record<string, string> = { file, line: String(line), endLine: String(endLine), title: `Portcullis: ${finding.rule}` };
  // GitHub refuses columns for what spans lines.
  if (line === endLine) Object.assign(properties, { col: String(column), endColumn: String(endColumn) });
  const told = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${commands[finding.severity]} ${told.join(",")}::${escapeData(finding.message)}`;
}

/** As the runner itself escapes; what could start a command of its own never begins a line. */
function escapeData(text: string): string {
  return visible(text).replaceAll("%", "%25");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
