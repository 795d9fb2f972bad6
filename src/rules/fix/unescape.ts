import type { Call, Expression, Module } from "../../syntax/program";
import type { RuleContext } from "../rule";
import { unwrap } from "./code";
import { splitShellText, type Quote } from "./shell-words";
import { readTextParts } from "./text-parts";

/** Functions whose only purpose is to make a text fit for a shell. */
const quoting = /^(?:quote|escape|(?:shell|sh|bash|cmd)_?(?:quote|escape)\w*|(?:quote|escape)_?(?:for)?_?(?:shell|sh|bash|cmd|arg)\w*)$/i;

/** How far functions that escape are followed. */
const MOST_HOPS = 8;

/**
 * Leaves out the escaping that a text needed for the shell, and that a program that is started directly would see.
 * Only what the shell would have taken off again in these quotes is left out; other replacements are the program's business.
 */
export function withoutEscaping(expression: Expression, quote: Quote, module: Module, context: RuleContext): Expression {
  const value = unwrap(expression);
  if (value.kind !== "call" || value.isNew) return expression;
  const source = escapedBy(value, quote, module, context);
  if (source) return source;
  const [first] = value.arguments;
  const name = nameOfCallee(value);
  if (quote === "none" && name === "stringify" && value.arguments.length === 1 && first && first.kind !== "object") return first;
  if (quote !== "none" || name === undefined || !quoting.test(name) || !first || value.arguments.length !== 1) return expression;
  const [element, more] = first.kind === "array" ? first.elements : [first];
  return element && !more ? element : expression;
}

/** What a call escapes, where all of it is to be seen: a chain of replacements, or a function that returns one. */
function escapedBy(call: Call, quote: Quote, module: Module, context: RuleContext, hops = 0): Expression | undefined {
  const { callee } = call;
  if (hops > MOST_HOPS) return undefined;
  const again = (value: Expression, place: Module, quotes: Quote): Expression => {
    const inner = unwrap(value);
    return (inner.kind === "call" && !inner.isNew && escapedBy(inner, quotes, place, context, hops + 1)) || value;
  };
  if (callee.kind === "member" && (callee.property === "replace" || callee.property === "replaceAll")) {
    return isEscape(call, quote) ? again(callee.object, module, quote) : undefined;
  }
  const definition = context.workspace.resolve(callee, module);
  const [argument] = call.arguments;
  if (definition.kind !== "function" || !argument || call.arguments.length !== 1) return undefined;
  const [statement, more] = definition.function.body;
  const pattern = definition.function.parameters[0]?.pattern;
  if (statement?.kind !== "return" || !statement.value || more || pattern?.kind !== "bind") return undefined;
  const inside = quotedValue(statement.value, definition.module) ?? { value: statement.value, quote };
  const isWrapped = inside.value !== statement.value;
  if (isWrapped && quote !== "none") return undefined;
  const source = unwrap(again(inside.value, definition.module, inside.quote));
  const isChanged = isWrapped || source !== unwrap(inside.value);
  return isChanged && source.kind === "name" && source.binding === pattern.binding ? argument : undefined;
}

/** The value that a text puts in quotes, and nothing else: `"${value}"`. */
function quotedValue(expression: Expression, module: Module): { readonly value: Expression; readonly quote: Quote } | undefined {
  const parts = readTextParts(expression, module);
  const split = parts && splitShellText(parts, true);
  if (!split || "refused" in split || split.words.length !== 1) return undefined;
  const [only, more] = split.words[0]?.pieces ?? [];
  return only?.kind === "value" && only.quote !== "none" && !more ? { value: only.expression, quote: only.quote } : undefined;
}

/** Whether a replacement does what the shell undoes in such quotes. */
function isEscape({ arguments: [pattern, replacement] }: Call, quote: Quote): boolean {
  if (replacement?.kind !== "literal" || typeof replacement.value !== "string") return false;
  const text = replacement.value;
  if (quote === "single") return text === "'\\''" || text === `'"'"'`;
  const special = quote === "double" ? /^["\\$`]$/ : /^[^\w\s]$|^ $/;
  if (!text.startsWith("\\")) return false;
  // Without quotes the shell takes any backslash off. "\\$&" and "\\$1" stand for what was found.
  const standsForFound = /^\\\$(?:&|1)$/.test(text);
  if (standsForFound && quote === "none") return true;
  const found = standsForFound ? charactersOf(pattern) : [text === "\\\\$$" || text === "\\$" || text === "\\$$" ? "$" : text.slice(1)];
  return found.length > 0 && found.every((character) => special.test(character));
}

/** The characters that a pattern finds one at a time; none where it is another kind of pattern. */
function charactersOf(pattern: Expression | undefined): readonly string[] {
  if (pattern?.kind !== "regex") return [];
  const inside = /^\(?\[([^\]^]*(?:\\\][^\]]*)?)\]\)?$/.exec(pattern.pattern)?.[1] ?? /^(\\?[^\w\s])$/.exec(pattern.pattern)?.[1];
  return inside === undefined || /[^\\]-|\\[a-z]/i.test(inside) ? [] : [...inside.replace(/\\(.)/g, "$1")];
}

function nameOfCallee({ callee }: Call): string | undefined {
  if (callee.kind === "member") return callee.property;
  return callee.kind === "name" ? callee.name : undefined;
}
