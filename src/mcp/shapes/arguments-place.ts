import type { FunctionNode, Module, Pattern } from "../../syntax/program";
import { walkFunction } from "../../syntax/walk";

/** A function in its module. */
interface Code {
  readonly function: FunctionNode;
  readonly module: Module;
}

/** Whether a function takes a member out of one of its parameters, by a pattern or by name. */
export function readsMember(code: Code, parameter: number, member: string): boolean {
  return membersRead(code, parameter).has(member);
}

/** The members that a function takes out of one of its parameters; a parameter that is passed on whole tells nothing. */
export function membersRead({ function: node, module }: Code, parameter: number): ReadonlySet<string> {
  const pattern = plain(node.parameters[parameter]?.pattern);
  const names = new Set<string>();
  if (pattern?.kind === "object") addKeys(pattern, names);
  if (pattern?.kind !== "bind") return names;
  walkFunction(node, {
    expression(expression) {
      if (expression.kind === "member" && expression.property !== undefined && expression.object.kind === "name" && expression.object.binding === pattern.binding) names.add(expression.property);
    },
  });
  // `const { params } = request` at the start of the body.
  for (const { init, path } of module.bindings.values()) {
    if (init?.kind === "name" && init.binding === pattern.binding && path?.[0] !== undefined) names.add(path[0]);
  }
  return names;
}

/** Names under which a request, or an object of a project's own, holds the arguments of a tool. */
const WRAPPERS: readonly string[] = ["params", "arguments", "args", "input", "context"];
/** Names of parameters that are the arguments themselves. */
const NAMES = /^(args|arguments|params|parameters|input|inputs|options|payload|toolArgs|toolInput)$/i;

/**
 * Where a function takes its arguments from, when nobody can say who calls it: the parameter of which it reads what the schema names,
 * a member of it that holds them (`request.params`), or else the parameter that is called like them, or the first.
 */
export function placeOfArguments(code: Code, from: number, fields: ReadonlySet<string> | undefined): { readonly parameter: number; readonly path: readonly string[] } {
  const parameters = code.function.parameters.flatMap((each, parameter) => (parameter < from ? [] : [{ parameter, pattern: plain(each.pattern), read: membersRead(code, parameter) }]));
  const direct = parameters.find(({ read }) => fields !== undefined && [...read].some((name) => fields.has(name)));
  if (direct !== undefined) return { parameter: direct.parameter, path: [] };
  for (const { parameter, read } of parameters) {
    const wrapper = WRAPPERS.find((name) => read.has(name));
    if (wrapper === undefined) continue;
    return { parameter, path: wrapper === "params" && readsArguments(code) ? ["params", "arguments"] : [wrapper] };
  }
  const named = parameters.find(({ pattern }) => pattern?.kind === "bind" && NAMES.test(code.module.bindings.get(pattern.binding)?.name ?? ""));
  return { parameter: named?.parameter ?? from, path: [] };
}

/** `request.params.arguments`, as in a low-level handler. */
function readsArguments({ function: node }: Code): boolean {
  let isRead = false;
  walkFunction(node, {
    expression(expression) {
      if (expression.kind === "member" && expression.property === "arguments" && expression.object.kind === "member" && expression.object.property === "params") isRead = true;
    },
  });
  return isRead;
}

function plain(pattern: Pattern | undefined): Pattern | undefined {
  return pattern?.kind === "default" ? pattern.pattern : pattern;
}

function addKeys(pattern: Extract<Pattern, { kind: "object" }>, names: Set<string>): void {
  for (const { key } of pattern.properties) if (typeof key === "string") names.add(key);
}
