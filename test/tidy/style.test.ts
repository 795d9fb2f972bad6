import { describe, expect, it } from "vitest";
import { filesIn, read, repositoryFiles } from "./repository";
import { defaultExportsOf, exportsOf, mutableStateOf, narrowedTestsOf } from "./source";

/** A longer file is read by nobody; about 400 is the aim, some slack keeps a comment from costing a split. */
const MAX_LINES = 450;

/** Files that may be longer, each with its reason. */
const longFiles: Readonly<Record<string, string>> = {
  "package-lock.json": "written by npm",
  "package.json": "the manifest, which VS Code reads as one file; its longest part is derived from the rules",
};

const code = [".ts", ".tsx", ".mjs"];
const textFiles = /\.(ts|tsx|mjs|js|json|md|yml|yaml|sh|css|html|svg)$|^\.ci\/|^[^/]*$/;

// Every file is parsed; a busy machine may take its time.
describe("the repository", { timeout: 60_000 }, () => {
  const files = repositoryFiles();

  it("has a comment on everything that src/ exports", () => {
    const bare = filesIn("src", ".ts", ".tsx").flatMap((file) => exportsOf(file, read(file)).filter((each) => !each.hasDoc).map((each) => `${file}:${each.line}: ${each.name} has no /** comment */: say in a sentence what it is.`));
    expect(bare).toEqual([]);
  });

  it("exports by name", () => {
    // Tools want a default export from their configuration.
    const checked = files.filter((file) => code.some((ending) => file.endsWith(ending)) && !/^[^/]+\.config\.(mjs|ts)$/.test(file) && !file.startsWith("test/sample-server/"));
    expect(checked.flatMap((file) => defaultExportsOf(file, read(file)).map((line) => `${file}:${line}: give the default export a name, and export that.`))).toEqual([]);
  });

  it("keeps no state in modules of src/", () => {
    const state = filesIn("src", ".ts", ".tsx").flatMap((file) => mutableStateOf(file, read(file)).map((each) => `${file}:${each.line}: ${each.name} can be set again: keep it where the program is put together, and hand it on.`));
    expect(state).toEqual([]);
  });

  it("leaves no test out", () => {
    const tests = filesIn("test", ".ts").filter((file) => !file.startsWith("test/sample-server/"));
    expect(tests.flatMap((file) => narrowedTestsOf(file, read(file)).map((each) => `${file}:${each.line}: take ${each.name} away, or delete the test.`))).toEqual([]);
  });

  it("keeps files short", () => {
    const long = files
      .filter((file) => textFiles.test(file) && longFiles[file] === undefined && !/^(CHANGELOG\.md|docs\/.*|test\/rules\/.*\.md)$/.test(file))
      .map((file) => ({ file, lines: read(file).split("\n").length }))
      .filter((each) => each.lines > MAX_LINES);
    expect(long.map((each) => `${each.file} has ${each.lines} lines: split it at a seam, or name it with its reason in test/tidy/style.test.ts.`)).toEqual([]);
    const gone = Object.keys(longFiles).filter((file) => !files.includes(file));
    expect(gone.map((file) => `${file} is gone: take it off the list of long files.`)).toEqual([]);
  });

  it("finishes what it starts", () => {
    const marker = new RegExp(`\\b(${["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"].join("|")})\\b`);
    expect(linesLike(marker).map((place) => `${place}: do it, or write down what is missing where a user looks (docs, Known gaps).`)).toEqual([]);
  });

  it("knows no machine and no registry", () => {
    const hosts = ["registry.npmjs", "registry.yarnpkg", "npm.pkg.github", "files.pythonhosted", "pypi.org", "static.crates.io", "proxy.golang", "repo1.maven", "repo.maven.apache", "deb.debian.org"];
    const ours = process.env["npm_config_registry"];
    if (ours !== undefined && URL.canParse(ours)) hosts.push(new URL(ours).host);
    const paths = ["/work/main", "/work/shared", "/work/\\.", "/root/", "\\.\\./shared/"];
    const forbidden = new RegExp([...hosts.map((host) => host.replaceAll(".", "\\.")), ...paths].join("|"));
    expect(linesLike(forbidden, "test/tidy/style.test.ts").map((place) => `${place}: name no registry's host and no path of one machine; a clone must work anywhere.`)).toEqual([]);
  });

  function linesLike(pattern: RegExp, except?: string): readonly string[] {
    return files
      .filter((file) => textFiles.test(file) && file !== except)
      .flatMap((file) => read(file).split("\n").flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])));
  }
});

describe("the laws of style speak up", () => {
  it("about an export without a comment", () => {
    const text = "/** Said. */\nexport const a = 1;\nexport function b(): void {}\n// not said\nexport interface C {}\n/** Said once. */\nexport function d(x: string): void;\nexport function d(x: number): void;\nexport function d(): void {}\nexport { a as e };\n";
    expect(exportsOf("a.ts", text).filter((each) => !each.hasDoc).map((each) => each.name)).toEqual(["b", "C"]);
  });

  it("about default exports", () => {
    expect(defaultExportsOf("a.ts", "const a = 1;\nexport default a;\nexport default function b() {}\nexport class C {}\n")).toEqual([2, 3]);
  });

  it("about state in modules", () => {
    expect(mutableStateOf("a.ts", "const a = 1;\nlet b = 2;\nexport var c;\nfunction d() { let e; }\n").map((each) => each.name)).toEqual(["b", "c"]);
  });

  it("about tests that are left out", () => {
    const only = `it.${"only"}("a", () => {});\ndescribe.${"skip"}("b", () => {});\nitem.only();\ntest.each([1]).${"skip"}("c", () => {});\nxit("d");\n`;
    expect(narrowedTestsOf("a.ts", only).map((each) => each.line)).toEqual([1, 2, 4, 5]);
  });
});
