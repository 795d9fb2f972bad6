import type { Expression } from "../syntax/program";
import { type CleanBits, isHarmless } from "./label";
import type { Activation, Machine } from "./machine";
import type { SinkModel } from "./models/model";
import { knownAbout } from "./reopen";
import { recordAt } from "./sinks";
import { type Taint, type Value, unknownText } from "./value";

/** The value of `Object.create(null)`: it inherits nothing, so that no key of it leads to what all objects share. */
export const bareObject = "global:Object.create(null)";

const model: SinkModel = { concept: "ObjectKey", argument: 0 };

/** What is taken out of an object under a key that data choose, marked as that: `__proto__` leads to what all objects inherit from. */
export function takenUnder(key: Value, object: Value, taken: Value, activation: Activation): Value {
  // Data of the model are walked along their own keys.
  if (object.taints.length > 0 || object.symbols?.includes(bareObject)) return taken;
  // A table of functions or of words is not written into.
  if (taken.functions || taken.constant || taken.instances || taken.classes || taken.symbols) return taken;
  const underKey = openKeys(key, activation);
  return underKey.length === 0 ? taken : { ...taken, underKey };
}

/** `object[first][second] = value`: with both keys from outside, `__proto__` and any name give every object of the program that property. */
export function recordKeyWrite(machine: Machine, place: Expression, value: Value, activation: Activation): void {
  if (place.kind !== "member" || place.key === undefined) return;
  // `if (!target[key]) target[key] = {}` prepares for the write that is told.
  if (value.fields?.size === 0 && value.taints.length === 0) return;
  const { underKey } = machine.evaluate(place.object, activation);
  if (!underKey || openKeys(machine.evaluate(place.key, activation), activation).length === 0) return;
  recordAt(model, "global:Object.prototype", { call: place, argument: place.object, activation }, underKey);
}

/** The data of a key that may be any name, as far as they are known here. Of a text that the server has a part in no name of the language comes. */
function openKeys({ taints, text, constant }: Value, { environment }: Activation): readonly Taint[] {
  if (constant !== undefined || (text !== unknownText && text?.includes(unknownText))) return [];
  const known = (taint: Taint): CleanBits => taint.clean | knownAbout(taint.label, environment.clean);
  return taints.map((taint) => ({ ...taint, clean: known(taint) })).filter(({ clean, state }) => !isHarmless("ObjectKey", clean, state));
}
