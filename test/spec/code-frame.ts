import { lineColumnAt, lineStarts, type TextRange } from "../../src/base/text";

/** The part of a range that lies on its first line, without spaces at its end: what a line of carets can show. */
export function firstLineOf(text: string, range: TextRange): TextRange {
  const lineEnd = text.indexOf("\n", range.start);
  const end = lineEnd === -1 ? range.end : Math.min(range.end, lineEnd);
  const shown = text.slice(range.start, end).trimEnd();
  return { start: range.start, end: range.start + shown.length };
}

/** The line of a range and the one above it, numbered, with carets and words below, ready to be pasted into a spec. */
export function codeFrame(text: string, range: TextRange, words: string): string {
  const shown = firstLineOf(text, range);
  const place = lineColumnAt(lineStarts(text), shown.start);
  const lines = text.split("\n");
  const width = String(place.line).length;
  const gutter = (number: number | undefined): string => `  ${(number === undefined ? "" : String(number)).padStart(width)} | `;
  const frame: string[] = [];
  if (place.line > 1) frame.push(gutter(place.line - 1) + (lines[place.line - 2] ?? ""));
  const line = lines[place.line - 1] ?? "";
  frame.push(gutter(place.line) + line);
  const indent = line.slice(0, place.column - 1).replace(/[^\t]/g, " ");
  frame.push(`${gutter(undefined)}${indent}${"^".repeat(Math.max(1, shown.end - shown.start))} ${words}`);
  return frame.join("\n");
}
