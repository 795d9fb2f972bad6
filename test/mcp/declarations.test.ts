import { describe, expect, it } from "vitest";
import { printEntry, readFiles } from "./offers";

/** What the files of a workspace offer; the import that names the framework stands in each of them. */
function offered(files: Readonly<Record<string, string>>): readonly string[] {
  return readFiles(files).entries.map(printEntry);
}

describe("classes of mcp-framework", () => {
  const head = `import { MCPTool, MCPPrompt, MCPResource } from "mcp-framework"; import { z } from "zod";\n`;

  it.each([
    [`export default class T extends MCPTool { name = "t"; description = "x"; schema = z.object({ a: z.string() }); async execute(input) {} }`, ["tool t(0: {a}) -> execute"]],
    [`class T extends MCPTool<Input> { name = "t"; schema = { a: { type: z.string(), description: "x" } }; execute({ a }) {} }`, ["tool t(0: {a}) -> execute"]],
    [`const NAME = "t"; class T extends MCPTool { name = NAME; schema = SHAPE; execute = async (input) => f(input); } const SHAPE = z.object({ a: z.string() });`, ["tool t(0: {a}) -> execute"]],
    [`class P extends MCPPrompt { name = "p"; schema = { a: { type: z.string(), description: "x" } }; async generateMessages({ a }) {} }`, ["prompt p(0: {a}) -> generateMessages"]],
    [`class P extends MCPPrompt { name = "p"; schema = { a: { type: z.string() } }; generateMessages(args) {} complete(name, value) {} }`, ["prompt p(0: {a}) -> generateMessages", "completion p(0 completion, 1 completion, 2 completion) -> complete"]],
    [`class R extends MCPResource { uri = "x://y"; name = "r"; async read() {} }`, ["resource r() -> read"]],
  ])("%s", (text, expected) => {
    expect(offered({ "a.ts": head + text })).toEqual(expected);
  });

  it("may have a base of the project between", () => {
    const files = { "base.ts": `${head}export abstract class Base extends MCPTool { schema = z.object({ a: z.string() }); }`, "a.ts": `import { Base } from "./base"; class T extends Base { name = "t"; execute(input) {} }`, "package.json": `{"dependencies": {"mcp-framework": "0"}}` };
    expect(offered(files)).toEqual(["tool t(0: {a}) -> execute"]);
  });

  it("may have their method in another file", () => {
    expect(offered({ "a.ts": `${head}import { run } from "./run"; class T extends MCPTool { name = "t"; schema = z.object({}); execute = run; }`, "run.ts": `export async function run(input) {}` })).toEqual(["tool t(0: {}) -> run"]);
  });

  it.each([
    [`${head}class T extends MCPTool { schema = z.object({}); execute(input) {} }`],
    [`import { MCPTool } from "./own"; class T extends MCPTool { name = "t"; execute(input) {} }`],
    [`import { MCPTool } from "workbench"; class T extends MCPTool { name = "t"; execute(input) {} }`],
  ])("are not %s", (text) => {
    expect(offered({ "a.ts": text, "own.ts": `export class MCPTool {}` })).toEqual([]);
  });
});

describe("decorated methods of NestJS", () => {
  const rekog = `import { Tool, Prompt, Resource, ResourceTemplate } from "@rekog/mcp-nest"; import { Payload, Ctx } from "@nestjs/microservices"; import { z } from "zod";\n`;
  const other = `import { Resolver, Tool, Prompt, Resource } from "@nestjs-mcp/server"; import { z } from "zod";\n`;

  it.each([
    [`class A { @Tool({ name: "t", parameters: z.object({ a: z.string() }) }) async run(args, context, request) {} }`, ["tool t(0: {a}) -> run"]],
    [`class A { @Tool({ name: "t", parameters: z.object({ a: z.string() }) }) async run(@Ctx() ctx, @Payload() { a }) {} }`, ["tool t(1: {a}) -> run"]],
    [`class A { @Tool({ description: "x", parameters: S }) run(args) {} } const S = z.object({ a: z.string() });`, ["tool run(0: {a}) -> run"]],
    [`class A { @Tool({ name: "t" }) run(args) {} }`, ["tool t(0) -> run"]],
    [`class A { @Prompt({ name: "p", parameters: z.object({ a: z.string() }) }) run(args) {} }`, ["prompt p(0: {a}) -> run"]],
    [`class A { @Resource({ name: "r", uri: "x://y" }) run(args) {} }`, ["resource r() -> run"]],
    [`class A { @ResourceTemplate({ uriTemplate: "x://{id}" }) run({ id }) {} }`, ["resource x://{id}(0 variables) -> run"]],
  ])("of @rekog/mcp-nest: %s", (text, expected) => {
    expect(offered({ "a.ts": rekog + text })).toEqual(expected);
  });

  it.each([
    [`@Resolver("x") class A { @Tool({ name: "t", paramsSchema: { a: z.string() } }) run({ a }, extra) {} }`, ["tool t(0: {a}) -> run"]],
    [`@Resolver() class A { @Tool({ name: "t" }) run(extra) {} }`, ["tool t() -> run"]],
    [`@Resolver() class A { @Prompt({ name: "p", argsSchema: { a: z.string() } }) run({ a }) {} }`, ["prompt p(0: {a}) -> run"]],
    [`@Resolver() class A { @Resource({ name: "r", uri: "x://{id}" }) run(uri) {} }`, ["resource r() -> run"]],
    [`@Resolver() class A { @Resource({ name: "r", template: "x://{id}" }) run(uri, { id }) {} }`, ["resource r(0 uri, 1 variables) -> run"]],
  ])("of @nestjs-mcp/server: %s", (text, expected) => {
    expect(offered({ "a.ts": other + text })).toEqual(expected);
  });

  it("run on an object of their class", () => {
    const [entry] = readFiles({ "a.ts": `${rekog}class A { constructor(private readonly files: Files) {} @Tool({ name: "t" }) run(args) { return this.files.read(args.path); } }` }).entries;
    expect(entry?.handler.classId).toBeDefined();
  });

  it("are no tools where the decorator is of something else", () => {
    expect(offered({ "package.json": `{"dependencies": {"@modelcontextprotocol/sdk": "1"}}`, "a.ts": `import { Tool } from "shop"; class A { @Tool({ name: "t" }) run(args) {} @Get("x") other(args) {} }` })).toEqual([]);
  });
});

describe("files of xmcp", () => {
  const head = `import { z } from "zod"; import { type InferSchema, type ToolMetadata } from "xmcp";\n`;
  const schema = `export const schema = { a: z.string() };`;

  it.each([
    ["a function", "src/tools/read.ts", `${schema} export const metadata: ToolMetadata = { name: "t", description: "x" }; export default async function read({ a }: InferSchema<typeof schema>) {}`, ["tool t(0: {a}) -> read"]],
    ["a constant", "src/tools/read.ts", `${schema} const run = async ({ a }) => f(a); export default run;`, ["tool read(0: {a}) -> run"]],
    ["an imported function", "src/tools/read.ts", `${schema} import { run } from "../run"; export default run;`, ["tool read(0: {a}) -> run"]],
    ["a name that is a constant", "src/tools/read.ts", `${schema} const NAME = "t"; export const metadata = { name: NAME }; export default (args) => f(args);`, ["tool t(0: {a}) -> default"]],
    ["nothing to pass", "src/tools/now.ts", `export default function now() {}`, ["tool now() -> now"]],
    ["a prompt", "src/prompts/p.ts", `${schema} export default function p({ a }) {}`, ["prompt p(0: {a}) -> p"]],
    ["a resource with a parameter in its path", "src/resources/(users)/[userId]/profile.ts", `export const metadata = { name: "r" }; export default function profile({ userId }) {}`, ["resource r(0 variables) -> profile"]],
  ])("%s", (_, file, text, expected) => {
    expect(offered({ [file]: head + text, "src/run.ts": `export async function run({ a }) {}` })).toEqual(expected);
  });

  it("are no tools in other folders, or without the framework", () => {
    const text = `export default function read({ a }) {}`;
    expect(offered({ "src/lib/read.ts": head + text, "src/tools/build.ts": text, "package.json": `{"dependencies": {"@modelcontextprotocol/sdk": "1"}}` })).toEqual([]);
  });
});

describe("fallbackRequestHandler", () => {
  it("is given whatever nothing else answers", () => {
    expect(offered({ "a.ts": `import { Server } from "@modelcontextprotocol/sdk/server/index.js"; const server = new Server(); server.fallbackRequestHandler = async (request) => f(request);` })).toEqual(["request *(0.params) -> fallbackRequestHandler"]);
  });

  it("may be imported", () => {
    expect(offered({ "a.ts": `import { Server } from "@modelcontextprotocol/sdk/server/index.js"; import { answer } from "./answer"; const server = new Server(); server.fallbackRequestHandler = answer;`, "answer.ts": `export function answer(request) {}` })).toEqual(["request *(0.params) -> answer"]);
  });

  it("is another member of something else", () => {
    expect(offered({ "a.ts": `import { Server } from "@modelcontextprotocol/sdk/server/index.js"; server.onRequest = async (request) => f(request);` })).toEqual([]);
  });
});
