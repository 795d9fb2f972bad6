import type { TextRange } from "../../base/text";
import type { Expression, FunctionNode, Module, Pattern } from "../../syntax/program";
import { walkStatements } from "../../syntax/walk";
import { emptyEnvironment } from "../environment";
import { findHandler } from "../handlers";
import type { Input } from "../model";
import { calleeName } from "../module-index";
import type { Values } from "../values";
import { membersRead } from "./arguments-place";
import { METHODS, REQUESTS } from "./request-handler";
import type { Declaration, DeclaredShape } from "./shape";

/** Methods that register an answer under the name of a method; a client has `request` and `send`, which are none. */
const REGISTERING = /^(addMethod|method|on|onRequest|handle|register|registerMethod|registerHandler|setHandler|use|set|add)$/;
/** More steps than from a loop's variable to the text that was parsed. */
const MAX_STEPS = 6;

/**
 * Servers that read the protocol's messages by hand, whatever brings them: `switch (body.method) { case "tools/call": … }` in a route of a web framework,
 * a line of the standard input, a socket. Also tables of functions by method, and the `addMethod("tools/call", …)` of JSON-RPC libraries.
 */
export const jsonRpc: DeclaredShape = {
  marker: /["'`](tools\/call|prompts\/get|resources\/read|completion\/complete)["'`]/,
  read: (module, values) => [...dispatched(module, values), ...inTables(module, values), ...registered(module, values)],
};

/** What a message's method is compared with. */
interface Comparison {
  readonly method: string;
  readonly subject: Expression;
  readonly range: TextRange;
}

function dispatched(module: Module, values: Values): readonly Declaration[] {
  const seen = new Set<string>();
  return [module.top, ...module.functions.values()].flatMap((node) =>
    comparisonsIn(node).flatMap(({ method, subject, range }) => {
      const found = messageOf(subject, node, module, values);
      const key = found === undefined ? "" : `${method}\0${found.function.id}`;
      if (found === undefined || seen.has(key)) return [];
      seen.add(key);
      const handler = findHandler({ expression: { kind: "function", function: found.function, range: found.function.range }, module, env: emptyEnvironment }, values);
      const request = REQUESTS[METHODS[method] ?? ""];
      if (handler === undefined || request === undefined || found.function === module.top) return [];
      const inputs = found.places.flatMap((place) => placed(place, request.inputs));
      return inputs.length === 0 ? [] : [{ kind: request.kind, handler: { ...handler, shift: 0 }, inputs, range }];
    }),
  );
}

/** Comparisons of a function's own, nested functions apart. */
function comparisonsIn(node: FunctionNode): readonly Comparison[] {
  const found: Comparison[] = [];
  const note = (subject: Expression, constant: Expression) => {
    if (constant.kind === "literal" && typeof constant.value === "string" && Object.hasOwn(METHODS, constant.value)) found.push({ method: constant.value, subject, range: constant.range });
  };
  walkStatements(node.body, {
    expression(expression) {
      if (expression.kind !== "binary" || (expression.operator !== "equal" && expression.operator !== "not-equal")) return;
      note(expression.left, expression.right);
      note(expression.right, expression.left);
    },
    statement(statement) {
      if (statement.kind === "switch") for (const { tests } of statement.cases) for (const test of tests) note(statement.subject, test);
    },
    nested: () => false,
  });
  return found;
}

/** Where a message, or what is left of it, comes into a function: in a parameter, or as the value of an expression of its body. */
interface Place {
  readonly parameter: number;
  readonly at?: Expression;
  readonly path: readonly string[];
  /** The message itself, its `params`, or a list of messages. */
  readonly what: "message" | "params" | "list";
}

interface Found {
  readonly function: FunctionNode;
  readonly places: readonly Place[];
}

/** The message whose method is compared, in the function that has it from outside. */
function messageOf(subject: Expression, within: FunctionNode, module: Module, values: Values): Found | undefined {
  const plain = withoutTypes(subject);
  if (plain.kind === "member" && plain.property === "method") return sourceOf(plain.object, [], within, module, values, 0);
  const binding = plain.kind === "name" ? module.bindings.get(plain.binding ?? "") : undefined;
  if (binding?.init !== undefined && binding.path?.at(-1) === "method") return sourceOf(binding.init, binding.path.slice(0, -1), within, module, values, 0);
  if (binding?.init !== undefined && binding.path === undefined && binding.writes === 1) {
    const init = withoutTypes(binding.init);
    return init.kind === "member" && init.property === "method" ? sourceOf(init.object, [], within, module, values, 0) : undefined;
  }
  return binding?.kind === "parameter" ? besideMethod(binding.id, binding.scope, module) : undefined;
}

/** `handle({method, params})` and `handle(method, params)`. */
function besideMethod(method: string, scope: string, module: Module): Found | undefined {
  const node = module.functions.get(scope);
  if (node === undefined) return undefined;
  for (const [parameter, { pattern }] of node.parameters.entries()) {
    const path = pathTo(pattern, method);
    if (path === undefined) continue;
    if (path.at(-1) === "method") return { function: node, places: [{ parameter, path: path.slice(0, -1), what: "message" }] };
    const other = node.parameters.findIndex((each, index) => index !== parameter && isParams(each.pattern, index, node, module));
    return path.length > 0 || other < 0 ? undefined : { function: node, places: [{ parameter: other, path: [], what: "params" }] };
  }
  return undefined;
}

function isParams(pattern: Pattern, index: number, node: FunctionNode, module: Module): boolean {
  const plain = pattern.kind === "default" ? pattern.pattern : pattern;
  if (plain.kind === "bind" && /^(params|parameters|args)$/i.test(module.bindings.get(plain.binding)?.name ?? "")) return true;
  const read = membersRead({ function: node, module }, index);
  return read.has("arguments") || read.has("uri");
}

/** Follows names and members back to a parameter, or to the expression that makes the message: `JSON.parse(line)`, `await c.req.json()`. */
function sourceOf(expression: Expression, path: readonly string[], within: FunctionNode, module: Module, values: Values, steps: number): Found | undefined {
  const plain = withoutTypes(expression);
  if (steps > MAX_STEPS) return undefined;
  if (plain.kind === "member") return plain.property === undefined ? undefined : sourceOf(plain.object, [plain.property, ...path], within, module, values, steps + 1);
  if (plain.kind !== "name") return plain.kind === "call" || plain.kind === "await" || plain.kind === "conditional" || plain.kind === "logical" ? made(plain, path, within) : undefined;
  const binding = module.bindings.get(plain.binding ?? "");
  const home = module.functions.get(binding?.scope ?? "");
  if (binding === undefined || home === undefined) return undefined;
  if (binding.kind === "parameter") return inParameter(binding.id, path, home);
  const inside = [...(binding.path ?? []), ...path];
  if (binding.init !== undefined && inside.includes("[]")) return { function: home, places: [{ parameter: 0, at: binding.init, path: inside.slice(0, inside.indexOf("[]")), what: "list" }] };
  if (binding.init !== undefined) return sourceOf(binding.init, inside, home, module, values, steps + 1);
  const written = values.indexOf(module).written.get(binding.id) ?? [];
  return { function: home, places: written.map((at) => ({ parameter: 0, at, path, what: "message" as const })) };
}

function made(at: Expression, path: readonly string[], within: FunctionNode): Found {
  return { function: within, places: [{ parameter: 0, at, path, what: "message" }] };
}

function inParameter(binding: string, path: readonly string[], node: FunctionNode): Found | undefined {
  for (const [parameter, { pattern }] of node.parameters.entries()) {
    const inside = pathTo(pattern, binding);
    if (inside !== undefined) return { function: node, places: [{ parameter, path: [...inside, ...path], what: "message" }] };
  }
  return undefined;
}

/** Where a pattern takes a name from. */
function pathTo(pattern: Pattern, binding: string): readonly string[] | undefined {
  if (pattern.kind === "bind") return pattern.binding === binding ? [] : undefined;
  if (pattern.kind === "default") return pathTo(pattern.pattern, binding);
  if (pattern.kind !== "object") return undefined;
  for (const { key, value } of pattern.properties) {
    const inside = typeof key === "string" ? pathTo(value, binding) : undefined;
    if (inside !== undefined && typeof key === "string") return [key, ...inside];
  }
  return undefined;
}

/** The inputs of a request, seen from where its message lies. Of a list nothing can be told apart: it comes from outside as a whole. */
function placed({ parameter, at, path, what }: Place, inputs: readonly Input[]): readonly Input[] {
  const here = { parameter, ...(at === undefined ? {} : { at }) };
  if (what === "list") return [{ ...here, path, role: "arguments" }];
  return inputs.map((input) => ({ ...here, role: input.role, path: [...path, ...(what === "params" ? input.path.slice(1) : input.path)] }));
}

/** `const methods = {"tools/list": …, "tools/call": async (params) => …}`. */
function inTables(module: Module, values: Values): readonly Declaration[] {
  return values.indexOf(module).objects.flatMap(({ object }) => object.properties.flatMap(({ key, value }) => (typeof key === "string" ? served(key, value, module, values) : [])));
}

/** `rpc.addMethod("tools/call", async (params) => …)`. */
function registered(module: Module, values: Values): readonly Declaration[] {
  return values.indexOf(module).calls.flatMap(({ call }) => {
    const [first, second, ...others] = call.arguments;
    if (first?.kind !== "literal" || typeof first.value !== "string" || second === undefined || others.length > 0) return [];
    return REGISTERING.test(calleeName(call) ?? "") ? served(first.value, second, module, values) : [];
  });
}

function served(method: string, value: Expression, module: Module, values: Values): readonly Declaration[] {
  const request = Object.hasOwn(METHODS, method) ? REQUESTS[METHODS[method] ?? ""] : undefined;
  const handler = request === undefined || !mayBeFunction(value) ? undefined : findHandler({ expression: value, module, env: emptyEnvironment }, values);
  if (request === undefined || handler === undefined) return [];
  const what = membersRead(handler.ref, handler.shift).has("params") ? "message" : "params";
  return [{ kind: request.kind, handler, inputs: placed({ parameter: 0, path: [], what }, request.inputs), range: value.range }];
}

function mayBeFunction({ kind }: Expression): boolean {
  return kind === "function" || kind === "name" || kind === "member" || kind === "call";
}

function withoutTypes(expression: Expression): Expression {
  return expression.kind === "typed" ? withoutTypes(expression.value) : expression;
}
