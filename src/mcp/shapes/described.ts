import type { FoundHandler } from "../handlers";
import { findHandler, handlerOfObject } from "../handlers";
import type { Entry, Input } from "../model";
import { argument, argumentsInput, firstProperty, isObject, schemaIn } from "./shape";
import type { CallValue, Registration } from "./shape";
import { readTemplate, resourceInputs, templateInputs } from "./template";
import type { Value } from "../environment";
import type { Values } from "../values";

/** Where descriptions of tools keep what a client may pass. */
export const schemaKeys: readonly string[] = ["inputSchema", "parameters", "schema", "paramsSchema", "paramsShape", "argsSchema", "inputShape", "validator", "input", "args", "argsShape", "params", "arguments"];
/** Where they keep the text for the model. */
export const descriptionKeys: readonly string[] = ["description", "desc"];

/** `x.tool({name, schema, handler})` and `x.tool({name, schema}, handler)`: everything stands in one object. */
export function readDescribed(call: CallValue, kind: Entry["kind"], values: Values): readonly Registration[] {
  const [first, second] = [argument(call, 0), argument(call, 1)];
  if (first === undefined || call.expression.arguments.length > 2) return [];
  const registration = describedBy(first, second, kind, values);
  if (registration === undefined) return [];
  return [kind === "resource" ? { ...registration, inputs: calledWithUri(first, values) } : registration];
}

/** Reads one object that describes a tool, a prompt or a resource; the handler may stand beside it. */
export function describedBy(object: Value, beside: Value | undefined, kind: Entry["kind"], values: Values): Registration | undefined {
  const name = firstProperty(object, ["name", "id", "toolName", "uri", "uriTemplate"], values);
  const handler = (beside === undefined ? undefined : findHandler(beside, values)) ?? handlerOfObject(object, values);
  if (name === undefined || handler === undefined) return undefined;
  const description = values.text(firstProperty(object, descriptionKeys, values));
  return { kind, name: values.text(name), description, handler, inputs: inputsOf(object, kind, handler, values) };
}

/** mcp-use's `resourceTemplate({uriTemplate}, (uri, variables) => …)` and tmcp's `template({uri}, (uri, variables) => …)`; both pass a fixed URI as well. */
export function calledWithUri(object: Value, values: Values): Registration["inputs"] {
  const inner = values.property(object, "resourceTemplate") ?? object;
  const target = firstProperty(inner, ["uriTemplate", "uri"], values);
  const text = values.text(target);
  return text === undefined ? resourceInputs(target, values) : text.includes("{") ? templateInputs(text) : [];
}

function inputsOf(object: Value, kind: Entry["kind"], handler: FoundHandler, values: Values): readonly Input[] {
  if (kind === "resource") return resourceArguments(object, values);
  const written = firstProperty(object, schemaKeys, values);
  if (written !== undefined) return argumentsInput(schemaIn(written, values));
  // Without a schema nothing is passed; an object that can't be read as a whole may have one all the same.
  if (isObject(object, values) && handler.ref.function.parameters.length === 0) return [];
  return isObject(object, values) ? [] : [{ parameter: 0, path: [], role: "arguments" }];
}

/** FastMCP's `{uriTemplate, load(args)}`; `{uri, load()}` is given nothing. */
function resourceArguments(object: Value, values: Values): readonly Input[] {
  const template = values.property(object, "uriTemplate");
  if (template === undefined) return [];
  const text = values.text(template);
  return [{ parameter: 0, path: [], role: "variables", ...(text === undefined ? {} : { template: readTemplate(text) }) }];
}
