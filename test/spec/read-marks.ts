import { severities, type Finding, type Severity } from "../../src/base/finding";
import type { Mark, SpecProblem } from "./spec";

/** The bulb in a mark: a fix is offered. */
export const bulb = "💡";

const finding = new RegExp(String.raw`^(?:(MISSING|SPURIOUS) )?(${severities.join("|")})\[([a-z][a-z0-9-]*)\](?: (${bulb}))?(?: (.*))?$`, "u");

/** A text with the marks taken out, and the marks. */
export interface MarkedText {
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly problems: readonly SpecProblem[];
}

/**
 * Takes the lines of carets out of the text of a fence. A mark points at the line above it, other marks passed over;
 * its carets stand below the marked text, so a tab counts as one character.
 */
export function readMarks(text: string, firstLine: number): MarkedText {
  const marks: Mark[] = [];
  const problems: SpecProblem[] = [];
  const kept: string[] = [];
  let lineStart = 0;
  let at = 0;
  text.split("\n").forEach((line, index) => {
    const caret = /^(\s*)(\^+)(?: +(.*?))?\s*$/.exec(line);
    if (caret === null) {
      lineStart = at;
      at += line.length + 1;
      kept.push(line);
      return;
    }
    const start = lineStart + (caret[1] ?? "").length;
    const end = start + (caret[2] ?? "").length;
    const where = firstLine + index;
    const marked = kept[kept.length - 1];
    if (marked === undefined) {
      problems.push({ line: where, message: "A mark has no line above it to point at." });
    } else if (end > lineStart + marked.length) {
      problems.push({ line: where, message: "A mark is longer than the line above it: put the carets under the text they mean." });
    } else {
      const mark = readMark(caret[3] ?? "", { start, end }, where);
      if (mark === undefined) problems.push({ line: where, message: malformed(caret[3] ?? "") });
      else marks.push(mark);
    }
  });
  return { text: kept.join("\n"), marks, problems };
}

/** The words of the mark that would expect a finding. */
export function markOf(finding: Finding): string {
  return `${finding.severity}[${finding.rule}] ${finding.fixes.length > 0 ? `${bulb} ` : ""}${finding.message}`;
}

function readMark(words: string, range: Mark["range"], line: number): Mark | undefined {
  if (words === "source") return { kind: "source", range, line };
  const match = finding.exec(words);
  if (match === null) return undefined;
  const [, gap, severity, rule, hasFix, message] = match;
  return {
    kind: "finding",
    expectation: gap === "MISSING" ? "missing" : gap === "SPURIOUS" ? "spurious" : "reported",
    severity: severity as Severity, // The expression admits no other word.
    rule: rule ?? "",
    hasFix: hasFix !== undefined,
    message: message ?? "",
    range,
    line,
  };
}

function malformed(words: string): string {
  return `"${words}" is no mark: write "source", or "error[rule-id]" (or warning, note), with MISSING or SPURIOUS before it, ${bulb} and the start of the message after it.`;
}
