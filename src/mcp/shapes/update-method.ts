import type { Call } from "../../syntax/program";
import { findHandler } from "../handlers";
import type { Entry } from "../model";
import { calleeName } from "../module-index";
import type { Value } from "../environment";
import type { Values } from "../values";
import { argument, argumentsInput, firstProperty, schemaIn } from "./shape";
import type { CallValue, Registration, Shape } from "./shape";
import { resourceInputs } from "./template";

/** Methods whose result has `update`, with the kind of what they register. */
const REGISTERING: Readonly<Record<string, Entry["kind"]>> = {
  tool: "tool",
  registerTool: "tool",
  registerToolTask: "tool",
  registerAppTool: "tool",
  prompt: "prompt",
  registerPrompt: "prompt",
  resource: "resource",
  registerResource: "resource",
};

/** `const t = server.registerTool(…); t.update({paramsSchema, callback})`: the new function runs in place of the first. */
export const updateMethod: Shape = {
  marker: /\.\s*update\s*\(/,
  matches: (call) => !call.isNew && call.callee.kind === "member" && call.callee.property === "update" && hasCallback(call),
  drivers: () => ({}),
  read(call, values) {
    const options = argument(call, 0);
    const made = options === undefined ? undefined : registeringCall(call, values);
    const kind = made === undefined ? undefined : REGISTERING[calleeName(made.expression) ?? ""];
    const callback = firstProperty(options, ["callback", "readCallback"], values);
    const handler = callback === undefined ? undefined : findHandler(callback, values);
    if (options === undefined || made === undefined || kind === undefined || handler === undefined) return [];
    return [{ kind, name: nameOf(options, made, values), handler, inputs: inputsOf(options, made, kind, values) }];
  },
};

function hasCallback({ arguments: [only, ...others] }: Call): boolean {
  return others.length === 0 && only?.kind === "object" && only.properties.some(({ key }) => key === "callback" || key === "readCallback");
}

function registeringCall(call: CallValue, values: Values): CallValue | undefined {
  const { callee } = call.expression;
  const settled = callee.kind === "member" ? values.settle({ ...call, expression: callee.object }) : undefined;
  if (settled?.kind !== "expression") return undefined;
  const { expression, module, env } = settled.value;
  return expression.kind === "call" && Object.hasOwn(REGISTERING, calleeName(expression) ?? "") ? { expression, module, env } : undefined;
}

function nameOf(options: Value, made: CallValue, values: Values): string | undefined {
  const first = argument(made, calleeName(made.expression) === "registerAppTool" ? 1 : 0);
  return values.text(values.property(options, "name")) ?? values.text(first);
}

/** Where the update has no schema of its own, that of the registration holds. */
function inputsOf(options: Value, made: CallValue, kind: Entry["kind"], values: Values): Registration["inputs"] {
  if (kind === "resource") return resourceInputs(argument(made, 1), values);
  const schema = firstProperty(options, ["paramsSchema", "argsSchema"], values);
  if (schema !== undefined) return argumentsInput(schemaIn(schema, values));
  const config = argument(made, 1);
  const first = firstProperty(config, ["inputSchema", "argsSchema"], values);
  return first === undefined ? [] : argumentsInput(schemaIn(first, values));
}
