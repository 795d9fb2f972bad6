import type { ClassMember, Expression, Module } from "../syntax/program";
import type { LabelTable } from "./label";
import { bareObject } from "./object-keys";
import { pathConstant } from "./builtins/paths";
import { urlMember } from "./builtins/urls";
import { elementsOf } from "./lists";
import type { Activation, Machine } from "./machine";
import { type Step, type Trace, withStep } from "./trace";
import { type ClassValue, type Taint, type Truth, type Value, joinValues, unknown, withTaints } from "./value";

/** The taints of a member of untrusted data. */
function memberTaints(labels: LabelTable, taints: readonly Taint[], property: string, at?: { readonly module: Module; readonly expression: Expression }): readonly Taint[] {
  if (taints.length === 0) return taints;
  const name = /^\d+$/.test(property) ? "[]" : property;
  return taints.map((taint) => ({ ...taint, label: labels.member(taint.label, name), trace: at ? readStep(taint.trace, at, property) : taint.trace }));
}

/** Reading a part of the input moves the place where the datum is said to come in. */
function readStep(trace: Trace | undefined, at: { readonly module: Module; readonly expression: Expression }, property: string): Trace {
  const range = at.expression.kind === "member" ? at.expression.propertyRange : at.expression.range;
  const isSource = isStillSource(trace);
  const step: Step = { kind: isSource ? "source" : "read", module: at.module, range, name: property };
  return isSource ? { previous: undefined, step } : withStep(trace, step);
}

/** An element of a list, of which nobody knows which. */
export function elementOf(machine: Machine, value: Value): Value {
  let element: Value = value.taints.length > 0 ? { taints: memberTaints(machine.labels, value.taints, "[]") } : unknown;
  for (const member of value.fields?.values() ?? []) element = joinValues(element === unknown ? undefined : element, member);
  return element;
}

/** The elements of a list whose places are not known. */
function unplaced(list: Value): Value | undefined {
  let found: Value | undefined;
  for (const { place, value } of elementsOf(list)) if (!/^\d+$/.test(place)) found = joinValues(found, value);
  return found;
}

/** The keys of an object: untrusted when the object is, and all its members are not known. */
export function keysOf(machine: Machine, value: Value): Value {
  return value.taints.length === 0 ? unknown : { taints: value.taints.map((taint) => ({ ...taint, label: machine.labels.derive(taint.label, "key") })) };
}

/** What `object.property` may be. */
export function member(machine: Machine, object: Value, property: string, activation: Activation, at: Expression): Value {
  if (property === "length" || property === "size") return object.leaves ? countOf(object.leaves) : unknown;
  const part = urlMember(machine.labels, object, property);
  if (part) return part;
  let found: Value | undefined = object.fields?.get(property);
  if (found === undefined && object.fields && /^\d+$/.test(property)) found = unplaced(object);
  found ??= copied(machine, object, property, activation);
  if (found === undefined && property === "[]" && object.fields) found = elementOf(machine, { ...object, taints: [] });
  for (const instance of object.instances ?? []) {
    const value = instanceMember(machine, instance, property, object, activation);
    if (value && !object.fields?.has(property)) found = found ? joinValues(found, value) : value;
  }
  for (const one of object.classes ?? []) {
    const value = staticMember(machine, one, property, activation);
    if (value) found = found ? joinValues(found, value) : value;
  }
  if (object.namespace) {
    const definition = machine.workspace.resolveExport(object.namespace.file, property);
    if (definition) found = joinValues(found, machine.outer(object.namespace, `export:${property}`, activation));
  }
  for (const symbol of object.symbols ?? []) {
    // What inherits nothing has its own members only.
    if (symbol === bareObject) continue;
    const name = memberSymbol(machine, symbol, property);
    found = joinValues(found, pathConstant(name) ?? { taints: [], symbols: [name] });
  }
  if (found === undefined && object.typeName !== undefined) found = implementations(machine, object.typeName, property, activation);
  if (object.taints.length > 0 && (found === undefined || object.fields === undefined)) {
    found = withTaints(found ?? unknown, memberTaints(machine.labels, object.taints, property, { module: activation.module, expression: at }));
  }
  return found ? namedHere(found, property, { module: activation.module, expression: at }) : unknown;
}

/** `for (const key in args) copy[key] = args[key]`: what was written under any key of some data is, under this key, their member of this name. */
function copied(machine: Machine, object: Value, property: string, activation: Activation): Value | undefined {
  if (object.isCollection || property === "[]") return undefined;
  const taints = (object.fields?.get("[]")?.taints ?? []).flatMap((taint) => {
    const { root, path, derived } = taint.label;
    if (path.at(-1) !== "[]" || derived !== "") return [];
    const clean = taint.clean | (activation.environment.clean.get(taint.label) ?? 0n);
    return [{ ...taint, clean, label: machine.labels.of(root, [...path.slice(0, -1), property]) }];
  });
  return taints.length === 0 ? undefined : { taints };
}

/** A number that tells whether something was found when it is asked, or compared with nothing. */
function countOf(leaves: Truth): Value {
  return { taints: [], truth: leaves, question: { whenEquals: new Map([["0", { whenTrue: leaves.whenFalse, whenFalse: leaves.whenTrue }]]) } };
}

/** A part that the schema named is said to come in where the code first names it: `({ branch })`, `args.branch`. */
function namedHere(value: Value, property: string, at: { readonly module: Module; readonly expression: Expression }): Value {
  if (!value.taints.some((taint) => isStillSource(taint.trace) && taint.label.path.at(-1) === property)) return value;
  return { ...value, taints: value.taints.map((taint) => (isStillSource(taint.trace) && taint.label.path.at(-1) === property ? { ...taint, trace: readStep(taint.trace, at, property) } : taint)) };
}

function isStillSource(trace: Trace | undefined): boolean {
  return trace?.step?.kind === "source" && trace.previous === undefined;
}

function memberSymbol(machine: Machine, symbol: string, property: string): string {
  // `require("x").default` and `import * as x` then `x.default` are the module itself.
  return property === "default" ? symbol : machine.library.member(symbol, property);
}

/** A method, getter or field of an instance, looked up through its base classes. */
function instanceMember(machine: Machine, instance: ClassValue, property: string, receiver: Value, activation: Activation): Value | undefined {
  let current: ClassValue | undefined = instance;
  for (let depth = 0; current && depth < maximumBases; depth++) {
    const owner: ClassValue = current;
    const known = owner.class.members.find((one) => one.name === property && !one.isStatic && one.kind !== "constructor" && (one.function?.body.length !== 0 || one.value !== undefined || one.type !== undefined));
    if (known) return memberValue(machine, owner, known, receiver, activation);
    const field = fieldValue(machine, owner, property, activation);
    if (field) return field;
    current = baseOf(machine, owner);
  }
  return undefined;
}

/** Deeper hierarchies do not occur in servers; a cycle of classes must end. */
const maximumBases = 8;

function memberValue(machine: Machine, owner: ClassValue, known: ClassMember, receiver: Value, activation: Activation): Value {
  if (known.function && known.kind !== "field") {
    const method: Value = { taints: [], functions: [{ function: known.function, module: owner.module, captured: undefined, home: -1, receiver }] };
    if (known.kind !== "getter") return method;
    const at: Expression = { kind: "this", range: known.range };
    return machine.callValue(method, { expression: at, activation, arguments: [], argumentExpressions: [], receiver, receiverExpression: undefined, isNew: false });
  }
  if (known.function) return { taints: [], functions: [{ function: known.function, module: owner.module, captured: undefined, home: -1, receiver }] };
  return fieldValue(machine, owner, known.name, activation) ?? unknown;
}

function staticMember(machine: Machine, owner: ClassValue, property: string, activation: Activation): Value | undefined {
  let current: ClassValue | undefined = owner;
  for (let depth = 0; current && depth < maximumBases; depth++) {
    const known = current.class.members.find((one) => one.name === property && one.isStatic);
    const home: ClassValue = current;
    if (known?.function) return { taints: [], functions: [{ function: known.function, module: home.module, captured: undefined, home: -1, receiver: { taints: [], classes: [home] } }] };
    if (known?.value) return machine.outer(home.module, `static:${home.class.id}:${property}`, activation);
    current = baseOf(machine, home);
  }
  if (property === "getInstance" || property === "instance") return { taints: [], instances: [owner] };
  return undefined;
}

function fieldValue(machine: Machine, owner: ClassValue, property: string, activation: Activation): Value | undefined {
  const value = machine.outer(owner.module, `field:${owner.class.id}:${property}`, activation);
  return value === unknown ? undefined : value;
}

/** The class that a class extends, where it is one of the workspace. */
export function baseOf(machine: Machine, owner: ClassValue): ClassValue | undefined {
  if (!owner.class.base) return undefined;
  const definition = machine.workspace.resolve(owner.class.base, owner.module);
  return definition.kind === "class" ? { class: definition.class, module: definition.module } : undefined;
}

/** Methods of the classes that implement an interface or extend an abstract class, when only that is known of an object. */
function implementations(machine: Machine, typeName: string, property: string, activation: Activation): Value | undefined {
  let found: Value | undefined;
  for (const one of machine.implementing(typeName, activation)) {
    const value = instanceMember(machine, one, property, { taints: [], instances: [one] }, activation);
    if (value) found = joinValues(found, value);
  }
  return found;
}
