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
  if (!before) return replace(module, argument, `${program}, ${layOutArgument(items, module, argument, program.length + 2)}`);
  const after = /^\s*,?\s*(?=\))/.exec(text.slice(argument.end));
  const separateLines = (): TextEdit => {
    const list = layOutArgument(items, module, argument);
    return replace(module, argument, `${program},${lineBreak(module)}${indentAt(module, argument.start)}${list}`);
  };
  if (!after) return separateLines();
  const whole = { start: before.index + 1, end: argument.end + after[0].length };
  const list = layOutArgument(items, module, whole, program.length + 2);
  return fits(`${program}, ${list}`.split("\n")[0] ?? "", module, whole) ? replace(module, whole, `${program}, ${list}`) : separateLines();
}

/** The code of a list that is only passed on, and so need not be a copy of another; otherwise as `layOutList`. */
export function layOutArgument(items: readonly string[], module: Module, range: TextRange, taken = 0): string {
  const [only] = items;
  if (only === undefined || items.length > 1) return layOutList(items, module, range, taken);
  if (/^\.\.\.[\w$.]+(?:\([\w$, ]*\))?$/.test(only)) return only.slice(3);
  return only.startsWith("...(") && isOnePair(only.slice(3)) ? only.slice(4, -1) : layOutList(items, module, range, taken);
}

/** The code of a new list that stands `taken` characters after the start of a range: on one line, or with one element a line. */
export function layOutList(items: readonly string[], module: Module, range: TextRange, taken = 0): string {
  const line = `[${items.join(", ")}]`;
  if (items.length < 2 || fits(line, module, range, taken)) return line;
  const br = lineBreak(module);
  const indent = indentOfLine(module, range.start);
  return `[${br}${items.map((item) => `${indent}${indentStep(module, indent)}${item},${br}`).join("")}${indent}]`;
}

/** Whether the parenthesis that a text starts with is closed at its end; a text with quotes is not looked into. */
function isOnePair(text: string): boolean {
  let depth = 0;
  for (const [at, character] of [...text].entries()) {
    if (character === "(") depth++;
    if (character === ")") depth--;
    if (depth === 0) return at === text.length - 1;
  }
  return false;
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
