import { cleansByType } from "../schema/harmless";
import type { Schema, SchemaCode } from "../schema/schema";
import type { Expression } from "../syntax/program";
import { factBits } from "./fact-bits";
import { Clean } from "./label";
import type { Activation, Machine } from "./machine";
import { type Value, joinValues, mergeTaints, unknown } from "./value";

/** What is left of a value after a schema has let it through: checked texts are harmless, numbers are no texts at all. */
export function throughSchema(machine: Machine, value: Value, schema: Schema, activation: Activation, at: Expression, depth = 0): Value {
  if (depth > maximumDepth) return value;
  const inner = (member: Value, one: Schema): Value => throughSchema(machine, member, one, activation, at, depth + 1);
  switch (schema.kind) {
    case "number":
    case "boolean":
    case "date":
    case "null":
    case "enum":
      return unknown;
    case "string":
      return cleanedByType(value, schema);
    case "object": {
      const fields = new Map([...schema.fields].map(([name, one]) => [name, inner(machine.member(value, name, activation, nameAt(at, name)), one)]));
      return { taints: schema.keepsUnknownKeys ? value.taints : [], fields };
    }
    case "array":
    case "record": {
      const element = inner(machine.member(value, "[]", activation, nameAt(at, "[]")), schema.items);
      return { taints: [], fields: new Map([["[]", element]]), ...(schema.kind === "array" ? { isCollection: true } : {}) };
    }
    case "tuple":
      return { taints: [], isCollection: true, fields: new Map(schema.elements.map((one, index) => [String(index), inner(machine.member(value, String(index), activation, nameAt(at, String(index))), one)])) };
    case "union":
      return schema.options.length === 0 ? value : schema.options.map((one) => inner(value, one)).reduce(joinValues);
    case "refined":
      return refined(machine, inner(value, schema.schema), schema.how, schema.by, activation, at);
    case "unknown":
      return value;
  }
}

/** Recursive schemas end here. */
const maximumDepth = 8;

function nameAt(at: Expression, name: string): Expression {
  return { kind: "name", name, range: at.kind === "member" ? at.propertyRange : at.range };
}

function cleanedByType(value: Value, schema: Schema): Value {
  const bits = factBits(cleansByType(schema)) | Clean.text;
  const taints = value.taints.map((taint) => ({ ...taint, clean: taint.clean | bits }));
  return { taints: mergeTaints(taints) };
}

/** What `superRefine` and `transform` of zod are handed besides the value. */
const context: Value = { taints: [], symbols: ["zod.RefinementCtx#"] };

/** A check or a change written as code: what it refuses does not come through, what it returns does. */
function refined(machine: Machine, value: Value, how: "refine" | "transform", by: SchemaCode | undefined, activation: Activation, at: Expression): Value {
  const module = by && machine.workspace.module(by.file);
  const node = by && module?.functions.get(by.function);
  if (!module || !node) return value;
  const outer = machine.newActivation(module, node, activation);
  const result = machine.callValue(
    { taints: [], functions: [{ function: node, module, captured: undefined, home: -1 }] },
    { expression: at, activation: outer, arguments: [value, context], argumentExpressions: [at, at], receiver: undefined, receiverExpression: undefined, isNew: false },
  );
  for (const [key, hit] of outer.hits) activation.hits.set(key, hit);
  if (how === "transform") return outer.isDead ? unknown : outer.environment.bake(result);
  const known = result.truth?.whenTrue;
  if (known) outer.environment.learn(known);
  return outer.environment.bake(value);
}
