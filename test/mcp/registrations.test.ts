import { describe, expect, it } from "vitest";
import { offers, readFiles, printEntry, sdk } from "./offers";

describe("server.tool", () => {
  it.each([
    [`server.tool("t", () => f());`, "tool t() -> () => f()"],
    [`server.tool("t", "text", () => f());`, "tool t() -> () => f()"],
    [`server.tool("t", { a: z.string() }, (args) => f(args));`, "tool t(0: {a}) -> (args) => f(args)"],
    [`server.tool("t", { readOnlyHint: true }, (extra) => f(extra));`, "tool t() -> (extra) => f(extra)"],
    [`server.tool("t", "text", { a: z.string() }, (args) => f(args));`, "tool t(0: {a}) -> (args) => f(args)"],
    [`server.tool("t", "text", { title: "T" }, (extra) => f(extra));`, "tool t() -> (extra) => f(extra)"],
    [`server.tool("t", { a: z.string() }, { readOnlyHint: true }, (args) => f(args));`, "tool t(0: {a}) -> (args) => f(args)"],
    [`server.tool("t", "text", { a: z.string() }, { readOnlyHint: true }, (args) => f(args));`, "tool t(0: {a}) -> (args) => f(args)"],
    // The SDK does not look behind the callback.
    [`server.tool("t", { a: z.string() }, (args) => f(args), { description: "text" });`, "tool t(0: {a}) -> (args) => f(args)"],
    // An object without keys is a shape: the first parameter holds the (empty) arguments.
    [`server.tool("t", {}, (args) => f(args));`, "tool t(0: {}) -> (args) => f(args)"],
    [`server.tool<typeof S.shape>("t", "text", S.shape, (args) => f(args)); const S = z.object({ a: z.string() });`, "tool t(0: {a}) -> (args) => f(args)"],
    ["server.tool(`t`, `text ${x}`, { a: z.string() }, (args) => f(args));", "tool t(0: {a}) -> (args) => f(args)"],
    [`server.tool("t", ["a", "b"].join(" "), { a: z.string() }, (args) => f(args));`, "tool t(0: {a}) -> (args) => f(args)"],
    [`const NAME = "t"; const TEXT = "x"; const SHAPE = { a: z.string() }; server.tool(NAME, TEXT, SHAPE, (args) => f(args));`, "tool t(0: {a}) -> (args) => f(args)"],
    [`if (on) { this.server.tool("t", { a: z.string() }, (args) => f(args)); }`, "tool t(0: {a}) -> (args) => f(args)"],
    [`mcp?.tool("t", { a: z.string() }, (args) => f(args));`, "tool t(0: {a}) -> (args) => f(args)"],
    [`server.tool("t", { inputSchema: { a: z.string() }, handler: (args) => f(args) });`, "tool t(0: {a}) -> handler"],
    [`server.tool({ name: "t", schema: z.object({ a: z.string() }) }, (args) => f(args));`, "tool t(0: {a}) -> (args) => f(args)"],
  ])("%s", (text, expected) => {
    expect(offers(text)).toEqual([expected]);
  });
});

describe("registerTool", () => {
  it.each([
    [`server.registerTool("t", { description: "x" }, (extra) => f(extra));`, "tool t() -> (extra) => f(extra)"],
    [`server.registerTool("t", { inputSchema: { a: z.string() } }, (args) => f(args));`, "tool t(0: {a}) -> (args) => f(args)"],
    [`server.registerTool("t", { inputSchema: z.object({ a: z.string() }) }, (args) => f(args));`, "tool t(0: {a}) -> (args) => f(args)"],
    [`const config = { inputSchema: { a: z.string() } }; server.registerTool("t", config, (args) => f(args));`, "tool t(0: {a}) -> (args) => f(args)"],
    [`server.registerTool("t", { ...common, inputSchema: { a: z.string() } }, (args) => f(args));`, "tool t(0: {a}) -> (args) => f(args)"],
    // What can't be read may have a schema.
    [`server.registerTool("t", configOf(x), (args) => f(args));`, "tool t(0) -> (args) => f(args)"],
    [`registerAppTool(server, "t", { inputSchema: { a: z.string() } }, (args) => f(args));`, "tool t(0: {a}) -> (args) => f(args)"],
    [`server.experimental.tasks.registerToolTask("t", { inputSchema: { a: z.string() } }, { createTask: (args) => f(args) });`, "tool t(0: {a}) -> createTask"],
    [`server.registerTool({ name: "t", inputSchema: { a: z.string() } }, (args) => f(args));`, "tool t(0: {a}) -> (args) => f(args)"],
  ])("%s", (text, expected) => {
    expect(offers(text)).toEqual([expected]);
  });
});

describe("prompts and resources", () => {
  it.each([
    [`server.prompt("p", () => f());`, "prompt p() -> () => f()"],
    [`server.prompt("p", "text", { a: z.string() }, (args) => f(args));`, "prompt p(0: {a}) -> (args) => f(args)"],
    [`server.registerPrompt("p", { argsSchema: { a: z.string() } }, (args) => f(args));`, "prompt p(0: {a}) -> (args) => f(args)"],
    [`server.resource("r", "x://fixed", (uri) => f(uri));`, "resource r() -> (uri) => f(uri)"],
    [`server.registerResource("r", "x://fixed", {}, (uri) => f(uri));`, "resource r() -> (uri) => f(uri)"],
    [`server.resource("r", new ResourceTemplate("x://{id}", { list: undefined }), (uri, { id }) => f(id));`, "resource r(0 uri, 1 variables) -> (uri, { id }) => f(id)"],
    [`server.registerResource("r", new ResourceTemplate("x://{id}", {}), {}, (uri, vars) => f(vars));`, "resource r(0 uri, 1 variables) -> (uri, vars) => f(vars)"],
    [`const template = new ResourceTemplate("x://{id}", {}); server.registerResource("r", template, {}, (uri, vars) => f(vars));`, "resource r(0 uri, 1 variables) -> (uri, vars) => f(vars)"],
  ])("%s", (text, expected) => {
    expect(offers(text)).toEqual([expected]);
  });

  it("tell which variables may hold a slash", () => {
    const { entries } = readFiles({ "a.ts": `${sdk}server.resource("r", new ResourceTemplate("file://{host}/{+path}{?from,to}", {}), (uri, v) => f(v));` });
    expect(entries[0]?.inputs[1]?.template?.variables).toEqual([
      { name: "host", mayHoldSlash: false },
      { name: "path", mayHoldSlash: true },
      { name: "from", mayHoldSlash: false },
      { name: "to", mayHoldSlash: false },
    ]);
  });
});

describe("setRequestHandler", () => {
  it.each([
    [`server.setRequestHandler(CallToolRequestSchema, async (request) => f(request));`, "tool *(0.params.arguments, 0.params.name name) -> async (request) => f(request)"],
    [`mcp.server.setRequestHandler(CallToolRequestSchema, async (request) => f(request));`, "tool *(0.params.arguments, 0.params.name name) -> async (request) => f(request)"],
    [`server.setRequestHandler("tools/call", async (request) => f(request));`, "tool *(0.params.arguments, 0.params.name name) -> async (request) => f(request)"],
    [`server.setRequestHandler(ReadResourceRequestSchema, async (request) => f(request));`, "resource *(0.params.uri uri) -> async (request) => f(request)"],
    [`server.setRequestHandler("prompts/get", async (request) => f(request));`, "prompt *(0.params.arguments, 0.params.name name) -> async (request) => f(request)"],
    [`server.setRequestHandler(CompleteRequestSchema, async (request) => f(request));`, "completion *(0.params.argument.value completion, 0.params.context.arguments completion) -> async (request) => f(request)"],
  ])("%s", (text, expected) => {
    expect(offers(text)).toEqual([expected]);
  });

  it("passes over requests that carry nothing of a model", () => {
    expect(offers(`server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: [] })); server.setRequestHandler("ping", () => ({}));`)).toEqual([]);
  });

  it("is known in a file that imports its schemas from a file of the project", () => {
    const { entries } = readFiles({ "a.ts": `import { CallToolRequestSchema } from "./types";\nserver.setRequestHandler(CallToolRequestSchema, (request) => f(request));`, "types.ts": `export * from "@modelcontextprotocol/sdk/types.js";` });
    expect(entries).toHaveLength(1);
  });
});

describe("FastMCP", () => {
  it.each([
    [`server.addTool({ name: "t", parameters: z.object({ a: z.string() }), execute: async (args) => f(args) });`, "tool t(0: {a}) -> execute"],
    [`server.addTools([{ name: "t", parameters: z.object({ a: z.string() }), execute: run }]); function run(args) {}`, "tool t(0: {a}) -> run"],
    [`server.addPrompt({ name: "p", arguments: [{ name: "a" }], load: async (args) => f(args) });`, "prompt p(0: unknown) -> load"],
    [`server.addResource({ uri: "x://y", load: async () => f() });`, "resource x://y() -> load"],
    [`server.addResourceTemplate({ uriTemplate: "x://{id}", name: "r", load: async (args) => f(args) });`, "resource r(0 variables) -> load"],
  ])("%s", (text, expected) => {
    expect(offers(text)).toEqual([expected]);
  });
});

describe("what is no registration", () => {
  it.each([
    [`server.tool("t");`],
    [`server.tool("t", "text");`],
    [`server.tool(handler);`],
    [`server.tool("t", 5);`],
    [`app.resource("x", "y");`],
  ])("%s", (text) => {
    expect(offers(text)).toEqual([]);
  });

  it("is anything in a package that has nothing to do with MCP", () => {
    const { entries, isMcp } = readFiles({
      "package.json": `{"name": "app", "dependencies": {"express": "5"}}`,
      "a.ts": `import express from "express";\nconst app = express();\napp.tool("t", (args) => f(args));\napp.registerTool("t", {}, (args) => f(args));`,
    });
    expect([entries.length, isMcp]).toEqual([0, false]);
  });

  it("is the same code in the other package of a workspace", () => {
    const code = `export function register(server) { server.tool("t", { a: z.string() }, (args) => f(args)); }`;
    const { entries } = readFiles({
      "package.json": `{"name": "root", "private": true}`,
      "server/package.json": `{"name": "server", "dependencies": {"@modelcontextprotocol/sdk": "1"}}`,
      "server/a.js": code,
      "site/package.json": `{"name": "site", "dependencies": {"express": "5"}}`,
      "site/a.js": code,
    });
    expect(entries.map((each) => each.location.file)).toEqual(["/w/server/a.js"]);
  });

  it("is a fork of the SDK: that one counts", () => {
    const { entries } = readFiles({ "a.ts": `import { McpServer } from "@someone/mcp-typescript-sdk";\nnew McpServer().registerTool("t", { inputSchema: shape }, (args) => f(args));` });
    expect(entries.map(printEntry)).toEqual(["tool t(0: unknown) -> (args) => f(args)"]);
  });
});
