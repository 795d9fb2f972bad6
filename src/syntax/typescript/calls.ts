import { ts } from "ts-morph";
import type { Expression, Member, TypeRef } from "../program";
import { lowerInterop } from "./commonjs";
import type { Context } from "./context";
import { rangeOf } from "./context";
import { lowerTypes } from "./types";

const K = ts.SyntaxKind;

/** A call, `import()` and `require()` included. */
export function lowerCall(context: Context, node: ts.CallExpression): Expression {
  const range = rangeOf(context, node);
  if (node.expression.kind === K.ImportKeyword) {
    const specifier = node.arguments[0];
    const value: Expression = specifier === undefined ? { kind: "unknown", parts: [], range } : context.expression(specifier);
    return { kind: "module", specifier: value, isPromise: true, range };
  }
  const callee = context.expression(node.expression);
  const values = node.arguments.map((argument) => context.expression(argument));
  const call: Expression & { kind: "call" } = {
    kind: "call",
    callee,
    arguments: values,
    isNew: false,
    isOptional: node.questionDotToken !== undefined,
    typeArguments: typeArguments(context, node),
    argumentsRange: { start: openingParenthesis(context, node), end: node.end },
    range,
  };
  return lowerInterop(context, call) ?? call;
}

/** `new X(…)`. */
export function lowerNew(context: Context, node: ts.NewExpression): Expression {
  const range = rangeOf(context, node);
  const start = node.arguments === undefined ? node.end : openingParenthesis(context, node);
  return {
    kind: "call",
    callee: context.expression(node.expression),
    arguments: node.arguments?.map((argument) => context.expression(argument)) ?? [],
    isNew: true,
    isOptional: false,
    typeArguments: typeArguments(context, node),
    argumentsRange: { start, end: node.end },
    range,
  };
}

/** `object.property`. */
export function lowerProperty(context: Context, node: ts.PropertyAccessExpression): Member {
  return {
    kind: "member",
    object: context.expression(node.expression),
    property: node.name.text,
    propertyRange: rangeOf(context, node.name),
    isOptional: node.questionDotToken !== undefined,
    range: rangeOf(context, node),
  };
}

/** `object[key]`; a literal key is a property like any other. */
export function lowerElement(context: Context, node: ts.ElementAccessExpression): Member {
  const object = context.expression(node.expression);
  const key = context.expression(node.argumentExpression);
  const isNamed = key.kind === "literal" && (typeof key.value === "string" || typeof key.value === "number");
  return {
    kind: "member",
    object,
    property: isNamed ? String(key.value) : undefined,
    key: isNamed ? undefined : key,
    propertyRange: rangeOf(context, node.argumentExpression),
    isOptional: node.questionDotToken !== undefined,
    range: rangeOf(context, node),
  };
}

function typeArguments(context: Context, node: ts.CallExpression | ts.NewExpression): readonly TypeRef[] {
  return node.typeArguments === undefined ? NONE : lowerTypes(context, node.typeArguments);
}

const NONE: readonly TypeRef[] = [];

/** Where the arguments open: nothing but `>`, `?.`, space and comments stands between the callee and there. */
function openingParenthesis(context: Context, node: ts.CallExpression | ts.NewExpression): number {
  const { text } = context;
  let at = node.typeArguments?.end ?? (ts.isCallExpression(node) ? node.questionDotToken?.end : undefined) ?? node.expression.end;
  while (at < node.end && text.charCodeAt(at) !== OPEN) {
    if (text.startsWith("//", at)) at = ended(text.indexOf("\n", at), 1, node.end);
    else if (text.startsWith("/*", at)) at = ended(text.indexOf("*/", at), 2, node.end);
    else at++;
  }
  return Math.min(at, node.end);
}

const OPEN = 40;

function ended(found: number, length: number, end: number): number {
  return found < 0 ? end : found + length;
}
