import type { Location } from "../base/text";
import { visible } from "./plain-text";
import type { Places } from "./report";

/** Longer lines are cut around the finding: minified files have lines of megabytes. */
const MAX_WIDTH = 120;

/** The line of a finding with carets below, for a terminal: two lines of text, both safe to print. */
export interface Frame {
  readonly line: number;
  readonly code: string;
  readonly carets: string;
}

/** Draws the first line of a location; undefined where the text is not at hand. */
export function frameOf(location: Location, places: Places): Frame | undefined {
  const place = places.of(location);
  const text = places.lineText(location.file, place.line);
  if (text === undefined) return undefined;
  const start = place.column - 1;
  const end = Math.min(text.length, place.endLine === place.line ? place.endColumn - 1 : text.length);
  const from = start > MAX_WIDTH - 20 ? start - 30 : 0;
  const to = Math.min(text.length, from + MAX_WIDTH);
  const before = (from > 0 ? "…" : "") + visible(text.slice(from, start));
  const marked = visible(text.slice(start, Math.min(end, to)));
  const after = visible(text.slice(Math.min(end, to), to)) + (to < text.length ? "…" : "");
  const carets = " ".repeat(width(before)) + "^".repeat(Math.max(1, width(marked)));
  const indent = /^ */.exec(before)?.[0].length ?? 0;
  const dropped = Math.max(0, indent - 4);
  return { line: place.line, code: (before + marked + after).slice(dropped), carets: carets.slice(dropped) };
}

/** Columns on a terminal: marks that combine take none, wide East Asian characters and most emoji two. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{Mn}/u.test(character)) continue;
    columns += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(character) ? 2 : 1;
  }
  return columns;
}
