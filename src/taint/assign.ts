import type { Expression, Pattern } from "../syntax/program";
import { withoutFirst } from "./lists";
import type { Activation, Machine } from "./machine";
import { withUrlPart } from "./builtins/urls";
import { recordKeyWrite } from "./object-keys";
import { elementOf } from "./members";
import { withStep } from "./trace";
import { type Value, joinValues, unknown, withField } from "./value";

/**
 * Gives a value to a pattern: a new variable, a parameter, or something that exists.
 * @param how "declare" for new names; "set" replaces; both record the step for people.
 */
export function assign(machine: Machine, pattern: Pattern, value: Value, activation: Activation, how: "declare" | "set"): void {
  switch (pattern.kind) {
    case "bind":
      setVariable(activation, pattern.binding, stepped(value, pattern, activation, how));
      if (how === "set") activation.rebound.add(pattern.binding);
      return;
    case "default":
      assign(machine, pattern.pattern, joinValues(value, machine.evaluate(pattern.value, activation)), activation, how);
      return;
    case "object":
      for (const property of pattern.properties) {
        const at = targetRange(property.value);
        const key = typeof property.key === "string" ? property.key : String(machine.evaluate(property.key, activation).constant?.value ?? "[]");
        assign(machine, property.value, machine.member(value, key, activation, { kind: "name", name: key, range: at }), activation, how);
      }
      if (pattern.rest) assign(machine, pattern.rest, value, activation, how);
      return;
    case "array":
      pattern.elements.forEach((element, index) => {
        if (element) assign(machine, element, value.fields?.get(String(index)) ?? elementOf(machine, value), activation, how);
      });
      if (pattern.rest) assign(machine, pattern.rest, restOf(machine, value, pattern.elements.length), activation, how);
      return;
    case "place":
      recordKeyWrite(machine, pattern.place, value, activation);
      setPlace(machine, pattern.place, value, activation);
  }
}

/** `const [program, ...rest] = list`. */
function restOf(machine: Machine, list: Value, count: number): Value {
  if (list.fields && list.taints.length === 0) return withoutFirst(list, count);
  return { taints: [], fields: new Map([["[]", elementOf(machine, list)]]), isCollection: true };
}

/** Where the name that a pattern sets stands. */
function targetRange(pattern: Pattern): Pattern["range"] {
  return pattern.kind === "default" ? targetRange(pattern.pattern) : pattern.range;
}

function stepped(value: Value, pattern: Extract<Pattern, { kind: "bind" }>, activation: Activation, how: "declare" | "set"): Value {
  if (value.taints.length === 0) return value;
  const name = activation.module.bindings.get(pattern.binding)?.name ?? pattern.binding;
  const step = { kind: "assign" as const, module: activation.module, range: pattern.range, name };
  const taints = value.taints.map((taint) => {
    // A datum that was just read at this very place says so already.
    const last = taint.trace?.step;
    if (last && last.module === step.module && last.range.end >= step.range.start && last.range.start <= step.range.end) return taint;
    return how === "declare" && last?.kind === "source" && last.range.start === step.range.start ? taint : { ...taint, trace: withStep(taint.trace, step) };
  });
  return { ...value, taints };
}

function setVariable(activation: Activation, binding: string, value: Value): void {
  activation.environment.variables.set(binding, value);
}

/** Assigns to `a.b.c`, `a[i]`, `this.x`: the object that the innermost name holds gets a new value. */
export function setPlace(machine: Machine, place: Expression, value: Value, activation: Activation): void {
  const { variables } = activation.environment;
  if (place.kind === "name" && place.binding !== undefined) {
    setVariable(activation, place.binding, value);
    activation.rebound.add(place.binding);
    return;
  }
  if (place.kind === "typed") {
    setPlace(machine, place.value, value, activation);
    return;
  }
  if (place.kind !== "member") return;
  const root = rootOf(place);
  if (root === undefined) return;
  const object = currentObject(machine, place.object, activation);
  const known = place.property ?? (place.key ? constantKey(machine, place.key, activation) : undefined);
  const updated = (known === undefined ? undefined : withUrlPart(object, known, value)) ?? withMember(object, known, value);
  if (place.object.kind === "member") setPlace(machine, place.object, updated, activation);
  else {
    variables.set(root, updated);
    activation.mutated.add(root);
  }
}

function withMember(object: Value, name: string | undefined, value: Value): Value {
  return name === undefined ? withField(object, "[]", joinValues(object.fields?.get("[]"), value)) : withField(object, name, value);
}

function constantKey(machine: Machine, key: Expression, activation: Activation): string | undefined {
  const constant = machine.evaluate(key, activation).constant;
  return constant === undefined ? undefined : String(constant.value);
}

function currentObject(machine: Machine, object: Expression, activation: Activation): Value {
  const value = machine.evaluate(object, activation);
  // Writing a member of an untrusted object keeps the rest of it untrusted.
  return value.constant ? unknown : value;
}

/** The variable (or "this") at the bottom of a chain of members. */
export function rootOf(place: Expression): string | undefined {
  let at: Expression = place;
  for (;;) {
    if (at.kind === "member") at = at.object;
    else if (at.kind === "typed") at = at.value;
    else if (at.kind === "name") return at.binding;
    else return at.kind === "this" ? "this" : undefined;
  }
}
