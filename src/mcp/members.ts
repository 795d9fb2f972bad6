import type { Call, ClassNode, Expression, Module, ObjectExpression } from "../syntax/program";
import { emptyEnvironment } from "./environment";
import type { Value } from "./environment";
import { calleeName } from "./module-index";
import type { Settled, Values } from "./values";

/** A method of a class or an instance, or a member of something from outside. */
export function methodOf(owner: Settled, name: string, values: Values): Settled | undefined {
  if (owner.kind === "external" || owner.kind === "global") return { ...owner, path: [...owner.path, name] };
  if (owner.kind !== "class" && owner.kind !== "instance") return undefined;
  const found = findMember(values, owner.class, owner.module, name, owner.kind === "class");
  const node = found?.member.function;
  if (found === undefined || node === undefined || found.member.kind === "getter") return undefined;
  const env = owner.kind === "instance" ? owner.env : emptyEnvironment;
  return { kind: "function", function: node, module: found.module, env, shift: 0, classId: owner.class.id };
}

/** A member of a class or of the classes it extends. */
function findMember(values: Values, node: ClassNode, module: Module, name: string, isStatic: boolean, level = 0): { readonly member: ClassNode["members"][number]; readonly module: Module } | undefined {
  const member = node.members.find((each) => each.name === name && each.isStatic === isStatic && each.kind !== "setter" && each.kind !== "constructor");
  if (member !== undefined) return { member, module };
  const base = baseOf(values, node, module);
  return base === undefined || level > 8 ? undefined : findMember(values, base.class, base.module, name, isStatic, level + 1);
}

function baseOf(values: Values, node: ClassNode, module: Module): { readonly class: ClassNode; readonly module: Module } | undefined {
  if (node.base === undefined) return undefined;
  const base = values.workspace.resolve(node.base, module);
  return base.kind === "class" ? base : undefined;
}

/** A member of an object literal, an instance, a class or a module. */
export function propertyOf(value: Value, name: string, values: Values): Value | undefined {
  const owner = values.settle(value);
  switch (owner.kind) {
    case "expression":
      return ofLiteral(values, owner.value, name);
    case "class":
    case "instance":
      return ofClass(values, owner, name);
    case "namespace": {
      const exported = values.workspace.resolveExport(owner.module.file, name);
      return exported?.kind === "expression" ? { expression: exported.expression, module: exported.module, env: value.env } : undefined;
    }
    default:
      return undefined;
  }
}

function ofLiteral(values: Values, value: Value, name: string): Value | undefined {
  const { expression } = value;
  if (expression.kind === "array") {
    const element = /^\d+$/.test(name) ? expression.elements[Number(name)] : undefined;
    return element === undefined || element.kind === "spread" ? undefined : { ...value, expression: element };
  }
  if (expression.kind === "object") return ofObject(values, value, expression, name);
  // `defineTool({…})`, `Tool.parse({…})`: a call of something outside that is given the object.
  const described = expression.kind === "call" ? givenObject(values, value, expression) : undefined;
  return described === undefined ? undefined : values.property(described, name);
}

function ofObject(values: Values, value: Value, object: ObjectExpression, name: string): Value | undefined {
  for (const each of [...object.properties].reverse()) {
    if (each.key === name) return { ...value, expression: each.value };
    if (typeof each.key === "object" && values.constant({ ...value, expression: each.key }) === name) return { ...value, expression: each.value };
    const spread = each.key === undefined ? values.property({ ...value, expression: each.value }, name) : undefined;
    if (spread !== undefined) return spread;
  }
  return undefined;
}

function givenObject(values: Values, value: Value, call: Call): Value | undefined {
  if (call.isNew || /^(map|filter|find|get|then)$/.test(calleeName(call) ?? "")) return undefined;
  for (const each of call.arguments) {
    const argument = { ...value, expression: each };
    const settled = each.kind === "function" ? undefined : values.settle(argument);
    if (settled?.kind === "expression" && settled.value.expression.kind === "object") return settled.value;
  }
  return undefined;
}

function ofClass(values: Values, owner: Extract<Settled, { kind: "class" | "instance" }>, name: string, level = 0): Value | undefined {
  const env = owner.kind === "instance" ? owner.env : emptyEnvironment;
  const member = owner.class.members.find((each) => each.name === name && each.isStatic === (owner.kind === "class") && each.kind !== "setter");
  if (member?.kind === "getter" && member.function !== undefined) {
    const only = values.indexOf(owner.module).returns.get(member.function.id)?.[0];
    if (only !== undefined) return { expression: only, module: owner.module, env };
  }
  if (member?.kind === "field" && member.value !== undefined) return { expression: member.value, module: owner.module, env };
  const written = values.indexOf(owner.module).members.get(`${owner.class.id}.${name}`);
  if (written?.[0] !== undefined) return { expression: written[0], module: owner.module, env };
  const promoted = owner.kind === "instance" ? promotedParameter(owner.class, owner.module, name) : undefined;
  if (promoted !== undefined) return { expression: promoted, module: owner.module, env };
  const base = member === undefined ? baseOf(values, owner.class, owner.module) : undefined;
  return base === undefined || level > 8 ? undefined : ofClass(values, { ...owner, class: base.class, module: base.module }, name, level + 1);
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
