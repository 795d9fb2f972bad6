import { describe, expect, it } from "vitest";
import type { Host } from "../../src/base/host";
import { createPipeline, type Outcome } from "../../src/engine/pipeline";
import { rules } from "../../src/rules/index";

/**
 * Files as rows of parts, each with several texts to choose from: what stands in a body, a signature, at the top level, and nothing at all.
 * An edit chooses another text for one part, so that most edits change one body, and everything below it moves.
 */
const files: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "/w/package.json": [[`{"name": "w", "dependencies": {"@modelcontextprotocol/sdk": "1", "zod": "3", "pg": "8"}}`]],
  "/w/server.ts": [
    [`import { z } from "zod";\nimport { run, first } from "./helpers";\nimport { check, assertName } from "./guards";\nimport { Store } from "./store";\nimport { shape } from "./shapes";\nimport { handle } from "./handlers";\nimport { setUp } from "./untyped";\nconst store = new Store("db");\n`],
    ["", "// a comment that moves the rest\n", "const unused = 1;\n"],
    [`server.registerTool("a", { inputSchema: { x: z.string() } }, async ({ x }) => {\n`],
    ["  return run(x);\n", "  if (!check(x)) return;\n  return run(x);\n", "  return run(`git log ${x}`);\n", "  assertName(x);\n  return run(first([x]));\n", "  return store.find(x);\n", "  const y = x;\n  return run(y);\n"],
    ["});\n"],
    [`server.registerTool("b", shape, async (args) => {\n`],
    ["  return handle(args);\n", "  return handle({ ...args, n: 1 });\n", "  return store.save(args.x, args.y);\n", "  return run(String(1));\n"],
    ["});\n"],
    [`setUp(server, run);\n`, "", `setUp(server, (text) => text);\n`],
    ["export async function local(name: string) {\n"],
    ["  return run(name);\n", "  return name;\n", "  return first([name]);\n"],
    ["}\n"],
    [`server.registerTool("c", { inputSchema: { x: z.string() } }, async ({ x }) => local(x));\n`, ""],
    [`server.registerTool("d", { inputSchema: { x: z.string() } }, async ({ x }) => store.find(x));\n`, `server.registerTool("d", { inputSchema: { x: z.string() } }, async ({ x }) => store.save("a", x));\n`],
    [`server.registerTool("e", { inputSchema: { x: z.string() } }, twice);\nfunction twice({ x }) {\n`],
    ["  return handle({ x });\n", "  const all = [];\n  all.push(x);\n  return handle({ x: first(all) });\n", "  if (check(x)) return handle({ x });\n"],
    ["}\n"],
  ],
  "/w/helpers.ts": [
    [`import { exec } from "child_process";\nimport { quote } from "./deep";\n`],
    ["", "\n\n", "// more text\n"],
    ["export function first(list: string[]) {\n"],
    ["  return list[0];\n", "  const [one] = list;\n  return one;\n", "  return 'fixed';\n", "  return quote(list[0]);\n"],
    ["}\n"],
    ["export function run(command: string) {\n"],
    ["  return exec(`git ${command}`);\n", "  void 0;\n  return exec(`git ${command}`);\n", "  return exec('git ' + quote(command));\n", "  return command;\n", "  return other(command);\n", "  const go = (text) => exec('ls ' + text);\n  return go(command);\n"],
    ["}\n", "  return 2;\n}\n"],
    ["function other(text: string) {\n"],
    ["  return exec(text);\n", "  return text.length;\n", "  return exec(`echo ${text}`);\n"],
    ["}\n"],
    ["", "export const extra = run;\n"],
  ],
  "/w/deep.ts": [
    ["export function quote(text: string) {\n", "export function quote(text: string, how = 1) {\n", "export const quote = (text: string) => {\n"],
    ["  return text;\n", "  return `'${text}'`;\n", "  return text.trim();\n", "  // the same\n  return text;\n", "  return 'x';\n", "  throw new Error(text);\n"],
    ["}\n"],
  ],
  "/w/guards.ts": [
    [`const names = ["a", "b"];\n`, `const names = ["a", "b", "c"];\n`, `const names = globalThis.names;\n`],
    ["export function check(x: string) {\n"],
    ["  return names.includes(x);\n", "  return x !== '';\n", "  return isWord(x);\n", "  const ok = names.includes(x);\n  return ok;\n"],
    ["}\n"],
    ["export function isWord(x: string) {\n"],
    ["  return /^[a-z]+$/.test(x);\n", "  return /^[a-z]+/.test(x);\n", "  return !!x;\n"],
    ["}\n"],
    ["export function assertName(x: string) {\n"],
    ["  if (!isWord(x)) throw new Error();\n", "  if (!check(x)) throw new Error();\n", "  console.log(x);\n"],
    ["}\n"],
  ],
  "/w/store.ts": [
    [`import { Pool } from "pg";\nimport { quote } from "./deep";\n`],
    ["export interface Saves { save(a: string): unknown }\n"],
    ["export class Store {\n  constructor(private readonly name: string) {\n"],
    ["    this.pool = new Pool();\n", "    this.pool = new Map();\n", "    this.pool = new Pool();\n    this.table = 'other';\n", "    void name;\n"],
    ["  }\n  find(x: string) {\n"],
    ["    return this.pool.query(`SELECT * FROM t WHERE x = '${x}'`);\n", "    return this.pool.query('SELECT * FROM t WHERE x = $1', [x]);\n", "    return this.pool.query(`SELECT * FROM ${quote(x)}`);\n", "    this.last = x;\n    return this.last;\n"],
    ["  }\n  save(a: string, b: string) {\n"],
    ["    return this.find(a + b);\n", "    return this.find('x');\n", "    return b;\n"],
    ["  }\n}\n"],
  ],
  "/w/shapes.ts": [
    [`import { z } from "zod";\n`],
    ["export const shape = make();\n", "export const shape = { inputSchema: { x: z.string(), y: z.string() } };\n", "export const shape = { inputSchema: fields() };\n"],
    ["function make() {\n"],
    ["  return { inputSchema: { x: z.string(), y: z.string() } };\n", "  return { inputSchema: { x: z.number(), y: z.enum(['a']) } };\n", "  return { inputSchema: fields() };\n"],
    ["}\nfunction fields() {\n"],
    ["  return { x: z.string(), y: z.string() };\n", "  return { x: z.string().regex(/^[a-z]+$/), y: z.string().refine((v) => ok(v)) };\n"],
    ["}\nfunction ok(v: string) {\n"],
    ["  return v === 'a';\n", "  return true;\n"],
    ["}\n"],
  ],
  "/w/handlers.ts": [
    [`import { run } from "./helpers";\nimport type { Runs } from "./runs";\nlet runs: Runs;\n`],
    ["export async function handle(args) {\n"],
    ["  return runs.go(args.x);\n", "  return run(args.x);\n", "  return each(args, (v) => run(v));\n", "  return 1;\n", "  const done = await each(args, (v) => v);\n  return run(done);\n"],
    ["}\n"],
    ["function each(args, use) {\n"],
    ["  return use(args.x);\n", "  return use('x');\n", "  return [args.x].map((one) => use(one));\n"],
    ["}\n"],
  ],
  "/w/runs.ts": [["export interface Runs { go(x: string): unknown }\n"]],
  "/w/shell-runs.ts": [
    [`import { exec } from "child_process";\nimport type { Runs } from "./runs";\n`],
    ["export class ShellRuns implements Runs", "export class ShellRuns", "export class QuietRuns"],
    [" {\n  go(x: string) {\n"],
    ["    return exec(`sort ${x}`);\n", "    return x;\n", "    return exec('x');\n"],
    ["  }\n}\n"],
  ],
  "/w/untyped.js": [
    [`import { exec } from "child_process";\n`],
    ["export function setUp(server, go) {\n"],
    ["  server.tool('u', { t: z.string() }, ({ t }) => go(t));\n", "  server.tool('u', { t: z.string() }, ({ t }) => { go('x'); });\n", "  const inner = (t) => go(t);\n  server.tool('u', { t: z.string() }, ({ t }) => inner(t));\n"],
    ["}\n"],
  ],
  "/w/late.js": [
    [`import { setUp } from "./untyped";\nimport { exec } from "child_process";\n`],
    ["export function start(server) {\n"],
    ["  setUp(server, (t) => exec(`cat ${t}`));\n", "", "  setUp(server, exec);\n", "  setUp(server, (t) => exec(t + ''));\n", "  start2(server);\n"],
    ["}\nfunction start2(server) {\n"],
    ["", "  setUp(server, exec);\n"],
    ["}\n"],
  ],
};

const names = Object.keys(files);

/** The parts that have a choice. */
const movable = Object.entries(files).flatMap(([name, parts]) => parts.flatMap((texts, part): [string, number][] => (texts.length > 1 ? [[name, part]] : [])));

type Choice = Record<string, number[]>;

function textsOf(choice: Choice): Map<string, string> {
  return new Map(names.map((name) => [name, (files[name] ?? []).map((part, index) => part[choice[name]?.[index] ?? 0]).join("")]));
}

function pipelineOver(texts: ReadonlyMap<string, string>) {
  const host: Host = { files: () => [...texts.keys()], read: (file) => texts.get(file) };
  return createPipeline(host, rules, (file) => file);
}

/** All that an outcome tells, places and ways included. */
function told({ facts, limits, context }: Outcome): unknown {
  const found = facts.map(({ key, rule, fact, flow, otherFlows, tools, statement }) => {
    const sinks = fact.flows.map(({ sink, isCertain, weakenedBy }) => [sink.module === context.workspace.module(sink.module.file), sink.module.text.slice(sink.argument.range.start, sink.argument.range.end), isCertain, weakenedBy]);
    return { rule: rule.id, key, at: fact.location, flow, otherFlows, tools, says: statement(), sinks };
  });
  return { found, limits };
}

/** The same numbers on every machine; mulberry32, since the picks of one edit must have nothing to do with each other. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const once = Math.imul(state ^ (state >>> 15), state | 1);
    const twice = once ^ (once + Math.imul(once ^ (once >>> 7), once | 61));
    return ((twice ^ (twice >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe("after edits inside of files, what is found is what a fresh analysis finds", () => {
  it.each([1, 2, 3, 4])("row of edits %i", (seed) => {
    const random = createRandom(seed * 7_919);
    const pick = (count: number) => Math.floor(random() * count);
    const choice: Choice = Object.fromEntries(names.map((name) => [name, (files[name] ?? []).map(() => 0)]));
    const texts = textsOf(choice);
    const kept = pipelineOver(texts);
    kept.run();
    const seen = new Set<string>();
    for (let step = 0; step < 40; step++) {
      const changed: string[] = [];
      for (let edits = random() < 0.2 ? 2 : 1; edits > 0; edits--) {
        const [name, part] = movable[pick(movable.length)] ?? ["", 0];
        const [own, many] = [choice[name] ?? [], files[name]?.[part]?.length ?? 1];
        const before = own[part] ?? 0;
        // Every other edit goes back to the first text, or holes and guards would soon be gone for good.
        const next = before > 0 && random() < 0.5 ? 0 : (before + 1 + pick(many - 1)) % many;
        own[part] = next;
        changed.push(`${name} ${part}/${next}`);
      }
      for (const [file, text] of textsOf(choice)) texts.set(file, text);
      const [now, fresh] = [told(kept.run()), told(pipelineOver(texts).run())];
      expect(now, `seed ${seed}, step ${step}: ${changed.join(", ")}`).toEqual(fresh);
      seen.add(JSON.stringify(fresh));
    }
    expect(seen.size, "the edits make a difference").toBeGreaterThan(10);
  });
});
