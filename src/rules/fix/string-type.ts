import type { McpModel } from "../../mcp/model";
import type { Schema } from "../../schema/schema";
import type { Binding, Call, Expression, Module, Pattern } from "../../syntax/program";
import type { Workspace } from "../../syntax/workspace";
import { unwrap } from "./code";

/** What is asked to tell a value's type without a type checker. */
export interface TypeQuestion {
  readonly module: Module;
  readonly mcp: McpModel;
  readonly workspace: Workspace;
}

/** Methods that give a string whatever they are called on. */
const textMethods = new Set(
  "replace replaceAll trim trimStart trimEnd toLowerCase toUpperCase toString join padStart padEnd normalize toISOString toFixed substring substr charAt repeat".split(" "),
);

/** Functions that give a string, by package or global. */
const textFunctions = new Set(
  "String encodeURIComponent decodeURIComponent JSON.stringify process.cwd path.join path.resolve path.basename path.dirname path.normalize path.extname path.relative os.tmpdir os.homedir".split(" "),
);

/** How far a chain of constants is followed. */
const MOST_HOPS = 8;

/**
 * Whether an expression is a string and nothing else, as far as the text tells: false means "not evident".
 * Template literals turn anything into text, argument lists do not, so everything else is wrapped in `String(…)`, which does the same.
 */
export function isEvidentlyString(expression: Expression, question: TypeQuestion, hops = 0): boolean {
  if (hops > MOST_HOPS) return false;
  const again = (part: Expression): boolean => isEvidentlyString(part, question, hops + 1);
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "string";
    case "concat":
      return true;
    case "typed":
      return expression.type.name === "string" && expression.type.args.length === 0 && !/[|?]/.test(tail(question.module, expression));
    case "conditional":
      return again(expression.then) && again(expression.else);
    case "logical":
      return expression.operator === "and" ? false : again(expression.right) && (again(expression.left) || isOptionalText(expression.left, question));
    case "call":
      return givesText(expression, question);
    case "name":
      return expression.binding !== undefined && isTextBinding(expression.binding, question, hops);
    case "member":
      return isTextField(expression, question);
    default:
      return false;
  }
}

/** The part of a cast that names the type. */
function tail(module: Module, cast: Expression & { readonly kind: "typed" }): string {
  return module.text.slice(cast.value.range.end, cast.range.end);
}

function isOptionalText(expression: Expression, question: TypeQuestion): boolean {
  return schemaOf(expression, question)?.kind === "string";
}

function givesText(call: Call, question: TypeQuestion): boolean {
  const callee = unwrap(call.callee);
  if (call.isNew || call.isOptional) return false;
  if (callee.kind === "member" && !callee.isOptional && callee.property !== undefined && textMethods.has(callee.property)) return true;
  const definition = question.workspace.resolve(callee, question.module);
  if (definition.kind === "global") return textFunctions.has(definition.path.join("."));
  if (definition.kind === "external") return textFunctions.has([definition.package, ...definition.path.filter((name) => name !== "default")].join("."));
  return false;
}

function isTextBinding(id: string, question: TypeQuestion, hops: number): boolean {
  const binding = question.module.bindings.get(id);
  if (!binding) return false;
  if (isAnnotatedAsText(binding, question.module)) return true;
  if (binding.kind === "variable" && binding.writes === 1 && binding.init && !binding.path?.length) {
    return isEvidentlyString(binding.init, question, hops + 1);
  }
  return isRequiredText(schemaOfBinding(binding, question));
}

function isTextField(expression: Expression, question: TypeQuestion): boolean {
  return isRequiredText(schemaOf(expression, question));
}

function isRequiredText(schema: Schema | undefined): boolean {
  if (!schema || schema.isOptional) return false;
  if (schema.kind === "refined" && schema.how === "refine") return isRequiredText(schema.schema);
  return schema.kind === "string" || (schema.kind === "enum" && schema.values.every((value) => typeof value === "string"));
}

/** Reads `name: string` where the name is declared, or its field in the type literal of the pattern that it is a part of. */
function isAnnotatedAsText(binding: Binding, { text }: Module): boolean {
  const after = text.slice(binding.range.end, binding.range.end + 40);
  if (/^\s*!?:\s*string\s*(?:[,)=;]|\r?\n)/.test(after)) return true;
  if (binding.kind !== "parameter") return false;
  const literal = /^[^(){}=]*\}\s*:\s*\{([^{}]*)\}/.exec(text.slice(binding.range.end, binding.range.end + 2000));
  if (!literal) return false;
  return new RegExp(`(?:^|[;,\\s])${binding.name}\\s*:\\s*string\\s*(?:[;,\\n]|$)`).test(literal[1]?.trim() ?? "");
}

function schemaOf(expression: Expression, question: TypeQuestion): Schema | undefined {
  const whole = unwrap(expression);
  if (whole.kind === "name" && whole.binding !== undefined) {
    const binding = question.module.bindings.get(whole.binding);
    return binding && schemaOfBinding(binding, question);
  }
  if (whole.kind !== "member" || whole.property === undefined || whole.isOptional) return undefined;
  return fieldOf(schemaOf(whole.object, question), whole.property);
}

/** The schema that the SDK enforces on a parameter of a handler, or on the part of it that a name was destructured to. */
function schemaOfBinding(binding: Binding, { mcp, module }: TypeQuestion): Schema | undefined {
  if (binding.kind !== "parameter" || binding.writes > 1) return undefined;
  for (const { handler, inputs } of mcp.entries) {
    if (handler.module.file !== module.file || handler.function.id !== binding.scope) continue;
    for (const input of inputs) {
      const pattern = handler.function.parameters[input.parameter]?.pattern;
      const path = pattern && pathTo(binding.id, pattern);
      if (!path || !input.schema || !startsWith(path, input.path)) continue;
      return path.slice(input.path.length).reduce<Schema | undefined>(fieldOf, input.schema);
    }
  }
  return undefined;
}

function fieldOf(schema: Schema | undefined, name: string): Schema | undefined {
  return schema?.kind === "object" ? schema.fields.get(name) : undefined;
}

function startsWith(path: readonly string[], prefix: readonly string[]): boolean {
  return prefix.every((name, index) => path[index] === name);
}

/** Where in a pattern a binding is; undefined where it is not in it, or lies behind a default. */
function pathTo(binding: string, pattern: Pattern): readonly string[] | undefined {
  if (pattern.kind === "bind") return pattern.binding === binding ? [] : undefined;
  if (pattern.kind !== "object") return undefined;
  for (const { key, value } of pattern.properties) {
    if (typeof key !== "string") continue;
    const rest = pathTo(binding, value);
    if (rest) return [key, ...rest];
  }
  return undefined;
}
