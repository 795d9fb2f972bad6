import { described, mapFields, merged, optional, stricter, unknownSchema, withoutRefinements } from "./combine";
import type { Reader, Site } from "./reader";
import type { Schema, StringFormat } from "./schema";
import { keys, shape, union } from "./zod-types";

type Method = (schema: Schema, args: readonly Site[], reader: Reader) => Schema;

const same: Method = (schema) => schema;
const format =
  (name: StringFormat): Method =>
  (schema) =>
    onText(schema, (text) => ({ ...text, format: name }));
const pattern =
  (source: string): Method =>
  (schema) =>
    onText(schema, (text) => withPattern(text, { source, flags: "" }));

/** What the methods of a zod schema do to it. Methods that are not listed only check more, and change nothing that matters here. */
const methods: Readonly<Record<string, Method>> = {
  optional,
  nullish: optional,
  exactOptional: optional,
  default: optional,
  prefault: optional,
  catch: same,
  nullable: same,
  describe: (schema, args, reader) => described(schema, args[0] === undefined ? undefined : reader.constant(args[0])),
  meta: describedByObject,
  regex: matching,
  uuid: format("uuid"),
  guid: format("uuid"),
  cuid: format("cuid"),
  cuid2: format("cuid"),
  ulid: format("ulid"),
  nanoid: pattern("^[A-Za-z0-9_-]+$"),
  url: format("url"),
  email: format("email"),
  ip: format("ip"),
  ipv4: format("ip"),
  ipv6: format("ip"),
  datetime: format("datetime"),
  date: format("date"),
  time: pattern("^[0-9:.]+$"),
  duration: pattern("^[0-9A-Z.,+-]+$"),
  base64: format("base64"),
  base64url: pattern("^[A-Za-z0-9_-]*$"),
  hex: format("hex"),
  max: limited,
  length: limited,
  array: (schema) => ({ kind: "array", items: schema }),
  or: (schema, args, reader) => union([schema, ...args.slice(0, 1).map((each) => reader.read(each))]),
  and: (schema, args, reader) => merged(schema, readFirst(args, reader)),
  merge: (schema, args, reader) => merged(schema, readFirst(args, reader)),
  extend: extended,
  safeExtend: extended,
  augment: extended,
  setKey: same,
  pick: (schema, args, reader) => chosen(schema, args, reader, true),
  omit: (schema, args, reader) => chosen(schema, args, reader, false),
  partial: (schema) => mapFields(withoutRefinements(schema), optional),
  deepPartial: (schema) => mapFields(withoutRefinements(schema), optional),
  required: (schema) => mapFields(withoutRefinements(schema), (field) => ({ ...field, isOptional: false })),
  passthrough: open,
  loose: open,
  catchall: open,
  strict: closed,
  strip: closed,
  keyof: (schema) => keys(withoutRefinements(schema)),
  refine: (schema, args, reader) => ({ kind: "refined", schema, how: "refine", by: reader.code(args[0]) }),
  superRefine: (schema, args, reader) => ({ kind: "refined", schema, how: "refine", by: reader.code(args[0]) }),
  transform: transformed,
  overwrite: transformed,
  pipe: piped,
  unwrap: unwrapped,
  removeDefault: unwrapped,
  innerType: unwrapped,
  exclude: same,
  extract: same,
  check: checked,
  with: checked,
};

/** Applies `schema.name(…)`; an unknown method leaves the schema as it is. */
export function applyZodMethod(name: string, schema: Schema, args: readonly Site[], reader: Reader): Schema {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return method === undefined ? schema : method(schema, args, reader);
}

type Text = Extract<Schema, { kind: "string" }>;

/** Changes the text inside of refinements; what is no text becomes one, for only a text has such a method. */
function onText(schema: Schema, change: (text: Text) => Schema): Schema {
  if (schema.kind === "refined") return { ...schema, schema: onText(schema.schema, change) };
  return change(schema.kind === "string" ? schema : { kind: "string" });
}

/** A text must match all patterns it is given: the one that says more is kept. */
function withPattern(text: Text, pattern: NonNullable<Text["pattern"]>): Schema {
  const candidate: Schema = { ...text, pattern };
  return text.pattern === undefined ? candidate : stricter(text, candidate);
}

function readFirst(args: readonly Site[], reader: Reader): Schema {
  return args[0] === undefined ? unknownSchema : reader.read(args[0]);
}

function describedByObject(schema: Schema, args: readonly Site[], reader: Reader): Schema {
  const literal = args[0] === undefined ? undefined : reader.object(args[0]);
  const property = literal?.object.properties.find((each) => each.key === "description");
  if (literal === undefined || property === undefined) return schema;
  return described(schema, reader.constant({ expression: property.value, module: literal.module }));
}

function matching(schema: Schema, args: readonly Site[], reader: Reader): Schema {
  if (args[0] === undefined) return schema;
  const definition = reader.follow(args[0]);
  if (definition.kind !== "expression" || definition.expression.kind !== "regex") return schema;
  const { pattern, flags } = definition.expression;
  return onText(schema, (text) => withPattern(text, { source: pattern, flags }));
}

function limited(schema: Schema, args: readonly Site[], reader: Reader): Schema {
  const limit = args[0] === undefined ? undefined : reader.constant(args[0]);
  return schema.kind === "string" && typeof limit === "number" ? { ...schema, maxLength: limit } : schema;
}

function extended(schema: Schema, args: readonly Site[], reader: Reader): Schema {
  return merged(withoutRefinements(schema), shape(args[0], reader, false));
}

/** `pick` and `omit`: the mask is an object of `true`s. A mask that can't be read leaves nothing out. */
function chosen(schema: Schema, args: readonly Site[], reader: Reader, keeps: boolean): Schema {
  const mask = args[0] === undefined ? undefined : reader.object(args[0]);
  if (mask === undefined) return schema;
  const names = new Set(mask.object.properties.map((each) => each.key));
  return mapFields(withoutRefinements(schema), (field, name) => (names.has(name) === keeps ? field : undefined));
}

function open(schema: Schema): Schema {
  return schema.kind === "object" ? { ...schema, keepsUnknownKeys: true } : schema;
}

function closed(schema: Schema): Schema {
  return schema.kind === "object" ? { ...schema, keepsUnknownKeys: false } : schema;
}

/** Functions of the language whose result is harmless whatever they are given. */
const toNumber = new Set(["Number", "parseInt", "parseFloat", "Number.parseInt", "Number.parseFloat", "BigInt"]);

function transformed(schema: Schema, args: readonly Site[], reader: Reader): Schema {
  const definition = args[0] === undefined ? undefined : reader.follow(args[0]);
  if (definition?.kind === "global") {
    const name = definition.path.join(".");
    if (toNumber.has(name)) return { kind: "number" };
    if (name === "Boolean") return { kind: "boolean" };
  }
  return { kind: "refined", schema, how: "transform", by: reader.code(args[0]) };
}

/** What comes out satisfies the second schema, and also the first where nothing was transformed on the way. */
function piped(schema: Schema, args: readonly Site[], reader: Reader): Schema {
  const next = readFirst(args, reader);
  return schema.kind === "refined" && schema.how === "transform" ? next : stricter(schema, next);
}

function unwrapped(schema: Schema): Schema {
  return schema.kind === "refined" ? schema.schema : { ...schema, isOptional: false };
}

/** `.check(z.regex(…), z.refine(…))` of zod 4: each argument is a check that is read like the method of its name. */
function checked(schema: Schema, args: readonly Site[], reader: Reader): Schema {
  return args.reduce((result, each) => {
    const call = each.expression;
    if (call.kind !== "call" || call.callee.kind !== "member" || call.callee.property === undefined) return result;
    const inner = call.arguments.map((expression) => ({ expression, module: each.module }));
    return applyZodMethod(call.callee.property, result, inner, reader);
  }, schema);
}

/** What a property of a zod schema stands for: `S.shape`, `S.shape.a`, `S.element`. */
export function zodProperty(schema: Schema, name: string): Schema | undefined {
  const plain = withoutRefinements(schema);
  if (name === "shape" || name === "_def" || name === "def" || name === "_zod") return plain.kind === "object" ? plain : undefined;
  if (name === "element") return plain.kind === "array" ? plain.items : undefined;
  if (name === "in" || name === "out") return plain;
  return undefined;
}
