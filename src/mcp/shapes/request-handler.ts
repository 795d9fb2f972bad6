import { findHandler } from "../handlers";
import type { FoundHandler } from "../handlers";
import type { Entry, Input } from "../model";
import { calleeName } from "../module-index";
import { argument, argumentsInput, schemaIn } from "./shape";
import type { CallValue, Registration, Shape } from "./shape";
import { memberOf } from "../environment";
import type { Value } from "../environment";
import type { Values } from "../values";

/** Requests whose content a client (and through it a model) decides, by the names of their schemas. */
export const REQUESTS: Readonly<Record<string, { readonly kind: Entry["kind"]; readonly inputs: readonly Input[] }>> = {
  CallToolRequestSchema: { kind: "tool", inputs: [input("arguments", "params", "arguments"), input("name", "params", "name")] },
  GetPromptRequestSchema: { kind: "prompt", inputs: [input("arguments", "params", "arguments"), input("name", "params", "name")] },
  ReadResourceRequestSchema: { kind: "resource", inputs: [input("uri", "params", "uri")] },
  CompleteRequestSchema: { kind: "completion", inputs: [input("completion", "params", "argument", "value"), input("completion", "params", "context", "arguments")] },
};
/** Names of those schemas by the methods of the protocol. */
export const METHODS: Readonly<Record<string, string>> = {
  "tools/call": "CallToolRequestSchema",
  "prompts/get": "GetPromptRequestSchema",
  "resources/read": "ReadResourceRequestSchema",
  "completion/complete": "CompleteRequestSchema",
};

/**
 * `server.setRequestHandler(CallToolRequestSchema, …)` of SDK v1 and `setRequestHandler("tools/call", …)` of v2: one function serves all tools, and nothing validates what it is given.
 * `setRequestHandler("acme/search", {params: S}, …)` serves a method of the server's own, and is given the parsed parameters.
 */
export const requestHandler: Shape = {
  marker: /setRequestHandler/,
  matches: (call) => calleeName(call) === "setRequestHandler" && call.arguments.length >= 2,
  isCertain: (call) => /RequestSchema$/.test(calleeNameOf(call.arguments[0])),
  drivers: (call) => ({ handler: argument(call, -1) }),
  read(call, values) {
    const request = requestOf(call, values);
    const last = argument(call, -1);
    const known = request === undefined ? undefined : REQUESTS[request];
    const handler = last === undefined ? undefined : findHandler(last, values);
    if (handler === undefined) return [];
    return known === undefined ? ownMethod(call, handler, values) : [{ kind: known.kind, handler, inputs: known.inputs }];
  },
};

function ownMethod(call: CallValue, handler: FoundHandler, values: Values): readonly Registration[] {
  const [method, schemas] = [argument(call, 0), argument(call, 1)];
  const name = method === undefined ? undefined : values.text(method);
  const params = call.expression.arguments.length === 3 && schemas !== undefined ? values.property(schemas, "params") : undefined;
  if (name === undefined || params === undefined) return [];
  return [{ kind: "request", name, handler, inputs: argumentsInput(schemaIn(params, values)) }];
}

/** Whether a call tells which tools there are, and if so the handler that answers. */
export function listHandler(call: CallValue, values: Values): Value | undefined {
  if (calleeName(call.expression) !== "setRequestHandler") return undefined;
  return requestOf(call, values) === "ListToolsRequestSchema" ? argument(call, -1) : undefined;
}

function requestOf(call: CallValue, values: Values): string | undefined {
  const first = argument(call, 0);
  if (first === undefined) return undefined;
  const method = values.text(first) ?? values.text({ ...first, expression: memberOf(first.expression, "method") }) ?? methodOfSchema(first, values);
  if (method !== undefined) return Object.hasOwn(METHODS, method) ? METHODS[method] : method === "tools/list" ? "ListToolsRequestSchema" : undefined;
  const settled = values.settle(first);
  const name = settled.kind === "external" ? settled.path.at(-1) : undefined;
  const wanted = name ?? calleeNameOf(first.expression);
  return Object.hasOwn(REQUESTS, wanted) || wanted === "ListToolsRequestSchema" ? wanted : undefined;
}

/** `z.object({ method: z.literal("tools/call"), params })`: a server may write the schema itself. */
function methodOfSchema(first: Value, values: Values): string | undefined {
  const schema = values.settle(first).kind === "expression" ? schemaIn(first, values) : undefined;
  const method = schema?.kind === "object" ? schema.fields.get("method") : undefined;
  return method?.kind === "enum" && typeof method.values[0] === "string" ? method.values[0] : undefined;
}

function calleeNameOf(expression: Value["expression"] | undefined): string {
  if (expression?.kind === "name") return expression.name;
  return expression?.kind === "member" ? (expression.property ?? "") : "";
}

function input(role: Input["role"], ...path: readonly string[]): Input {
  return { parameter: 0, path, role };
}
