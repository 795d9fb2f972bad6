import type { Call, ClassNode, Expression, FunctionNode, Member, Module } from "../syntax/program";
import type { Definition } from "../syntax/workspace";
import { bindArguments, bindingKey, memberOf, sharedEnvironment } from "./environment";
import type { Value } from "./environment";
import { methodOf } from "./members";
import type { Settled, Values } from "./values";

/** Follows a value by one step; the steps that remain are asked of `values`, which counts them. */
export function settleStep(value: Value, values: Values): Settled {
  const { expression, module, env } = value;
  const to = (next: Expression) => values.settle({ expression: next, module, env });
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
      return settleName(values, value, expression.binding);
    case "member":
      return settleMember(values, value, expression);
    case "call":
      return settleCall(values, value, expression);
    case "conditional":
      return firstKnown(value, [to(expression.then), to(expression.else)]);
    case "logical":
      return firstKnown(value, expression.operator === "and" ? [to(expression.right)] : [to(expression.left), to(expression.right)]);
    case "this":
      return settleThis(values, value);
    default:
      return { kind: "expression", value };
  }
}

function settleName(values: Values, value: Value, binding: string | undefined): Settled {
  const { expression, module, env } = value;
  const known = binding === undefined ? undefined : env.get(bindingKey(module, binding));
  if (known !== undefined) return values.settle({ ...known, env });
  const declared = binding === undefined ? undefined : module.bindings.get(binding);
  if (declared?.kind === "variable" && declared.init !== undefined && declared.writes === 1) {
    if (declared.path?.includes("[]") === true) return { kind: "expression", value };
    const whole = (declared.path ?? []).reduce(memberOf, declared.init);
    return values.settle({ expression: whole, module, env });
  }
  if (declared?.kind === "parameter") return instanceOfType(values, value) ?? { kind: "expression", value };
  return fromDefinition(values, values.workspace.resolve(expression, module), value);
}

/** A parameter whose type is a class of the workspace. */
function instanceOfType(values: Values, value: Value): Settled | undefined {
  const { expression, module, env } = value;
  const declared = expression.kind === "name" && expression.binding !== undefined ? module.bindings.get(expression.binding) : undefined;
  const type = declared?.type === undefined ? undefined : values.workspace.resolveType(declared.type, module);
  return type?.kind === "class" ? { kind: "instance", class: type.class, module: type.module, env } : undefined;
}

function fromDefinition(values: Values, definition: Definition, from: Value): Settled {
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
      return values.settle({ expression: definition.expression, module: definition.module, env: from.env });
  }
}

function settleMember(values: Values, value: Value, member: Member): Settled {
  const { module, env } = value;
  // `handlers[tool.name]` in a loop has a known key.
  const name = member.property ?? (member.key === undefined ? undefined : values.constant({ expression: member.key, module, env }));
  if (typeof name !== "string") return { kind: "expression", value };
  const owner = { expression: member.object, module, env };
  const found = values.property(owner, name);
  if (found !== undefined) return values.settle(found);
  const method = methodOf(values.settle(owner), name, values);
  if (method !== undefined) return method;
  return fromDefinition(values, values.workspace.resolve(member, module), value);
}

function settleCall(values: Values, value: Value, call: Call): Settled {
  const { module, env } = value;
  const callee = values.settle({ expression: call.callee, module, env });
  const args = call.arguments.map((expression) => ({ expression, module, env }));
  if (call.isNew) return callee.kind === "class" ? instantiate(callee, args) : { kind: "expression", value };
  if (call.callee.kind === "member" && call.callee.property === "bind") {
    const bound = values.settle({ expression: call.callee.object, module, env });
    if (bound.kind === "function") return bindFirst(bound, args.slice(1));
  }
  if (callee.kind === "global" && /^Object\.(freeze|seal|assign)$/.test(callee.path.join(".")) && args[0] !== undefined) return values.settle(args.at(-1) ?? args[0]);
  if (callee.kind !== "function") return { kind: "expression", value };
  return firstKnown(value, values.returned(callee, args).map(values.settle));
}

function instantiate(callee: Extract<Settled, { kind: "class" }>, args: readonly Value[]): Settled {
  const constructor = callee.class.members.find((each) => each.kind === "constructor")?.function;
  const env = sharedEnvironment(args);
  const bound = constructor === undefined ? env : bindArguments(env, constructor, callee.module, args);
  return { kind: "instance", class: callee.class, module: callee.module, env: bound };
}

function bindFirst(bound: Extract<Settled, { kind: "function" }>, args: readonly Value[]): Settled {
  if (args.length === 0) return bound;
  return { ...bound, env: bindArguments(bound.env, bound.function, bound.module, args), shift: bound.shift + args.length };
}

function settleThis(values: Values, value: Value): Settled {
  const { module, env, expression } = value;
  const known = env.get(bindingKey(module, "this"));
  if (known !== undefined) return values.settle({ ...known, env });
  let best: ClassNode | undefined;
  for (const node of module.classes.values()) {
    if (node.range.start <= expression.range.start && expression.range.end <= node.range.end && node.range.start >= (best?.range.start ?? 0)) best = node;
  }
  if (best === undefined) return { kind: "expression", value };
  const member = best.members.find((each) => each.range.start <= expression.range.start && expression.range.end <= each.range.end);
  return member?.isStatic === true ? { kind: "class", class: best, module } : { kind: "instance", class: best, module, env };
}

/** The first alternative that is something; the value itself where none is. */
function firstKnown(value: Value, alternatives: readonly Settled[]): Settled {
  const useful = (each: Settled) => each.kind !== "expression" || /^(object|array|call|concat)$/.test(each.value.expression.kind);
  return alternatives.find(useful) ?? alternatives.find((each) => each.kind === "expression" && each.value.expression.kind === "literal" && each.value.expression.value !== undefined && each.value.expression.value !== null) ?? { kind: "expression", value };
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
