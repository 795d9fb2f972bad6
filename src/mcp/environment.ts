import type { Call, ClassNode, Expression, FunctionNode, Member, Module, Pattern } from "../syntax/program";

/** What names stand for in one run of a loop, or in one call of a function: by module and binding. */
export type Environment = ReadonlyMap<string, Site>;

/** An expression, and the module whose names it uses. */
export interface Site {
  readonly expression: Expression;
  readonly module: Module;
}

/** An expression together with what its open names stand for. */
export interface Value extends Site {
  readonly env: Environment;
}

/** No names are known. */
export const emptyEnvironment: Environment = new Map();
/** The key of a binding in an environment. */
export function bindingKey(module: Module, binding: string): string {
  return `${module.file}#${binding}`;
}

/** The environment in which the parameters of a function stand for the arguments of a call. */
export function bindArguments(env: Environment, node: FunctionNode, owner: Module, args: readonly Site[]): Environment {
  const extended = new Map(env);
  node.parameters.forEach((parameter, index) => {
    const given = args[index] ?? (parameter.default === undefined ? undefined : { expression: parameter.default, module: owner });
    if (given !== undefined && !parameter.isRest) assign(extended, parameter.pattern, given, owner);
  });
  return extended;
}

/** The expression for a member that the program does not spell out. */
export function memberOf(object: Expression, property: string): Member {
  const end = { start: object.range.end, end: object.range.end };
  return { kind: "member", object, property, propertyRange: end, isOptional: false, range: object.range };
}

/** The construction of a class, as a program would write it: what its members are is asked of an instance. */
export function instanceOf(node: ClassNode): Call {
  const { range } = node;
  return { kind: "call", callee: { kind: "class", class: node, range }, arguments: [], isNew: true, isOptional: false, typeArguments: [], argumentsRange: range, range };
}

function assign(env: Map<string, Site>, pattern: Pattern, site: Site, owner: Module): void {
  switch (pattern.kind) {
    case "bind":
      // A name that stands for itself would be followed for ever.
      if (!(site.expression.kind === "name" && site.expression.binding === pattern.binding && site.module === owner)) env.set(bindingKey(owner, pattern.binding), site);
      return;
    case "object":
      for (const each of pattern.properties) {
        if (typeof each.key === "string") assign(env, each.value, { expression: memberOf(site.expression, each.key), module: site.module }, owner);
      }
      return;
    case "array":
      pattern.elements.forEach((each, index) => {
        if (each !== undefined) assign(env, each, { expression: memberOf(site.expression, String(index)), module: site.module }, owner);
      });
      return;
    case "default":
      return assign(env, pattern.pattern, site, owner);
    case "place":
      return;
  }
}

/** The environment that several values share, or all that any of them knows. */
export function sharedEnvironment(values: readonly Value[]): Environment {
  const [first, ...others] = values;
  if (first === undefined) return emptyEnvironment;
  return others.every((each) => each.env === first.env) ? first.env : new Map(values.flatMap((each) => [...each.env]));
}
