import { describe, expect, it } from "vitest";
import { CancelledError, type Host } from "../../src/base/host";
import { readConfiguration } from "../../src/engine/configuration";
import { createEngine } from "../../src/engine/index";
import { createPipeline } from "../../src/engine/pipeline";
import { rules } from "../../src/rules/index";

// Work is counted, never timed: a slow machine must give the same answers as a fast one.

const MANIFEST = `{"name": "w", "dependencies": {"@modelcontextprotocol/sdk": "1"}}`;
const HEAD = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";\nimport { exec } from "child_process";\nimport { z } from "zod";\nconst server = new McpServer({});\n`;

function tool(body: string, name = "t"): string {
  return `server.registerTool("${name}", { inputSchema: { x: z.string(), y: z.string() } }, async ({ x, y }) => {\n${body}\n});\n`;
}

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("\n");
}

function hostOf(files: Record<string, string>, isCancelled = () => false): Host {
  const all = new Map(Object.entries({ "/w/package.json": MANIFEST, ...files }));
  return { files: () => [...all.keys()], read: (file) => all.get(file), isCancelled };
}

/** Analyses a server of one file. */
function analyze(text: string, file = "/w/server.ts") {
  const { findings, limits, offers } = createEngine(hostOf({ [file]: HEAD + text }), { rules: {}, exclude: [] }).analyze({ withFixes: false });
  return { findings: findings.length, offers: offers.length, reasons: limits.map(({ reason }) => reason) };
}

const deep = 100_000;

describe("an expression nested a hundred thousand deep", { timeout: 60_000 }, () => {
  it.each([
    ["parentheses", `exec(${"(".repeat(deep)}x${")".repeat(deep)})`],
    ["calls", `exec(${"f(".repeat(deep)}x${")".repeat(deep)})`],
    ["choices", `exec(${"x ? y : ".repeat(deep)}x)`],
    ["functions", `exec(${"a=>".repeat(deep)}x)`],
    ["branches", "if(x){".repeat(deep) + "exec(x)" + "}".repeat(deep)],
    ["negations", `if(${"!".repeat(deep)}x) exec(x)`],
    ["methods", `exec(x${".trim()".repeat(deep)})`],
    ["templates", "exec(" + "`${".repeat(deep) + "x" + "}`".repeat(deep) + ")"],
    ["waiting", `exec(${"await ".repeat(deep)}x)`],
  ])("of %s is left out, and said to be", (_, body) => {
    expect(analyze(tool(body)).reasons).toContain("left out: nested too deeply");
  });

  it("of types or of a schema is left out, and said to be", () => {
    expect(analyze(`type A = ${"Array<".repeat(deep)}string${">".repeat(deep)};\n${tool("exec(x)")}`).reasons).toEqual(["left out: nested too deeply"]);
    expect(analyze(`const s = ${"z.array(".repeat(deep)}z.string()${")".repeat(deep)};\n${tool("exec(x)")}`).reasons).toEqual(["left out: nested too deeply"]);
  });
});

describe("a long text", { timeout: 120_000 }, () => {
  it("is understood whole where it is long and not deep", () => {
    expect(analyze(tool(`let c = "";\n${lines(10_000, (i) => `c += x + "a${i}";`)}\nexec(c)`))).toMatchObject({ findings: 1, reasons: [] });
    expect(analyze(tool(`exec(${lines(deep, () => "x +")} "")`))).toMatchObject({ findings: 1, reasons: [] });
    expect(analyze(`const s = [${lines(deep, (i) => `${i},`)}];\n${tool("for (const v of s) exec(v + x)")}`)).toMatchObject({ findings: 1, reasons: [] });
    expect(analyze(`const s = "${"a".repeat(1_000_000)}";\n${tool("exec(s + x)")}`)).toMatchObject({ findings: 1, reasons: [] });
  });

  it("of fifteen thousand lines in one switch has its findings, and says that it did not look for all fixes", () => {
    const { findings, reasons } = analyze(tool(`let r = "";\nswitch (x) {\n${lines(2_500, (i) => `case "c${i}":\n  r += y + ${i};\n  // why\n  f(r);\n  exec(r);\n  break;`)}\n}`));
    expect(findings).toBe(2_500);
    expect(reasons).toEqual([expect.stringMatching(/^fixes were looked for in part only: for the first \d+ of 2500 findings$/)]);
  });

  it("with more ways to sinks than are told says so", () => {
    const { findings, reasons } = analyze(tool(lines(3_100, (i) => `if (x === "c${i}") exec(y + ${i});`)));
    expect(findings).toBe(3_000);
    expect(reasons).toContainEqual(expect.stringMatching(/^looked into in part only: "t"/));
  });

  it("that is a minified bundle is read whole up to the limit, and left out beyond", () => {
    const unit = `function a(b,c){var d=b.e(c),f;for(f=0;f<d.length;f++)if(!d[f]||d[f].g===void 0)return c?h(d,function(i){return i+f+"x"}):(0,j.k)(d);return null}`;
    expect(analyze(unit.repeat(2_000) + tool("exec(x)"), "/w/main.js")).toMatchObject({ findings: 1, reasons: [] });
    expect(analyze(unit.repeat(20_000) + tool("exec(x)"), "/w/main.js")).toMatchObject({ findings: 0, offers: 0, reasons: ["left out: larger than 2 MB"] });
  });
});

describe("code that would take for ever", { timeout: 120_000 }, () => {
  it("is ended, and said to be: loops in loops", () => {
    const text = HEAD + tool("for (const i of x) {\n".repeat(40) + "exec(y);" + "}".repeat(40));
    const { context, limits } = createPipeline(hostOf({ "/w/server.ts": text }), rules, (each) => each).run();
    expect(limits).toEqual([{ file: "/w/server.ts", reason: expect.stringMatching(/^looked into in part only: "t"/) as string }]);
    // `maximumWork` of src/taint/interpreter.ts
    expect(context.taint.steps).toBeLessThan(1_100_000);
  });

  it("ends by itself: functions that call themselves, add to lists at every level and count the levels", () => {
    const walker = `function walk(node, seen, out, names, depth) {
  if (!node || depth > 9) return out;
  const visited = new Set(seen);
  visited.add(node.id);
  if (node.kind === "ref") { names.add(\`\${node.table}.\${node.column}\`); out.push({ table: node.table, column: node.column }); }
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) for (const item of value) walk(item, visited, out, names, depth + 1);
    else walk(value, visited, out, names, depth + 1);
  }
  return out;
}
`;
    const text = `${HEAD}import { parse } from "a-parser";\n${walker}${tool("for (const { table } of walk(parse(x), new Set(), [], new Set(), 0)) exec(y + table);")}`;
    const { context, limits } = createPipeline(hostOf({ "/w/server.ts": text }), rules, (each) => each).run();
    expect(limits).toEqual([]);
    expect(context.taint.steps).toBeLessThan(50_000);
  });

  it("is left out where calls go on too deeply, and said to be", () => {
    const { reasons } = analyze(`${lines(60, (i) => `function f${i}(a) { return f${i + 1}(a); }`)}\nfunction f60(a) { exec(a); }\n${tool("f0(x)")}`);
    expect(reasons).toContainEqual(expect.stringMatching(/^looked into in part only: "t"/));
  });

  it("is understood where a function calls itself with something else each time", () => {
    const walk = `import type { Schema } from "schemas";\nfunction walk(s: Schema, a) {\n  exec(a);\n  ${lines(8, (i) => `walk(s.part${i}, a);`)}\n}\n`;
    expect(analyze(`${walk}${tool("walk(load(), x)")}`)).toMatchObject({ findings: 1, reasons: [] });
    const queue = `class Queue {\n  jobs = [];\n  add(job, a) {\n    this.jobs.push(job);\n    exec(a);\n    return new Promise((done) => this.add(() => done(job), a));\n  }\n}\nconst queue = new Queue();\n`;
    expect(analyze(`${queue}${tool("return queue.add(() => y, x)")}`)).toMatchObject({ findings: 1, reasons: [] });
  });

  it("is ended when it is no longer wanted, though every tool is small", () => {
    let asked = 0;
    const host = hostOf({ "/w/server.ts": HEAD + lines(200, (i) => tool("exec(x)", `t${i}`)) }, () => ++asked > 100);
    expect(() => createEngine(host, { rules: {}, exclude: [] }).analyze()).toThrow(CancelledError);
  });
});

describe("a workspace of ten thousand files", { timeout: 120_000 }, () => {
  const files: Record<string, string> = { "/w/server.ts": `${HEAD}import { run } from "./lib/f0";\n${tool("run(x)")}` };
  for (let i = 0; i < 10_000; i++) files[`/w/lib/f${i}.ts`] = `import { other } from "./f${i + 1}";\nexport function run(a: string) {\n  return ${i === 3 ? "import('child_process').then((c) => c.exec(a))" : "other(a)"};\n}\nexport { run as other };\n`;

  it("costs what its handlers reach: nothing else is parsed", () => {
    const pipeline = createPipeline(hostOf(files), rules, (file) => file);
    const { facts } = pipeline.run();
    expect(facts).toHaveLength(1);
    expect(pipeline.workspace.lowered().length).toBeLessThan(10);
  });
});

describe("a project file that overflows the stack", () => {
  it("counts as one that says nothing", () => {
    const host = hostOf({ "/w/server.ts": `import "@/x";\n${HEAD}${tool("exec(x)")}`, "/w/tsconfig.json": "[".repeat(500_000), "/w/sub/package.json": `{"a":`.repeat(deep), "/w/sub/a.ts": `import "b";` });
    expect(createEngine(host, { rules: {}, exclude: [] }).analyze({ withFixes: false }).findings).toHaveLength(1);
  });

  it("is an error where it is our own configuration", () => {
    expect(readConfiguration("[".repeat(500_000), "/w", [])).toMatchObject({ errors: [{ message: "This is nested far too deeply for a configuration" }] });
  });
});
