import type { Call, Module } from "../syntax/program";
import { described, mapFields, merged, optional, unknownSchema } from "./combine";
import { argumentSites } from "./reader";
import type { Reader, Site } from "./reader";
import type { Schema, StringFormat } from "./schema";

type Arguments = readonly Site[];
type Maker = (args: Arguments, reader: Reader) => Schema;

const text: Schema = { kind: "string" };
const withFormat = (format: StringFormat): Maker => () => ({ kind: "string", format });
const withPattern = (source: string): Maker => () => ({ kind: "string", pattern: { source, flags: "" } });
const plain = (schema: Schema): Maker => () => schema;
const first: Maker = (args, reader) => (args[0] === undefined ? unknownSchema : reader.read(args[0]));

/** Ways to start a zod schema, of both major versions, by the last name in `z.….name`. */
const makers: Readonly<Record<string, Maker>> = {
  string: plain(text),
  number: plain({ kind: "number" }),
  bigint: plain({ kind: "number" }),
  int: plain({ kind: "number" }),
  int32: plain({ kind: "number" }),
  int64: plain({ kind: "number" }),
  uint32: plain({ kind: "number" }),
  uint64: plain({ kind: "number" }),
  float32: plain({ kind: "number" }),
  float64: plain({ kind: "number" }),
  nan: plain({ kind: "number" }),
  boolean: plain({ kind: "boolean" }),
  stringbool: plain({ kind: "boolean" }),
  date: plain({ kind: "date" }),
  null: plain({ kind: "null" }),
  undefined: plain({ kind: "null", isOptional: true }),
  void: plain({ kind: "null", isOptional: true }),
  never: plain({ kind: "enum", values: [] }),
  uuid: withFormat("uuid"),
  uuidv4: withFormat("uuid"),
  uuidv6: withFormat("uuid"),
  uuidv7: withFormat("uuid"),
  guid: withFormat("uuid"),
  cuid: withFormat("cuid"),
  cuid2: withFormat("cuid"),
  ulid: withFormat("ulid"),
  xid: withFormat("cuid"),
  ksuid: withFormat("cuid"),
  nanoid: withPattern("^[A-Za-z0-9_-]+$"),
  email: withFormat("email"),
  url: withFormat("url"),
  httpUrl: withFormat("url"),
  ip: withFormat("ip"),
  ipv4: withFormat("ip"),
  ipv6: withFormat("ip"),
  cidrv4: withPattern("^[0-9.]+/[0-9]+$"),
  cidrv6: withPattern("^[0-9a-fA-F:.]+/[0-9]+$"),
  mac: withPattern("^[0-9A-Fa-f:-]+$"),
  base64: withFormat("base64"),
  base64url: withPattern("^[A-Za-z0-9_-]*$"),
  hex: withFormat("hex"),
  hash: withFormat("hex"),
  hostname: withPattern("^[A-Za-z0-9.-]+$"),
  e164: withPattern("^\\+[0-9]+$"),
  enum: listed,
  nativeEnum: listed,
  literal: literals,
  object: (args, reader) => shape(args[0], reader, false),
  strictObject: (args, reader) => shape(args[0], reader, false),
  interface: (args, reader) => shape(args[0], reader, false),
  looseObject: (args, reader) => shape(args[0], reader, true),
  array: (args, reader) => ({ kind: "array", items: first(args, reader) }),
  set: (args, reader) => ({ kind: "array", items: first(args, reader) }),
  record: ofLast,
  map: ofLast,
  partialRecord: ofLast,
  tuple: (args, reader) => ({ kind: "tuple", elements: readAll(args[0], reader) ?? [] }),
  union: (args, reader) => union(readAll(args[0], reader)),
  xor: (args, reader) => union(readAll(args[0], reader)),
  discriminatedUnion: (args, reader) => union(readAll(args[1], reader)),
  intersection: (args, reader) => merged(first(args, reader), first(args.slice(1), reader)),
  optional: (args, reader) => optional(first(args, reader)),
  nullish: (args, reader) => optional(first(args, reader)),
  nullable: first,
  readonly: first,
  promise: first,
  // The result of what `preprocess` does is validated by the schema that follows.
  preprocess: (args, reader) => first(args.slice(1), reader),
  pipe: (args, reader) => first(args.slice(1), reader),
  effect: first,
  lazy: (args, reader) => lazily(args[0], reader),
  keyof: (args, reader) => keys(first(args, reader)),
  custom: (args, reader) => ({ kind: "refined", schema: unknownSchema, how: "refine", by: reader.code(args[0]) }),
  _default: (args, reader) => optional(first(args, reader)),
  partial: (args, reader) => mapFields(first(args, reader), optional),
  extend: (args, reader) => merged(first(args, reader), shape(args[1], reader, false)),
};

/** Reads `z.name(…)`. A maker that isn't known gives a schema of which nothing is known. */
export function makeZod(name: string, call: Call, module: Module, reader: Reader): Schema {
  const maker = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (maker === undefined) return unknownSchema;
  return maker(argumentSites(call, module), reader);
}

/** Whether `z.name` is a type of its own, and no check. */
export function isZodMaker(name: string): boolean {
  return Object.hasOwn(makers, name);
}

/** The object schema of a raw shape: `{a: z.string()}`, an imported constant, or `Other.shape`. */
export function shape(site: Site | undefined, reader: Reader, keepsUnknownKeys: boolean): Schema {
  if (site === undefined) return { kind: "object", fields: new Map(), keepsUnknownKeys };
  const literal = reader.object(site);
  if (literal === undefined) {
    const other = reader.read(site);
    return other.kind === "object" ? { ...other, keepsUnknownKeys } : unknownSchema;
  }
  const fields = new Map<string, Schema>();
  for (const property of literal.object.properties) {
    const value = { expression: property.value, module: literal.module };
    const key = typeof property.key === "object" ? reader.constant({ expression: property.key, module: literal.module }) : property.key;
    if (typeof key === "string") fields.set(key, reader.read(value));
    else if (property.key === undefined) for (const [name, field] of spreadFields(shape(value, reader, false))) fields.set(name, field);
  }
  return { kind: "object", fields, keepsUnknownKeys };
}

function spreadFields(schema: Schema): ReadonlyMap<string, Schema> {
  return schema.kind === "object" ? schema.fields : new Map();
}

/** Reads a list of schemas. */
export function readAll(site: Site | undefined, reader: Reader): readonly Schema[] | undefined {
  return site === undefined ? undefined : reader.elements(site)?.map((each) => reader.read(each));
}

/** A union; without readable options nothing is known. */
export function union(options: readonly Schema[] | undefined): Schema {
  return options === undefined || options.length === 0 ? unknownSchema : { kind: "union", options };
}

/** The names of an object's fields as a list of allowed values. */
export function keys(schema: Schema): Schema {
  return { kind: "enum", values: schema.kind === "object" ? [...schema.fields.keys()] : [] };
}

/**
 * `z.enum`: an array, an object or an enumeration of the language. Where the values can't be read they are
 * still only those that the program lists, so an empty list of values is an honest answer.
 */
function listed(args: Arguments, reader: Reader): Schema {
  const site = args[0];
  if (site === undefined) return unknownSchema;
  const sites = reader.elements(site) ?? objectValues(site, reader) ?? [];
  return { kind: "enum", values: sites.map((each) => reader.constant(each)).filter((each) => each !== undefined) };
}

function objectValues(site: Site, reader: Reader): readonly Site[] | undefined {
  const literal = reader.object(site);
  return literal?.object.properties.map((each) => ({ expression: each.value, module: literal.module }));
}

function literals(args: Arguments, reader: Reader): Schema {
  const site = args[0];
  if (site === undefined) return unknownSchema;
  const sites = reader.elements(site) ?? [site];
  return { kind: "enum", values: sites.map((each) => reader.constant(each)).filter((each) => each !== undefined) };
}

function ofLast(args: Arguments, reader: Reader): Schema {
  return { kind: "record", items: first(args.slice(-1), reader) };
}

function lazily(site: Site | undefined, reader: Reader): Schema {
  if (site === undefined) return unknownSchema;
  const definition = reader.follow(site);
  if (definition.kind !== "function") return unknownSchema;
  const returned = reader.workspace.readBody(definition.function).find((each) => each.kind === "return");
  if (returned?.kind !== "return" || returned.value === undefined) return unknownSchema;
  return reader.read({ expression: returned.value, module: definition.module });
}

/** A schema with the description found in the options of a maker (`z.string({description})`). */
export function withOptions(schema: Schema, options: Site | undefined, reader: Reader): Schema {
  const literal = options === undefined ? undefined : reader.object(options);
  const property = literal?.object.properties.find((each) => each.key === "description");
  return property === undefined || literal === undefined ? schema : described(schema, reader.constant({ expression: property.value, module: literal.module }));
}
