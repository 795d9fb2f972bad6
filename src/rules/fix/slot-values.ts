import type { Expression, Module } from "../../syntax/program";
import { codeOf, templateText, unwrap } from "./code";
import type { SqlSlot } from "./sql-slots";
import { isEvidentlyString, type TypeQuestion } from "./string-type";

/** How a driver treats values whose type is not that of the column. */
export interface ValueStyle {
  /** A value that stood between quotes stays a text: the driver would compare a number as a number. */
  readonly keepsQuotedAsText: boolean;
  /** What the number of a LIMIT must be, where the driver insists. */
  readonly limit: "any" | "number" | "string";
}

/** The code of the value that a slot's placeholder stands for. */
export function slotValue(slot: SqlSlot, question: TypeQuestion, style: ValueStyle): string {
  const { module } = question;
  const [only] = slot.pieces;
  if (slot.pieces.length !== 1 || only?.kind !== "value") {
    const parts = slot.pieces.map((piece) => (piece.kind === "text" ? templateText(piece.value) : `\${${codeOf(module, withoutDoubling(piece.expression))}}`));
    return `\`${parts.join("")}\``;
  }
  const expression = slot.isQuoted ? withoutDoubling(only.expression) : only.expression;
  const code = codeOf(module, expression);
  if (slot.isLimit && style.limit !== "any") return style.limit === "number" ? numberOf(expression, code, module) : `String(${code})`;
  if (slot.isQuoted && style.keepsQuotedAsText && !isEvidentlyString(expression, question)) return `String(${code})`;
  return code;
}

/** A name for a slot's value: `:name`, `@name`. */
export function slotName(slot: SqlSlot, taken: ReadonlySet<string>): string {
  const value = slot.pieces.find((piece) => piece.kind === "value");
  const base = value?.kind === "value" ? (nameOf(value.expression) ?? "value") : "value";
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}${number}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

function numberOf(expression: Expression, code: string, module: Module): string {
  return unwrap(expression).kind === "call" && /^(?:Number|parseInt)\b/.test(codeOf(module, expression)) ? code : `Number(${code})`;
}

function nameOf(expression: Expression): string | undefined {
  const value = unwrap(expression);
  if (value.kind === "name") return value.name;
  if (value.kind === "member") return value.property !== undefined && /^[A-Za-z_]\w*$/.test(value.property) ? value.property : nameOf(value.object);
  if (value.kind === "call") return value.callee.kind === "member" ? nameOf(value.callee.object) : value.arguments[0] && nameOf(value.arguments[0]);
  return undefined;
}

/** Leaves out the doubling of quotes that a text needed inside of a query, and that a bound value does not. */
function withoutDoubling(expression: Expression): Expression {
  const value = unwrap(expression);
  if (value.kind !== "call" || value.callee.kind !== "member" || !["replace", "replaceAll"].includes(value.callee.property ?? "")) return expression;
  const [, replacement] = value.arguments;
  const isDoubling = replacement?.kind === "literal" && (replacement.value === "''" || replacement.value === "\\'" || replacement.value === "$&$&");
  return isDoubling ? withoutDoubling(value.callee.object) : expression;
}
