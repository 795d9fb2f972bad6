import { describe, expect, it } from "vitest";
import { offers } from "./offers";

const register = (handler: string) => `server.registerTool("t", { inputSchema: { a: z.string() } }, ${handler});`;

describe("handlers", () => {
  it.each([
    ["a function of the file", `${register("run")} async function run(args) {}`, "tool t(0: {a}) -> run"],
    ["a constant", `const run = async (args) => g(args); ${register("run")}`, "tool t(0: {a}) -> run"],
    ["a member of an object", `const tools = { async run(args) {} }; ${register("tools.run")}`, "tool t(0: {a}) -> run"],
    ["a static method", `class Tools { static run(args) {} } ${register("Tools.run")}`, "tool t(0: {a}) -> run"],
    ["a method of an instance", `class Tools { run(args) {} } const tools = new Tools(); ${register("tools.run.bind(tools)")}`, "tool t(0: {a}) -> run"],
    ["a method of this", `class Server { constructor() { this.${register("this.run.bind(this)")} } run(args) {} }`, "tool t(0: {a}) -> run"],
    ["an arrow function in a field", `class Server { constructor() { this.${register("this.run")} } run = async (args) => g(args); }`, "tool t(0: {a}) -> run"],
    ["a function with parameters bound before", `function run(deps, args) {} ${register("run.bind(null, deps)")}`, "tool t(1: {a}) -> run with deps = deps"],
    ["a function that a factory makes", `const make = (deps) => async (args) => g(deps, args); ${register("make(db)")}`, "tool t(0: {a}) -> async (args) => g(deps, args) with deps = db"],
    ["a method of what a factory makes", `const make = (deps) => ({ run: async (args) => g(deps, args) }); ${register("make(db).run")}`, "tool t(0: {a}) -> run with deps = db"],
    ["a function wrapped by one of the file", `const guard = (fn) => async (args) => { try { return await fn(args); } catch { return 0; } }; ${register("guard(async ({ a }) => g(a))")}`, "tool t(0: {a}) -> async (args) => { try { return await fn(args); } catch { return 0; } } with fn = async ({ a }) => g(a)"],
    ["a function wrapped by one that only passes on", `const guard = (fn) => (...all) => fn(...all); ${register("guard(async ({ a }) => g(a))")}`, "tool t(0: {a}) -> async ({ a }) => g(a) with fn = async ({ a }) => g(a)"],
    ["a function wrapped by a package", `import { trace } from "tracing"; ${register('trace("t", async ({ a }) => g(a))')}`, "tool t(0: {a}) -> async ({ a }) => g(a)"],
    ["one of two", `${register("fast ? run : other")} function run(args) {} function other(args) {}`, "tool t(0: {a}) -> run"],
    ["a cast", `${register("run as never")} function run(args) {}`, "tool t(0: {a}) -> run"],
  ])("may be %s", (_, text, expected) => {
    expect(offers(text)).toEqual([expected]);
  });

  it.each([
    ["named", `import { run } from "./run"; ${register("run")}`, `export async function run(args) {}`],
    ["default", `import run from "./run"; ${register("run")}`, `export default async function run(args) {}`],
    ["through a namespace", `import * as tools from "./run"; ${register("tools.run")}`, `export const run = async function run(args) {};`],
    ["a member", `import { tool } from "./run"; ${register("tool.run")}`, `export const tool = { async run(args) {} };`],
    ["required", `const { run } = require("./run"); ${register("run")}`, `module.exports = { run }; async function run(args) {}`],
  ])("may be imported: %s", (_, text, other) => {
    expect(offers(text, { "run.ts": other })).toEqual(["tool t(0: {a}) -> run"]);
  });
});
