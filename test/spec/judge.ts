import type { Finding } from "../../src/base/finding";
import { checkFixes } from "./check-fixes";
import { codeFrame, firstLineOf } from "./code-frame";
import { bulb, markOf } from "./read-marks";
import { caseRoot, type Analyze, type FindingMark, type Mark, type SourceMark, type SpecCase, type SpecFile } from "./spec";
import { syntaxErrors } from "./syntax-errors";

/** Compares what is reported for a case with its marks, and tries every fix. Gives the complaints, none when all is as it says. */
export function judge(each: SpecCase, analyze: Analyze): readonly string[] {
  const complaints = each.files.filter((file) => !file.isBroken).flatMap(syntaxComplaints);
  if (complaints.length > 0) return complaints; // Marks in a text that does not parse prove nothing.

  const files = new Map(each.files.map((file) => [file.path, file.text]));
  const findings = analyze(files);
  const comparison = compare(each, findings);
  complaints.push(...comparison.improved);
  if (comparison.missed.length > 0) complaints.push(`Missed (${comparison.missed.length}):\n${comparison.missed.join("\n")}`);
  if (comparison.unexpected.length > 0) complaints.push(`Unexpected (${comparison.unexpected.length}):\n${comparison.unexpected.join("\n")}`);
  complaints.push(...checkFixes(each, findings, analyze));
  return complaints;
}

interface Comparison {
  readonly missed: string[];
  readonly unexpected: string[];
  /** Known gaps that are none any more. */
  readonly improved: string[];
}

function compare(each: SpecCase, findings: readonly Finding[]): Comparison {
  const texts = new Map(each.files.map((file) => [file.path, file.text]));
  const open = new Set(findings);
  const result: Comparison = { missed: [], unexpected: [], improved: [] };
  for (const file of each.files) {
    for (const mark of file.marks) {
      if (mark.kind === "source") {
        if (!findings.some((finding) => startsAt(finding, file, mark))) result.missed.push(`${frameOfMark(file, mark)}${sourcesOf(findings, texts)}`);
        continue;
      }
      const match = [...open].find((finding) => isMeant(finding, file, mark));
      if (match !== undefined) open.delete(match);
      if (mark.expectation === "reported" && match === undefined) result.missed.push(frameOfMark(file, mark));
      if (mark.expectation === "missing" && match !== undefined) result.improved.push(`Found at last: take MISSING off this mark and move the case to "Reported".\n${frameOfMark(file, mark)}`);
      if (mark.expectation === "spurious" && match === undefined) result.improved.push(`No longer reported (as it is marked): take the SPURIOUS mark off and move the case to "Not reported".\n${frameOfMark(file, mark)}`);
    }
  }
  for (const finding of open) {
    const text = texts.get(finding.location.file);
    result.unexpected.push(text === undefined ? `  in ${finding.location.file}: ${markOf(finding)}` : inFile(finding.location.file, codeFrame(text, finding.location.range, markOf(finding))));
  }
  return result;
}

function isMeant(finding: Finding, file: SpecFile, mark: FindingMark): boolean {
  if (finding.location.file !== file.path || finding.rule !== mark.rule) return false;
  const shown = firstLineOf(file.text, finding.location.range);
  if (shown.start !== mark.range.start || shown.end !== mark.range.end) return false;
  if (finding.severity !== mark.severity) return false;
  // Such a gap is about being found at all, whatever is said then.
  if (mark.expectation === "missing") return true;
  return finding.message.startsWith(mark.message) && finding.fixes.length > 0 === mark.hasFix;
}

function startsAt(finding: Finding, file: SpecFile, mark: SourceMark): boolean {
  return [finding.flow, ...finding.otherFlows].some((flow) => {
    const first = flow[0]?.location;
    if (first === undefined || first.file !== file.path) return false;
    const shown = firstLineOf(file.text, first.range);
    return shown.start === mark.range.start && shown.end === mark.range.end;
  });
}

/** Where flows do start, for the person whose mark was missed. */
function sourcesOf(findings: readonly Finding[], texts: ReadonlyMap<string, string>): string {
  const frames = findings.flatMap((finding) => [finding.flow, ...finding.otherFlows]).flatMap((flow) => {
    const place = flow[0]?.location;
    const text = place === undefined ? undefined : texts.get(place.file);
    return place === undefined || text === undefined ? [] : [inFile(place.file, codeFrame(text, place.range, "source"))];
  });
  return frames.length === 0 ? "" : `\n  but flows start here:\n${[...new Set(frames)].join("\n")}`;
}

function frameOfMark(file: SpecFile, mark: Mark): string {
  return inFile(file.path, codeFrame(file.text, mark.range, wordsOf(mark)));
}

function wordsOf(mark: Mark): string {
  if (mark.kind === "source") return "source";
  const gap = mark.expectation === "reported" ? "" : `${mark.expectation.toUpperCase()} `;
  return `${gap}${mark.severity}[${mark.rule}]${mark.hasFix ? ` ${bulb}` : ""}${mark.message === "" ? "" : ` ${mark.message}`}`;
}

function inFile(path: string, frame: string): string {
  return `  in ${path.slice(caseRoot.length + 1)}\n${frame}`;
}

function syntaxComplaints(file: SpecFile): string[] {
  return syntaxErrors(file.path, file.text).map((error) => `The fence on line ${file.line} does not parse; mend it, or say \`broken\` at the end of its first line.\n${inFile(file.path, codeFrame(file.text, error.range, error.message))}`);
}
