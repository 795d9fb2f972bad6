import { mapFields, merged, optional, stricter, unknownSchema } from "./combine";
import { argumentSites } from "./reader";
import type { LibraryReader, Reader, Site } from "./reader";
import type { Schema, StringFormat } from "./schema";
import { readAll, shape, union } from "./zod-types";
import { makeZod } from "./zod-types";

/** Makers whose name and arguments are those of zod. */
const likeZod = new Set(["string", "number", "bigint", "boolean", "date", "null", "undefined", "never", "object", "strictObject", "looseObject", "array", "set", "record", "map", "tuple", "union", "enum", "literal", "lazy"]);
/** Wrappers around their first argument. */
const optionals = new Set(["optional", "nullish", "exactOptional", "undefinedable"]);
const formats: Readonly<Record<string, StringFormat>> = {
  uuid: "uuid",
  cuid2: "cuid",
  ulid: "ulid",
  ip: "ip",
  ipv4: "ip",
  ipv6: "ip",
  isoDate: "date",
  isoDateTime: "datetime",
  isoTimestamp: "datetime",
  base64: "base64",
  hexadecimal: "hex",
  url: "url",
  email: "email",
};

/** Reads Valibot: `v.pipe(v.string(), v.regex(/…/))`, `v.object({…})`, `v.picklist([…])`. */
export const readValibot: LibraryReader = (call, definition, module, reader) => {
  if (definition.kind !== "external" || !/^(valibot|@valibot\/.+)$/.test(definition.package)) return undefined;
  const name = (definition.path.at(-1) ?? "").replace(/_$/, "");
  const args = argumentSites(call, module);
  if (likeZod.has(name)) return makeZod(name, call, module, reader);
  if (optionals.has(name)) return optional(readAt(args, 0, reader));
  switch (name) {
    case "nullable":
    case "nonNullable":
    case "nonOptional":
    case "toJsonSchema":
    case "toStandardJsonSchema":
      return readAt(args, 0, reader);
    case "picklist":
      return makeZod("enum", call, module, reader);
    case "variant":
      return union(readAll(args[1], reader));
    case "intersect":
      return (readAll(args[0], reader) ?? []).reduce(merged, unknownSchema);
    case "partial":
      return mapFields(readAt(args, 0, reader), optional);
    case "objectWithRest":
      return shape(args[0], reader, true);
    case "pipe":
      return args.slice(1).reduce((schema, each) => piped(schema, each, reader), readAt(args, 0, reader));
    default:
      return unknownSchema;
  }
};

function readAt(args: readonly Site[], index: number, reader: Reader): Schema {
  const site = args[index];
  return site === undefined ? unknownSchema : reader.read(site);
}

/** One step of a pipe: another schema, a check or a transformation. */
function piped(schema: Schema, step: Site, reader: Reader): Schema {
  const call = step.expression;
  if (call.kind !== "call") return schema;
  const definition = reader.follow({ expression: call.callee, module: step.module });
  const name = definition.kind === "external" ? (definition.path.at(-1) ?? "") : "";
  const args = argumentSites(call, step.module);
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (format !== undefined && schema.kind === "string") return { ...schema, format };
  if (name === "regex" && args[0] !== undefined && schema.kind === "string") return matching(schema, args[0], reader);
  if (name === "check" || name === "rawCheck") return { kind: "refined", schema, how: "refine", by: reader.code(args[0]) };
  if (name === "transform" || name === "rawTransform") return { kind: "refined", schema, how: "transform", by: reader.code(args[0]) };
  const next = reader.read(step);
  return next.kind === "unknown" ? schema : next;
}

function matching(schema: Extract<Schema, { kind: "string" }>, site: Site, reader: Reader): Schema {
  const definition = reader.follow(site);
  if (definition.kind !== "expression" || definition.expression.kind !== "regex") return schema;
  const candidate: Schema = { ...schema, pattern: { source: definition.expression.pattern, flags: definition.expression.flags } };
  return schema.pattern === undefined ? candidate : stricter(schema, candidate);
}
