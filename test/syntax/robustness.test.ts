import { describe, expect, it } from "vitest";
import type { Module } from "../../src/syntax/program";
import { lowerTypeScript, TEXT_LIMIT } from "../../src/syntax/typescript/lower";
import { walkFunction } from "../../src/syntax/walk";
import { printModule } from "./print";

/** Whoever reads the program descends into it: doing so must not overflow either. */
const nodes = (module: Module): number => {
  let count = 0;
  walkFunction(module.top, { expression: () => void count++ });
  return count;
};

describe("a broken text", () => {
  it("gives what could be understood, and the errors", () => {
    const module = lowerTypeScript("/w/a.ts", "const a = (1; function f( { return a }\nrun(a");
    expect(module.problems[0]?.message).toMatch(/^syntax error: /);
    expect(printModule(module)).toContain("let a = 1");
  });

  it.each([
    ["empty", ""],
    ["not a program", "<<<<<<< HEAD\n}}}}]]]] ==== ???\n`${"],
    ["another language", "def f(a):\n  return f'{a}' if a else None\n"],
    ["half a surrogate pair", "const a = '\ud800';"],
  ])("may be %s", (_, text) => {
    for (const file of ["/w/a.ts", "/w/a.tsx", "/w/a.js", "/w/a.mjs"]) expect(() => nodes(lowerTypeScript(file, text))).not.toThrow();
  });

  it("may be binary", () => {
    expect(lowerTypeScript("/w/a.js", "\u007fELF\0\0\0").problems[0]?.message).toBe("left out: not a text");
  });

  it("may be too large", () => {
    expect(lowerTypeScript("/w/a.js", "a;".repeat(TEXT_LIMIT)).problems[0]?.message).toBe("left out: larger than 2 MB");
  });
});

describe("a deep text", () => {
  const n = 10_000;
  it.each([
    ["a chain of plus", Array.from({ length: n }, (_, i) => `a${i}`).join(" + ")],
    ["a chain of text", Array.from({ length: n }, (_, i) => `"a${i}"`).join(" + ")],
    ["a chain of logic", Array.from({ length: n }, (_, i) => `a${i}`).join(" || ")],
    ["a chain of calls", `a${".b()".repeat(n)}`],
    ["a ladder of branches", "if (a) {} else ".repeat(2_000) + "b()"],
    ["nested parentheses", "(".repeat(n) + "a" + ")".repeat(n)],
    ["nested arrays", "[".repeat(n) + "]".repeat(n)],
    ["nested functions", "(() => {".repeat(2_000) + "})".repeat(2_000)],
    ["nested blocks", "{".repeat(n) + "}".repeat(n)],
    ["nested templates", "`${".repeat(3_000) + "a" + "}`".repeat(3_000)],
    ["nested types", `let x: ${"A<".repeat(5_000)}B${">".repeat(5_000)}`],
    ["nested patterns", `const ${"[".repeat(3_000)}a${"]".repeat(3_000)} = b`],
    ["nested JSX", "x = " + "<a>".repeat(2_000) + "</a>".repeat(2_000)],
  ])("of %s does not overflow the stack", (_, text) => {
    const module = lowerTypeScript("/w/a.tsx", `${text};\nlast();`);
    expect(() => nodes(module)).not.toThrow();
  });

  it("keeps every part of a long text", () => {
    const module = lowerTypeScript("/w/a.ts", Array.from({ length: n }, (_, i) => `"a" + b${i}`).join(" + "));
    expect(module.problems).toEqual([]);
    expect(nodes(module)).toBe(2 * n + 1);
  });

  it("loses what is too deep and keeps the rest", () => {
    const module = lowerTypeScript("/w/a.ts", `deep${".a()".repeat(1_000)};\nlast();`);
    expect(module.problems.map(({ message }) => message)).toContain("left out: nested too deeply");
    expect(printModule(module)).toContain("@last()");
  });
});

describe("a large minified text", () => {
  // Takes a second or two alone; the limit leaves room for a busy machine and still ends what grows with the square of the text.
  it("is read whole, in bounded time", { timeout: 60_000 }, () => {
    const unit = "function a(b,c){var d=b.e(c),f;for(f=0;f<d.length;f++)if(!d[f]||d[f].g===void 0)return c?h(d,function(i){return i+f+\"x\"}):(0,j.k)(d);return null}";
    const text = unit.repeat(Math.ceil(1_500_000 / unit.length));
    const module = lowerTypeScript("/w/bundle.min.js", text);
    expect(module.functions.size).toBeGreaterThan(10_000);
  });
});
