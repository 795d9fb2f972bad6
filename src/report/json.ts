import type { Finding, FlowStep } from "../base/finding";
import type { Location } from "../base/text";
import { createPlaces, type Places, type Report } from "./report";

/** Grows when a reader of the format would have to change. */
const FORMAT_VERSION = 1;

/** Writes a report as JSON, for programs: offsets are gone, files are relative, lines and columns start at 1. */
export function toJson(report: Report): string {
  const places = createPlaces(report);
  const value = {
    format: FORMAT_VERSION,
    version: report.version,
    findings: report.findings.map((finding) => toPlain(finding, places)),
    suppressed: report.suppressed.map(({ finding, reason, at }) => ({ ...toPlain(finding, places), reason, suppressedAt: places.of(at) })),
    limits: report.limits.map(({ file, reason }) => ({ file: file === "" ? "" : report.relative(file), reason })),
    offers: report.offers.map(({ kind, name }) => ({ kind, name })),
    statistics: { ...report.statistics, milliseconds: Math.round(report.statistics.milliseconds) },
  };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function toPlain(finding: Finding, places: Places) {
  const { rule, severity, message, location, flow, otherFlows, tools, fixes, noFix, fingerprint } = finding;
  const steps = (list: readonly FlowStep[]) => list.map((step) => ({ ...places.of(step.location), message: step.message }));
  return {
    rule,
    severity,
    message,
    ...places.of(location),
    tools,
    flow: steps(flow),
    otherFlows: otherFlows.map(steps),
    fixes: fixes.map(({ title, safety, note, edits, newFiles }) => ({
      title,
      safety,
      note,
      edits: edits.map((edit) => ({ ...places.of(locationOf(edit)), text: edit.text })),
      newFiles: newFiles.map((file) => ({ file: places.of({ file: file.file, range: { start: 0, end: 0 } }).file, text: file.text })),
    })),
    noFix,
    fingerprint,
  };
}

function locationOf({ file, range }: Location): Location {
  return { file, range };
}
