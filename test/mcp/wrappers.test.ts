import { describe, expect, it } from "vitest";
import { offers, readFiles, sdk } from "./offers";

const config = "{ inputSchema: shape }";

describe("local wrappers", () => {
  it("give an entry for each call, with what the caller passes", () => {
    const text = `const add = (name, shape, run) => { server.registerTool(name, ${config}, async (args) => run(args)); };
      add("one", { a: z.string() }, (x) => f(x));
      add("two", { b: z.string() }, two); function two(x) {}`;
    expect(offers(text)).toEqual([
      `tool one(0: {a}) -> async (args) => run(args) with name = "one", shape = { a: z.string() }, run = (x) => f(x)`,
      `tool two(0: {b}) -> async (args) => run(args) with name = "two", shape = { b: z.string() }, run = two`,
    ]);
  });

  it("are located at the outer call", () => {
    const text = `${sdk}function add(name, run) { server.tool(name, run); }\nadd("one", () => f());`;
    const { entries } = readFiles({ "a.ts": text });
    expect(entries.map((each) => text.slice(each.location.range.start, each.location.range.end))).toEqual([`add("one", () => f())`]);
  });

  it("may take one object", () => {
    const text = `function add({ name, shape, run }) { server.registerTool(name, ${config}, run); }
      add({ name: "one", shape: { a: z.string() }, run: (x) => f(x) });`;
    expect(offers(text)[0]).toMatch(/^tool one\(0: \{a\}\) -> run with /);
  });

  it("may be in another file, under another name", () => {
    const wrapper = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";\nexport function add(server: McpServer, name: string, shape, run) { server.registerTool(name, ${config}, (args) => run(args)); }`;
    expect(offers(`import { add as register } from "./add"; register(server, "one", { a: z.string() }, (x) => f(x));`, { "add.ts": wrapper })[0]).toMatch(/^tool one\(0: \{a\}\) -> \(args\) => run\(args\) with /);
  });

  it("may be a method, called on this or on an instance", () => {
    const wrapper = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
      export class Registrar { constructor(private server: McpServer) { this.tool("inner", {}, () => f()); }
        tool(name: string, shape, run) { this.server.registerTool(name, ${config}, (args) => run(args)); } }`;
    const text = `import { Registrar } from "./registrar"; const all = new Registrar(server); all.tool("one", { a: z.string() }, (x) => f(x));
      export function more(registrar: Registrar) { registrar.tool("two", {}, (x) => f(x)); }`;
    expect(offers(text, { "registrar.ts": wrapper }).map((each) => each.slice(0, 9)).sort()).toEqual(["tool inne", "tool one(", "tool two("]);
  });

  it("may be inside of each other", () => {
    const text = `function add(name, run) { server.tool(name, { a: z.string() }, run); }
      function addAll(prefix, run) { add(prefix + "_all", run); }
      addAll("x", (args) => f(args));`;
    expect(offers(text)[0]).toMatch(/^tool x_all\(0: \{a\}\) -> \(args\) => f\(args\) with /);
  });

  it("that nobody calls give nothing, unless the handler is written in them", () => {
    expect(offers(`function add(name, run) { server.tool(name, run); }`)).toEqual([]);
    expect(offers(`function add(name) { server.tool(name, (extra) => f(extra)); }`)).toEqual(["tool *() -> (extra) => f(extra)"]);
  });

  it("that call themselves end", () => {
    expect(offers(`function add(name, run) { server.tool(name, run); add(name + "x", run); } add("one", () => f());`)).toHaveLength(1);
  });
});

describe("loops over descriptions", () => {
  const tools = `const tools = [{ name: "one", shape: { a: z.string() }, run: (x) => f(x) }, { name: "two", shape: { b: z.string() }, run: two }]; function two(x) {}`;

  it.each([
    ["for … of", `for (const tool of tools) server.tool(tool.name, tool.shape, tool.run);`],
    ["for … of, taken apart", `for (const { name, shape, run } of tools) server.tool(name, shape, run);`],
    ["forEach", `tools.forEach((tool) => { server.tool(tool.name, tool.shape, tool.run); });`],
    ["forEach with a filter", `tools.filter((each) => on(each)).forEach(({ name, shape, run }) => server.tool(name, shape, run));`],
    ["a list from a function", `function all() { return [...tools]; } for (const tool of all()) server.tool(tool.name, tool.shape, tool.run);`],
    ["entries of an object", `const map = { a: tools[0], b: tools[1] }; for (const [, tool] of Object.entries(map)) server.tool(tool.name, tool.shape, tool.run);`],
    ["values of an object", `const map = { a: tools[0], b: tools[1] }; Object.values(map).forEach((tool) => server.tool(tool.name, tool.shape, tool.run));`],
    ["a list that is filled", `const list = []; for (const each of tools) list.push(each); for (const tool of list) server.tool(tool.name, tool.shape, tool.run);`],
    ["a map", `const map = new Map([["one", tools[0]], ["two", tools[1]]]); for (const tool of map.values()) server.tool(tool.name, tool.shape, tool.run);`],
    ["a wrapper in a loop", `function add(tool) { server.tool(tool.name, tool.shape, tool.run); } tools.forEach((tool) => add(tool));`],
    ["addTools", `server.addTools(tools.map((tool) => ({ name: tool.name, parameters: tool.shape, execute: tool.run })));`],
  ])("%s", (_, loop) => {
    expect(offers(`${tools} ${loop}`).map((each) => each.replace(/ with .*/, ""))).toEqual(["tool one(0: {a}) -> run", "tool two(0: {b}) -> two"]);
  });

  it("tell the handler which description it runs for", () => {
    expect(offers(`${tools} for (const tool of tools) server.tool(tool.name, tool.shape, (args) => tool.run(args));`)[1]).toBe(
      `tool two(0: {b}) -> (args) => tool.run(args) with tool = { name: "two", shape: { b: z.string() }, run: two }`,
    );
  });

  it("go over lists of other files, keyed by a constant", () => {
    const others = { "tools.ts": `import { z } from "zod"; import { run } from "./run"; export const tools = [{ name: "one", schema: z.object({ a: z.string() }) }] as const; export const handlers = { one: run };`, "run.ts": `export const run = async function run(args) {};` };
    const text = `import { tools, handlers } from "./tools"; for (const tool of tools) server.registerTool(tool.name, { inputSchema: tool.schema }, handlers[tool.name]);`;
    expect(offers(text, others).map((each) => each.replace(/ with .*/, ""))).toEqual(["tool one(0: {a}) -> run"]);
  });

  it("go over everything that a module exports", () => {
    const others = { "all.ts": `import { z } from "zod"; export const one = { name: "one", shape: { a: z.string() }, run: (x) => f(x) }; export const two = { name: "two", shape: {}, run: (x) => f(x) };` };
    expect(offers(`import * as all from "./all"; for (const t of Object.values(all)) server.tool(t.name, t.shape, t.run);`, others)).toHaveLength(2);
  });
});

describe("tools that are classes", () => {
  const classes = `class Base { register(server) { server.tool(this.name, this.shape, (args) => this.execute(args)); } }
    class One extends Base { name = "one"; shape = { a: z.string() }; async execute(args) {} }
    class Two extends Base { get name() { return "two"; } shape = { b: z.string() }; async execute(args) {} }`;

  it("register themselves through their base", () => {
    expect(offers(`${classes} [new One(), new Two()].forEach((tool) => tool.register(server));`).map((each) => each.replace(/ -> .*/, ""))).toEqual(["tool one(0: {a})", "tool two(0: {b})"]);
  });

  it("are registered in a loop", () => {
    expect(offers(`${classes} for (const tool of [new One(), new Two()]) server.tool(tool.name, tool.shape, (args) => tool.execute(args));`).filter((each) => each.includes("tool.execute"))).toHaveLength(2);
  });

  it("may extend a base of another file, and are told apart by it", () => {
    const model = readFiles({
      "base.ts": `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
        export abstract class Base { abstract name: string; abstract shape; abstract execute(args); register(server: McpServer) { server.tool(this.name, this.shape, (args) => this.execute(args)); } }`,
      "one.ts": `import { Base } from "./base"; import { z } from "zod"; export class One extends Base { name = "one"; shape = { a: z.string() }; execute(args) {} }`,
      "two.ts": `import { Base } from "./base"; import { z } from "zod"; export class Two extends Base { name = "two"; shape = {}; execute(args) {} }`,
    });
    expect(model.entries.map((each) => [each.name, each.handler.module.file, each.handler.classModule?.file])).toEqual([
      ["one", "/w/base.ts", "/w/one.ts"],
      ["two", "/w/base.ts", "/w/two.ts"],
    ]);
  });

  it("take their name from the constructor", () => {
    const text = `class Tool { constructor(private name: string, private run) {} register() { server.tool(this.name, { a: z.string() }, this.run); } }
      new Tool("one", (args) => f(args)).register(); new Tool("two", (args) => g(args)).register();`;
    expect(offers(text).map((each) => each.replace(/ with .*/, ""))).toEqual(["tool one(0: {a}) -> (args) => f(args)", "tool two(0: {a}) -> (args) => g(args)"]);
  });
});
