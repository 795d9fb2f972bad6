import type { TextRange } from "../../base/text";
import type { Call, Module } from "../../syntax/program";
import type { Schema } from "../../schema/schema";
import { readSchema } from "../../schema/read";
import type { FoundHandler } from "../handlers";
import type { Entry, Input } from "../model";
import type { Value } from "../environment";
import type { Values } from "../values";

/** A call, seen in one environment. */
export interface CallValue extends Value {
  readonly expression: Call;
}

/** What a call registers. */
export interface Registration {
  readonly kind: Entry["kind"];
  readonly name?: string;
  readonly description?: string;
  readonly handler: FoundHandler;
  /** Parameters are counted as the SDK passes them; those that `bind` has taken are added later. */
  readonly inputs: readonly Input[];
  /** Nothing seen registers it. */
  readonly isGuess?: true;
}

/** One way to register something with a call. */
export interface Shape {
  /** A word that a file must hold, so that other files are never understood. */
  readonly marker: RegExp;
  /** Whether a call may be one, by the name of what is called and the number of arguments. */
  matches(call: Call): boolean;
  /** The parts that must be known before the call can be read: its name and its handler. */
  drivers(call: CallValue, values: Values): { readonly name?: Value; readonly handler?: Value };
  /** What the call registers; nothing where it is no registration after all. */
  read(call: CallValue, values: Values): readonly Registration[];
  /** The name alone proves that this is MCP. */
  readonly isCertain?: (call: Call) => boolean;
}

/** What is registered by being written: a class or a method that a framework finds, a file in a certain folder. */
export interface Declaration extends Registration {
  readonly range: TextRange;
}

/** One way to register something without a call. */
export interface DeclaredShape {
  /** A word that a file must hold, so that other files are never understood. */
  readonly marker: RegExp;
  /** What a module declares. */
  read(module: Module, values: Values): readonly Declaration[];
}

/** An argument of a call. */
export function argument(call: CallValue, index: number): Value | undefined {
  const expression = call.expression.arguments.at(index);
  return expression === undefined || expression.kind === "spread" ? undefined : { expression, module: call.module, env: call.env };
}

/** Reads a schema in the environment of a registration; undefined where there is none. */
export function schemaIn(value: Value | undefined, values: Values): Schema | undefined {
  if (value === undefined) return undefined;
  const settled = values.settle(value);
  if (settled.kind !== "expression") return readSchema(value.expression, value.module, values.workspace, values.lookup(value.env));
  const { expression, module, env } = settled.value;
  if (expression.kind === "literal" && (expression.value === undefined || expression.value === null)) return undefined;
  return readSchema(expression, module, values.workspace, values.lookup(env));
}

/** The input of a handler whose first parameter holds the arguments; none where nothing can be passed. */
export function argumentsInput(schema: Schema | undefined): readonly Input[] {
  return schema === undefined ? [] : [{ parameter: 0, path: [], role: "arguments", schema }];
}

/** The first of several properties that an object has. */
export function firstProperty(object: Value | undefined, names: readonly string[], values: Values): Value | undefined {
  for (const name of names) {
    const found = object === undefined ? undefined : values.property(object, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a value is written as an object, so that what it lacks is known to be absent. */
export function isObject(value: Value | undefined, values: Values): boolean {
  if (value === undefined) return false;
  const settled = values.settle(value);
  return settled.kind === "expression" && settled.value.expression.kind === "object" && !settled.value.expression.properties.some((each) => each.key === undefined);
}
