import { ts } from "ts-morph";
import type { Expression } from "../program";
import { lowerCall, lowerElement, lowerNew, lowerProperty } from "./calls";
import type { Context, NameHint } from "./context";
import { noteLiteral, plainType, rangeOf } from "./context";
import { lowerArray, lowerBigInt, lowerIdentifier, lowerNumber, lowerObject, lowerRegex, lowerString, lowerTagged, lowerTemplate } from "./literals";
import { lowerBinary, lowerKeywordOperator, lowerPrefix, lowerStep } from "./operators";
import { useThis } from "./scopes";
import { lowerType } from "./types";

const K = ts.SyntaxKind;

/** How deep expressions and statements may nest. People reach 60, fluent call chains 200; whoever reads the program descends as deep, with larger frames. */
export const NESTING_LIMIT = 500;

/** Lowers an expression of any form; what has no counterpart becomes "unknown" with its parts. */
export function lowerExpression(context: Context, node: ts.Expression, hint?: NameHint): Expression {
  if (context.depth >= NESTING_LIMIT) {
    const range = rangeOf(context, node);
    context.problems.push({ range, message: "left out: nested too deeply" });
    return { kind: "unknown", parts: [], range };
  }
  context.depth++;
  const lower = FORMS[node.kind];
  const result = lower === undefined ? lowerUnknown(context, node) : lower(context, node, hint);
  context.depth--;
  return result;
}

type Lower = (context: Context, node: ts.Expression, hint?: NameHint) => Expression;

/** One function for each kind of expression, indexed by the kind: a switch over so many would be walked from the top each time. */
const FORMS: readonly (Lower | undefined)[] = formTable();

function formTable(): (Lower | undefined)[] {
  const forms: (Lower | undefined)[] = [];
  function on<T extends ts.Expression>(kinds: readonly ts.SyntaxKind[], lower: (context: Context, node: T, hint?: NameHint) => Expression): void {
    // The table is indexed by the very kind that makes the node a T.
    for (const kind of kinds) forms[kind] = lower as unknown as Lower;
  }
  on<ts.Identifier>([K.Identifier], lowerIdentifier);
  on<ts.StringLiteralLike>([K.StringLiteral, K.NoSubstitutionTemplateLiteral], lowerString);
  on<ts.NumericLiteral>([K.NumericLiteral], lowerNumber);
  on<ts.BigIntLiteral>([K.BigIntLiteral], lowerBigInt);
  on<ts.RegularExpressionLiteral>([K.RegularExpressionLiteral], lowerRegex);
  on<ts.TemplateExpression>([K.TemplateExpression], lowerTemplate);
  on<ts.TaggedTemplateExpression>([K.TaggedTemplateExpression], lowerTagged);
  on<ts.ArrayLiteralExpression>([K.ArrayLiteralExpression], lowerArray);
  on<ts.ObjectLiteralExpression>([K.ObjectLiteralExpression], lowerObject);
  on<ts.CallExpression>([K.CallExpression], lowerCall);
  on<ts.NewExpression>([K.NewExpression], lowerNew);
  on<ts.PropertyAccessExpression>([K.PropertyAccessExpression], lowerProperty);
  on<ts.ElementAccessExpression>([K.ElementAccessExpression], lowerElement);
  on<ts.BinaryExpression>([K.BinaryExpression], lowerBinary);
  on<ts.PrefixUnaryExpression>([K.PrefixUnaryExpression], lowerPrefix);
  on<ts.PostfixUnaryExpression>([K.PostfixUnaryExpression], lowerStep);
  on<ts.TypeOfExpression>([K.TypeOfExpression, K.DeleteExpression, K.VoidExpression], lowerKeywordOperator);
  on<ts.AsExpression>([K.AsExpression, K.TypeAssertionExpression], lowerCast);
  on<ts.ParenthesizedExpression>([K.ParenthesizedExpression, K.NonNullExpression, K.SatisfiesExpression, K.ExpressionWithTypeArguments, K.PartiallyEmittedExpression], lowerInner);
  on<ts.FunctionExpression>([K.FunctionExpression, K.ArrowFunction], lowerFunctionExpression);
  on<ts.ClassExpression>([K.ClassExpression], (context, node, hint) => ({ kind: "class", class: context.classNode(node, hint ?? {}), range: rangeOf(context, node) }));
  on<ts.ConditionalExpression>([K.ConditionalExpression], lowerConditional);
  on<ts.AwaitExpression>([K.AwaitExpression], (context, node) => ({ kind: "await", value: context.expression(node.expression), range: rangeOf(context, node) }));
  on<ts.YieldExpression>([K.YieldExpression], lowerYield);
  on<ts.SpreadElement>([K.SpreadElement], (context, node) => ({ kind: "spread", value: context.expression(node.expression), range: rangeOf(context, node) }));
  on<ts.MetaProperty>([K.MetaProperty], (context, node) => {
    const range = rangeOf(context, node);
    return { kind: "name", name: context.text.slice(range.start, range.end), range };
  });
  onKeywords(forms);
  return forms;
}

function onKeywords(forms: (Lower | undefined)[]): void {
  const literal = (value: boolean | null | undefined): Lower => (context, node) => ({ kind: "literal", value, range: rangeOf(context, node) });
  forms[K.TrueKeyword] = literal(true);
  forms[K.FalseKeyword] = literal(false);
  forms[K.NullKeyword] = literal(null);
  forms[K.OmittedExpression] = literal(undefined);
  forms[K.ThisKeyword] = (context, node) => {
    useThis(context);
    return { kind: "this", range: rangeOf(context, node) };
  };
  forms[K.SuperKeyword] = (context, node) => {
    useThis(context);
    return { kind: "super", range: rangeOf(context, node) };
  };
}

function lowerInner(context: Context, node: ts.ParenthesizedExpression, hint?: NameHint): Expression {
  return context.expression(node.expression, hint);
}

function lowerCast(context: Context, node: ts.AsExpression | ts.TypeAssertion, hint?: NameHint): Expression {
  const value = context.expression(node.expression, hint);
  const type = lowerType(context, node.type) ?? plainType("unknown");
  // `as const` claims nothing about what the value is.
  return type.name === "const" ? value : { kind: "typed", value, type, range: rangeOf(context, node) };
}

function lowerFunctionExpression(context: Context, node: ts.FunctionExpression | ts.ArrowFunction, hint?: NameHint): Expression {
  const made = context.functionNode(node, hint ?? {});
  return { kind: "function", function: made, range: made.range };
}

function lowerConditional(context: Context, node: ts.ConditionalExpression): Expression {
  return {
    kind: "conditional",
    test: context.expression(node.condition),
    then: context.expression(node.whenTrue),
    else: context.expression(node.whenFalse),
    range: rangeOf(context, node),
  };
}

function lowerYield(context: Context, node: ts.YieldExpression): Expression {
  const range = rangeOf(context, node);
  const value: Expression = node.expression === undefined ? { kind: "literal", value: undefined, range } : context.expression(node.expression);
  return { kind: context.yieldIsAwait ? "await" : "yield", value, range };
}

/** JSX, and whatever the parser made of broken code: the expressions inside still count. */
function lowerUnknown(context: Context, node: ts.Node): Expression {
  const parts: Expression[] = [];
  collectParts(context, node, parts);
  return { kind: "unknown", parts, range: rangeOf(context, node) };
}

function collectParts(context: Context, node: ts.Node, parts: Expression[]): void {
  ts.forEachChild(node, (child): void => {
    if (child.kind === K.JsxText) noteLiteral(context, { start: child.pos, end: child.end });
    else if (isNoValue(child)) return;
    else if (ts.isJsxExpression(child) || ts.isJsxSpreadAttribute(child)) {
      if (child.expression !== undefined) parts.push(context.expression(child.expression));
    }
    else if (child.kind === K.Identifier) collectTag(context, child as ts.Identifier, parts);
    else if (FORMS[child.kind] !== undefined || ts.isJsxElement(child) || ts.isJsxSelfClosingElement(child) || ts.isJsxFragment(child)) parts.push(context.expression(child as ts.Expression));
    else collectParts(context, child, parts);
  });
}

/** The name of a component is a use of it; that of an HTML element or an attribute is not. */
function collectTag(context: Context, node: ts.Identifier, parts: Expression[]): void {
  if (/^[A-Z]/.test(node.text)) parts.push(context.expression(node));
}

function isNoValue(node: ts.Node): boolean {
  return ts.isTypeNode(node) || ts.isStatement(node) || node.kind === K.JsxClosingElement;
}
