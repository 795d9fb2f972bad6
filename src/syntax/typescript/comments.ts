import type { TextRange } from "../../base/text";
import type { Comment } from "../program";

/**
 * Finds the comments of a file in its plain text, given the literals in which something looks like one.
 * The parser skips comments without keeping them, and asking it for those before each token costs as much as parsing.
 */
export function findComments(text: string, literals: readonly TextRange[]): readonly Comment[] {
  const opaque = [...literals].sort((a, b) => a.start - b.start);
  const comments: Comment[] = [];
  let next = 0;
  let at = text.startsWith("#!") ? endOfLine(text, 0) : 0;
  for (;;) {
    const start = nextStart(text, at);
    if (start < 0) return comments;
    while (next < opaque.length && (opaque[next]?.end ?? 0) <= start) next++;
    const literal = opaque[next];
    if (literal !== undefined && literal.start <= start) {
      at = literal.end;
      continue;
    }
    const isLine = text.charCodeAt(start + 1) === SLASH;
    const closing = isLine ? -1 : text.indexOf("*/", start + 2);
    const end = isLine ? endOfLine(text, start) : closing < 0 ? text.length : closing + 2;
    comments.push({ range: { start, end }, text: text.slice(start + 2, isLine || closing < 0 ? end : closing) });
    at = end;
  }
}

const SLASH = 47;
const STAR = 42;

function nextStart(text: string, from: number): number {
  for (let at = text.indexOf("/", from); at >= 0; at = text.indexOf("/", at + 1)) {
    const next = text.charCodeAt(at + 1);
    if (next === SLASH || next === STAR) return at;
  }
  return -1;
}

function endOfLine(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return text.length;
}
