import { ts } from "ts-morph";
import type { Expression, ObjectProperty } from "../program";
import type { Context } from "./context";
import { noteLiteral, rangeOf, startOf } from "./context";
import { lowerPropertyName } from "./patterns";
import { use } from "./scopes";

const K = ts.SyntaxKind;

/** A string, or a template without substitutions. */
export function lowerString(context: Context, node: ts.StringLiteralLike): Expression {
  const range = rangeOf(context, node);
  noteLiteral(context, range);
  return { kind: "literal", value: node.text, range };
}

/** A number; the compiler has already turned hexadecimal and separated digits into plain decimal text. */
export function lowerNumber(context: Context, node: ts.NumericLiteral): Expression {
  return { kind: "literal", value: Number(node.text), range: rangeOf(context, node) };
}

/** A big integer, which the program keeps as a number. */
export function lowerBigInt(context: Context, node: ts.BigIntLiteral): Expression {
  return { kind: "literal", value: Number(node.text.replace(/n$/, "")), range: rangeOf(context, node) };
}

/** A regular expression. */
export function lowerRegex(context: Context, node: ts.RegularExpressionLiteral): Expression {
  const range = rangeOf(context, node);
  noteLiteral(context, range);
  const end = node.text.lastIndexOf("/");
  return { kind: "regex", pattern: node.text.slice(1, end), flags: node.text.slice(end + 1), range };
}

/** A template with substitutions: text made of parts. Empty texts between two substitutions are left out. */
export function lowerTemplate(context: Context, node: ts.TemplateExpression): Expression {
  const parts: Expression[] = [];
  for (const text of textsOf(context, node)) {
    if (text.part !== undefined) parts.push(context.expression(text.part));
    if (text.value !== "") parts.push({ kind: "literal", value: text.value, range: text.range });
  }
  return { kind: "concat", form: "template", parts, range: rangeOf(context, node) };
}

/** A tagged template. */
export function lowerTagged(context: Context, node: ts.TaggedTemplateExpression): Expression {
  const tag = context.expression(node.tag);
  const texts = textsOf(context, node.template);
  const values: Expression[] = [];
  for (const text of texts) if (text.part !== undefined) values.push(context.expression(text.part));
  return { kind: "tagged", tag, texts: texts.map(({ value, range }) => ({ value, range })), values, range: rangeOf(context, node) };
}

/** An array literal; a hole is an undefined literal. */
export function lowerArray(context: Context, node: ts.ArrayLiteralExpression): Expression {
  return { kind: "array", elements: node.elements.map((element) => context.expression(element)), range: rangeOf(context, node) };
}

/** An object literal. */
export function lowerObject(context: Context, node: ts.ObjectLiteralExpression): Expression {
  const properties: ObjectProperty[] = [];
  for (const property of node.properties) {
    const lowered = lowerProperty(context, property);
    if (lowered !== undefined) properties.push(lowered);
  }
  return { kind: "object", properties, range: rangeOf(context, node) };
}

function lowerProperty(context: Context, node: ts.ObjectLiteralElementLike): ObjectProperty | undefined {
  const range = rangeOf(context, node);
  switch (node.kind) {
    case K.PropertyAssignment: {
      const key = lowerPropertyName(context, node.name);
      const value = context.expression(node.initializer, { name: typeof key === "string" ? key : undefined });
      return { key, value, isShorthand: false, range };
    }
    case K.ShorthandPropertyAssignment:
      return { key: node.name.text, value: lowerIdentifier(context, node.name), isShorthand: true, range };
    case K.SpreadAssignment:
      return { value: context.expression(node.expression), isShorthand: false, range };
    case K.MethodDeclaration: {
      const key = lowerPropertyName(context, node.name);
      const made = context.functionNode(node, { name: typeof key === "string" ? key : undefined });
      return { key, value: { kind: "function", function: made, range }, isShorthand: false, range };
    }
    case K.GetAccessor: {
      // Reading the property runs the function: its value is what a call of it returns.
      const key = lowerPropertyName(context, node.name);
      const made = context.functionNode(node, { name: typeof key === "string" ? key : undefined });
      const empty = { start: range.end, end: range.end };
      const value: Expression = {
        kind: "call", callee: { kind: "function", function: made, range }, arguments: [], isNew: false, isOptional: false, typeArguments: [], argumentsRange: empty, range,
      };
      return { key, value, isShorthand: false, range };
    }
    case K.SetAccessor: {
      // Its body is code to look into, but reading the property never gives this function.
      const made = context.functionNode(node, {});
      const key: Expression = { kind: "unknown", parts: [], range };
      return { key, value: { kind: "function", function: made, range }, isShorthand: false, range };
    }
  }
}

/** A name that is read. */
export function lowerIdentifier(context: Context, node: ts.Identifier): Expression {
  const range = rangeOf(context, node);
  const binding = use(context, node.text);
  if (binding !== undefined) return { kind: "name", name: node.text, binding: binding.id, range };
  if (node.text === "undefined") return { kind: "literal", value: undefined, range };
  if (node.text === "") return { kind: "unknown", parts: [], range };
  return { kind: "name", name: node.text, range };
}

interface TemplateText {
  readonly value: string;
  readonly range: { readonly start: number; readonly end: number };
  /** The substitution before the text. */
  readonly part?: ts.Expression;
}

/** The texts of a template: without the backticks, `${` and `}` around them. */
function textsOf(context: Context, node: ts.TemplateLiteral): TemplateText[] {
  const start = startOf(context, node);
  if (node.kind === K.NoSubstitutionTemplateLiteral) return [templateText(context, node, start, node.end - 1)];
  const texts = [templateText(context, node.head, start, node.head.end - 2)];
  for (const span of node.templateSpans) {
    const { literal } = span;
    const end = literal.kind === K.TemplateTail ? literal.end - 1 : literal.end - 2;
    texts.push({ ...templateText(context, literal, literal.getStart(context.source), end), part: span.expression });
  }
  return texts;
}

function templateText(context: Context, node: { readonly text: string }, delimiter: number, end: number): TemplateText {
  const range = { start: Math.min(delimiter + 1, end), end };
  noteLiteral(context, range);
  return { value: node.text, range };
}
