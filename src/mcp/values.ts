import type { Call, ClassNode, Expression, FunctionNode, Member, Module, ObjectExpression, Pattern } from "../syntax/program";
import type { Definition, Workspace } from "../syntax/workspace";
import type { Lookup } from "../schema/reader";
import { calleeName } from "./module-index";
import type { ModuleIndex } from "./module-index";

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

/** What a value turns out to be. */
export type Settled =
  | { readonly kind: "function"; readonly function: FunctionNode; readonly module: Module; readonly env: Environment; readonly classId?: string; /** Leading parameters that `bind` has taken. */ readonly shift: number }
  | { readonly kind: "class"; readonly class: ClassNode; readonly module: Module }
  | { readonly kind: "instance"; readonly class: ClassNode; readonly module: Module; readonly env: Environment }
  | { readonly kind: "namespace"; readonly module: Module }
  | { readonly kind: "external"; readonly package: string; readonly path: readonly string[] }
  | { readonly kind: "global"; readonly path: readonly string[] }
  | { readonly kind: "expression"; readonly value: Value };

/** Finds out what values are, with loops unrolled and parameters filled in. */
export interface Values {
  readonly workspace: Workspace;
  indexOf(module: Module): ModuleIndex;
  settle(value: Value): Settled;
  /** A member of an object literal, an instance, a class or a module. */
  property(value: Value, name: string): Value | undefined;
  /** A property as a literal value. */
  constant(value: Value | undefined): string | number | boolean | null | undefined;
  /** The constant as text; undefined for anything else. */
  text(value: Value | undefined): string | undefined;
  /** What a function gives back, in the environment of a call. */
  returned(settled: Settled, args: readonly Value[]): readonly Value[];
  /** The environment as the readers of schemas understand it. */
  lookup(env: Environment): Lookup;
}

/** No names are known. */
export const emptyEnvironment: Environment = new Map();
/** Real chains have fewer than twenty links; more means code that goes in circles. */
const MAX_DEPTH = 40;
/** More returns than this and nobody can say which one counts. */
const MAX_RETURNS = 8;

/** The key of a binding in an environment. */
export function bindingKey(module: Module, binding: string): string {
  return `${module.file}#${binding}`;
}

/** The environment in which the names of a pattern stand for a value or its parts. */
export function bindPattern(env: Environment, pattern: Pattern, site: Site, owner: Module): Environment {
  const extended = new Map(env);
  assign(extended, pattern, site, owner);
  return extended;
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

/** Makes the evaluator for one workspace as it is now. */
export function createValues(workspace: Workspace, indexOf: (module: Module) => ModuleIndex): Values {
  let depth = 0;
  const known = new Map<Expression, Settled>();

  function settle(value: Value): Settled {
    const before = value.env.size === 0 ? known.get(value.expression) : undefined;
    if (before !== undefined) return before;
    if (depth > MAX_DEPTH) return { kind: "expression", value };
    depth++;
    const settled = step(value);
    depth--;
    // Deep inside of another question the answer may have been cut short.
    if (value.env.size === 0 && depth < MAX_DEPTH / 2) known.set(value.expression, settled);
    return settled;
  }

  function step(value: Value): Settled {
    const { expression, module, env } = value;
    const to = (next: Expression) => settle({ expression: next, module, env });
    switch (expression.kind) {
      case "typed":
      case "await":
      case "assign":
        return to(expression.value);
      case "sequence":
        return to(expression.values.at(-1) ?? expression);
      case "function":
        return { kind: "function", function: expression.function, module, env, shift: 0, classId: classIdOf(expression.function, module) };
      case "class":
        return { kind: "class", class: expression.class, module };
      case "name":
        return settleName(value, expression.binding);
      case "member":
        return settleMember(value, expression);
      case "call":
        return settleCall(value, expression);
      case "conditional":
        return firstKnown(value, [to(expression.then), to(expression.else)]);
      case "logical":
        return firstKnown(value, expression.operator === "and" ? [to(expression.right)] : [to(expression.left), to(expression.right)]);
      case "this":
        return settleThis(value);
      default:
        return { kind: "expression", value };
    }
  }

  function settleName(value: Value, binding: string | undefined): Settled {
    const { expression, module, env } = value;
    const known = binding === undefined ? undefined : env.get(bindingKey(module, binding));
    if (known !== undefined) return settle({ ...known, env });
    const declared = binding === undefined ? undefined : module.bindings.get(binding);
    if (declared?.kind === "variable" && declared.init !== undefined && declared.writes === 1) {
      if (declared.path?.includes("[]") === true) return { kind: "expression", value };
      const whole = (declared.path ?? []).reduce(memberOf, declared.init);
      return settle({ expression: whole, module, env });
    }
    if (declared?.kind === "parameter") return instanceOfType(value) ?? { kind: "expression", value };
    return fromDefinition(workspace.resolve(expression, module), value);
  }

  /** A parameter whose type is a class of the workspace. */
  function instanceOfType(value: Value): Settled | undefined {
    const { expression, module, env } = value;
    const declared = expression.kind === "name" && expression.binding !== undefined ? module.bindings.get(expression.binding) : undefined;
    const type = declared?.type === undefined ? undefined : workspace.resolveType(declared.type, module);
    return type?.kind === "class" ? { kind: "instance", class: type.class, module: type.module, env } : undefined;
  }

  function fromDefinition(definition: Definition, from: Value): Settled {
    switch (definition.kind) {
      case "function":
        return { kind: "function", function: definition.function, module: definition.module, env: from.env, shift: 0, classId: classIdOf(definition.function, definition.module) };
      case "class":
        return { kind: "class", class: definition.class, module: definition.module };
      case "module":
        return { kind: "namespace", module: definition.module };
      case "external":
      case "global":
        return definition;
      case "parameter":
        return { kind: "expression", value: from };
      case "expression":
        if (definition.expression === from.expression || sameName(definition.expression, from.expression)) return { kind: "expression", value: from };
        return settle({ expression: definition.expression, module: definition.module, env: from.env });
    }
  }

  function settleMember(value: Value, member: Member): Settled {
    const { module, env } = value;
    // `handlers[tool.name]` in a loop has a known key.
    const name = member.property ?? (member.key === undefined ? undefined : constant({ expression: member.key, module, env }));
    if (typeof name !== "string") return { kind: "expression", value };
    const owner = { expression: member.object, module, env };
    const found = property(owner, name);
    if (found !== undefined) return settle(found);
    const method = methodOf(settle(owner), name);
    if (method !== undefined) return method;
    return fromDefinition(workspace.resolve(member, module), value);
  }

  function methodOf(owner: Settled, name: string): Settled | undefined {
    if (owner.kind === "external" || owner.kind === "global") return { ...owner, path: [...owner.path, name] };
    if (owner.kind !== "class" && owner.kind !== "instance") return undefined;
    const found = findMember(owner.class, owner.module, name, owner.kind === "class");
    const node = found?.member.function;
    if (found === undefined || node === undefined || found.member.kind === "getter") return undefined;
    const env = owner.kind === "instance" ? owner.env : emptyEnvironment;
    return { kind: "function", function: node, module: found.module, env, shift: 0, classId: owner.class.id };
  }

  /** A member of a class or of the classes it extends. */
  function findMember(node: ClassNode, module: Module, name: string, isStatic: boolean, level = 0): { readonly member: ClassNode["members"][number]; readonly module: Module } | undefined {
    const member = node.members.find((each) => each.name === name && each.isStatic === isStatic && each.kind !== "setter" && each.kind !== "constructor");
    if (member !== undefined) return { member, module };
    const base = baseOf(node, module);
    return base === undefined || level > 8 ? undefined : findMember(base.class, base.module, name, isStatic, level + 1);
  }

  function baseOf(node: ClassNode, module: Module): { readonly class: ClassNode; readonly module: Module } | undefined {
    if (node.base === undefined) return undefined;
    const base = workspace.resolve(node.base, module);
    return base.kind === "class" ? base : undefined;
  }

  function property(value: Value, name: string): Value | undefined {
    const owner = settle(value);
    switch (owner.kind) {
      case "expression":
        return ofLiteral(owner.value, name);
      case "class":
      case "instance":
        return ofClass(owner, name);
      case "namespace": {
        const exported = workspace.resolveExport(owner.module.file, name);
        return exported?.kind === "expression" ? { expression: exported.expression, module: exported.module, env: value.env } : undefined;
      }
      default:
        return undefined;
    }
  }

  function ofLiteral(value: Value, name: string): Value | undefined {
    const { expression } = value;
    if (expression.kind === "array") {
      const element = /^\d+$/.test(name) ? expression.elements[Number(name)] : undefined;
      return element === undefined || element.kind === "spread" ? undefined : { ...value, expression: element };
    }
    if (expression.kind === "object") return ofObject(value, expression, name);
    // `defineTool({…})`, `Tool.parse({…})`: a call of something outside that is given the object.
    const described = expression.kind === "call" ? givenObject(value, expression) : undefined;
    return described === undefined ? undefined : property(described, name);
  }

  function ofObject(value: Value, object: ObjectExpression, name: string): Value | undefined {
    for (const each of [...object.properties].reverse()) {
      if (each.key === name) return { ...value, expression: each.value };
      if (typeof each.key === "object" && constant({ ...value, expression: each.key }) === name) return { ...value, expression: each.value };
      const spread = each.key === undefined ? property({ ...value, expression: each.value }, name) : undefined;
      if (spread !== undefined) return spread;
    }
    return undefined;
  }

  function givenObject(value: Value, call: Call): Value | undefined {
    if (call.isNew || /^(map|filter|find|get|then)$/.test(calleeName(call) ?? "")) return undefined;
    for (const each of call.arguments) {
      const argument = { ...value, expression: each };
      const settled = each.kind === "function" ? undefined : settle(argument);
      if (settled?.kind === "expression" && settled.value.expression.kind === "object") return settled.value;
    }
    return undefined;
  }

  function ofClass(owner: Extract<Settled, { kind: "class" | "instance" }>, name: string, level = 0): Value | undefined {
    const env = owner.kind === "instance" ? owner.env : emptyEnvironment;
    const member = owner.class.members.find((each) => each.name === name && each.isStatic === (owner.kind === "class") && each.kind !== "setter");
    if (member?.kind === "getter" && member.function !== undefined) {
      const only = indexOf(owner.module).returns.get(member.function.id)?.[0];
      if (only !== undefined) return { expression: only, module: owner.module, env };
    }
    if (member?.kind === "field" && member.value !== undefined) return { expression: member.value, module: owner.module, env };
    const written = indexOf(owner.module).members.get(`${owner.class.id}.${name}`);
    if (written?.[0] !== undefined) return { expression: written[0], module: owner.module, env };
    const promoted = owner.kind === "instance" ? promotedParameter(owner.class, owner.module, name) : undefined;
    if (promoted !== undefined) return { expression: promoted, module: owner.module, env };
    const base = member === undefined ? baseOf(owner.class, owner.module) : undefined;
    return base === undefined || level > 8 ? undefined : ofClass({ ...owner, class: base.class, module: base.module }, name, level + 1);
  }

  /** `constructor(private readonly name: string)` makes a field of a parameter. */
  function promotedParameter(node: ClassNode, module: Module, name: string): Expression | undefined {
    const constructor = node.members.find((each) => each.kind === "constructor")?.function;
    for (const parameter of constructor?.parameters ?? []) {
      const pattern = parameter.pattern.kind === "default" ? parameter.pattern.pattern : parameter.pattern;
      if (parameter.isField && pattern.kind === "bind" && module.bindings.get(pattern.binding)?.name === name) {
        return { kind: "name", name, binding: pattern.binding, range: parameter.range };
      }
    }
    return undefined;
  }

  function settleCall(value: Value, call: Call): Settled {
    const { module, env } = value;
    const callee = settle({ expression: call.callee, module, env });
    const args = call.arguments.map((expression) => ({ expression, module, env }));
    if (call.isNew) return callee.kind === "class" ? instantiate(callee, args) : { kind: "expression", value };
    if (call.callee.kind === "member" && call.callee.property === "bind") {
      const bound = settle({ expression: call.callee.object, module, env });
      if (bound.kind === "function") return bindFirst(bound, args.slice(1));
    }
    if (callee.kind === "global" && /^Object\.(freeze|seal|assign)$/.test(callee.path.join(".")) && args[0] !== undefined) return settle(args.at(-1) ?? args[0]);
    if (callee.kind !== "function") return { kind: "expression", value };
    return firstKnown(value, returned(callee, args).map(settle));
  }

  function instantiate(callee: Extract<Settled, { kind: "class" }>, args: readonly Value[]): Settled {
    const constructor = callee.class.members.find((each) => each.kind === "constructor")?.function;
    const env = merge(args);
    const bound = constructor === undefined ? env : bindArguments(env, constructor, callee.module, args);
    return { kind: "instance", class: callee.class, module: callee.module, env: bound };
  }

  function bindFirst(bound: Extract<Settled, { kind: "function" }>, args: readonly Value[]): Settled {
    if (args.length === 0) return bound;
    return { ...bound, env: bindArguments(bound.env, bound.function, bound.module, args), shift: bound.shift + args.length };
  }

  function returned(settled: Settled, args: readonly Value[]): readonly Value[] {
    if (settled.kind !== "function" || settled.function.isGenerator) return [];
    const env = bindArguments(new Map([...settled.env, ...merge(args)]), settled.function, settled.module, args);
    const all = indexOf(settled.module).returns.get(settled.function.id) ?? [];
    return all.slice(0, MAX_RETURNS).map((expression) => ({ expression, module: settled.module, env }));
  }

  function settleThis(value: Value): Settled {
    const { module, env, expression } = value;
    const known = env.get(bindingKey(module, "this"));
    if (known !== undefined) return settle({ ...known, env });
    let best: ClassNode | undefined;
    for (const node of module.classes.values()) {
      if (node.range.start <= expression.range.start && expression.range.end <= node.range.end && node.range.start >= (best?.range.start ?? 0)) best = node;
    }
    if (best === undefined) return { kind: "expression", value };
    const member = best.members.find((each) => each.range.start <= expression.range.start && expression.range.end <= each.range.end);
    return member?.isStatic === true ? { kind: "class", class: best, module } : { kind: "instance", class: best, module, env };
  }

  function constant(value: Value | undefined): string | number | boolean | null | undefined {
    if (value === undefined) return undefined;
    const direct = workspace.constant(value.expression, value.module);
    if (direct !== undefined) return direct;
    const settled = settle(value);
    if (settled.kind !== "expression") return undefined;
    const { expression, module, env } = settled.value;
    if (expression.kind !== "concat") return workspace.constant(expression, module);
    const parts = expression.parts.map((each) => constant({ expression: each, module, env }));
    return parts.some((each) => each === undefined) ? undefined : parts.join("");
  }

  return {
    workspace,
    indexOf,
    settle,
    property,
    constant,
    text(value) {
      const found = constant(value);
      return typeof found === "string" ? found : undefined;
    },
    returned,
    lookup: (env) => (binding, module) => env.get(bindingKey(module, binding)),
  };
}

/** The first alternative that is something; the value itself where none is. */
function firstKnown(value: Value, alternatives: readonly Settled[]): Settled {
  const useful = (each: Settled) => each.kind !== "expression" || /^(object|array|call|concat)$/.test(each.value.expression.kind);
  return alternatives.find(useful) ?? alternatives.find((each) => each.kind === "expression" && each.value.expression.kind === "literal" && each.value.expression.value !== undefined && each.value.expression.value !== null) ?? { kind: "expression", value };
}

function merge(values: readonly Value[]): Environment {
  const [first, ...others] = values;
  if (first === undefined) return emptyEnvironment;
  return others.every((each) => each.env === first.env) ? first.env : new Map(values.flatMap((each) => [...each.env]));
}

function sameName(a: Expression, b: Expression): boolean {
  return a.kind === "name" && b.kind === "name" && a.binding === b.binding && a.name === b.name;
}

/** The class of a method; arrow functions in methods know it through their closure. */
function classIdOf(node: FunctionNode, module: Module): string | undefined {
  let current: FunctionNode | undefined = node;
  while (current !== undefined && current.memberOf === undefined) {
    if (current.ownThis) return undefined;
    const parent: string | undefined = module.parents.get(current.id);
    current = parent === undefined ? undefined : module.functions.get(parent);
  }
  return current?.memberOf;
}
