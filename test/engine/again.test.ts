import { describe, expect, it } from "vitest";
import { CancelledError, type Host } from "../../src/base/host";
import { createPipeline, type Outcome } from "../../src/engine/pipeline";
import { rules } from "../../src/rules/index";
import { printEntry } from "../mcp/offers";

/** A workspace in which every way is used by which a registration may rest on another file; each file has several texts to choose from. */
const choices: Readonly<Record<string, readonly (string | undefined)[]>> = {
  "/w/package.json": [
    `{"name": "w", "dependencies": {"@modelcontextprotocol/sdk": "1", "zod": "3"}}`,
    `{"name": "w", "dependencies": {"express": "5"}}`,
  ],
  // A wrapper: what it registers is decided by its callers.
  "/w/wrap.ts": [
    `export function offer(server, name, shape, run) { server.registerTool(name, { inputSchema: shape }, async (args) => run(args)); }`,
    `export function offer(server, name, shape, run) { server.registerTool(name + "_2", { inputSchema: {} }, async (args) => run(args)); }`,
    `export function offer(server, name, shape, run) { server.registerPrompt(name, { argsSchema: shape }, run); }\n`,
    `export function suggest(server, name, shape, run) { server.registerTool(name, { inputSchema: shape }, run); }`,
  ],
  // Barrels, one of which never names what it hands on.
  "/w/barrel.ts": [`export * from "./wrap";`, `export * from "./other-wrap";`, `export { offer } from "./other-wrap";`, `export {};`, undefined],
  "/w/other-wrap.ts": [`export function offer(server, name, shape, run) { server.tool("other_" + name, shape, run); }`, `export const offer = () => undefined;`],
  "/w/callers.ts": [
    `import { offer } from "./barrel";\nimport { z } from "zod";\nimport { runs } from "./runs";\noffer(server, "first", { a: z.string() }, runs.first);`,
    `import { offer } from "./barrel";\nimport { runs } from "./runs";\noffer(server, "first", {}, runs.first);\noffer(server, "second", {}, runs.second);`,
    `import * as all from "./barrel";\nall.offer(server, "third", {}, (args) => args);`,
    `export const nothing = 1;`,
    undefined,
  ],
  "/w/more-callers.ts": [undefined, `import { offer as add } from "./wrap";\nimport { NAME } from "./names";\nadd(server, NAME, {}, (args) => args);`],
  "/w/names.ts": [`export const NAME = "named";`, `export const NAME = "renamed";`, `export let NAME; NAME = f();`],
  "/w/runs.ts": [
    `import { exec } from "child_process";\nexport const runs = { first: ({ a }) => exec(a), second: async (args) => args };`,
    `export const runs = { first: (args) => args.a };`,
    `export { runs } from "./other-runs";`,
  ],
  "/w/other-runs.ts": [`export const runs = { first: function otherFirst() {}, second: function otherSecond(args) { return args; } };`, `export const runs = {};`],
  // A list of descriptions in another file, and the loop that registers them.
  "/w/list.ts": [
    `import { z } from "zod";\nexport const tools = [{ name: "l1", schema: { p: z.string() }, handler: (args) => args }];`,
    `import { z } from "zod";\nimport { tool } from "./list-tool";\nexport const tools = [tool, { name: "l2", schema: { q: z.number() }, handler: (args) => args }];`,
    `export const tools = [];`,
  ],
  "/w/list-tool.ts": [`export const tool = { name: "l3", schema: {}, handler: () => 1 };`, `export const tool = { name: "l4", handler: ({ c }) => require("child_process").exec(c) };`],
  "/w/loop.ts": [
    `import { tools } from "./list";\nfor (const each of tools) server.tool(each.name, each.schema, each.handler);`,
    `import { tools } from "./list";\nexport function all(server) { tools.forEach(({ name, schema, handler }) => server.registerTool(name, { inputSchema: schema }, handler)); }`,
  ],
  // A base class that leaves names to the classes that extend it.
  "/w/base.ts": [`export abstract class Base { constructor(public x = 1) {} register(server) { server.tool(this.title, this.shape, (args) => this.run(args)); } }`, `export class Base {}`],
  "/w/below.ts": [
    `import { Base } from "./base";\nexport class Below extends Base { title = "below"; shape = {}; run(args) { return args; } }`,
    `import { Base } from "./base";\nimport { NAME } from "./names";\nexport class Below extends Base { title = NAME; shape = {}; run(args) { return args; } }\nexport class Second extends Base { title = "second_below"; run() {} }`,
    `export class Below {}`,
  ],
  // A dispatcher with its list and its table in other files.
  "/w/dispatch.ts": [
    `import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";\nimport { advertised } from "./advertised";\nimport { table } from "./table";\nserver.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: advertised }));\nserver.setRequestHandler(CallToolRequestSchema, async (request) => table[request.params.name](request.params.arguments));`,
    `import { CallToolRequestSchema } from "@modelcontextprotocol/sdk/types.js";\nimport { table } from "./table";\nserver.setRequestHandler(CallToolRequestSchema, async (request) => table[request.params.name](request.params.arguments));`,
  ],
  "/w/advertised.ts": [
    `export const advertised = [{ name: "d1", inputSchema: { type: "object", properties: { a: { type: "string" } } } }];`,
    `export const advertised = [{ name: "d1" }, { name: "d2" }];`,
  ],
  "/w/lists.ts": [undefined, `import { ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";\nserver.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [{ name: "d2" }] }));`],
  "/w/table.ts": [`import { exec } from "child_process";\nexport const table = { d1: ({ a }) => exec(a), d2: function two() {} };`, `export const table = { d2: (args) => args };`],
  // A registry of the server's own, which another file makes and a third one fills.
  "/w/registry.ts": [
    `import { CallToolRequestSchema } from "@modelcontextprotocol/sdk/types.js";\nexport class Registry { list = []; put(tool) { this.list.push(tool); } start(server) { server.setRequestHandler(CallToolRequestSchema, (request) => this.list.find((each) => each.is === request.params.name).go(request.params.arguments)); } }`,
    `import { CallToolRequestSchema } from "@modelcontextprotocol/sdk/types.js";\nexport class Registry { list = []; put(tool) { console.log(tool); } start(server) { server.setRequestHandler(CallToolRequestSchema, (request) => this.list.find((each) => each.is === request.params.name).go(request.params.arguments)); } }`,
  ],
  "/w/made.ts": [`import { Registry } from "./registry";\nexport const registry = new Registry();`, `export const registry = new Map();`],
  "/w/fill.ts": [
    undefined,
    `import { registry } from "./made";\nimport { exec } from "child_process";\nexport function fill() { registry.put({ is: "r", go: ({ a }) => exec(a) }); }`,
    `import { Registry } from "./registry";\nimport { registry } from "./made";\nimport { exec } from "child_process";\nexport function fill() { registry.put({ is: "r", go: ({ a }) => exec(a) }); }`,
    `import { Registry } from "./registry";\nimport { registry } from "./made";\nimport { exec } from "child_process";\nexport function fill() { registry.put({ is: "r", go: ({ a }) => a }); }`,
  ],
  // What none of them looks at.
  "/w/alone.ts": [`import { z } from "zod";\nserver.registerTool("alone", { inputSchema: { s: z.string() } }, ({ s }) => s);`],
  "/w/bystander.ts": [`export const bystander = 1;`, `export const bystander = 2;`],
};

const first = () => new Map(Object.entries(choices).flatMap(([file, [text]]): [string, string][] => (text === undefined ? [] : [[file, text]])));

function pipelineOver(files: ReadonlyMap<string, string>, isCancelled?: () => boolean) {
  const host: Host = { files: () => [...files.keys()], read: (file) => files.get(file), ...(isCancelled === undefined ? {} : { isCancelled }) };
  return createPipeline(host, rules, (file) => file);
}

/** All that an outcome tells, so that two can be compared. */
function told({ facts, context, limits }: Outcome): unknown {
  const entries = context.mcp.entries.map((entry) => `${entry.location.file}:${entry.location.range.start} ${printEntry(entry)} in ${entry.handler.module.file}`);
  return { entries, isMcp: context.mcp.isMcp, facts: facts.map(({ key, fact, flow }) => [key, fact.location, flow.map((step) => step.message)]), limits };
}

function choose(files: Map<string, string>, file: string, index: number): void {
  const text = choices[file]?.[index];
  if (text === undefined) files.delete(file);
  else files.set(file, text);
}

/** The files in one order, whatever came and went: entries are told in the order of the files. */
function inOrder(files: Map<string, string>): void {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  files.clear();
  for (const [file, text] of sorted) files.set(file, text);
}

describe("after a change, what is found is what a fresh analysis finds", () => {
  const each = Object.entries(choices).flatMap(([file, texts]) => texts.map((_, index) => [file, index] as const));
  it.each(each)("%s, text %i, and back", (file, index) => {
    const files = first();
    inOrder(files);
    const kept = pipelineOver(files);
    kept.run();
    for (const next of [index, 0]) {
      choose(files, file, next);
      inOrder(files);
      expect(told(kept.run())).toEqual(told(pipelineOver(files).run()));
    }
  });

  it("through a long row of changes, some of them while an analysis was cancelled", () => {
    const files = first();
    inOrder(files);
    let allowed = Number.POSITIVE_INFINITY;
    const kept = pipelineOver(files, () => --allowed < 0);
    const random = createRandom(7);
    const names = Object.keys(choices);
    for (let step = 0; step < 100; step++) {
      const file = names[Math.floor(random() * names.length)] ?? "";
      choose(files, file, Math.floor(random() * (choices[file]?.length ?? 1)));
      inOrder(files);
      allowed = random() < 0.3 ? Math.floor(random() * 12) : Number.POSITIVE_INFINITY;
      const outcome = unlessCancelled(() => kept.run());
      if (outcome !== undefined) expect(told(outcome), `step ${step}`).toEqual(told(pipelineOver(files).run()));
    }
  });
});

describe("after a change, nothing else is read again", () => {
  it.each(["/w/bystander.ts", "/w/list.ts", "/w/runs.ts", "/w/wrap.ts"])("%s", (file) => {
    const files = first();
    const kept = pipelineOver(files);
    const entryOf = (name: string) => kept.run().context.mcp.entries.find((entry) => entry.name === name);
    const [alone, below] = [entryOf("alone"), entryOf("below")];
    choose(files, file, 1);
    expect(alone).toBeDefined();
    expect(entryOf("alone")).toBe(alone);
    expect(entryOf("below")).toBe(below);
  });
});

function unlessCancelled<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof CancelledError) return undefined;
    throw error;
  }
}

/** The same numbers on every machine. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
