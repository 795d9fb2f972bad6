import type { Module, TypeRef } from "../syntax/program";
import type { Activation, Machine } from "./machine";
import { type Value, unknown } from "./value";

/** What a value is taken for of which nothing else is known: what its declaration says, where that is a class, an instance of a library, or something that holds such. */
export function orDeclared(machine: Machine, value: Value, type: TypeRef | undefined, module: Module, activation: Activation): Value {
  if (type === undefined || value.taints.length > 0 || Object.keys(value).length > 1) return value;
  return declaredAs(machine, type, module, activation);
}

/** A list, set, map or table whose elements nobody has seen: they are what its type says. */
export function withDeclaredElements(machine: Machine, value: Value, type: TypeRef | undefined, module: Module, activation: Activation): Value {
  if (type === undefined || value.taints.length > 0 || (value.fields?.size ?? 0) > 0 || value.functions || value.instances || value.symbols) return value;
  const fields = elementsOf(machine, type, module, activation);
  return fields === undefined ? value : { ...value, fields };
}

/** Which argument of a container's type is that of its elements. */
const elementArgument: ReadonlyMap<string, number> = new Map([
  ["Array", 0], ["ReadonlyArray", 0], ["Set", 0], ["ReadonlySet", 0], ["Map", 1], ["ReadonlyMap", 1], ["WeakMap", 1], ["Record", 1],
]);

function elementsOf(machine: Machine, type: TypeRef, module: Module, activation: Activation): ReadonlyMap<string, Value> | undefined {
  const element = type.args[elementArgument.get(type.name) ?? -1];
  const value = element ? declaredAs(machine, element, module, activation) : unknown;
  return value === unknown ? undefined : new Map([["[]", value]]);
}

function declaredAs(machine: Machine, type: TypeRef, module: Module, activation: Activation): Value {
  if (type.name === "Promise" && type.args[0]) return declaredAs(machine, type.args[0], module, activation);
  if (elementArgument.has(type.name)) {
    const fields = elementsOf(machine, type, module, activation);
    if (fields === undefined) return unknown;
    return { taints: [], fields, ...(type.name === "Record" ? {} : { isCollection: true }) };
  }
  const value = machine.typed(type, module, activation);
  if (value.instances) return value;
  if (value.symbols) return value.symbols.some((symbol) => machine.library.knowsPackage(symbol)) ? value : unknown;
  return value.typeName !== undefined && /^[A-Z]/.test(value.typeName) && machine.implementing(value.typeName, activation).length > 0 ? value : unknown;
}
