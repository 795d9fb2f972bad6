import type { Finding, Limit, RuleDescription } from "../base/finding";
import { lineColumnAt, lineStarts, type Location, type TextRange } from "../base/text";

/** What an analysis has come to, as every format is given it. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly { readonly finding: Finding; readonly reason?: string; readonly at: Location }[];
  readonly limits: readonly Limit[];
  readonly offers: readonly { readonly kind: string; readonly name?: string }[];
  readonly statistics: { readonly files: number; readonly lines: number; readonly milliseconds: number };
  /** The rules that were run. */
  readonly rules: readonly RuleHelp[];
  /** The version of Portcullis. */
  readonly version: string;
  /** A file's path relative to what was scanned, with forward slashes: never where that lies on a disk. */
  relative(file: string): string;
  /** The text that the findings are about. */
  text(file: string): string | undefined;
}

/** A rule with its documentation, in Markdown, where it is at hand. */
export interface RuleHelp extends RuleDescription {
  readonly documentation?: string;
}

/** A location for people: lines and columns start at 1, columns count UTF-16 units, the end is not included. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Turns offsets into lines and columns; each text is measured once. */
export interface Places {
  of(location: Location): Place;
  /** The text of a line, without its end. */
  lineText(file: string, line: number): string | undefined;
  /** The text of a range. */
  textOf(file: string, range: TextRange): string;
}

/** Measures the texts of a report. */
export function createPlaces(report: Pick<Report, "relative" | "text">): Places {
  const measured = new Map<string, { readonly text: string; readonly starts: readonly number[] }>();
  const measure = (file: string) => {
    const known = measured.get(file);
    if (known !== undefined) return known;
    const text = report.text(file) ?? "";
    const fresh = { text, starts: lineStarts(text) };
    measured.set(file, fresh);
    return fresh;
  };
  return {
    of({ file, range }) {
      const { starts } = measure(file);
      const [start, end] = [lineColumnAt(starts, range.start), lineColumnAt(starts, range.end)];
      return { file: report.relative(file), line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
    },
    lineText(file, line) {
      const { text, starts } = measure(file);
      const start = starts[line - 1];
      return start === undefined ? undefined : text.slice(start, starts[line] ?? text.length).replace(/[\r\n]+$/, "");
    },
    textOf: (file, range) => measure(file).text.slice(range.start, range.end),
  };
}

/** A number with its word: "1 error", "2 errors", "1,200 lines". */
export function counted(number: number, singular: string, plural = `${singular}s`): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? singular : plural}`;
}

/** How many findings there are of each level, in words: "2 errors, 1 note". */
export function countedLevels(findings: readonly Pick<Finding, "severity">[]): string {
  const of = (severity: Finding["severity"]) => findings.filter((each) => each.severity === severity).length;
  const parts = (["error", "warning", "note"] as const).flatMap((severity) => (of(severity) === 0 ? [] : [counted(of(severity), severity)]));
  return parts.length === 0 ? "no findings" : parts.join(", ");
}
