import type { Call } from "../../syntax/program";
import { findHandler } from "../handlers";
import type { Entry } from "../model";
import { elementsOf } from "../elements";
import { calleeName } from "../module-index";
import { describedBy } from "./described";
import { argument } from "./shape";
import type { CallValue, Registration, Shape } from "./shape";
import { memberOf } from "../environment";
import type { Value } from "../environment";
import type { Values } from "../values";

const NAMES: Readonly<Record<string, Entry["kind"]>> = {
  addTool: "tool",
  addTools: "tool",
  addPrompt: "prompt",
  addPrompts: "prompt",
  addResource: "resource",
  addResources: "resource",
  addResourceTemplate: "resource",
};

/**
 * FastMCP's `server.addTool({name, parameters, execute})` and its siblings, one object or a list of them, with the functions that complete their arguments;
 * also `addTool({name, parameters}, execute)`, and `addResource(name, uri, metadata, reader)` of @zuplo/mcp.
 */
export const addMethod: Shape = {
  marker: /\.\s*add(Tool|Prompt|Resource)/,
  matches: (call) => !call.isNew && call.callee.kind === "member" && Object.hasOwn(NAMES, call.callee.property ?? "") && hasArguments(call),
  drivers(call) {
    const first = argument(call, 0);
    if (first === undefined || isMany(call)) return {};
    if (call.expression.arguments.length === 4) return { name: first, handler: argument(call, 3) };
    return { name: { ...first, expression: memberOf(first.expression, "name") }, handler: argument(call, 1) ?? first };
  },
  read(call, values) {
    const first = argument(call, 0);
    const kind = NAMES[calleeName(call.expression) ?? ""];
    if (first === undefined || kind === undefined) return [];
    if (call.expression.arguments.length === 4) return readerOf(call, first, values);
    const objects = isMany(call) ? (elementsOf(first, values) ?? []) : [first];
    return objects.flatMap((each) => [...described(each, argument(call, 1), kind, values), ...completionsOf(each, values)]);
  },
};

function hasArguments(call: Call): boolean {
  const [, second] = call.arguments;
  if (call.arguments.length === 2) return call.callee.kind === "member" && call.callee.property === "addTool" && second?.kind !== "object";
  return call.arguments.length === 1 || (call.arguments.length === 4 && call.callee.kind === "member" && call.callee.property === "addResource");
}

/** `addResource(name, uri | template, metadata, reader)`: the reader is given the URI that was asked for. */
function readerOf(call: CallValue, name: Value, values: Values): readonly Registration[] {
  const [uri, last] = [argument(call, 1), argument(call, 3)];
  const handler = last === undefined ? undefined : findHandler(last, values);
  if (handler === undefined) return [];
  const isFixed = uri !== undefined && values.text(uri) !== undefined;
  return [{ kind: "resource", name: values.text(name), handler, inputs: isFixed ? [] : [{ parameter: 0, path: [], role: "uri" }] }];
}

/** `arguments: [{name, complete: async (value) => …}]` of prompts and templates. */
function completionsOf(object: Value, values: Values): readonly Registration[] {
  const written = values.property(object, "arguments");
  return (written === undefined ? [] : (elementsOf(written, values) ?? [])).flatMap((each): readonly Registration[] => {
    const complete = values.property(each, "complete");
    const handler = complete === undefined ? undefined : findHandler(complete, values);
    return handler === undefined ? [] : [{ kind: "completion", name: values.text(values.property(each, "name")), handler, inputs: [{ parameter: 0, path: [], role: "completion" }] }];
  });
}

function isMany(call: CallValue): boolean {
  return calleeName(call.expression)?.endsWith("s") === true;
}

function described(each: Value, beside: Value | undefined, kind: Entry["kind"], values: Values): readonly Registration[] {
  const found = describedBy(each, beside, kind, values);
  return found === undefined ? [] : [found];
}
