/** A half-open range of UTF-16 offsets in one file: `start` included, `end` not. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A range in a named file. */
export interface Location {
  /** The file as the host names it: absolute, with forward slashes. */
  readonly file: string;
  readonly range: TextRange;
}

/** Replaces the text of a range. An empty range inserts, an empty text deletes. */
export interface TextEdit extends Location {
  readonly text: string;
}

/** A file that a fix adds; it must not exist yet. */
export interface NewFile {
  readonly file: string;
  readonly text: string;
}

/** A place for people: both numbers start at 1; the column counts UTF-16 units. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Offsets at which the lines of a text start; the first is 0. Knows LF, CRLF and CR. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) continue;
    if (code === 10 || code === 13) starts.push(i + 1);
  }
  return starts;
}

/** Turns an offset into a line and a column, given the starts of the lines. */
export function lineColumnAt(starts: readonly number[], offset: number): LineColumn {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/**
 * Applies edits of one file to its text.
 * @throws RangeError when two edits overlap or one lies outside the text: a caller's mistake, never the user's.
 */
export function applyEdits(text: string, edits: readonly { readonly range: TextRange; readonly text: string }[]): string {
  const ordered = [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  let result = "";
  let at = 0;
  for (const edit of ordered) {
    if (edit.range.start < at || edit.range.end > text.length) throw new RangeError("Edits overlap or lie outside the text.");
    result += text.slice(at, edit.range.start) + edit.text;
    at = edit.range.end;
  }
  return result + text.slice(at);
}
