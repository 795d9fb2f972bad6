import type { TextEdit, TextRange } from "../../base/text";
import type { Expression, Module } from "../../syntax/program";

/** Why a fix can't be made, in a sentence for people. */
export interface Refused {
  readonly refused: string;
}

/** Tells a refusal from a result. */
export function isRefused(outcome: object): outcome is Refused {
  return "refused" in outcome;
}

/** Refuses with a sentence. */
export function refuse(refused: string): Refused {
  return { refused };
}

/** The source of an expression, as written. */
export function codeOf(module: Module, expression: { readonly range: TextRange }): string {
  return module.text.slice(expression.range.start, expression.range.end);
}

/** An edit that replaces a range of a module. */
export function replace(module: Module, range: TextRange, text: string): TextEdit {
  return { file: module.file, range, text };
}

/** An edit that inserts text. */
export function insert(module: Module, offset: number, text: string): TextEdit {
  return replace(module, { start: offset, end: offset }, text);
}

/** Writes a string literal in the quotes that the module prefers. */
export function stringLiteral(module: Module, value: string): string {
  const quote = preferredQuote(module);
  if (quote === "'" && value.includes("'") && !value.includes('"')) return JSON.stringify(value);
  const escaped = JSON.stringify(value);
  if (quote === '"') return escaped;
  return `'${escaped.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Writes text inside a template literal so that it stands for itself. */
export function templateText(value: string): string {
  return value
    .replaceAll("\\", "\\\\")
    .replaceAll("`", "\\`")
    .replaceAll("${", "\\${")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
}

/** The quotes that imports of the module are written in, as formatters keep them the same everywhere. */
export function preferredQuote(module: Module): "'" | '"' {
  const match = /(?:from|import|require\()\s*(['"])/.exec(module.text);
  if (match) return match[1] === "'" ? "'" : '"';
  // Where a literal may start in code, which is not where SQL within a template has its quotes.
  const starts = module.text.match(/[(,[:]\s*["']/g) ?? [];
  const singles = starts.filter((start) => start.endsWith("'")).length;
  return singles * 2 > starts.length ? "'" : '"';
}

/** Whether statements of the module end with a semicolon. */
export function usesSemicolons(module: Module): boolean {
  const ends = module.text.match(/[)\]"'`\w](;?)[ \t]*(?:\r?\n|$)/g) ?? [];
  const closed = ends.filter((end) => end.includes(";")).length;
  return closed > 0 && closed * 4 >= ends.length - closed;
}

/** The line break that the module is written with. */
export function lineBreak(module: Module): string {
  return module.text.includes("\r\n") ? "\r\n" : "\n";
}

/** The white space before the first character of the line on which an offset lies. */
export function indentAt(module: Module, offset: number): string {
  const start = Math.max(module.text.lastIndexOf("\n", offset - 1), module.text.lastIndexOf("\r", offset - 1)) + 1;
  return /^[ \t]*/.exec(module.text.slice(start, offset))?.[0] ?? "";
}

/** Leaves casts, and awaits of what is no promise, aside. */
export function unwrap(expression: Expression): Expression {
  return expression.kind === "typed" ? unwrap(expression.value) : expression;
}

/** Whether a comment lies in a range: replacing it would lose what somebody wrote down. */
export function hasComment(module: Module, range: TextRange, except: readonly TextRange[] = []): boolean {
  return module.comments.some(
    ({ range: comment }) =>
      comment.start >= range.start && comment.end <= range.end && !except.some((kept) => comment.start >= kept.start && comment.end <= kept.end),
  );
}

/** The end of a statement, its semicolon included. */
export function endWithSemicolon(module: Module, end: number): number {
  return module.text[end] === ";" ? end + 1 : end;
}
