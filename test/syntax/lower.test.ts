import { describe, expect, it } from "vitest";
import { lowerTypeScript } from "../../src/syntax/typescript/lower";
import { printModule, printType } from "./print";

const lowered = (text: string, file = "/w/a.ts"): string => printModule(lowerTypeScript(file, text));
const module = (text: string, file = "/w/a.ts") => lowerTypeScript(file, text);

describe("names", () => {
  it("get one binding each, numbered where a name comes again", () => {
    expect(lowered("const a = 1; { const a = 2; use(a); } use(a);")).toBe("let a = 1\n{\n  let a~2 = 2\n  @use(a~2)\n}\n@use(a)");
  });

  it("are known before their declaration", () => {
    expect(lowered("f(x); function f(p) { return v; } var x = 1; if (x) { var v = 2 }")).toBe(
      "f is function f(p) { return v }\nf(x)\nlet x = 1\nif x { let v = 2 }",
    );
  });

  it("are captured through every function between", () => {
    expect(lowered("function f(a) { return () => { return () => a + this.b } }")).toContain(
      "function f(a) { return function () captures a this { return function () captures a this { return (a add this.b) } } }",
    );
  });

  it("of the top level are no captures", () => {
    expect(lowered("const a = 1; const f = () => a;")).toBe("let a = 1\nlet f = function f() { return a }");
  });

  it("do not take `this` past a class body", () => {
    expect(lowered("const f = () => class { a = () => this.b }")).toBe("let f = function f() { return class  }");
  });

  it("count how often they are written", () => {
    const { bindings } = module("let a = 1; a++; let b; b = 2; let c; c = 1; c = 2; for (const d of a) {} [c] = b; const { e, ...f } = a;");
    const writes = Object.fromEntries([...bindings.values()].map(({ id, writes }) => [id, writes]));
    expect(writes).toEqual({ a: 2, b: 1, c: 3, d: 1, e: 1, f: 1 });
    expect(bindings.get("b")?.init).toMatchObject({ value: 2 });
    expect(bindings.get("c")?.init).toBeUndefined();
    expect(bindings.get("d")).toMatchObject({ path: ["[]"], init: { binding: "a" } });
    expect(bindings.get("e")).toMatchObject({ path: ["e"] });
    expect(bindings.get("f")?.init).toBeUndefined();
  });

  it("of a destructured parameter know where they lie in it", () => {
    const { bindings } = module("function f({ a: { b = 1 }, c: [, d] }) {}");
    expect(bindings.get("b")).toMatchObject({ kind: "parameter", path: ["a", "b"], writes: 1 });
    expect(bindings.get("d")).toMatchObject({ path: ["c", "1"] });
  });
});

describe("text", () => {
  it("is what a template gives, without empty parts", () => {
    expect(lowered("x = `${a}-${b}`; y = `plain`")).toBe('@x = template(@a, "-", @b)\n@y = "plain"');
  });

  it("is a chain of plus with a textual part, flattened", () => {
    expect(lowered("x = 'a' + b + (c + 'd') + 1")).toBe('@x = plus("a", @b, plus(@c, "d"), 1)');
  });

  it("is seen in a declared type and in what a name holds", () => {
    expect(lowered("function f(a: string, b) { return a + b } const g = 'x'; h = g + i")).toContain("return plus(a, b)");
    expect(lowered("const g = 'x'; h = g + i")).toContain("plus(g, @i)");
  });

  it("is not seen where nothing looks textual", () => {
    expect(lowered("x = a + b * 2")).toBe("@x = (@a add (@b arithmetic 2))");
  });

  it("is a long chain of plus, whatever its parts look like", () => {
    expect(lowered(`x = ${"a + ".repeat(200)}a`)).toBe(`@x = plus(${"@a, ".repeat(200)}@a)`);
  });

  it("has ranges without the delimiters of a template", () => {
    const text = "f(`ab${c}de${f}gh`)";
    const parts: string[] = [];
    const statement = module(text).top.body[0];
    const value = statement?.kind === "expression" && statement.value.kind === "call" ? statement.value.arguments[0] : undefined;
    if (value?.kind === "concat") for (const { range } of value.parts) parts.push(text.slice(range.start, range.end));
    expect(parts).toEqual(["ab", "c", "de", "f", "gh"]);
  });
});

describe("expressions", () => {
  it.each([
    ["a?.b?.[c]?.(d)", "@a?.b?[@c]?(@d)"],
    ["a['b'][0]", "@a.b.0"],
    ["new X<Y>(1)", "new @X<Y>(1)"],
    ["x as string", "(@x as string)"],
    ["<string>x", "(@x as string)"],
    ["x!", "@x"],
    ["x satisfies Y", "@x"],
    ["({ a: 1 } as const)", "{a: 1}"],
    ["(0, a.b)(c)", "(0, @a.b)(@c)"],
    ["a += b", "@a add= @b"],
    ["a ??= b", "@a coalesce= @b"],
    ["[a.b, c = 1] = d", "[@a.b, @c = 1] = @d"],
    ["({ a: x.y, ...r } = d)", "{a: @x.y, ...@r} = @d"],
    ["tag`a${b}c`", "@tag`a${@b}c`"],
    ["a || b && c || (d ?? e)", "((@a or (@b and @c)) or (@d coalesce @e))"],
    ["!a instanceof B", "(not(@a) instanceof @B)"],
    ["void 0", "undefined"],
    ["async ({ a = 1 }, [b], ...c) => a", "async function ({a: a = 1}, [b], ...c) { return a }"],
    ["({ get a() { return b }, m() {}, [k]: v, ...s })", "{a: function a() { return @b }(), m: function m() {}, [@k]: @v, ...@s}"],
    ["import('m')", 'import("m")'],
    ["/a\\/b/gi", "/a\\/b/gi"],
  ])("%s", (source, printed) => expect(lowered(`(${source})`)).toBe(printed));

  it("keep what is inside JSX", () => {
    expect(lowered("x = <a href={b} title='c'>{d} text <E {...f} /></a>", "/w/a.tsx")).toBe('@x = unknown(@b, "c", @d, unknown(@E, @f))');
  });
});

describe("statements", () => {
  it("of loops keep what runs once before them", () => {
    expect(lowered("for (let i = 0; i < n; i++) f(i)")).toBe("{\n  let i = 0\n  while (i less @n) then i other= 1 { @f(i) }\n}");
    expect(lowered("do f(); while (a)")).toBe("do while @a { @f() }");
    expect(lowered("for (const k in o) f(k)")).toBe("for k in @o { @f(k) }");
    expect(lowered("for await (const [a, b] of o) f(a)")).toBe("for [a, b] of @o { @f(a) }");
  });

  it("branch, catch and leave", () => {
    expect(lowered("if (a) b(); else if (c) d(); else e()")).toBe("if @a { @b() } else { if @c { @d() } else { @e() } }");
    expect(lowered("try { a() } catch ({ message }) { throw message } finally { b() }")).toBe("try { @a() } catch {message: message} { throw message } finally { @b() }");
    expect(lowered("x: for (;;) { break x }")).toBe("x: { while  { break x } }");
    expect(lowered("switch (a) { case 1: case 2: f(); break; default: g() }")).toBe("switch @a {\n  1: {}\n  2: {\n  @f()\n  break\n}\n  default: { @g() }\n}");
  });

  it("of classes say what their members are", () => {
    expect(lowered("class A<T> extends B { static s = 1; #p; f = () => this; constructor(private readonly db: Pool, x) { super() } get g() { return 1 } m(): void; m() {} static { f() } }")).toBe(
      [
        "A is class of @B {",
        "  static field s = 1",
        "  field #p",
        "  field f = function f() captures this { return this }",
        "  constructor constructor function constructor(field db: Pool, x) { super() }",
        "  getter g function g() { return 1 }",
        "  method m function m() {}",
        "  static method static {} function static {}() { @f() }",
        "}",
      ].join("\n"),
    );
  });

  it("of enums and namespaces become objects", () => {
    expect(lowered("enum E { A, B = 5, C, D = 'd' }")).toBe('let E = {A: 0, B: 5, C: 6, D: "d"}');
    expect(lowered("namespace N { export function f() {} const hidden = 1; export const { a } = x }")).toBe("{\n  f is function f() {}\n  let hidden = 1\n  let {a: a} = @x\n}\nlet N = {f: f, a: a}");
  });

  it("that only declare types leave nothing", () => {
    expect(lowered("interface I {} type T = string; declare function f(): void; declare module 'x' {} function g(a: string): void;")).toBe("");
  });
});

describe("types", () => {
  it.each([
    ["string[]", "Array<string>"],
    ["Promise<pg.Pool | undefined>", "Promise<pg.Pool'>"],
    ["'a' | 'b'", 'string="a"|"b"'],
    ["z.infer<typeof S>", "z.infer'<typeof<S'>>"],
    ["Alias", "z.infer'<typeof<S'>>"],
    ["readonly [string, number]", "Array<string, number>"],
    ["import('pg').Pool", "Pool"],
    ["null | Foo & Bar", "Foo"],
    ["Loop", "unknown"],
  ])("%s", (source, printed) => {
    const made = module(`import type pg from "pg"; import { z } from "zod"; const S = 1; type Alias = z.infer<typeof S>; type Loop = Loop; let x: ${source};`);
    const type = made.bindings.get("x")?.type;
    expect(type === undefined ? undefined : printType(type)).toBe(printed);
  });
});

describe("imports and exports", () => {
  const imports = (text: string, file?: string) => module(text, file).imports.map(({ binding, specifier, name }) => `${binding} = ${specifier}#${name}`);
  const exports = (text: string, file?: string) =>
    module(text, file).exports.map(({ name, binding, value, from }) => `${name} = ${from !== undefined ? `${from.specifier}#${from.name}` : (binding ?? value?.kind)}`);

  it("of ECMAScript", () => {
    expect(imports("import a, { b as c, default as d } from 'm'; import * as e from 'n'; import 'o'; import f = require('p')")).toEqual(["a = m#default", "c = m#b", "d = m#default", "e = n#*", "f = p#*"]);
    expect(exports("const a = 1; export { a as b }; export const { c, d: [e] } = a; export function f() {} export class G {} export default () => {}; export * from 'm'; export * as n from 'o'; export { p as q } from 'r'")).toEqual([
      "f = f", "b = a", "c = c", "e = e", "G = G", "default = function", "* = m#*", "n = o#*", "q = r#p",
    ]);
  });

  it("of CommonJS", () => {
    expect(imports("const a = require('m'); const { b: c, d } = require('n'); const e = await import('o')", "/w/a.js")).toEqual(["a = m#*", "c = n#b", "d = n#d", "e = o#*"]);
    expect(exports("exports.a = exports.b = void 0; exports.a = a; function a() {} module.exports.b = 1; module.exports = { c: 2 };", "/w/a.js")).toEqual(["a = a", "b = literal", "= = object"]);
  });

  it("of what compilers and bundlers emit", () => {
    expect(imports("const a = __importStar(require('m')); var b = __importDefault(require('n')), c = __toESM(require('o'));", "/w/a.js")).toEqual(["a = m#*", "b = n#*", "c = o#*"]);
    expect(exports("Object.defineProperty(exports, 'x', { enumerable: true, get: function () { return m.y; } }); __exportStar(require('./z'), exports);", "/w/a.js")).toEqual(["x = member", "* = ./z#*"]);
    expect(imports("var q=(a,b)=>a,r=q(require('m'),1);", "/w/a.js")).toEqual(["r = m#*"]);
    const made = module("var x = {}; __export(x, { a: () => a }); module.exports = __toCommonJS(x); function a() {}", "/w/a.js");
    expect(made.bindings.get("x")?.init).toMatchObject({ kind: "object", properties: [{ key: "a", value: { binding: "a" } }] });
  });

  it("of packages inside a bundle", () => {
    expect(imports("var require_pg = __commonJS({ 'node_modules/.pnpm/pg@8/node_modules/pg/lib/index.js'(exports, module) {} }); var import_pg = __toESM(require_pg());", "/w/a.js")).toEqual(["import_pg = pg#*"]);
  });
});

describe("async functions compiled for old targets", () => {
  it("are lowered to what they were", () => {
    expect(lowered("function f(a) { return __awaiter(this, void 0, void 0, function* () { const b = yield g(a); return b; }); }", "/w/a.js")).toBe(
      "f is async function f(a) {\n  let b = await @g(a)\n  return b\n}",
    );
    expect(lowered("const f = (a_1) => __awaiter(void 0, arguments, void 0, function* (a, b = 1) { yield a; });", "/w/a.js")).toBe("let f = async function f(a, b = 1) { await a }");
  });
});

describe("comments", () => {
  it("are found, and nothing that only looks like one", () => {
    const text = "#!/usr/bin/env node\n// one\nconst a = 'http://x'; /* two */ const b = `//${/* three */ c}/*`, d = /[/*]/; type T = 'ftp://y';\n//four";
    expect(module(text).comments.map((each) => each.text)).toEqual([" one", " two ", " three ", "four"]);
  });
});
