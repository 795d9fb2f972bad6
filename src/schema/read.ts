import type { Call, Expression, Module } from "../syntax/program";
import type { Definition, Workspace } from "../syntax/workspace";
import { readArkType } from "./arktype";
import { fieldOf, unknownSchema } from "./combine";
import { looksLikeJsonSchema, readJsonSchema } from "./json-schema";
import { argumentSites } from "./reader";
import type { LibraryReader, Lookup, Reader, Site } from "./reader";
import type { Schema } from "./schema";
import { readValibot } from "./valibot";
import { applyZodMethod, zodProperty } from "./zod-methods";
import { isZodMaker, makeZod, shape, withOptions } from "./zod-types";

/** Schemas nest; deeper than this (or recursive) they are unknown. */
const MAX_DEPTH = 40;
/** Spreads, constants and calls are followed this far for one schema in all, so that no program makes it endless. */
const MAX_STEPS = 20_000;

/** Reads what a schema says. What can't be read is `unknown`, as a whole or in part. */
export function readSchema(expression: Expression, module: Module, workspace: Workspace, lookup?: Lookup): Schema {
  return createReader(workspace, lookup, { depth: 0, steps: 0 }).read({ expression, module });
}

/** Like `readSchema`, for an expression that need not be a schema at all: undefined where it is none that can be read. */
export function schemaOf(expression: Expression, module: Module, workspace: Workspace, lookup?: Lookup): Schema | undefined {
  const schema = readSchema(expression, module, workspace, lookup);
  return schema.kind === "unknown" ? undefined : schema;
}

/** A call that validates: which value, by which schema, and how it gives the result. */
export interface Validation {
  readonly schema: Schema;
  /** The value that is validated. */
  readonly input: Expression;
  /** `parse` gives the value or throws (`await` is left to the caller), `safeParse` wraps it: `{success, data}`; Valibot's is `{success, output}`. */
  readonly result: "value" | { readonly property: "data" | "output" };
}

/** What `S.parse(x)`, `S.safeParse(x)`, their async forms and Valibot's `parse(S, x)` do; undefined for any other call (`JSON.parse`). */
export function validationOf(call: Call, module: Module, workspace: Workspace, lookup?: Lookup): Validation | undefined {
  const callee = call.callee;
  const name = callee.kind === "member" ? callee.property : callee.kind === "name" ? callee.name : undefined;
  if (name === undefined || !/^(safe)?parse(Async)?$|^assert$|^(safe)?(en|de)code(Async)?$/i.test(name)) return undefined;
  const isSafe = name.startsWith("safe");
  const [first, second] = call.arguments;
  const definition = workspace.resolve(callee, module);
  if (definition.kind === "external" && isSchemaPackage(definition.package) && first && second) {
    const schema = schemaOf(first, module, workspace, lookup);
    return schema && { schema, input: second, result: isSafe ? { property: definition.package.includes("valibot") ? "output" : "data" } : "value" };
  }
  if (callee.kind !== "member" || first === undefined || definition.kind === "external" || definition.kind === "function") return undefined;
  const schema = schemaOf(callee.object, module, workspace, lookup);
  return schema && { schema, input: first, result: isSafe ? { property: "data" } : "value" };
}

/** Whether a package makes schemas. */
function isSchemaPackage(name: string): boolean {
  return isZodPackage(name) || /^(valibot|@valibot\/.+|arktype)$/.test(name);
}

function isZodPackage(name: string): boolean {
  return /^zod($|\/)/.test(name) || /(^|[/-])zod([/-]|$)/.test(name);
}

const libraries: readonly LibraryReader[] = [readConversion, readZodCall, readValibot, readArkType];

/** Calls that keep what a schema says and change its notation: the schema is the first argument. */
const conversions = /^(zodToJsonSchema|toJSONSchema|toJsonSchema|fromJsonSchema|toStandardJsonSchema|zodToMcpJsonSchema|completable|jsonSchema|normalizeObjectSchema|toMcpInputSchema)$/;

function createReader(workspace: Workspace, lookup: Lookup | undefined, spent: { depth: number; steps: number }): Reader {
  const reader: Reader = {
    workspace,
    read(site) {
      if (spent.depth >= MAX_DEPTH || ++spent.steps > MAX_STEPS) return unknownSchema;
      spent.depth++;
      const schema = readSite(site, reader);
      spent.depth--;
      return schema.range === undefined ? { ...schema, range: site.expression.range, file: site.module.file } : schema;
    },
    follow: (site) => follow(site, workspace, lookup, 0),
    object(site) {
      const definition = reader.follow(site);
      if (definition.kind !== "expression" || definition.expression.kind !== "object") return undefined;
      return { object: definition.expression, module: definition.module };
    },
    elements: (site) => elements(site, reader, 0),
    constant(site) {
      const direct = workspace.constant(site.expression, site.module);
      if (direct !== undefined) return direct;
      const definition = reader.follow(site);
      return definition.kind === "expression" ? workspace.constant(definition.expression, definition.module) : undefined;
    },
    knowing(names) {
      return createReader(workspace, (name, module) => names(name, module) ?? lookup?.(name, module), spent);
    },
    code(site) {
      const definition = site === undefined ? undefined : reader.follow(site);
      return definition?.kind === "function" ? { file: definition.module.file, function: definition.function.id } : undefined;
    },
  };
  return reader;
}

/** Follows an expression, and beyond parameters whose argument the lookup knows. */
function follow(site: Site, workspace: Workspace, lookup: Lookup | undefined, depth: number): Definition {
  const definition = workspace.resolve(site.expression, site.module);
  if (lookup === undefined || depth > 8) return definition;
  const known = binding(definition, site, lookup);
  return known === undefined ? definition : follow(known, workspace, lookup, depth + 1);
}

function binding(definition: Definition, site: Site, lookup: Lookup): Site | undefined {
  if (definition.kind === "parameter" && definition.path.length === 0) return lookup(definition.binding, definition.module);
  if (definition.kind !== "expression" || definition.expression.kind !== "name") return undefined;
  const name = definition.expression.binding;
  const known = name === undefined ? undefined : lookup(name, definition.module);
  return known?.expression === site.expression ? undefined : known;
}

function elements(site: Site, reader: Reader, depth: number): readonly Site[] | undefined {
  const definition = reader.follow(site);
  if (depth > 4 || definition.kind !== "expression") return undefined;
  if (definition.expression.kind === "call") return valuesOfObject(definition.expression, definition.module, reader);
  if (definition.expression.kind !== "array") return undefined;
  return definition.expression.elements.flatMap((each): readonly Site[] =>
    each.kind === "spread"
      ? (elements({ expression: each.value, module: definition.module }, reader, depth + 1) ?? [])
      : [{ expression: each, module: definition.module }],
  );
}

/** `Object.values(X)` and `Object.keys(X)` of an object literal. */
function valuesOfObject(call: Call, module: Module, reader: Reader): readonly Site[] | undefined {
  const callee = reader.follow({ expression: call.callee, module });
  const argument = argumentSites(call, module)[0];
  if (callee.kind !== "global" || argument === undefined) return undefined;
  const name = callee.path.join(".");
  if (name !== "Object.values" && name !== "Object.keys") return undefined;
  const literal = reader.object(argument);
  if (name === "Object.values") return literal?.object.properties.map((each) => ({ expression: each.value, module: literal.module }));
  return literal?.object.properties.flatMap((each) =>
    typeof each.key === "string" ? [{ expression: { kind: "literal" as const, value: each.key, range: each.range }, module: literal.module }] : [],
  );
}

function readSite(site: Site, reader: Reader): Schema {
  const { expression, module } = site;
  switch (expression.kind) {
    case "typed":
    case "await":
      return reader.read({ expression: expression.value, module });
    case "call":
      return readCall(expression, module, reader);
    case "object":
      return readLiteral({ object: expression, module }, reader);
    case "conditional":
      return { kind: "union", options: [reader.read({ expression: expression.then, module }), reader.read({ expression: expression.else, module })] };
    case "logical":
      return reader.read({ expression: expression.operator === "and" ? expression.right : expression.left, module });
    case "member":
      return readMember(site, reader);
    case "name":
      return readDefinition(reader.follow(site), site, reader);
    default:
      return unknownSchema;
  }
}

/** An object literal is a JSON Schema or a raw shape. */
function readLiteral(literal: NonNullable<ReturnType<Reader["object"]>>, reader: Reader): Schema {
  if (looksLikeJsonSchema(literal, reader)) return readJsonSchema(literal, reader);
  return shape({ expression: literal.object, module: literal.module }, reader, false);
}

function readDefinition(definition: Definition, from: Site, reader: Reader): Schema {
  if (definition.kind !== "expression" || definition.expression === from.expression) return unknownSchema;
  return reader.read(definition);
}

/** `Schemas.Read` is followed; `Read.shape`, `Read.shape.path` and `Read.element` are parts of a schema. */
function readMember(site: Site, reader: Reader): Schema {
  const { expression, module } = site;
  if (expression.kind !== "member") return unknownSchema;
  const definition = reader.follow(site);
  const moved = definition.kind === "expression" && definition.expression !== expression;
  if (moved && definition.expression.kind !== "member") return reader.read(definition);
  const member = moved && definition.expression.kind === "member" ? definition.expression : expression;
  const home = moved && definition.expression.kind === "member" ? definition.module : module;
  if (definition.kind !== "expression" && definition.kind !== "parameter") return unknownSchema;
  if (member.property === undefined) return unknownSchema;
  const owner = reader.read({ expression: member.object, module: home });
  return zodProperty(owner, member.property) ?? fieldOf(owner, member.property) ?? unknownSchema;
}

function readCall(call: Call, module: Module, reader: Reader): Schema {
  const definition = reader.follow({ expression: call.callee, module });
  for (const library of libraries) {
    const schema = library(call, definition, module, reader);
    if (schema !== undefined) return schema;
  }
  if (definition.kind === "function") return readReturned(definition, call, module, reader);
  if (call.callee.kind !== "member" || call.callee.property === undefined) return unknownSchema;
  const owner = reader.read({ expression: call.callee.object, module });
  if (owner.kind === "unknown" && !isLibraryValue(call.callee.object, module, reader)) return unknownSchema;
  return applyZodMethod(call.callee.property, owner, argumentSites(call, module), reader);
}

/** Whether an expression starts at a schema library, so that its methods mean something even where its type is unknown (`z.any().optional()`). */
function isLibraryValue(expression: Expression, module: Module, reader: Reader): boolean {
  let current: Expression = expression;
  while (current.kind === "call" || current.kind === "member") {
    const definition = reader.follow({ expression: current, module });
    if (definition.kind === "external") return isSchemaPackage(definition.package);
    current = current.kind === "call" ? current.callee : current.object;
  }
  return false;
}

/** `z.name(…)`, `z.coerce.name(…)`, `z.iso.name(…)`, and the same through any package that hands on `z`. */
function readZodCall(call: Call, definition: Definition, module: Module, reader: Reader): Schema | undefined {
  const path = zodPath(definition);
  const name = path?.at(-1);
  if (path === undefined || name === undefined) return undefined;
  if (name === "toJSONSchema" || name === "fromJSONSchema") return undefined;
  if (path.includes("iso")) return { kind: "string", format: name === "date" ? "date" : name === "datetime" ? "datetime" : undefined };
  if (!isZodMaker(name)) return unknownSchema;
  return withOptions(makeZod(name, call, module, reader), argumentSites(call, module).at(-1), reader);
}

function zodPath(definition: Definition): readonly string[] | undefined {
  if (definition.kind === "external") {
    if (isZodPackage(definition.package)) return definition.path;
    return definition.path[0] === "z" && definition.path.length > 1 ? definition.path : undefined;
  }
  // A file whose import is missing while it is being written.
  return definition.kind === "global" && definition.path[0] === "z" ? definition.path.slice(1) : undefined;
}

function readConversion(call: Call, definition: Definition, module: Module, reader: Reader): Schema | undefined {
  const name = definition.kind === "external" || definition.kind === "global" ? definition.path.at(-1) : definition.kind === "function" ? definition.function.name : undefined;
  const called = call.callee.kind === "name" ? call.callee.name : call.callee.kind === "member" ? call.callee.property : undefined;
  const site = argumentSites(call, module)[0];
  if (site === undefined || !(conversions.test(name ?? "") || conversions.test(called ?? ""))) return undefined;
  return reader.read(site);
}

/** A function of the workspace that makes schemas: its parameters stand for the arguments. */
function readReturned(definition: Extract<Definition, { kind: "function" }>, call: Call, module: Module, reader: Reader): Schema {
  const returned = reader.workspace.readBody(definition.function).findLast((each) => each.kind === "return");
  if (returned?.kind !== "return" || returned.value === undefined) return unknownSchema;
  const args = argumentSites(call, module);
  const lookup: Lookup = (name, home) => {
    if (home !== definition.module) return undefined;
    const index = definition.function.parameters.findIndex((each) => each.pattern.kind === "bind" && each.pattern.binding === name);
    return index < 0 ? undefined : args[index];
  };
  return reader.knowing(lookup).read({ expression: returned.value, module: definition.module });
}
