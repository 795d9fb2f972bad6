import type { Input, McpModel } from "../mcp/model";
import type { NamedFunction, SourceFunction, SourceInput } from "../taint/taint";

/**
 * What of the object that SDKs pass beside the arguments comes from outside: `extra.requestInfo` and `_meta` of SDK v1, `ctx.http.req` and `ctx.mcpReq` of v2.
 * Headers and addresses are set by whoever runs the client, mostly to configure it; the answers of a retry are anybody's.
 */
const CONTEXT: readonly ContextPart[] = [
  { path: ["requestInfo", "headers"], role: "session" },
  { path: ["requestInfo", "url"], role: "session" },
  { path: ["_meta"], role: "session" },
  { path: ["http", "req", "headers"], role: "session" },
  { path: ["http", "req", "url"], role: "session" },
  { path: ["mcpReq", "_meta"], role: "session" },
  { path: ["mcpReq", "envelope"], role: "session" },
  { path: ["mcpReq", "inputResponses"], role: "answer" },
];

/** `ctx.mcpReq.requestState()`: a client may bring back anything, unless the server has it verified. */
const STATE: ContextPart = { path: ["mcpReq", "requestState"], role: "state" };

type ContextPart = Pick<SourceInput, "path" | "role">;

/** The places where a model's arguments enter, for the taint analysis, which knows nothing of MCP. */
export function sourcesOf(model: McpModel): readonly SourceFunction[] {
  return model.entries.map((entry) => ({
    function: entry.handler.function,
    module: entry.handler.module,
    bound: entry.handler.bound,
    classId: entry.handler.classId,
    classModule: entry.handler.classModule,
    inputs: entry.inputs.flatMap((input) => inputsOf(input, model.verifiesState === true ? CONTEXT : [...CONTEXT, STATE])),
    name: entry.name,
    kind: entry.kind,
    isGuess: entry.isGuess === true,
  }));
}

function inputsOf({ parameter, at, path, role, schema, template }: Input, context: readonly ContextPart[]): readonly SourceInput[] {
  if (role === "context") return context.map((part) => ({ role: part.role, parameter, path: [...path, ...part.path] }));
  const withoutSlash = template?.variables.flatMap((variable) => (variable.mayHoldSlash ? [] : [variable.name]));
  return [{ parameter, ...(at === undefined ? {} : { at }), path, role, schema, withoutSlash }];
}

/**
 * The functions that are known to serve one tool each, though a dispatcher calls them; a guess that one is called is no guess any more.
 * What a factory gives to several tools has no name of its own.
 */
export function namedFunctionsOf(model: McpModel): readonly NamedFunction[] {
  const named = model.entries.flatMap((entry): readonly NamedFunction[] => {
    const guessed = entry.isGuess === true && entry.name !== undefined ? [{ name: entry.name, handler: entry.handler }] : [];
    return [...entry.advertised, ...guessed].flatMap(({ name, handler }) => (handler === undefined ? [] : [{ function: handler.function, module: handler.module, name }]));
  });
  const names = new Map<NamedFunction["function"], Set<string>>();
  for (const each of named) names.set(each.function, (names.get(each.function) ?? new Set()).add(each.name));
  return named.filter((each) => names.get(each.function)?.size === 1);
}
