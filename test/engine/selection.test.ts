import { describe, expect, it } from "vitest";
import { createSelection } from "../../src/engine/selection";
import { memoryHost } from "../support/memory-host";

function select(files: readonly string[], exclude: readonly string[] = [], folder?: string) {
  const selection = createSelection(memoryHost(Object.fromEntries(files.map((file) => [file, ""]))), { rules: {}, exclude, folder });
  return { files: selection.files().filter((file) => !file.endsWith(".json")), limits: selection.limits() };
}

describe("tests", () => {
  it("are left out, and said to be", () => {
    const { files, limits } = select(["/w/package.json", "/w/src/a.ts", "/w/src/a.test.ts", "/w/src/__tests__/b.ts", "/w/test/c.ts"]);
    expect(files).toEqual(["/w/src/a.ts"]);
    expect(limits).toEqual([{ file: "/w", reason: "left out: 3 files of tests" }]);
  });

  it("are not meant where a folder further down is named test: a tool may be", () => {
    expect(select(["/w/package.json", "/w/src/tools/test/run.ts"]).files).toEqual(["/w/src/tools/test/run.ts"]);
  });

  it("are not meant where a package lies below a folder of that name", () => {
    expect(select(["/w/package.json", "/w/test/server/package.json", "/w/test/server/index.ts"]).files).toEqual(["/w/test/server/index.ts"]);
  });

  it("are looked into where the configuration takes them back in", () => {
    expect(select(["/w/package.json", "/w/src/a.ts", "/w/test/c.ts"], ["!test/"]).files).toEqual(["/w/src/a.ts", "/w/test/c.ts"]);
    expect(select(["/w/package.json", "/w/src/a.ts", "/w/test/c.ts"], ["!/test/c.ts"]).files).toEqual(["/w/src/a.ts", "/w/test/c.ts"]);
  });
});

describe("built code", () => {
  it("is left out beside its sources", () => {
    const { files, limits } = select(["/w/package.json", "/w/src/a.ts", "/w/dist/a.js", "/w/lib/a.js"]);
    expect(files).toEqual(["/w/src/a.ts"]);
    expect(limits.map(({ file }) => file)).toEqual(["/w/dist", "/w/lib"]);
  });

  it("is looked into where it is all there is", () => {
    expect(select(["/w/package.json", "/w/dist/a.js", "/w/dist/a.d.ts"]).files).toContain("/w/dist/a.js");
    expect(select(["/w/dist/a.js"]).files).toEqual(["/w/dist/a.js"]);
  });

  it("is not meant where a JavaScript package keeps its sources in lib", () => {
    expect(select(["/w/package.json", "/w/lib/a.js", "/w/index.js"]).files).toEqual(["/w/lib/a.js", "/w/index.js"]);
  });

  it("is judged package by package", () => {
    const files = ["/w/package.json", "/w/a/package.json", "/w/a/src/i.ts", "/w/a/dist/i.js", "/w/b/package.json", "/w/b/dist/i.js"];
    expect(select(files).files).toEqual(["/w/a/src/i.ts", "/w/b/dist/i.js"]);
  });
});

describe("the configuration", () => {
  it("leaves out what it says, relative to its folder", () => {
    expect(select(["/w/a/old/x.ts", "/w/a/y.ts", "/w/old/z.ts"], ["/old/"], "/w/a").files).toEqual(["/w/a/y.ts", "/w/old/z.ts"]);
  });
});

it("gives the same list as long as nothing changes, so that caches hold", () => {
  const host = memoryHost({ "/w/a.ts": "" });
  const selection = createSelection(host, { rules: {}, exclude: [] });
  const before = selection.files();
  expect(selection.files()).toBe(before);
  host.write("/w/b.ts", "");
  expect(selection.files()).toEqual(["/w/a.ts", "/w/b.ts"]);
});
