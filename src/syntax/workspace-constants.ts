import type { Call, Expression, Module } from "./program";
import type { Definition } from "./workspace";

type Constant = string | number | boolean | null | undefined;

/** How many levels of expressions and names are folded. */
const FOLD_DEPTH = 40;

/** Folds an expression to its literal value; undefined where it has none that can be known. */
export function foldConstant(expression: Expression, module: Module, resolve: (expression: Expression, module: Module) => Definition, depth = 0): Constant {
  if (depth > FOLD_DEPTH) return undefined;
  const fold = (inner: Expression): Constant => foldConstant(inner, module, resolve, depth + 1);
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "typed":
      return fold(expression.value);
    case "concat":
      return joined(expression.parts, "", fold);
    case "name":
    case "member": {
      const found = resolve(expression, module);
      if (found.kind !== "expression" || found.expression === expression || found.expression.kind === "name") return undefined;
      return foldConstant(found.expression, found.module, resolve, depth + 1);
    }
    case "sequence": {
      const last = expression.values.at(-1);
      return last === undefined ? undefined : fold(last);
    }
    case "binary":
      return expression.operator === "add" ? add(fold(expression.left), fold(expression.right)) : undefined;
    case "unary": {
      const value = fold(expression.value);
      if (value === undefined) return undefined;
      if (expression.operator === "not") return !value;
      return typeof value === "number" && expression.operator === "negate" ? -value : undefined;
    }
    case "conditional": {
      const test = fold(expression.test);
      return test === undefined ? undefined : fold(test ? expression.then : expression.else);
    }
    case "call":
      return foldCall(expression, module, resolve, depth);
    default:
      return undefined;
  }
}

function foldCall(call: Call, module: Module, resolve: (expression: Expression, module: Module) => Definition, depth: number): Constant {
  const { callee } = call;
  const [first] = call.arguments;
  const fold = (inner: Expression, home = module): Constant => foldConstant(inner, home, resolve, depth + 1);
  if (callee.kind === "name" && callee.binding === undefined && callee.name === "String" && first !== undefined) {
    const value = fold(first);
    return value === undefined ? undefined : String(value);
  }
  if (callee.kind !== "member") return undefined;
  if (callee.property === "join") {
    const list = resolve(callee.object, module);
    const separator = first === undefined ? "," : fold(first);
    if (list.kind !== "expression" || list.expression.kind !== "array" || typeof separator !== "string") return undefined;
    return joined(list.expression.elements, separator, (each) => fold(each, list.module));
  }
  if (call.arguments.length > 0) return undefined;
  const text = fold(callee.object);
  if (typeof text !== "string") return undefined;
  switch (callee.property) {
    case "trim": return text.trim();
    case "toLowerCase": return text.toLowerCase();
    case "toUpperCase": return text.toUpperCase();
    case "toString": return text;
    default: return undefined;
  }
}

function joined(parts: readonly Expression[], separator: string, fold: (part: Expression) => Constant): string | undefined {
  const texts: string[] = [];
  for (const part of parts) {
    const value = fold(part);
    if (value === undefined) return undefined;
    texts.push(String(value));
  }
  return texts.join(separator);
}

function add(left: Constant, right: Constant): Constant {
  if (left === undefined || right === undefined) return undefined;
  if (typeof left === "number" && typeof right === "number") return left + right;
  return `${left}${right}`;
}
