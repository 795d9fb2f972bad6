import type { Call } from "../../syntax/program";
import { findHandler, handlerOfObject } from "../handlers";
import type { Entry } from "../model";
import { calleeName } from "../module-index";
import { descriptionKeys, readDescribed, schemaKeys } from "./described";
import { argument, argumentsInput, firstProperty, isObject, schemaIn } from "./shape";
import type { CallValue, Registration, Shape } from "./shape";
import { resourceInputs } from "./template";
import { memberOf } from "../environment";
import type { Value } from "../environment";
import type { Values } from "../values";

/** Names of methods and functions that register one thing, with its kind. `register…Task` is given an object of functions; `registerWidget` is skybridge's. */
const NAMES: Readonly<Record<string, Entry["kind"]>> = {
  registerTool: "tool",
  registerToolTask: "tool",
  registerAppTool: "tool",
  registerWidget: "tool",
  registerPrompt: "prompt",
  registerResource: "resource",
  registerAppResource: "resource",
};

/** `server.registerTool(name, config, callback)`, `registerPrompt`, `registerResource` of both SDK lines, and `registerAppTool(server, name, config, callback)`. */
export const registerMethod: Shape = {
  marker: /register(App)?(Tool|Widget|Prompt|Resource)/,
  matches: (call) => !call.isNew && kindOf(call) !== undefined && call.arguments.length > 0,
  drivers(call, values) {
    const first = argument(call, offsetOf(call.expression));
    const isObjectOnly = first !== undefined && values.property(first, "name") !== undefined;
    return { name: isObjectOnly ? { ...first, expression: memberOf(first.expression, "name") } : first, handler: argument(call, -1) };
  },
  read(call, values) {
    const kind = kindOf(call.expression);
    if (kind === undefined) return [];
    const described = readDescribed(call, kind, values);
    return described.length > 0 ? described : readConfigured(call, kind, values);
  },
};

function kindOf(call: Call): Entry["kind"] | undefined {
  const name = calleeName(call) ?? "";
  return Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
}

/** The functions of the apps extension are given the server first. */
function offsetOf(call: Call): number {
  return call.callee.kind === "name" || calleeName(call)?.startsWith("registerApp") === true ? 1 : 0;
}

/** Where the configuration stands behind the name: a resource has its URI between, a widget the configuration of its page. */
function configPlace(call: Call, kind: Entry["kind"]): number {
  return kind === "resource" || calleeName(call) === "registerWidget" ? 2 : 1;
}

function readConfigured(call: CallValue, kind: Entry["kind"], values: Values): readonly Registration[] {
  const offset = offsetOf(call.expression);
  if (call.expression.arguments.length < offset + 2) return [];
  const [name, last] = [argument(call, offset), argument(call, -1)];
  const handler = last === undefined ? undefined : (findHandler(last, values) ?? handlerOfObject(last, values));
  if (name === undefined || handler === undefined) return [];
  const config = call.expression.arguments.length > offset + 2 || kind !== "resource" ? argument(call, offset + configPlace(call.expression, kind)) : undefined;
  const inputs = kind === "resource" ? resourceInputs(argument(call, offset + 1), values) : inputsOf(config, values);
  return [{ kind, name: values.text(name), description: values.text(firstProperty(config, descriptionKeys, values)), handler, inputs }];
}

function inputsOf(config: Value | undefined, values: Values): Registration["inputs"] {
  const schema = firstProperty(config, schemaKeys, values);
  if (schema !== undefined) return argumentsInput(schemaIn(schema, values));
  // Where the configuration can't be read as a whole it may hold a schema.
  return isObject(config, values) ? [] : [{ parameter: 0, path: [], role: "arguments" }];
}
