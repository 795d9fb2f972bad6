import { describe, expect, it } from "vitest";
import { printEntry, readFiles } from "./offers";

const manifest = `{"dependencies": {"@modelcontextprotocol/sdk": "1"}}`;

/** What looks like a tool in a text that registers nothing itself. */
function guesses(text: string, others: Readonly<Record<string, string>> = {}): readonly string[] {
  const { entries } = readFiles({ "package.json": manifest, ...others, "a.ts": `import { z } from "zod";\n${text}` });
  return entries.filter(({ isGuess }) => isGuess === true).map(printEntry);
}

describe("what looks like a tool", () => {
  it.each([
    ["an object", `export const t = { name: "t", description: "x", inputSchema: { a: z.string() }, handler: async (args) => f(args) };`, ["tool t(0: {a}) -> handler"]],
    ["an object with a method", `export const t = { name: "t", description: "x", parameters: z.object({ a: z.string() }), async execute({ a }) {} };`, ["tool t(0: {a}) -> execute"]],
    ["what a function of the project is given", `export const t = defineTool({ name: "t", description: "x", schema: { a: z.string() }, handler: async ({ a }) => f(a) });`, ["tool t(0: {a}) -> handler"]],
    ["with the handler beside it", `export const t = defineTool({ name: "t", description: "x", schema: { a: z.string() } }, async ({ a }) => f(a));`, ["tool t(0: {a}) -> async ({ a }) => f(a)"]],
    ["a list of them", `export const tools = ["x"].map((n) => n); export const t = [{ name: "one", description: "x", schema: { a: z.string() }, run: one }, { name: "two", description: "x", schema: {}, run: two }]; function one(args) {} function two(args) {}`, ["tool one(0: {a}) -> one", "tool two(0: {}) -> two"]],
    ["named by its key", `export const tools = { t: wrap({ description: "x", parameters: z.object({ a: z.string() }), execute: async ({ a }) => f(a) }) };`, ["tool t(0: {a}) -> execute"]],
    ["a name that is a constant", `const NAME = "t"; export const t = { name: NAME, description: "x", inputSchema: S, handler: run }; const S = z.object({ a: z.string() }); function run({ a }) {}`, ["tool t(0: {a}) -> run"]],
    ["an imported handler", `import { run } from "./run"; export const t = { name: "t", description: "x", inputSchema: {}, handler: run };`, ["tool t(0: {}) -> run"]],
    ["a class", `export class T extends Base { name = "t"; description = "x"; schema = z.object({ a: z.string() }); async execute(args) { return f(args); } } abstract class Base { abstract execute(args); }`, ["tool t(0: {a}) -> execute"]],
    ["a class named by a static field", `export class T extends Base { static toolName = "t"; description = "x"; argsShape = { a: z.string() }; async execute(args) { return f(args); } } abstract class Base {}`, ["tool t(0: {a}) -> execute"]],
  ])("%s", (_, text, expected) => {
    expect(guesses(text, { "run.ts": "export async function run(args) {}" })).toEqual(expected);
  });

  const shape = (handler: string) => `export const t = { name: "t", description: "x", schema: { a: z.string() }, handler: ${handler} };`;

  it.each([
    ["behind a context", shape("async (context, { a }) => f(a)"), "tool t(1: {a}) -> handler"],
    ["behind a context, by their name", shape("async (page, args) => f(page, args)"), "tool t(1: {a}) -> handler"],
    ["in a request of the project's own", shape("async (request, response) => f(request.params.a)"), "tool t(0.params: {a}) -> handler"],
    ["in a request of the protocol", shape("async (request) => f(request.params.arguments)"), "tool t(0.params.arguments: {a}) -> handler"],
    ["in an object taken apart", shape("async ({ input }) => f(input)"), "tool t(0.input: {a}) -> handler"],
  ])("is given its arguments %s", (_, text, expected) => {
    expect(guesses(text)).toEqual([expected]);
  });

  it.each([
    ["is registered", `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js"; const server = new McpServer({}); const t = { name: "t", description: "x", schema: { a: z.string() }, handler: (args) => f(args) }; server.tool(t.name, t.description, t.schema, t.handler);`],
    ["is registered in a loop, by a function of its own", `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js"; const server = new McpServer({}); const tools = [{ name: "t", description: "x", schema: { a: z.string() }, handler: (args) => f(args) }]; for (const t of tools) server.tool(t.name, t.schema, (args) => t.handler(args));`],
    ["has no text for the model", `export const t = { name: "t", schema: { a: z.string() }, handler: (args) => f(args) };`],
    ["says nothing of what may be passed", `export const t = { name: "t", description: "x", handler: (args) => f(args) };`],
    ["has no function", `export const t = { name: "t", description: "x", schema: { a: z.string() } };`],
    ["is a route", `app.route({ method: "GET", url: "/x", schema: { a: z.string() }, handler: (request) => f(request) });`],
    ["is an abstract class", `export abstract class T { name = "t"; description = "x"; schema = {}; abstract execute(args); }`],
  ])("is no guess where it %s", (_, text) => {
    expect(guesses(text)).toEqual([]);
  });

  it("is nothing in a package that has nothing to do with MCP", () => {
    expect(guesses(`export const t = { name: "t", description: "x", schema: { a: z.string() }, handler: (args) => f(args) };`, { "package.json": `{"name": "app", "dependencies": {"commander": "1"}}` })).toEqual([]);
  });
});
