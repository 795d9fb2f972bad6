import type { Module, ObjectExpression } from "../syntax/program";
import { described, optional, unknownSchema } from "./combine";
import type { Reader, Site } from "./reader";
import type { Schema } from "./schema";

interface Literal {
  readonly object: ObjectExpression;
  readonly module: Module;
}

/** Keywords that only a JSON Schema has when their value is of this form; a raw shape's field `type` is a call, never a text. */
export function looksLikeJsonSchema(literal: Literal, reader: Reader): boolean {
  const type = property(literal, "type");
  if (type !== undefined && (typeof reader.constant(type) === "string" || type.expression.kind === "array")) return true;
  if (["anyOf", "oneOf", "allOf", "enum"].some((name) => elementsOf(literal, name, reader) !== undefined)) return true;
  const constant = property(literal, "const");
  if (constant !== undefined && reader.constant(constant) !== undefined) return true;
  if (["$ref", "$schema"].some((name) => property(literal, name) !== undefined)) return true;
  const properties = property(literal, "properties");
  return properties !== undefined && reader.object(properties) !== undefined;
}

/**
 * Reads a JSON Schema. `format` is left out: by the standard it is a remark and enforces nothing.
 * Unlike the schemas of libraries an object keeps keys that it doesn't name, unless it says otherwise.
 */
export function readJsonSchema(literal: Literal, reader: Reader): Schema {
  const description = property(literal, "description");
  const schema = readKeywords(literal, reader);
  return description === undefined ? schema : described(schema, reader.constant(description));
}

function readKeywords(literal: Literal, reader: Reader): Schema {
  const values = elementsOf(literal, "enum", reader);
  if (values !== undefined) return { kind: "enum", values: values.map((each) => reader.constant(each)).filter((each) => each !== undefined) };
  const constant = property(literal, "const");
  if (constant !== undefined) return { kind: "enum", values: [reader.constant(constant)].filter((each) => each !== undefined) };
  const options = elementsOf(literal, "anyOf", reader) ?? elementsOf(literal, "oneOf", reader);
  if (options !== undefined && options.length > 0) return { kind: "union", options: options.map((each) => reader.read(each)) };
  const types = typesOf(literal, reader);
  if (types.length > 1) return { kind: "union", options: types.map((each) => ofType(each, literal, reader)) };
  return ofType(types[0], literal, reader);
}

function typesOf(literal: Literal, reader: Reader): readonly string[] {
  const type = property(literal, "type");
  if (type === undefined) return property(literal, "properties") === undefined ? [] : ["object"];
  const several = reader.elements(type)?.map((each) => reader.constant(each));
  return (several ?? [reader.constant(type)]).filter((each) => typeof each === "string");
}

function ofType(type: string | undefined, literal: Literal, reader: Reader): Schema {
  switch (type) {
    case "string":
      return text(literal, reader);
    case "number":
    case "integer":
      return { kind: "number" };
    case "boolean":
      return { kind: "boolean" };
    case "null":
      return { kind: "null" };
    case "array":
      return list(literal, reader);
    case "object":
      return object(literal, reader);
    default:
      return unknownSchema;
  }
}

function text(literal: Literal, reader: Reader): Schema {
  const pattern = property(literal, "pattern");
  const source = pattern === undefined ? undefined : reader.constant(pattern);
  // JSON Schema patterns are matched with Unicode semantics, anywhere in the text.
  return typeof source === "string" ? { kind: "string", pattern: { source, flags: "u" } } : { kind: "string" };
}

function list(literal: Literal, reader: Reader): Schema {
  const items = property(literal, "items");
  const tuple = elementsOf(literal, "prefixItems", reader) ?? (items === undefined ? undefined : reader.elements(items));
  if (tuple !== undefined) return { kind: "tuple", elements: tuple.map((each) => reader.read(each)) };
  return { kind: "array", items: items === undefined ? unknownSchema : reader.read(items) };
}

function object(literal: Literal, reader: Reader): Schema {
  const more = property(literal, "additionalProperties");
  const keepsUnknownKeys = more === undefined || reader.constant(more) !== false;
  const properties = property(literal, "properties");
  const named = properties === undefined ? undefined : reader.object(properties);
  const required = new Set(elementsOf(literal, "required", reader)?.map((each) => reader.constant(each)));
  const fields = new Map<string, Schema>();
  if (named !== undefined) addFields(named, required, fields, reader);
  if (fields.size === 0 && more !== undefined && reader.object(more) !== undefined) return { kind: "record", items: reader.read(more) };
  return { kind: "object", fields, keepsUnknownKeys };
}

function addFields(literal: Literal, required: ReadonlySet<unknown>, fields: Map<string, Schema>, reader: Reader): void {
  for (const each of literal.object.properties) {
    const site = { expression: each.value, module: literal.module };
    if (typeof each.key === "string") {
      const field = reader.read(site);
      fields.set(each.key, required.has(each.key) ? field : optional(field));
    } else if (each.key === undefined) {
      const spread = reader.object(site);
      if (spread !== undefined) addFields(spread, required, fields, reader);
    }
  }
}

function property(literal: Literal, name: string): Site | undefined {
  const found = literal.object.properties.findLast((each) => each.key === name);
  return found === undefined ? undefined : { expression: found.value, module: literal.module };
}

function elementsOf(literal: Literal, name: string, reader: Reader): readonly Site[] | undefined {
  const site = property(literal, name);
  return site === undefined ? undefined : reader.elements(site);
}
