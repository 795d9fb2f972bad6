import { ts } from "ts-morph";
import type { BinaryOperator, Expression } from "../program";
import { noteCommonJsExport } from "./commonjs";
import type { Context, NameHint } from "./context";
import { rangeOf } from "./context";
import { lowerTarget } from "./patterns";

const K = ts.SyntaxKind;

/**
 * How many operands of one chain become nested expressions, each inside of the next; those who read the program descend into them.
 * Longer chains are made by generators: text stays text, operands of one operator are nested in halves, and of what is left the operands are kept side by side.
 */
const CHAIN_LIMIT = 200;

/** Everything with two operands: arithmetic, comparison, logic, text, assignment, comma. */
export function lowerBinary(context: Context, node: ts.BinaryExpression, hint?: NameHint): Expression {
  const operator = node.operatorToken.kind;
  if (operator >= K.FirstAssignment && operator <= K.LastAssignment) return lowerAssignment(context, node, hint);
  // The left spine is walked in a loop: a chain of ten thousand operands is as deep as it is long.
  const spine: ts.BinaryExpression[] = [];
  let left: ts.Expression = node;
  for (;;) {
    const inner = operator === K.PlusToken ? withoutParentheses(left) : left;
    if (inner.kind !== K.BinaryExpression) break;
    const binary = inner as ts.BinaryExpression;
    if (!joins(binary.operatorToken.kind, operator)) break;
    spine.push(binary);
    left = binary.left;
  }
  spine.reverse();
  const operands = [context.expression(left), ...spine.map((each) => context.expression(each.right))];
  const range = rangeOf(context, node);
  if (operator === K.PlusToken && (operands.length > CHAIN_LIMIT || operands.some((operand) => looksTextual(context, operand)))) {
    return { kind: "concat", form: "plus", parts: operands, range };
  }
  if (operator === K.CommaToken) return { kind: "sequence", values: operands, range };
  if (operands.length > CHAIN_LIMIT) return nestInHalves(operands, spine) ?? { kind: "unknown", parts: operands, range };
  return nest(context, operands, spine);
}

/** `++` and `--` assign; the other operators before a value do not. */
export function lowerPrefix(context: Context, node: ts.PrefixUnaryExpression): Expression {
  const range = rangeOf(context, node);
  switch (node.operator) {
    case K.PlusPlusToken:
    case K.MinusMinusToken:
      return lowerStep(context, node);
    case K.MinusToken: {
      const value = context.expression(node.operand);
      if (value.kind === "literal" && typeof value.value === "number") return { kind: "literal", value: -value.value, range };
      return { kind: "unary", operator: "negate", value, range };
    }
    case K.ExclamationToken: {
      const value = context.expression(node.operand);
      // Minifiers write `!0` and `!1`.
      if (value.kind === "literal" && typeof value.value === "number") return { kind: "literal", value: value.value === 0, range };
      return { kind: "unary", operator: "not", value, range };
    }
    case K.TildeToken:
      return { kind: "unary", operator: "bitnot", value: context.expression(node.operand), range };
    default:
      return { kind: "unary", operator: "plus", value: context.expression(node.operand), range };
  }
}

/** `x++` and `x--`, before or after. */
export function lowerStep(context: Context, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): Expression {
  const range = rangeOf(context, node);
  const target = lowerTarget(context, node.operand, {});
  return { kind: "assign", target, operator: "other", value: { kind: "literal", value: 1, range }, range };
}

/** `typeof x`, `delete x` and `void x`; `void 0` is how compilers write undefined. */
export function lowerKeywordOperator(context: Context, node: ts.TypeOfExpression | ts.DeleteExpression | ts.VoidExpression): Expression {
  const range = rangeOf(context, node);
  const value = context.expression(node.expression);
  if (node.kind === K.VoidExpression && value.kind === "literal") return { kind: "literal", value: undefined, range };
  const operator = node.kind === K.TypeOfExpression ? "typeof" : node.kind === K.DeleteExpression ? "delete" : "void";
  return { kind: "unary", operator, value, range };
}

function lowerAssignment(context: Context, node: ts.BinaryExpression, hint: NameHint | undefined): Expression {
  const range = rangeOf(context, node);
  const operator = assignOperator(node.operatorToken.kind);
  const value = context.expression(node.right, { name: assignedName(node.left) ?? hint?.name });
  const target = lowerTarget(context, node.left, operator === undefined ? { init: value, path: [] } : {});
  if (operator !== undefined) return { kind: "assign", target, operator, value, range };
  noteCommonJsExport(context, target, value);
  return { kind: "assign", target, value, range };
}

/** The name that a function takes from what it is assigned to. */
function assignedName(left: ts.Expression): string | undefined {
  if (left.kind === K.Identifier) return (left as ts.Identifier).text;
  if (left.kind === K.PropertyAccessExpression) return (left as ts.PropertyAccessExpression).name.text;
  return undefined;
}

function assignOperator(token: ts.SyntaxKind): "add" | "or" | "and" | "coalesce" | "other" | undefined {
  switch (token) {
    case K.EqualsToken: return undefined;
    case K.PlusEqualsToken: return "add";
    case K.BarBarEqualsToken: return "or";
    case K.AmpersandAmpersandEqualsToken: return "and";
    case K.QuestionQuestionEqualsToken: return "coalesce";
    default: return "other";
  }
}

/** Whether an operator on the left spine belongs to the same chain. */
function joins(inner: ts.SyntaxKind, outer: ts.SyntaxKind): boolean {
  if (outer === K.PlusToken || outer === K.CommaToken) return inner === outer;
  // Other binary operators may be mixed: each step keeps its own. A plus or a comma is a chain of its own kind, an assignment is none.
  return inner !== K.PlusToken && inner !== K.CommaToken && !(inner >= K.FirstAssignment && inner <= K.LastAssignment);
}

/** Builds the nested form of a chain, from the innermost pair outwards. */
function nest(context: Context, operands: readonly Expression[], spine: readonly ts.BinaryExpression[]): Expression {
  let result = operands[0];
  if (result === undefined) throw new RangeError("A chain has at least one operand.");
  for (const [index, each] of spine.entries()) {
    const right = operands[index + 1];
    if (right === undefined) break;
    result = combine(each.operatorToken.kind, result, right, { start: Math.min(result.range.start, rangeOf(context, each).start), end: each.end });
  }
  return result;
}

/** The form of a long chain: a run of one operator that may be taken in any order (`a || (b || c)` is `(a || b) || c`) is as deep as its logarithm. Undefined where runs alternate too often. */
function nestInHalves(operands: readonly Expression[], spine: readonly ts.BinaryExpression[]): Expression | undefined {
  let result = operands[0];
  let runs = 0;
  for (let start = 0; start < spine.length && result !== undefined; runs++) {
    const token = spine[start]?.operatorToken.kind ?? K.Unknown;
    let end = start + 1;
    while (ASSOCIATIVE.has(token) && spine[end]?.operatorToken.kind === token) end++;
    result = halves(token, [result, ...operands.slice(start + 1, end + 1)]);
    start = end;
  }
  return runs > CHAIN_LIMIT ? undefined : result;
}

function halves(token: ts.SyntaxKind, operands: readonly Expression[]): Expression | undefined {
  if (operands.length < 2) return operands[0];
  const middle = Math.ceil(operands.length / 2);
  const left = halves(token, operands.slice(0, middle));
  const right = halves(token, operands.slice(middle));
  return left && right && combine(token, left, right, { start: Math.min(left.range.start, right.range.start), end: Math.max(left.range.end, right.range.end) });
}

const ASSOCIATIVE: ReadonlySet<ts.SyntaxKind> = new Set([K.BarBarToken, K.AmpersandAmpersandToken, K.QuestionQuestionToken, K.BarToken, K.AmpersandToken, K.CaretToken, K.AsteriskToken]);

function combine(token: ts.SyntaxKind, left: Expression, right: Expression, range: Expression["range"]): Expression {
  switch (token) {
    case K.AmpersandAmpersandToken: return { kind: "logical", operator: "and", left, right, range };
    case K.BarBarToken: return { kind: "logical", operator: "or", left, right, range };
    case K.QuestionQuestionToken: return { kind: "logical", operator: "coalesce", left, right, range };
    default: return { kind: "binary", operator: OPERATORS.get(token) ?? "arithmetic", left, right, range };
  }
}

const OPERATORS: ReadonlyMap<ts.SyntaxKind, BinaryOperator> = new Map([
  [K.EqualsEqualsToken, "equal"],
  [K.EqualsEqualsEqualsToken, "equal"],
  [K.ExclamationEqualsToken, "not-equal"],
  [K.ExclamationEqualsEqualsToken, "not-equal"],
  [K.LessThanToken, "less"],
  [K.LessThanEqualsToken, "less"],
  [K.GreaterThanToken, "greater"],
  [K.GreaterThanEqualsToken, "greater"],
  [K.InKeyword, "in"],
  [K.InstanceOfKeyword, "instanceof"],
  [K.PlusToken, "add"],
]);

/** Methods that give a text whatever they are called on. */
const TEXT_METHODS: ReadonlySet<string> = new Set([
  "toString", "join", "trim", "trimStart", "trimEnd", "toLowerCase", "toUpperCase", "padStart", "padEnd", "repeat", "replace", "replaceAll", "substring", "substr", "stringify", "toISOString", "toFixed",
]);

/** Whether an operand of `+` may be text, as far as its own looks and its declaration tell. */
function looksTextual(context: Context, value: Expression): boolean {
  switch (value.kind) {
    case "literal":
      return typeof value.value === "string";
    case "concat":
      return true;
    case "typed":
      return value.type.name === "string" || looksTextual(context, value.value);
    case "conditional":
      return isText(value.then) || isText(value.else);
    case "logical":
      return isText(value.right);
    case "call":
      if (value.callee.kind === "name") return value.callee.name === "String" && value.callee.binding === undefined;
      return value.callee.kind === "member" && value.callee.property !== undefined && TEXT_METHODS.has(value.callee.property);
    case "name": {
      const binding = value.binding === undefined ? undefined : context.bindings.get(value.binding);
      if (binding === undefined) return value.name === "__dirname" || value.name === "__filename";
      return binding.type?.name === "string" || (binding.init !== undefined && binding.path === undefined && isText(binding.init));
    }
    default:
      return false;
  }
}

function isText(value: Expression): boolean {
  return value.kind === "concat" || (value.kind === "literal" && typeof value.value === "string");
}

function withoutParentheses(node: ts.Expression): ts.Expression {
  let inner = node;
  while (inner.kind === K.ParenthesizedExpression) inner = (inner as ts.ParenthesizedExpression).expression;
  return inner;
}
