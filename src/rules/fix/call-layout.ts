import type { TextEdit, TextRange } from "../../base/text";
import type { Module } from "../../syntax/program";
import { indentAt, lineBreak, replace } from "./code";

/** Columns that a line may have; one that was longer before may stay as long. */
const LONGEST_LINE = 100;

/**
 * Puts a program and its list where one argument stood. An argument on a line of its own gets the layout that formatters give:
 * the call on one line, or one element a line; a program and a list on lines of their own where further arguments follow.
 */
export function placeArguments(module: Module, argument: TextRange, program: string, items: readonly string[]): TextEdit {
  const { text } = module;
  const before = /\([ \t]*\r?\n[ \t]*$/.exec(text.slice(0, argument.start));
  if (!before) return replace(module, argument, `${program}, ${layOutList(items, module, argument, program.length + 2)}`);
  const after = /^\s*,?\s*(?=\))/.exec(text.slice(argument.end));
  const separateLines = (): TextEdit => {
    const list = layOutList(items, module, argument);
    return replace(module, argument, `${program},${lineBreak(module)}${indentAt(module, argument.start)}${list}`);
  };
  if (!after) return separateLines();
  const whole = { start: before.index + 1, end: argument.end + after[0].length };
  const list = layOutList(items, module, whole, program.length + 2);
  return fits(`${program}, ${list}`.split("\n")[0] ?? "", module, whole) ? replace(module, whole, `${program}, ${list}`) : separateLines();
}

/** The code of a list that stands at the start of a range, `taken` characters to the right: on one line, or with one element a line. */
export function layOutList(items: readonly string[], module: Module, range: TextRange, taken = 0): string {
  const [only] = items;
  if (only !== undefined && items.length === 1) {
    if (/^\.\.\.\(.*\)$/s.test(only)) return only.slice(4, -1);
    // A list that is only passed on needs no copy.
    if (/^\.\.\.[\w$.]+(?:\([\w$, ]*\))?$/.test(only)) return only.slice(3);
  }
  const line = `[${items.join(", ")}]`;
  if (items.length < 2 || fits(line, module, range, taken)) return line;
  const br = lineBreak(module);
  const indent = indentOfLine(module, range.start);
  return `[${br}${items.map((item) => `${indent}${indentStep(module, indent)}${item},${br}`).join("")}${indent}]`;
}

/** Whether a line is short enough that goes on with some code, `taken` characters after the start of a range; what closes the call is counted in. */
function fits(code: string, { text }: Module, { start, end }: TextRange, taken = 0): boolean {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text.indexOf("\n", end);
  const lines = text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd).split("\n");
  return start - lineStart + taken + code.length + 2 <= Math.max(LONGEST_LINE, ...lines.map((line) => line.length));
}

function indentOfLine({ text }: Module, offset: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", offset - 1) + 1))?.[0] ?? "";
}

function indentStep({ text }: Module, indent: string): string {
  if (indent.includes("\t")) return "\t";
  return /\n {4}\S/.test(text) && !/\n {2}\S/.test(text) ? "    " : "  ";
}
