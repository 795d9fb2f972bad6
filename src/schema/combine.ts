import { cleansByType } from "./harmless";
import type { Schema } from "./schema";

/** A schema of which nothing is known. */
export const unknownSchema: Schema = { kind: "unknown" };

/** The same schema, for a value that may be absent. */
export function optional(schema: Schema): Schema {
  return { ...schema, isOptional: true };
}

/** The same schema with a description for people and models. */
export function described(schema: Schema, description: unknown): Schema {
  return typeof description === "string" ? { ...schema, description } : schema;
}

/** An object with the fields of both; of two fields with one name the later holds. Anything else than two objects must satisfy both. */
export function merged(a: Schema, b: Schema): Schema {
  if (a.kind === "object" && b.kind === "object") {
    return { ...a, fields: new Map([...a.fields, ...b.fields]), keepsUnknownKeys: a.keepsUnknownKeys || b.keepsUnknownKeys };
  }
  if (a.kind === "object" && b.kind === "union") return { ...b, options: b.options.map((each) => merged(a, each)) };
  if (b.kind === "object" && a.kind === "union") return { ...a, options: a.options.map((each) => merged(each, b)) };
  return stricter(a, b);
}

/** Of two schemas that a value satisfies both, the one that says more. */
export function stricter(a: Schema, b: Schema): Schema {
  if (a.kind === "unknown") return b;
  if (b.kind === "unknown") return a;
  return score(b) > score(a) || (a.kind === "string" && b.kind !== "string") ? b : a;
}

function score(schema: Schema): number {
  return Object.values(cleansByType(schema)).filter(Boolean).length;
}

/** Changes every field of an object schema; anything else stays as it is. */
export function mapFields(schema: Schema, change: (field: Schema, name: string) => Schema | undefined): Schema {
  if (schema.kind !== "object") return schema;
  const fields = new Map<string, Schema>();
  for (const [name, field] of schema.fields) {
    const changed = change(field, name);
    if (changed !== undefined) fields.set(name, changed);
  }
  return { ...schema, fields };
}

/** The object schemas inside refinements. */
export function withoutRefinements(schema: Schema): Schema {
  return schema.kind === "refined" && schema.how === "refine" ? withoutRefinements(schema.schema) : schema;
}

/** The field of an object schema, looking through refinements. */
export function fieldOf(schema: Schema, name: string): Schema | undefined {
  const plain = withoutRefinements(schema);
  return plain.kind === "object" ? plain.fields.get(name) : undefined;
}
