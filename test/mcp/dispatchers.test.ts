import { describe, expect, it } from "vitest";
import { offers } from "./offers";

const call = `server.setRequestHandler(CallToolRequestSchema, dispatch); async function dispatch(request) {}`;
const list = (tools: string) => `server.setRequestHandler(ListToolsRequestSchema, async () => (${tools}));`;

/** What the one dispatcher of a text advertises. */
function advertised(text: string, others: Readonly<Record<string, string>> = {}): string {
  return offers(text, others).join("\n").replace(/^.*?dispatch(?: \[(.*)\])?$/s, "$1");
}

describe("what a dispatcher advertises", () => {
  it.each([
    ["a list in place", `{ tools: [{ name: "one", inputSchema: { type: "object", properties: { a: { type: "string" } } } }, { name: "two" }] }`, "one {a}; two"],
    ["spreads", `{ tools: [...base, { name: "two" }] }`, "one; two"],
    ["a filter", `{ tools: base.filter((each) => on(each)) }`, "one"],
    ["a map that keeps the objects", `{ tools: base.map((tool) => ({ ...tool, description: "x" })) }`, "one"],
    ["a map that picks", `{ tools: base.map((tool) => ({ name: tool.name, inputSchema: zodToJsonSchema(z.object({ a: z.string() })) })) }`, "one {a}"],
    ["values of an object", `{ tools: Object.values({ a: { name: "one" } }) }`, "one"],
    ["objects that are parsed", `{ tools: [ToolSchema.parse({ name: "one", inputSchema: { type: "object", properties: { a: {} } } })] }`, "one {a}"],
    ["objects with their handlers", `{ tools: [{ name: "one", handler: run }] }`, "one -> run"],
    ["a shorthand", `{ tools }`, "one; two"],
  ])("%s", (_, tools, expected) => {
    expect(advertised(`${call} const base = [{ name: "one" }]; const tools = [...base].concat([{ name: "two" }]); async function run(args) {} ${list(tools)}`)).toBe(expected);
  });

  it("may be written more than once before it is returned", () => {
    const text = `${call} const all = [{ name: "one" }, { name: "two" }];
      server.setRequestHandler(ListToolsRequestSchema, async () => { let tools = all; if (x) { tools = tools.filter(on); } tools.push({ name: "three" }); return { tools }; });`;
    expect(advertised(text)).toBe("one; two; three");
  });

  it("may come from other files", () => {
    const others = { "tools.ts": `export * from "./one";`, "one.ts": `export const oneTool = { name: "one", inputSchema: { type: "object", properties: { a: { type: "string" } } } };` };
    expect(advertised(`import { oneTool } from "./tools"; ${call} ${list("{ tools: [oneTool] }")}`, others)).toBe("one {a}");
  });

  it("finds the functions of a table that is asked by name", () => {
    const text = `server.setRequestHandler(CallToolRequestSchema, dispatch); const handlers = { one: run, two: (args) => f(args) }; async function run(args) {}
      async function dispatch(request) { return handlers[request.params.name](request.params.arguments); } ${list(`{ tools: [{ name: "one" }, { name: "two" }] }`)}`;
    expect(advertised(text)).toBe("one -> run; two -> two");
  });

  it("belongs to a method of a class as well", () => {
    const text = `class S { constructor() { this.server.setRequestHandler(CallToolRequestSchema, this.dispatch.bind(this)); this.server.setRequestHandler(ListToolsRequestSchema, () => this.list()); }
      list() { return { tools: this.tools }; } tools = [{ name: "one" }]; async dispatch(request) {} }`;
    expect(advertised(text)).toBe("one");
  });
});
