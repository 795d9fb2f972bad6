import { elementsOf } from "./lists";
import type { Machine } from "./machine";
import { elementOf, keysOf } from "./members";
import { type Value, joinValues, literal } from "./value";

/** Objects with more members than this are tables, whose members are alike: they are looked at as one. */
const maximumMembers = 24;

/** `Object.keys(object)` and `for (key in object)`. */
export function keyList(machine: Machine, object: Value): Value {
  return listOf(object, (name) => literal(name), keysOf(machine, object));
}

/** `Object.entries(object)`: what is copied member by member keeps its names. */
export function entryList(machine: Machine, object: Value): Value {
  const others = namedFields(object) ? { taints: object.taints } : object;
  return listOf(object, (name, member) => pair(literal(name), member), pair(keysOf(machine, object), elementOf(machine, others)));
}

/** `Object.fromEntries(list)`. */
export function objectOfEntries(machine: Machine, list: Value): Value {
  const fields = new Map<string, Value>();
  const parts = list.fields && list.taints.length === 0 ? elementsOf(list) : [{ value: elementOf(machine, list) }];
  for (const { value } of parts) {
    const key = value.fields?.get("0")?.constant;
    const name = key === undefined ? "[]" : String(key.value);
    fields.set(name, joinValues(fields.get(name), value.fields?.get("1") ?? elementOf(machine, value)));
  }
  return { taints: [], fields };
}

/** The elements of a list that must be looked at one by one: each stands for a member of an object, under its name. */
export function elementsApart(list: Value): readonly Value[] | undefined {
  return list.isKeyed && list.taints.length === 0 ? elementsOf(list).map(({ value }) => value) : undefined;
}

function listOf(object: Value, of: (name: string, member: Value) => Value, rest: Value): Value {
  const named = namedFields(object);
  if (!named) return { taints: [], isCollection: true, fields: new Map([["[]", rest]]) };
  const fields = new Map([...named].map(([name, member], index) => [String(index), of(name, member)]));
  if (object.taints.length > 0) fields.set("[]", rest);
  return { taints: [], isCollection: true, isKeyed: true, fields };
}

/** The members of an object, where all that are known have names. */
function namedFields(object: Value): ReadonlyMap<string, Value> | undefined {
  const { fields } = object;
  return !fields || object.isCollection || fields.size === 0 || fields.size > maximumMembers || fields.has("[]") ? undefined : fields;
}

function pair(key: Value, value: Value): Value {
  return { taints: [], isCollection: true, fields: new Map([["0", key], ["1", value]]) };
}
