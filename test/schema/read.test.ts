import { describe, expect, it } from "vitest";
import { cleansByType } from "../../src/schema/harmless";
import { readSchema, validationOf } from "../../src/schema/read";
import type { Schema } from "../../src/schema/schema";
import { createWorkspace } from "../../src/syntax/create-workspace";
import type { Call, Module } from "../../src/syntax/program";
import { walkFunction } from "../../src/syntax/walk";
import type { Workspace } from "../../src/syntax/workspace";
import { memoryHost } from "../support/memory-host";

const FILE = "/w/a.ts";

function open(text: string, others: Readonly<Record<string, string>> = {}): { readonly workspace: Workspace; readonly module: Module } {
  const workspace = createWorkspace(memoryHost({ ...others, [FILE]: text }));
  const module = workspace.module(FILE);
  if (module === undefined) throw new Error("The file of the test can't be read.");
  return { workspace, module };
}

/** Reads what the constant `S` of a text is. */
function read(text: string, others: Readonly<Record<string, string>> = {}): string {
  const { workspace, module } = open(text, others);
  const init = [...module.bindings.values()].find((each) => each.name === "S")?.init;
  if (init === undefined) throw new Error("The test has no constant S.");
  return print(readSchema(init, module, workspace));
}

/** A schema in one line: `{path: string, depth?: number}`. */
function print(schema: Schema): string {
  switch (schema.kind) {
    case "string":
      return ["string", schema.format, schema.pattern === undefined ? undefined : `/${schema.pattern.source}/`, schema.maxLength].filter((each) => each !== undefined).join(" ");
    case "enum":
      return schema.values.map((each) => JSON.stringify(each)).join("|") || "listed";
    case "object": {
      const fields = [...schema.fields].map(([name, field]) => `${name}${field.isOptional === true ? "?" : ""}: ${print(field)}`);
      return `{${[...fields, ...(schema.keepsUnknownKeys ? ["…"] : [])].join(", ")}}`;
    }
    case "array":
    case "record":
      return `${schema.kind}<${print(schema.items)}>`;
    case "tuple":
      return `[${schema.elements.map(print).join(", ")}]`;
    case "union":
      return schema.options.map(print).join(" or ");
    case "refined":
      return `${schema.how}(${print(schema.schema)}${schema.by === undefined ? "" : " by code"})`;
    default:
      return schema.kind;
  }
}

const zod = (text: string) => `import { z } from "zod";\nconst S = ${text};`;

describe("zod", () => {
  it.each([
    ["z.string()", "string"],
    ["z.string().min(1).max(80).describe('x')", "string 80"],
    ["z.string().uuid()", "string uuid"],
    ["z.uuid()", "string uuid"],
    ["z.iso.date()", "string date"],
    ["z.string().regex(/^[a-z]+$/)", "string /^[a-z]+$/"],
    ["z.string().regex(/^.+$/).regex(/^[a-z]+$/)", "string /^[a-z]+$/"],
    ["z.coerce.number().int()", "number"],
    ["z.int()", "number"],
    ["z.enum(['a', 'b'])", '"a"|"b"'],
    ["z.literal('a')", '"a"'],
    ["z.literal(['a', 1])", '"a"|1'],
    ["z.array(z.string())", "array<string>"],
    ["z.string().array()", "array<string>"],
    ["z.tuple([z.string(), z.number()])", "[string, number]"],
    ["z.record(z.string(), z.number())", "record<number>"],
    ["z.union([z.string(), z.number()])", "string or number"],
    ["z.string().or(z.boolean())", "string or boolean"],
    ["z.discriminatedUnion('k', [z.object({k: z.literal('a')}), z.object({k: z.literal('b')})])", '{k: "a"} or {k: "b"}'],
    ["z.object({a: z.string(), b: z.number().optional(), c: z.string().default('x')})", "{a: string, b?: number, c?: string}"],
    ["z.object({a: z.string()}).passthrough()", "{a: string, …}"],
    ["z.looseObject({a: z.string()})", "{a: string, …}"],
    ["z.object({a: z.string()}).strict()", "{a: string}"],
    ["z.object({a: z.string()}).extend({b: z.number()})", "{a: string, b: number}"],
    ["z.object({a: z.string()}).merge(z.object({b: z.number()}))", "{a: string, b: number}"],
    ["z.object({a: z.string()}).and(z.object({b: z.number()}))", "{a: string, b: number}"],
    ["z.object({a: z.string(), b: z.number()}).pick({a: true})", "{a: string}"],
    ["z.object({a: z.string(), b: z.number()}).omit({a: true})", "{b: number}"],
    ["z.object({a: z.string()}).partial()", "{a?: string}"],
    ["z.object({a: z.string()}).shape", "{a: string}"],
    ["z.object({a: z.string()}).shape.a", "string"],
    ["z.object({a: z.string()}).keyof()", '"a"'],
    ["z.string().nullable().nullish()", "string"],
    ["z.string().transform((x) => x.trim())", "transform(string by code)"],
    ["z.string().transform(Number)", "number"],
    ["z.string().transform((x) => x.length).pipe(z.number())", "number"],
    ["z.string().refine((x) => x.startsWith('a'))", "refine(string by code)"],
    ["z.object({a: z.string()}).superRefine(() => {})", "refine({a: string} by code)"],
    ["z.preprocess((x) => x, z.string().uuid())", "string uuid"],
    ["z.lazy(() => z.string())", "string"],
    ["z.any()", "unknown"],
    ["z.unknown().optional()", "unknown"],
    ["{a: z.string(), type: z.string()}", "{a: string, type: string}"],
    ["zodToJsonSchema(z.object({a: z.string()}))", "{a: string}"],
    ["z.toJSONSchema(z.object({a: z.string()}))", "{a: string}"],
  ])("%s is %s", (text, expected) => {
    expect(read(zod(text))).toBe(expected);
  });

  it.each(["zod", "zod/v4", "zod/v3", "zod/mini"])("is known as %s", (name) => {
    expect(read(`import * as z from "${name}";\nconst S = z.object({ a: z.string() });`)).toBe("{a: string}");
    expect(read(`import z from "${name}";\nconst S = z.string();`)).toBe("string");
  });

  it("is known through a file that hands it on", () => {
    expect(read(`import { z } from "./zod";\nconst S = z.string();`, { "/w/zod.ts": `export { z } from "zod";` })).toBe("string");
  });

  it("follows constants of other files and spreads of shapes", () => {
    const other = `import { z } from "zod";\nexport const Base = z.object({ a: z.string() });\nexport const names = ["x", "y"] as const;`;
    const text = `import { z } from "zod";\nimport { Base, names } from "./b";\nconst S = { ...Base.shape, b: z.enum(names), c: Base.shape.a.optional() };`;
    expect(read(text, { "/w/b.ts": other })).toBe('{a: string, b: "x"|"y", c?: string}');
  });

  it("fills in the arguments of a function that makes schemas", () => {
    const text = `import { z } from "zod";\nconst paged = (item) => z.object({ items: z.array(item.optional()), page: z.number() });\nconst S = paged(z.string());`;
    expect(read(text)).toBe("{items: array<string>, page: number}");
  });

  it("knows that a listed value is listed, though not which", () => {
    expect(read(`import { z } from "zod";\nimport { names } from "elsewhere";\nconst S = z.enum(names);`)).toBe("listed");
  });

  it("ends at a schema that holds itself", () => {
    expect(read(`import { z } from "zod";\nconst S = z.object({ next: z.lazy(() => S) });`)).toContain("next: {");
  });
});

describe("JSON Schema", () => {
  it.each([
    [`{type: "object", properties: {a: {type: "string"}, n: {type: "integer"}}, required: ["a"]}`, "{a: string, n?: number, …}"],
    [`{type: "object", properties: {}, additionalProperties: false}`, "{}"],
    [`{type: "string", pattern: "^[a-z]+$"}`, "string /^[a-z]+$/"],
    [`{enum: ["a", "b"]}`, '"a"|"b"'],
    [`{const: 1}`, "1"],
    [`{type: ["string", "null"]}`, "string or null"],
    [`{anyOf: [{type: "string"}, {type: "number"}]}`, "string or number"],
    [`{type: "array", items: {type: "string"}}`, "array<string>"],
    [`fromJsonSchema({type: "object", properties: {a: {type: "string"}}})`, "{a?: string, …}"],
    // By the standard a format is a remark and enforces nothing.
    [`{type: "string", format: "uuid"}`, "string"],
  ])("%s is %s", (text, expected) => {
    expect(read(`const S = ${text};`)).toBe(expected);
  });
});

describe("other libraries", () => {
  it.each([
    ["v.object({ a: v.string(), b: v.optional(v.number()) })", "{a: string, b?: number}"],
    ["v.pipe(v.string(), v.regex(/^[a-z]+$/))", "string /^[a-z]+$/"],
    ["v.pipe(v.string(), v.uuid())", "string uuid"],
    ["v.picklist(['a', 'b'])", '"a"|"b"'],
    ["v.variant('k', [v.object({ k: v.literal('a') })])", '{k: "a"}'],
  ])("Valibot: %s is %s", (text, expected) => {
    expect(read(`import * as v from "valibot";\nconst S = ${text};`)).toBe(expected);
  });

  it.each([
    [`type({ a: "string", "b?": "number", c: "'x' | 'y'", d: "string[]" })`, '{a: string, b?: number, c: "x" or "y", d: array<string>, …}'],
    [`type({ id: "string.uuid", n: "1 < number < 5" })`, "{id: string uuid, n: number, …}"],
  ])("ArkType: %s is %s", (text, expected) => {
    expect(read(`import { type } from "arktype";\nconst S = ${text};`)).toBe(expected);
  });
});

describe("values that are harmless by their type", () => {
  it.each([
    ["z.number()", true],
    ["z.boolean()", true],
    ["z.string().uuid()", true],
    ["z.enum(['a; b', 'c'])", true],
    ["z.string().regex(/^[a-z]+$/)", true],
    ["z.object({ a: z.number(), b: z.enum(['x']) })", true],
    ["z.array(z.number())", true],
    ["z.string().regex(/^[a-z]+$/).refine((x) => x !== 'a')", true],
    ["z.string()", false],
    ["z.string().email()", false],
    ["z.string().url()", false],
    ["z.string().max(10)", false],
    ["z.string().regex(/[a-z]+/)", false],
    ["z.object({ a: z.string() })", false],
    ["z.object({ a: z.number() }).passthrough()", false],
    ["z.union([z.number(), z.string()])", false],
    ["z.record(z.string(), z.number())", false],
    ["z.any()", false],
  ])("%s: %s", (text, expected) => {
    const { workspace, module } = open(zod(text));
    const init = [...module.bindings.values()].find((each) => each.name === "S")?.init;
    const schema: Schema = init === undefined ? { kind: "unknown" } : readSchema(init, module, workspace);
    const { command, sql, path } = cleansByType(schema);
    expect([command, sql, path]).toEqual([expected, expected, expected]);
  });
});

describe("calls that validate", () => {
  function validate(call: string): string | undefined {
    const { workspace, module } = open(`import { z } from "zod";\nimport * as v from "valibot";\nconst T = z.object({ a: z.string() });\nconst V = v.object({ a: v.string() });\n${call};`);
    const calls: Call[] = [];
    walkFunction(module.top, { expression: (each) => void (each.kind === "call" && calls.push(each)) });
    const last = calls.findLast((each) => module.text.slice(each.range.start, each.range.end) === call);
    const found = last === undefined ? undefined : validationOf(last, module, workspace);
    if (found === undefined) return undefined;
    const input = module.text.slice(found.input.range.start, found.input.range.end);
    return `${input}: ${print(found.schema)} ${found.result === "value" ? "" : found.result.property}`.trim();
  }

  it.each([
    ["T.parse(x)", "x: {a: string}"],
    ["T.parseAsync(x)", "x: {a: string}"],
    ["T.safeParse(x)", "x: {a: string} data"],
    ["T.strict().safeParse(x)", "x: {a: string} data"],
    ["z.number().parse(x)", "x: number"],
    ["v.parse(V, x)", "x: {a: string}"],
    ["v.safeParse(V, x)", "x: {a: string} output"],
  ])("%s validates %s", (call, expected) => {
    expect(validate(call)).toBe(expected);
  });

  it.each(["JSON.parse(x)", "Date.parse(x)", "path.parse(x)", "T.describe(x)"])("%s does not", (call) => {
    expect(validate(call)).toBeUndefined();
  });
});
