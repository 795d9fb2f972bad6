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

function plain(pattern: Pattern | undefined): Pattern | undefined {
  return pattern?.kind === "default" ? pattern.pattern : pattern;
}

function addKeys(pattern: Extract<Pattern, { kind: "object" }>, names: Set<string>): void {
  for (const { key } of pattern.properties) if (typeof key === "string") names.add(key);
}
