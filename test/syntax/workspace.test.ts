import { describe, expect, it } from "vitest";
import { createWorkspace } from "../../src/syntax/create-workspace";
import type { Definition } from "../../src/syntax/workspace";
import { memoryHost } from "../support/memory-host";
import { printExpression } from "./print";

/** Says in a few words what a definition is. */
function printDefinition(found: Definition | undefined): string | undefined {
  if (found === undefined) return undefined;
  switch (found.kind) {
    case "function": return `function ${found.function.name} of ${found.module.file}`;
    case "class": return `class ${found.class.name} of ${found.module.file}`;
    case "external": return `${found.package}#${found.path.join(".")}`;
    case "module": return `module ${found.module.file}`;
    case "global": return `@${found.path.join(".")}`;
    case "parameter": return `parameter ${found.index} of ${found.function.name}: ${found.path.join(".")}`;
    case "expression": return printExpression(found.expression);
  }
}

/** The definition of what `export const x = …` holds in /w/a.ts. */
function definitionOf(files: Record<string, string>): string | undefined {
  const workspace = createWorkspace(memoryHost(files));
  return printDefinition(workspace.resolveExport(Object.keys(files)[0] ?? "", "x"));
}

const b = "export function run() {} export const table = { go: run, n: { m: run } }; export class Git { static s() {} m() {} } export default run; export const arrow = () => 1;";

describe("a name stands for", () => {
  it.each([
    ["import { run } from './b'; export const x = run", "function run of /w/b.ts"],
    ["import { run as r } from './b.js'; export { r as x }", "function run of /w/b.ts"],
    ["import r from './b'; export const x = r", "function run of /w/b.ts"],
    ["import * as ns from './b'; export const x = ns.table.go", "function run of /w/b.ts"],
    ["import { table } from './b'; const { n: { m } } = table; export const x = m", "function run of /w/b.ts"],
    ["export { arrow as x } from './b'", "function arrow of /w/b.ts"],
    ["export * as ns from './b'; import { ns } from './a'; export const x = ns.run", "function run of /w/b.ts"],
    ["const m = await import('./b'); export const x = m.run", "function run of /w/b.ts"],
    ["const { default: d } = await import('./b'); export const x = d", "function run of /w/b.ts"],
    ["import { Git } from './b'; export const x = Git.s", "function s of /w/b.ts"],
    ["import { Git } from './b'; export const x = new Git().m", "function m of /w/b.ts"],
    ["import { Git } from './b'; const g = new Git(); export const x = g.m.bind(g)", "function m of /w/b.ts"],
    ["import { Git } from './b'; let g: Git; g = make(); g = null; export const x = g.m", "function m of /w/b.ts"],
    ["import * as ns from './b'; export const x = Object.freeze({ ...ns.table, a: 1 }).go", "function run of /w/b.ts"],
    ["import * as ns from './b'; export const x = [1, ns.run][1] as Function", "function run of /w/b.ts"],
    ["import { exec } from 'node:child_process'; export const x = exec", "child_process#exec"],
    ["import cp from 'child_process'; export const x = cp.exec", "child_process#default.exec"],
    ["import { promises as fs } from 'fs'; const { readFile } = fs; export const x = readFile", "fs#promises.readFile"],
    ["const { exec } = await import('child_process'); export const x = exec", "child_process#exec"],
    ["const x2 = require('pg').Pool; export const x = x2", "pg#Pool"],
    ["export const x = process.env.HOME", "@process.env.HOME"],
    ["export const x = import.meta.url", "@import.meta.url"],
    ["const a = 1; export const x = a", "1"],
    ["let a = 1; a = 2; export const x = a", "a"],
    ["const x = y; const y = x; export { x }", "x"],
    ["import { x } from './missing'; export { x }", "x"],
    ["for (const a of [1]) { f(a) } export const x = f(2)", "@f(2)"],
    ["const o = { ...unknown(), a: 1 }; export const x = o.b", "o.b"],
    ["const o = { a: 1, ...unknown() }; export const x = o.a", "o.a"],
    ["enum E { A, B = 'b' } export const x = E.B", '"b"'],
    ["namespace N { export function f() {} } export const x = N.f", "function f of /w/a.ts"],
  ])("%s", (text, expected) => {
    expect(definitionOf({ "/w/a.ts": text, "/w/b.ts": b })).toBe(expected);
  });

  it("a parameter, with what is read from it", () => {
    const workspace = createWorkspace(memoryHost({ "/w/a.ts": "function f(a, { b: [, c] }, ...d) { const { e } = a; return [e.f, c, d] }" }));
    const module = workspace.module("/w/a.ts");
    const value = module?.functions.get("0")?.body[1];
    const elements = value?.kind === "return" && value.value?.kind === "array" ? value.value.elements : [];
    expect(module && elements.map((each) => printDefinition(workspace.resolve(each, module)))).toEqual(["parameter 0 of f: e.f", "parameter 1 of f: b.1", "d"]);
  });

  it("what a barrel passes on, in circles too", () => {
    const files = { "/w/a.ts": "import { f } from './x'; export const x = f", "/w/x/index.ts": "export * from './y'; export * from 'outside'; export * from './z'", "/w/x/y.ts": "export * from './index'", "/w/x/z.ts": "export const f = () => {}" };
    expect(definitionOf(files)).toBe("function f of /w/x/z.ts");
  });

  it("what CommonJS gives", () => {
    const c = "module.exports = { run, Git: class {} }; function run() {}";
    expect(definitionOf({ "/w/a.ts": "const { run } = require('./c'); export const x = run", "/w/c.js": c })).toBe("function run of /w/c.js");
    expect(definitionOf({ "/w/a.ts": "import c from './c'; export const x = c.run", "/w/c.js": c })).toBe("function run of /w/c.js");
    expect(definitionOf({ "/w/a.ts": "const run = require('./c'); export const x = run", "/w/c.js": "module.exports = function go() {}" })).toBe("function go of /w/c.js");
    expect(definitionOf({ "/w/a.ts": "const c_1 = __importDefault(require('./c.js')); export const x = c_1.default", "/w/c.js": "exports.default = run; function run() {}" })).toBe("function run of /w/c.js");
    expect(definitionOf({ "/w/a.js": "const child_process_1 = require('child_process'); exports.x = (0, child_process_1.exec)" })).toBe("child_process#exec");
  });
});

describe("this.name in a class stands for", () => {
  const inClass = (members: string, more = ""): string | undefined => {
    const text = `${more} class A extends B { ${members} probe() { return () => [this.x]; } } class B { inherited() {} }`;
    const workspace = createWorkspace(memoryHost({ "/w/a.ts": text }));
    const module = workspace.module("/w/a.ts");
    const probe = [...(module?.functions.values() ?? [])].find((each) => !each.ownThis && text.slice(each.range.start, each.range.end).includes("[this.x]"));
    const value = probe?.body[0];
    const element = value?.kind === "return" && value.value?.kind === "array" ? value.value.elements[0] : undefined;
    return module && element && printDefinition(workspace.resolve(element, module));
  };

  it.each([
    ["x() {}", "function x of /w/a.ts"],
    ["x = () => 1;", "function x of /w/a.ts"],
    ["private x = 5;", "5"],
    ["get x() { return 7 }", "7"],
    ["x; constructor() { this.x = new Foo(); }", "new @Foo()"],
    ["x = 1; set() { this.x = 2 }", "this.x"],
    ["x; set() { this.x = 1; this.x = 2 }", "this.x"],
    ["constructor(private x: Outside) {}", "parameter 0 of constructor: "],
    ["x = this.inherited;", "function inherited of /w/a.ts"],
  ])("%s", (members, expected) => expect(inClass(members)).toBe(expected));
});

describe("a member of a field of a known class", () => {
  it("is found through its type, over files", () => {
    const files = {
      "/w/a.ts": "import type { Git } from './git'; class A { constructor(private git: Git) {} x() { return this.git.log } }",
      "/w/git.ts": "export class Git { log() {} }",
    };
    const workspace = createWorkspace(memoryHost(files));
    const module = workspace.module("/w/a.ts");
    const method = [...(module?.functions.values() ?? [])].find(({ name }) => name === "x");
    const value = method?.body[0];
    expect(module && value?.kind === "return" && value.value && printDefinition(workspace.resolve(value.value, module))).toBe("function log of /w/git.ts");
  });
});

describe("a type stands for", () => {
  it.each([
    ["import { Pool } from 'pg'; let x: Pool", "pg#Pool"],
    ["import * as pg from 'pg'; let x: pg.Pool", "pg#Pool"],
    ["class A {} let x: A", "class A of /w/a.ts"],
    ["let x: URL", "@URL"],
    ["let x: string", undefined],
  ])("%s", (text, expected) => {
    const workspace = createWorkspace(memoryHost({ "/w/a.ts": text }));
    const module = workspace.module("/w/a.ts");
    const type = module?.bindings.get("x")?.type;
    expect(module && type && printDefinition(workspace.resolveType(type, module))).toBe(expected);
  });
});

describe("a constant is", () => {
  it.each([
    ["const a = 'x'; const k = `${a}-${1}` + true", "x-1true"],
    ["const k = ['a', 'b'].join(' ')", "a b"],
    ["enum E { A = 3 } const k = E.A + 1", 4],
    ["const o = { a: { b: 'c' } } as const; const k = o.a.b.toUpperCase()", "C"],
    ["const k = !1 ? 'a' : -5", -5],
    ["const k = f()", undefined],
    ["let a = 1; a = 2; const k = a", undefined],
    ["const k = k + 'a'", undefined],
  ])("%s", (text, expected) => {
    const workspace = createWorkspace(memoryHost({ "/w/a.ts": text }));
    const module = workspace.module("/w/a.ts");
    const value = module?.bindings.get("k")?.init;
    expect(module && value && workspace.constant(value, module)).toBe(expected);
  });
});

describe("a specifier means", () => {
  const files = {
    "/w/tsconfig.json": '{ "extends": "./base", /* comment */ "compilerOptions": { "baseUrl": "." , }, }',
    "/w/base.json": '{ "compilerOptions": { "paths": { "@src/*": ["./missing/*", "./src/*"], "exact": ["src/a.ts"] } } }',
    "/w/package.json": '{ "name": "root", "imports": { "#x/*": { "types": "./src/*.d.ts", "default": "./dist/*.js" } } }',
    "/w/src/a.ts": "", "/w/src/b.tsx": "", "/w/src/c.mts": "", "/w/src/d/index.ts": "", "/w/src/e.js": "", "/w/src/f.test.ts": "",
    "/w/packages/lib/package.json": '{ "name": "@me/lib", "main": "dist/index.js", "exports": { ".": { "import": "./dist/index.mjs" }, "./tools/*": "./dist/tools/*.js" } }',
    "/w/packages/lib/src/index.ts": "", "/w/packages/lib/src/tools/one.ts": "", "/w/packages/lib/src/loose.ts": "",
    "/w/packages/plain/package.json": '{ "name": "plain" }', "/w/packages/plain/index.js": "",
  };
  const workspace = createWorkspace(memoryHost(files));
  it.each([
    ["./a", "/w/src/a.ts"], ["./a.js", "/w/src/a.ts"], ["./b.js", "/w/src/b.tsx"], ["./b.jsx", "/w/src/b.tsx"], ["./c.mjs", "/w/src/c.mts"],
    ["./d", "/w/src/d/index.ts"], ["./d/", "/w/src/d/index.ts"], [".", undefined], ["./e.js", "/w/src/e.js"], ["./f.test", "/w/src/f.test.ts"], ["../src/a.ts", "/w/src/a.ts"],
    ["@src/a.js", "/w/src/a.ts"], ["exact", "/w/src/a.ts"], ["src/d", "/w/src/d/index.ts"], ["#x/a", "/w/src/a.ts"],
    ["@me/lib", "/w/packages/lib/src/index.ts"], ["@me/lib/tools/one", "/w/packages/lib/src/tools/one.ts"], ["@me/lib/loose", "/w/packages/lib/src/loose.ts"], ["plain", "/w/packages/plain/index.js"],
    ["pg", undefined], ["node:fs", undefined], ["../../../../etc/passwd", undefined],
  ])("%s", (specifier, expected) => expect(workspace.resolveSpecifier("/w/src/main.ts", specifier)).toBe(expected));
});

describe("after an edit", () => {
  it("only the changed module is another, and answers are new", () => {
    const host = memoryHost({ "/w/a.ts": "import { f } from './b'; export const x = f", "/w/b.ts": "export const f = 1", "/w/c.ts": "" });
    const workspace = createWorkspace(host);
    const [a, before] = [workspace.module("/w/a.ts"), workspace.module("/w/b.ts")];
    expect(printDefinition(workspace.resolveExport("/w/a.ts", "x"))).toBe("1");
    expect(workspace.refresh().changed).toEqual([]);
    host.write("/w/b.ts", "export const f = 2");
    expect(printDefinition(workspace.resolveExport("/w/a.ts", "x"))).toBe("1");
    expect(workspace.refresh().changed).toEqual(["/w/b.ts"]);
    expect(printDefinition(workspace.resolveExport("/w/a.ts", "x"))).toBe("2");
    expect(workspace.module("/w/a.ts")).toBe(a);
    expect(workspace.module("/w/b.ts")).not.toBe(before);
  });

  it("files that came and went are noticed", () => {
    const host = memoryHost({ "/w/a.ts": "import { f } from './b'; export const x = f" });
    const workspace = createWorkspace(host);
    expect(printDefinition(workspace.resolveExport("/w/a.ts", "x"))).toBe("f");
    host.write("/w/b.ts", "export const f = 2");
    expect(workspace.refresh().changed).toEqual(["/w/b.ts"]);
    expect(printDefinition(workspace.resolveExport("/w/a.ts", "x"))).toBe("2");
    host.write("/w/b.ts", undefined);
    expect(workspace.refresh().changed).toEqual(["/w/b.ts"]);
    expect(workspace.module("/w/b.ts")).toBeUndefined();
    expect(printDefinition(workspace.resolveExport("/w/a.ts", "x"))).toBe("f");
  });
});

describe("what was left out", () => {
  it("is said", () => {
    const workspace = createWorkspace(memoryHost({ "/w/a.js": "\0", "/w/b.d.ts": "", "/w/c.md": "" }));
    expect(workspace.files()).toEqual(["/w/a.js"]);
    workspace.module("/w/a.js");
    expect(workspace.limits()).toEqual([{ file: "/w/a.js", reason: "left out: not a text" }]);
  });
});
