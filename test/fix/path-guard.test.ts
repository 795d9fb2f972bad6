import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { guardFile } from "../../src/rules/fix/guard-file";
import type { FileFlavour } from "../../src/rules/fix/helper-import";

interface Guard {
  readonly ALLOWED_ROOT: string;
  resolveInside(root: string, requested: string): string;
}

const flavour: FileFlavour = { isTyped: false, modules: "commonjs", quote: '"', lineBreak: "\n" };
let folder: string;
let root: string;
let guard: Guard;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-guard-")));
  root = join(folder, "data");
  mkdirSync(join(root, "notes"), { recursive: true });
  mkdirSync(join(folder, "data-evil"));
  writeFileSync(join(root, "notes", "a.md"), "a");
  writeFileSync(join(folder, "data-evil", "b.md"), "b");
  symlinkSync(join(folder, "data-evil"), join(root, "way-out"));
  symlinkSync(join(root, "notes"), join(root, "way-in"));
  symlinkSync(join(folder, "data-evil", "not-there-yet.md"), join(root, "dangling"));
  symlinkSync(root, join(folder, "root-by-link"));
  writeFileSync(join(folder, "path-guard.cjs"), guardFile(flavour));
  guard = createRequire(import.meta.url)(join(folder, "path-guard.cjs")) as Guard;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the guard lets pass", () => {
  it.each([
    ["a file", "notes/a.md", "notes/a.md"],
    ["a file by its absolute path", "<root>/notes/a.md", "notes/a.md"],
    ["the root itself", ".", ""],
    ["a file that does not exist yet", "notes/new/b.md", "notes/new/b.md"],
    ["a way that climbs and comes back", "notes/../notes/a.md", "notes/a.md"],
    ["a name that only begins with dots", "..notes", "..notes"],
    ["a link that stays inside", "way-in/a.md", "notes/a.md"],
  ])("%s", (_, requested, expected) => {
    expect(guard.resolveInside(root, requested.replace("<root>", root))).toBe(join(root, expected));
  });

  it("everything, where the root is the whole disk", () => expect(guard.resolveInside("/", folder)).toBe(folder));
  it("a file of a root that is a link", () => expect(guard.resolveInside(join(folder, "root-by-link"), "notes/a.md")).toBe(join(root, "notes", "a.md")));
  it("a file of a root that is relative", () => expect(guard.resolveInside("src", "index.ts")).toBe(join(realpathSync("src"), "index.ts")));
});

describe("the guard refuses", () => {
  it.each([
    ["to climb", "../data-evil/b.md"],
    ["to climb to the root's parent", ".."],
    ["to climb deeper inside", "notes/../../data-evil/b.md"],
    ["an absolute path", "/etc/passwd"],
    ["a folder whose name begins like the root's", "<root>-evil/b.md"],
    ["a link that leads out", "way-out/b.md"],
    ["a new file behind a link that leads out", "way-out/new.md"],
    ["a link to a file that does not exist", "dangling"],
    ["a NUL character", "notes/a.md\0.png"],
  ])("%s", (_, requested) => {
    expect(() => guard.resolveInside(root, requested.replace("<root>", root))).toThrow(/The path/);
    expect(existsSync(join(folder, "data-evil", "not-there-yet.md"))).toBe(false);
  });
});

describe("the guard's file", () => {
  it("runs as an ES module", async () => {
    const file = join(folder, "path-guard.mjs");
    writeFileSync(file, guardFile({ ...flavour, modules: "esm", quote: "'", lineBreak: "\r\n" }));
    const loaded = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Guard;
    expect(loaded.resolveInside(root, "notes/a.md")).toBe(join(root, "notes", "a.md"));
    expect(readFileSync(file, "utf8")).not.toMatch(/"|[^\r]\n/);
  });

  it("is strict TypeScript", () => {
    const file = join(folder, "path-guard.ts");
    writeFileSync(file, guardFile({ ...flavour, isTyped: true, modules: "esm" }));
    const options = ["--noEmit", "--strict", "--noUnusedLocals", "--noUncheckedIndexedAccess", "--target", "es2022", "--module", "nodenext", "--types", "node", "--typeRoots", join(process.cwd(), "node_modules/@types")];
    const output = execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", ...options, file], { encoding: "utf8" });
    expect(output).toBe("");
    // The compiler takes seconds to load on a busy machine.
  }, 60_000);
});
