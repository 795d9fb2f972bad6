import { ts } from "ts-morph";
import type { Expression, Pattern, PatternProperty, TypeRef } from "../program";
import type { Context } from "./context";
import { noteLiteral, rangeOf } from "./context";
import { lookup, noteWrite, use } from "./scopes";

const K = ts.SyntaxKind;

/** What a pattern takes apart, so that its bindings know what defines them. */
export interface Origin {
  readonly init?: Expression;
  /** Where in `init` the pattern stands; undefined once that can't be told. */
  readonly path?: readonly string[];
  /** The value is given from outside (a parameter, a caught error): it is counted as written when it was declared. */
  readonly isGiven?: boolean;
  readonly type?: TypeRef;
}

/** Lowers the pattern of a declaration, whose names have been declared before. */
export function lowerBindingPattern(context: Context, node: ts.BindingName, origin: Origin): Pattern {
  const range = rangeOf(context, node);
  switch (node.kind) {
    case K.Identifier: {
      const binding = lookup(context, node.text);
      if (binding === undefined) return { kind: "place", place: { kind: "name", name: node.text, range }, range };
      if (origin.type !== undefined) binding.type = origin.type;
      if (origin.isGiven === true) binding.path = origin.path !== undefined && origin.path.length > 0 ? origin.path : undefined;
      else if (origin.init !== undefined) noteWrite(binding, origin.path === undefined ? undefined : origin.init, origin.path);
      return { kind: "bind", binding: binding.id, range };
    }
    case K.ObjectBindingPattern: {
      const properties: PatternProperty[] = [];
      let rest: Pattern | undefined;
      for (const element of node.elements) {
        if (element.dotDotDotToken !== undefined) {
          rest = lowerBindingPattern(context, element.name, { ...origin, path: undefined, type: undefined });
          continue;
        }
        const key = element.propertyName === undefined ? bindingName(element.name) : lowerPropertyName(context, element.propertyName);
        properties.push({ key, value: lowerElement(context, element, below(origin, key)) });
      }
      return { kind: "object", properties, rest, range };
    }
    case K.ArrayBindingPattern: {
      const elements: (Pattern | undefined)[] = [];
      let rest: Pattern | undefined;
      node.elements.forEach((element, index) => {
        if (element.kind === K.OmittedExpression) elements.push(undefined);
        else if (element.dotDotDotToken !== undefined) rest = lowerBindingPattern(context, element.name, { ...origin, path: undefined, type: undefined });
        else elements.push(lowerElement(context, element, below(origin, String(index))));
      });
      return { kind: "array", elements, rest, range };
    }
  }
}

/** Lowers the left side of an assignment, which may take a value apart as well. */
export function lowerTarget(context: Context, node: ts.Expression, origin: Origin): Pattern {
  const range = rangeOf(context, node);
  switch (node.kind) {
    case K.ParenthesizedExpression:
    case K.NonNullExpression:
    case K.AsExpression:
    case K.SatisfiesExpression:
    case K.TypeAssertionExpression:
      return lowerTarget(context, (node as ts.ParenthesizedExpression).expression, origin);
    case K.Identifier: {
      const binding = use(context, (node as ts.Identifier).text);
      if (binding === undefined) return { kind: "place", place: context.expression(node), range };
      noteWrite(binding, origin.path === undefined ? undefined : origin.init, origin.path);
      return { kind: "bind", binding: binding.id, range };
    }
    case K.ObjectLiteralExpression:
      return lowerObjectTarget(context, node as ts.ObjectLiteralExpression, origin);
    case K.ArrayLiteralExpression:
      return lowerArrayTarget(context, node as ts.ArrayLiteralExpression, origin);
    case K.BinaryExpression: {
      const { left, right, operatorToken } = node as ts.BinaryExpression;
      if (operatorToken.kind !== K.EqualsToken) break;
      const pattern = lowerTarget(context, left, origin);
      return { kind: "default", pattern, value: context.expression(right), range };
    }
    default:
      break;
  }
  return { kind: "place", place: context.expression(node), range };
}

/** The key of a property or member: its text, or the expression that computes it. */
export function lowerPropertyName(context: Context, node: ts.PropertyName): string | Expression {
  switch (node.kind) {
    case K.ComputedPropertyName: {
      const { expression } = node;
      if (ts.isStringLiteralLike(expression) || expression.kind === K.NumericLiteral) return (expression as ts.StringLiteral).text;
      return context.expression(expression);
    }
    case K.StringLiteral:
    case K.NoSubstitutionTemplateLiteral:
      noteLiteral(context, rangeOf(context, node));
      return node.text;
    default:
      return node.text;
  }
}

function lowerElement(context: Context, element: ts.BindingElement, origin: Origin): Pattern {
  const pattern = lowerBindingPattern(context, element.name, origin);
  if (element.initializer === undefined) return pattern;
  const value = context.expression(element.initializer, { name: bindingName(element.name) });
  return { kind: "default", pattern, value, range: rangeOf(context, element) };
}

function lowerObjectTarget(context: Context, node: ts.ObjectLiteralExpression, origin: Origin): Pattern {
  const properties: PatternProperty[] = [];
  let rest: Pattern | undefined;
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      rest = lowerTarget(context, property.expression, { ...origin, path: undefined });
    } else if (ts.isShorthandPropertyAssignment(property)) {
      const key = property.name.text;
      const pattern = lowerTarget(context, property.name, below(origin, key));
      const initializer = property.objectAssignmentInitializer;
      const value: Pattern =
        initializer === undefined ? pattern : { kind: "default", pattern, value: context.expression(initializer), range: rangeOf(context, property) };
      properties.push({ key, value });
    } else if (ts.isPropertyAssignment(property)) {
      const key = lowerPropertyName(context, property.name);
      properties.push({ key, value: lowerTarget(context, property.initializer, below(origin, key)) });
    }
  }
  return { kind: "object", properties, rest, range: rangeOf(context, node) };
}

function lowerArrayTarget(context: Context, node: ts.ArrayLiteralExpression, origin: Origin): Pattern {
  const elements: (Pattern | undefined)[] = [];
  let rest: Pattern | undefined;
  node.elements.forEach((element, index) => {
    if (element.kind === K.OmittedExpression) elements.push(undefined);
    else if (ts.isSpreadElement(element)) rest = lowerTarget(context, element.expression, { ...origin, path: undefined });
    else elements.push(lowerTarget(context, element, below(origin, String(index))));
  });
  return { kind: "array", elements, rest, range: rangeOf(context, node) };
}

/** The origin of a part. A type says nothing of the parts of a value. */
function below(origin: Origin, key: string | Expression): Origin {
  const path = origin.path === undefined || typeof key !== "string" ? undefined : [...origin.path, key];
  return { init: origin.init, isGiven: origin.isGiven, path };
}

function bindingName(node: ts.BindingName): string {
  return node.kind === K.Identifier ? node.text : "";
}
