import type { Call } from "../../syntax/program";
import { findHandler, handlerOfObject } from "../handlers";
import { calleeName } from "../module-index";
import { descriptionKeys, readDescribed, schemaKeys } from "./described";
import { argument, argumentsInput, firstProperty, isObject, schemaIn } from "./shape";
import type { CallValue, Registration, Shape } from "./shape";
import { resourceInputs, templateInputs } from "./template";
import { memberOf } from "../environment";
import type { Value } from "../environment";
import type { Values } from "../values";

/** Keys of `ToolAnnotations`: an object that has only these says how a tool behaves, not what it is given. */
const ANNOTATIONS = new Set(["title", "readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"]);
/** mcp-use has `resourceTemplate`, tmcp `template`. */
const METHODS = /^(tool|prompt|resource|resourceTemplate|template)$/;

/**
 * `server.tool(name, description?, shape?, annotations?, callback)`, `server.prompt(…)` and `server.resource(…)` of SDK v1,
 * and of libraries that took over the names. Which argument is which is found as the SDK finds it: by what it looks like.
 */
export const toolMethod: Shape = {
  marker: /\.\s*(tool|prompt|resource|resourceTemplate|template)\s*(\?\.)?[(<]/,
  matches: (call) => call.callee.kind === "member" && METHODS.test(call.callee.property ?? "") && !call.isNew && call.arguments.length > 0,
  drivers(call, values) {
    const first = argument(call, 0);
    const last = argument(upToCallback(call), -1);
    return { name: first === undefined ? undefined : nameOf(first, values), handler: last };
  },
  read(written, values) {
    const call = upToCallback(written);
    const kind = kindOf(call.expression);
    const described = readDescribed(call, kind, values);
    if (described.length > 0) return described;
    return kind === "resource" ? readResource(call, values) : readCallback(call, kind, values);
  },
};

function kindOf(call: Call): "tool" | "prompt" | "resource" {
  const name = calleeName(call);
  if (name === "resourceTemplate" || name === "template") return "resource";
  return name === "prompt" || name === "resource" ? name : "tool";
}

/** What stands behind the callback is left alone by the SDK, though some write the description there. */
function upToCallback(call: CallValue): CallValue {
  const place = call.expression.arguments.findIndex(({ kind }, index) => index > 0 && kind === "function");
  return place < 0 || place === call.expression.arguments.length - 1 ? call : { ...call, expression: { ...call.expression, arguments: call.expression.arguments.slice(0, place + 1) } };
}

/** The name is the first argument, or stands in the object that is the first argument. */
function nameOf(first: Value, values: Values): Value {
  return values.property(first, "name") === undefined ? first : { ...first, expression: memberOf(first.expression, "name") };
}

function readCallback(call: CallValue, kind: "tool" | "prompt", values: Values): readonly Registration[] {
  const [first, last] = [argument(call, 0), argument(call, -1)];
  if (first === undefined || last === undefined || call.expression.arguments.length < 2) return [];
  const handler = findHandler(last, values);
  if (handler === undefined) return handlerInOptions(call, kind, values);
  const middle = call.expression.arguments.slice(1, -1).map((expression) => ({ ...call, expression }));
  const roles = rolesOf(middle, values);
  const schema = roles.shape === undefined ? undefined : schemaIn(roles.shape, values);
  return [{ kind, name: values.text(first), description: values.text(roles.description), handler, inputs: argumentsInput(schema) }];
}

/** `mcp.tool("name", { inputSchema, handler })`. */
function handlerInOptions(call: CallValue, kind: "tool" | "prompt", values: Values): readonly Registration[] {
  const [first, options] = [argument(call, 0), argument(call, 1)];
  const name = first === undefined ? undefined : values.text(first);
  const handler = options === undefined || name === undefined ? undefined : handlerOfObject(options, values);
  if (handler === undefined || options === undefined) return [];
  const schema = schemaIn(firstProperty(options, schemaKeys, values), values);
  return [{ kind, name, description: values.text(firstProperty(options, descriptionKeys, values)), handler, inputs: argumentsInput(schema) }];
}

function rolesOf(middle: readonly Value[], values: Values): { readonly description?: Value; readonly shape?: Value } {
  let description: Value | undefined;
  let shape: Value | undefined;
  for (const each of middle) {
    if (isAnnotations(each, values)) continue;
    if (description === undefined && shape === undefined && isText(each, values)) description = each;
    // Not known to be a text: with more than one argument left the first of them is the description.
    else if (description === undefined && shape === undefined && middle.length > 1 && !isShape(each, values)) description = each;
    else shape ??= each;
  }
  return { description, shape };
}

function isText(value: Value, values: Values): boolean {
  if (values.text(value) !== undefined) return true;
  const settled = values.settle(value);
  if (settled.kind !== "expression") return false;
  const { expression } = settled.value;
  if (expression.kind === "concat") return true;
  return expression.kind === "call" && expression.callee.kind === "member" && /^(join|trim|replace|replaceAll|toString|dedent|concat)$/.test(expression.callee.property ?? "");
}

function isShape(value: Value, values: Values): boolean {
  const settled = values.settle(value);
  return settled.kind === "expression" && (settled.value.expression.kind === "object" || schemaIn(value, values)?.kind === "object");
}

/** The SDK takes an object without keys for a shape. */
function isAnnotations(value: Value, values: Values): boolean {
  const settled = values.settle(value);
  if (settled.kind !== "expression" || settled.value.expression.kind !== "object") return false;
  const { properties } = settled.value.expression;
  return properties.length > 0 && properties.every((each) => typeof each.key === "string" && ANNOTATIONS.has(each.key) && each.value.kind !== "call");
}

/** `server.resource(name, uri | template, metadata?, callback)`; mcp-lite's `resource(uriTemplate, metadata, validators?, callback)` has no name. */
function readResource(call: CallValue, values: Values): readonly Registration[] {
  const [first, target, last] = [argument(call, 0), argument(call, 1), argument(call, -1)];
  const handler = last === undefined || call.expression.arguments.length < 3 ? undefined : findHandler(last, values);
  if (first === undefined || handler === undefined) return [];
  const text = values.text(first);
  const isNameless = text?.includes("://") === true && isObject(target, values);
  return [{ kind: "resource", name: text, handler, inputs: isNameless ? templateInputs(text) : resourceInputs(target, values) }];
}
