import type { TextEdit } from "../../base/text";
import type { Module } from "../../syntax/program";
import { hasComment, refuse, replace, type Refused } from "./code";
import type { SqlSlot, TextPlace } from "./sql-slots";
import type { TextPart, WrittenText } from "./text-parts";

/** Puts placeholders into a text where it is written, and leaves the rest of it as it is. */
export function spliceText(module: Module, parts: readonly TextPart[], end: number, slots: readonly SqlSlot[], placeholder: (index: number) => string): readonly TextEdit[] | Refused {
  const edits: TextEdit[] = [];
  for (const [index, slot] of slots.entries()) {
    const edit = spliceSlot(module, parts, end, slot, placeholder(index));
    if ("refused" in edit) return edit;
    edits.push(edit);
  }
  return edits;
}

function spliceSlot(module: Module, parts: readonly TextPart[], wholeEnd: number, slot: SqlSlot, placeholder: string): TextEdit | Refused {
  const left = parts[slot.start.part];
  if (left?.kind !== "text") return refuse("The text of the query starts with a value");
  const start = sourceOffset(module, left, slot.start);
  const target = endOf(module, parts, wholeEnd, slot, left);
  if (start === undefined || !target) return refuse("An escape in the text of the query could not be read");
  const values = slot.pieces.flatMap((piece) => (piece.kind === "value" ? [piece.expression.range] : []));
  const range = { start, end: target.end };
  if (hasComment(module, range, values)) return refuse("A comment stands inside of the query, and would be lost");
  return replace(module, range, placeholder + target.closing);
}

interface SpliceEnd {
  readonly end: number;
  /** What has to follow the placeholder so that the text goes on: nothing within one literal, quotes and a plus between two kinds. */
  readonly closing: string;
}

function endOf(module: Module, parts: readonly TextPart[], wholeEnd: number, slot: SqlSlot, left: WrittenText): SpliceEnd | undefined {
  if (slot.end === undefined) {
    const value = parts.at(-1);
    const isHole = value?.kind === "value" && module.text.startsWith("${", value.range.start);
    if (isHole && left.delimiter === "`") return { end: value.range.end, closing: "" };
    return { end: Math.max(wholeEnd, value?.range.end ?? 0), closing: left.delimiter };
  }
  const right = parts[slot.end.part];
  if (right?.kind !== "text") return undefined;
  const end = sourceOffset(module, right, slot.end);
  if (end === undefined) return undefined;
  if (right.delimiter === left.delimiter) return { end, closing: "" };
  const isRest = end < right.range.end || slot.end.part < parts.length - 1;
  if (!isRest) return { end: right.range.end + 1, closing: left.delimiter };
  return { end, closing: `${left.delimiter} + ${right.delimiter}` };
}

/** Where an offset in a resolved text lies in the source, which may spell characters with escapes. */
function sourceOffset({ text }: Module, part: WrittenText, place: TextPlace): number | undefined {
  let at = part.range.start;
  let resolved = 0;
  while (resolved < place.offset) {
    if (at >= part.range.end) return undefined;
    const [written, length] = characterAt(text, at);
    at += written;
    resolved += length;
  }
  return resolved === place.offset ? at : undefined;
}

/** Characters of the source that spell the next character, and the length of what they stand for. */
function characterAt(text: string, at: number): readonly [written: number, length: number] {
  const rest = text.slice(at, at + 12);
  if (rest.startsWith("\r\n")) return [2, 1];
  if (!rest.startsWith("\\")) return [1, 1];
  const lineContinuation = /^\\(?:\r\n|[\n\r\u2028\u2029])/.exec(rest);
  if (lineContinuation) return [lineContinuation[0].length, 0];
  const point = /^\\u\{([0-9a-fA-F]+)\}/.exec(rest);
  if (point) return [point[0].length, String.fromCodePoint(parseInt(point[1] ?? "0", 16)).length];
  const coded = /^\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})/.exec(rest);
  return coded ? [coded[0].length, 1] : [2, 1];
}
