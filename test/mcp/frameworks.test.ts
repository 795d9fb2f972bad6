import { describe, expect, it } from "vitest";
import { offers, printEntry, readFiles } from "./offers";

/** What one file offers that imports what it needs itself. */
function offered(text: string, others: Readonly<Record<string, string>> = {}): readonly string[] {
  return readFiles({ ...others, "a.ts": `import { z } from "zod";\n${text}` }).entries.map(printEntry);
}

describe("the agent SDK's tool()", () => {
  const head = `import { tool, createSdkMcpServer } from "@anthropic-ai/claude-agent-sdk";\n`;

  it.each([
    [`createSdkMcpServer({ name: "s", tools: [tool("t", "text", { a: z.string() }, async (args) => f(args))] });`, "tool t(0: {a}) -> async (args) => f(args)"],
    [`const t = tool("t", "text", { a: z.string() }, async (args) => f(args), { annotations: { readOnlyHint: true } });`, "tool t(0: {a}) -> async (args) => f(args)"],
    [`const NAME = "t"; const SHAPE = { a: z.string() }; tool(NAME, "text", SHAPE, run); async function run(args) {}`, "tool t(0: {a}) -> run"],
    [`import { run } from "./run"; tool("t", "text", {}, run);`, "tool t(0: {}) -> run"],
  ])("%s", (text, expected) => {
    expect(offered(head + text, { "run.ts": "export async function run(args) {}" })).toEqual([expected]);
  });

  it("is another function of that name elsewhere", () => {
    expect(offered(`import { tool } from "ai"; import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js"; tool("t", "text", {}, (args) => f(args));`)).toEqual([]);
  });
});

describe("Mastra's createTool", () => {
  const head = `import { createTool } from "@mastra/core/tools"; import { MCPServer } from "@mastra/mcp";\n`;

  it.each([
    [`export const t = createTool({ id: "t", inputSchema: z.object({ a: z.string() }), execute: async (input, context) => f(input) });`, "tool t(0: {a}) -> execute"],
    [`export const t = createTool({ id: "t", inputSchema: z.object({ a: z.string() }), execute: async ({ context }) => f(context) });`, "tool t(0.context: {a}) -> execute"],
    [`export const t = createTool({ id: "t", inputSchema: z.object({ a: z.string() }), execute: async (all) => f(all.context) });`, "tool t(0.context: {a}) -> execute"],
    [`const ID = "t"; export const t = createTool({ id: ID, inputSchema: S, execute: run }); const S = z.object({ a: z.string() }); async function run(input) {}`, "tool t(0: {a}) -> run"],
    [`import { run } from "./run"; export const t = createTool({ id: "t", inputSchema: z.object({}), execute: run });`, "tool t(0: {}) -> run"],
  ])("%s", (text, expected) => {
    expect(offered(head + text, { "run.ts": "export async function run(args) {}" })).toEqual([expected]);
  });

  it("is another function of that name elsewhere", () => {
    expect(offered(`import { createTool } from "workbench"; import { MCPServer } from "@mastra/mcp"; createTool({ id: "t", execute: async (input) => f(input) });`)).toEqual([]);
  });
});

describe("tmcp", () => {
  const head = `import { McpServer } from "tmcp"; import { defineTool } from "tmcp/tool"; import { definePrompt } from "tmcp/prompt"; import { defineTemplate } from "tmcp/template"; import { defineResource } from "tmcp/resource"; const server = new McpServer({});\n`;

  it.each([
    [`server.tool({ name: "t", description: "x", schema: z.object({ a: z.string() }) }, async (input) => f(input));`, ["tool t(0: {a}) -> async (input) => f(input)"]],
    [`const t = defineTool({ name: "t", schema: z.object({ a: z.string() }) }, async (input) => f(input)); server.tools([t]);`, ["tool t(0: {a}) -> async (input) => f(input)"]],
    [`server.tool(defineTool({ name: "t", schema: z.object({ a: z.string() }) }, run)); async function run(input) {}`, ["tool t(0: {a}) -> run"]],
    [`import { run } from "./run"; const NAME = "t"; defineTool({ name: NAME, schema: z.object({}) }, run);`, ["tool t(0: {}) -> run"]],
    [`definePrompt({ name: "p", schema: z.object({ a: z.string() }) }, (input) => f(input));`, ["prompt p(0: {a}) -> (input) => f(input)"]],
    [`server.resource({ name: "r", uri: "x://y" }, async (uri) => f(uri));`, ["resource r() -> async (uri) => f(uri)"]],
    [`defineResource({ name: "r", uri: "x://y" }, async (uri) => f(uri));`, ["resource r() -> async (uri) => f(uri)"]],
    [`server.template({ name: "r", uri: "x://{id}" }, async (uri, { id }) => f(id));`, ["resource r(0 uri, 1 variables) -> async (uri, { id }) => f(id)"]],
    [`defineTemplate({ name: "r", uri: "x://{id}" }, async (uri, { id }) => f(id));`, ["resource r(0 uri, 1 variables) -> async (uri, { id }) => f(id)"]],
  ])("%s", (text, expected) => {
    expect(offered(head + text, { "run.ts": "export async function run(args) {}" })).toEqual(expected);
  });
});

describe("Nuxt's toolkit", () => {
  it.each([
    ["named by its file", `export default defineMcpTool({ inputSchema: { a: z.string() }, handler: async ({ a }) => f(a) });`, "tool a(0: {a}) -> handler"],
    ["named", `import { defineMcpTool } from "@nuxtjs/mcp-toolkit/server"; const NAME = "t"; export default defineMcpTool({ name: NAME, inputSchema: { a: z.string() }, handler: run }); async function run(args) {}`, "tool t(0: {a}) -> run"],
    ["with an imported handler", `import { run } from "./run"; export default defineMcpTool({ name: "t", inputSchema: {}, handler: run });`, "tool t(0: {}) -> run"],
    ["without a schema", `export default defineMcpTool({ handler: async (extra) => f(extra) });`, "tool a() -> handler"],
    ["a prompt", `export default defineMcpPrompt({ name: "p", inputSchema: { a: z.string() }, handler: async ({ a }) => f(a) });`, "prompt p(0: {a}) -> handler"],
    ["a resource", `export default defineMcpResource({ name: "r", uri: "x://y", handler: async (uri) => f(uri) });`, "resource r() -> handler"],
    ["a template", `import { ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js"; export default defineMcpResource({ name: "r", uri: new ResourceTemplate("x://{id}", {}), handler: async (uri, { id }) => f(id) });`, "resource r(0 uri, 1 variables) -> handler"],
  ])("%s", (_, text, expected) => {
    expect(offered(text, { "run.ts": "export async function run(args) {}", "package.json": `{"dependencies": {"@nuxtjs/mcp-toolkit": "0"}}` })).toEqual([expected]);
  });

  it("is another function of that name elsewhere", () => {
    expect(offered(`import { defineMcpTool } from "./own"; export default defineMcpTool({ handler: async (args) => f(args) });`, { "own.ts": "export function defineMcpTool(tool) { return 1; }", "package.json": `{"dependencies": {"@nuxtjs/mcp-toolkit": "0"}}` })).toEqual([]);
  });
});

describe("mcp-use, skybridge, mcp-lite and others", () => {
  it.each([
    ["mcp-use", `import { MCPServer } from "mcp-use/server"; const server = new MCPServer({}); export const t = server.tool({ name: "t", schema: z.object({ a: z.string() }) }, async (params, ctx) => f(params));`, "tool t(0: {a}) -> async (params, ctx) => f(params)"],
    ["mcp-use, templates", `import { MCPServer } from "mcp-use/server"; const server = new MCPServer({}); server.resourceTemplate({ name: "r", uriTemplate: "x://{id}" }, async (uri, params) => f(params));`, "resource r(0 uri, 1 variables) -> async (uri, params) => f(params)"],
    ["mcp-use, templates of the first versions", `import { createMCPServer } from "mcp-use/server"; const server = createMCPServer("s"); server.resourceTemplate({ name: "r", resourceTemplate: { uriTemplate: "x://{id}" }, readCallback: async (uri, params) => f(params) });`, "resource r(0 uri, 1 variables) -> readCallback"],
    ["skybridge", `import { McpServer } from "skybridge/server"; const server = new McpServer({}, {}); server.registerTool({ name: "t", inputSchema: { a: z.string() } }, async (input, ctx) => f(input));`, "tool t(0: {a}) -> async (input, ctx) => f(input)"],
    ["skybridge, widgets", `import { McpServer } from "skybridge/server"; const server = new McpServer({}, {}); server.registerWidget("t", { description: "x" }, { inputSchema: { a: z.string() } }, async (input) => f(input));`, "tool t(0: {a}) -> async (input) => f(input)"],
    ["mcp-lite", `import { McpServer } from "mcp-lite"; const mcp = new McpServer({}); mcp.tool("t", { inputSchema: z.object({ a: z.string() }), handler: (args, ctx) => f(args) });`, "tool t(0: {a}) -> handler"],
    ["mcp-lite, resources", `import { McpServer } from "mcp-lite"; const mcp = new McpServer({}); mcp.resource("x://{id}", { name: "r" }, async (uri, { id }) => f(id));`, "resource x://{id}(0 uri, 1 variables) -> async (uri, { id }) => f(id)"],
    ["zuplo", `import { MCPServer } from "@zuplo/mcp/server"; const server = new MCPServer({}); server.addTool({ name: "t", validator: new ZodValidator(z.object({ a: z.string() })), handler: async (args) => f(args) });`, "tool t(0: unknown) -> handler"],
    ["zuplo, resources", `import { MCPServer } from "@zuplo/mcp/server"; const server = new MCPServer({}); server.addResource("r", template, {}, async (uri) => f(uri));`, "resource r(0 uri) -> async (uri) => f(uri)"],
    ["litemcp", `import { LiteMCP } from "litemcp"; const server = new LiteMCP("s", "1"); server.addTool({ name: "t", parameters: z.object({ a: z.string() }), execute: async (args) => f(args) });`, "tool t(0: {a}) -> execute"],
    ["Cloudflare", `import { McpAgent } from "agents/mcp"; export class Agent extends McpAgent { server = new McpServer({}); async init() { this.server.tool("t", { a: z.string() }, async (args) => f(args)); } }`, "tool t(0: {a}) -> async (args) => f(args)"],
    ["Vercel", `import { createMcpHandler } from "mcp-handler"; const handler = createMcpHandler((server) => { server.registerTool("t", { inputSchema: { a: z.string() } }, async (args) => f(args)); }, {});`, "tool t(0: {a}) -> async (args) => f(args)"],
    ["a fork of the SDK", `import { McpServer } from "@redocly/mcp-typescript-sdk/server/mcp.js"; const server = new McpServer({}); server.tool("t", { a: z.string() }, async (args) => f(args));`, "tool t(0: {a}) -> async (args) => f(args)"],
  ])("%s", (_, text, expected) => {
    expect(offered(text)).toEqual([expected]);
  });
});

describe("methods of a server's own", () => {
  it.each([
    [`server.setRequestHandler("acme/search", { params: z.object({ q: z.string() }) }, async (params, ctx) => f(params));`, ["request acme/search(0: {q}) -> async (params, ctx) => f(params)"]],
    [`const METHOD = "acme/search"; const P = z.object({ q: z.string() }); server.setRequestHandler(METHOD, { params: P, result: R }, search); async function search(params) {}`, ["request acme/search(0: {q}) -> search"]],
    [`server.setRequestHandler("acme/search", async (params) => f(params));`, []],
  ])("%s", (text, expected) => {
    expect(offers(text)).toEqual(expected);
  });
});

describe("a tool that is updated", () => {
  it.each([
    [`const t = server.registerTool("t", { inputSchema: { a: z.string() } }, (args) => f(args)); t.update({ callback: (args) => g(args) });`, ["tool t(0: {a}) -> (args) => f(args)", "tool t(0: {a}) -> callback"]],
    [`const t = server.tool("t", () => f()); t.update({ paramsSchema: { b: z.string() }, callback: run }); async function run(args) {}`, ["tool t() -> () => f()", "tool t(0: {b}) -> run"]],
    [`const NAME = "new"; const t = server.tool("t", () => f()); t.update({ name: NAME, callback: run });`, ["tool t() -> () => f()", "tool new() -> run"]],
    [`const t = server.tool("t", () => f()); t.update({ description: "x" });`, ["tool t() -> () => f()"]],
    [`store.update({ callback: (args) => f(args) });`, []],
  ])("%s", (text, expected) => {
    expect(offers(`${text} import { run } from "./run";`.replace(/ import.*(?=async function run)/, ""), { "run.ts": "export async function run(args) {}" })).toEqual(expected);
  });
});

describe("completions", () => {
  it.each([
    [`server.registerPrompt("p", { argsSchema: { a: completable(z.string(), (value, context) => f(value)) } }, () => 1);`, "completion *(0 completion, 1.arguments completion) -> (value, context) => f(value)"],
    [`const t = new ResourceTemplate("x://{id}", { complete: { id: (value) => f(value) } });`, "completion id(0 completion, 1.arguments completion) -> id"],
    [`const complete = { id: run }; const t = new ResourceTemplate("x://{id}", { complete }); function run(value) {}`, "completion id(0 completion, 1.arguments completion) -> run"],
    [`server.addPrompt({ name: "p", arguments: [{ name: "a", complete: async (value) => f(value) }], load: async (args) => g(args) });`, "completion a(0 completion) -> complete"],
  ])("%s", (text, expected) => {
    expect(offers(text)).toContain(expected);
  });

  it("are no other callbacks", () => {
    expect(offers(`task({ complete: { id: (value) => f(value) } }); new ResourceTemplate("x://{id}", { list: (value) => f(value) });`)).toEqual([]);
  });
});
