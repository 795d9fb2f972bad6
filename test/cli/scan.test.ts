import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sarifErrors } from "../report/sarif-schema";
import { cleanServer, shellServer, workbench } from "./workbench";

interface JsonReport {
  readonly findings: readonly { readonly rule: string; readonly file: string; readonly line: number; readonly severity: string; readonly fingerprint: string }[];
  readonly suppressed: readonly unknown[];
  readonly limits: readonly { readonly file: string; readonly reason: string }[];
}

async function json(bench: ReturnType<typeof workbench>, ...argv: readonly string[]): Promise<JsonReport> {
  return JSON.parse((await bench.portcullis("scan", ...argv, "--format", "json")).output) as JsonReport;
}

describe("the exit code", () => {
  it("is 1 with findings, 0 without", async () => {
    expect(await workbench({ "src/a.ts": shellServer }).portcullis("scan")).toMatchObject({ code: 1, errors: "" });
    expect(await workbench({ "src/a.ts": cleanServer }).portcullis("scan")).toMatchObject({ code: 0, errors: "" });
  });

  it("follows --fail-on", async () => {
    const bench = workbench({ "src/a.ts": shellServer, "portcullis.config.json": '{"rules":{"command-injection":"warning"}}' });
    expect((await bench.portcullis("scan")).code).toBe(0);
    expect((await bench.portcullis("scan", "--fail-on", "warning")).code).toBe(1);
    expect((await bench.portcullis("scan", "--fail-on", "never")).code).toBe(0);
  });

  it("is 2 for a path that does not exist", async () => {
    expect(await workbench().portcullis("scan", "nowhere")).toMatchObject({ code: 2, errors: 'portcullis: There is no file or folder "nowhere"\nSee portcullis --help.\n' });
  });
});

it("names places relative to the folder that was scanned", async () => {
  const bench = workbench({ "deep/package.json": "{}", "deep/src/a.ts": shellServer });
  expect((await json(bench, "deep")).findings).toMatchObject([{ file: "src/a.ts", line: 8, rule: "command-injection" }]);
});

it("gives a finding the same fingerprint wherever the scan starts and whatever stands above", async () => {
  const one = workbench({ "src/a.ts": shellServer });
  const other = workbench({ "src/a.ts": `// a new line\n\n${shellServer}` });
  const [a, b, c] = [await json(one), await json(other), await json(one, "src")].map(({ findings }) => findings[0]?.fingerprint);
  expect(a).toBeDefined();
  expect(b).toBe(a);
  expect(c).toBe(a);
});

it("reports only the file that was named, though it reads the rest", async () => {
  const helper = 'import { execSync } from "node:child_process";\nexport const run = (command: string) => execSync(command).toString();\n';
  const tool = shellServer.replace('import { execSync } from "node:child_process";', 'import { run } from "./run";').replace('execSync(`git log ${branch}`, { encoding: "utf8" })', "run(`git log ${branch}`)");
  const bench = workbench({ "src/run.ts": helper, "src/tool.ts": tool, "src/other.ts": shellServer });
  expect((await json(bench, "src/run.ts")).findings.map(({ file }) => file)).toEqual(["src/run.ts"]);
  expect((await json(bench)).findings.map(({ file }) => file)).toEqual(["src/other.ts", "src/run.ts"]);
});

it("runs only the rules that were asked for", async () => {
  expect((await json(workbench({ "a.ts": shellServer }), "--rule", "sql-injection")).findings).toEqual([]);
});

it("writes valid SARIF to a file, whole", async () => {
  const bench = workbench({ "src/a.ts": shellServer });
  expect(await bench.portcullis("scan", "--format", "sarif", "--output", "out.sarif")).toEqual({ code: 1, output: "", errors: "" });
  const log = JSON.parse(bench.read("out.sarif")) as { runs: { results: { codeFlows: unknown; locations: unknown }[] }[] };
  expect(sarifErrors(log)).toEqual([]);
  expect(log.runs[0]?.results).toHaveLength(1);
  expect(log.runs[0]?.results[0]?.codeFlows).toBeDefined();
});

it("tells when the report can't be written", async () => {
  expect(await workbench({ "a.ts": cleanServer }).portcullis("scan", "-o", "no/such/folder/x.json")).toMatchObject({ code: 2, output: "" });
});

it("shows progress and colours on a terminal only", async () => {
  const files = { "src/a.ts": shellServer };
  const terminal = await workbench(files, { isTTY: true }).portcullis("scan");
  expect(terminal.errors).toMatch(/Scanning \d+ of \d+ files/);
  expect(terminal.errors.endsWith("\r\u001b[2K")).toBe(true);
  expect(terminal.output).toContain("\u001b[31m");
  expect(await workbench(files).portcullis("scan")).toMatchObject({ errors: "", output: expect.not.stringContaining("\u001b") as string });
  expect((await workbench(files, { isTTY: true, environment: { NO_COLOR: "1" } }).portcullis("scan")).output).not.toContain("\u001b");
});

describe("what is left out", () => {
  it("is what .gitignore says, nested, and node_modules, unless named", async () => {
    const bench = workbench({
      ".git/HEAD": "", ".gitignore": "ignored/\n", "ignored/a.ts": shellServer,
      "sub/.gitignore": "*.skip.ts\n", "sub/b.skip.ts": shellServer,
      "node_modules/server/package.json": "{}", "node_modules/server/index.js": shellServer,
      "c.ts": shellServer,
    });
    expect((await json(bench)).findings.map(({ file }) => file)).toEqual(["c.ts"]);
    expect((await json(bench, "ignored")).findings).toHaveLength(1);
    expect((await json(bench, "node_modules/server")).findings).toHaveLength(1);
  });

  it("is said with the reason, and the scan goes on", async () => {
    const bench = workbench({ "a.ts": shellServer, "broken.ts": `${shellServer}\nfunction (` });
    bench.write("binary.ts", new Uint8Array([0, 1, 2, 3]));
    bench.write("huge.js", `// ${"x".repeat(2 * 1024 * 1024)}`);
    const { findings, limits } = await json(bench);
    expect(findings.map(({ file }) => file)).toContain("a.ts");
    expect(limits.find(({ file }) => file === "binary.ts")?.reason).toMatch(/not text/);
    expect(limits.find(({ file }) => file === "huge.js")?.reason).toMatch(/larger than 2 MB/);
    expect(limits.find(({ file }) => file === "broken.ts")?.reason).toMatch(/^understood in part only: .* \(line 1[12]\)$/);
  });

  it("is whatever a symbolic link leads to", async () => {
    const outside = workbench({ "a.ts": shellServer });
    const bench = workbench({ "b.ts": cleanServer });
    symlinkSync(outside.folder, join(bench.folder, "out"));
    symlinkSync(bench.folder, join(bench.folder, "loop"));
    expect((await json(bench)).findings).toEqual([]);
  });

  it("can be a test, unless it is named", async () => {
    const bench = workbench({ "src/a.ts": cleanServer, "src/a.test.ts": shellServer });
    expect((await json(bench)).findings).toEqual([]);
    expect((await json(bench, "src/a.test.ts")).findings).toHaveLength(1);
  });
});

it("survives a minified file", async () => {
  const minified = `${shellServer.replace(/\n */g, " ")}${"var a=1;".repeat(20_000)}`;
  expect((await json(workbench({ "a.js": minified }))).findings).toMatchObject([{ rule: "command-injection", line: 1 }]);
});

describe("the configuration", () => {
  it("is found above the scanned folder, up to the repository", async () => {
    const bench = workbench({ ".git/HEAD": "", "portcullis.config.json": '{"rules":{"command-injection":"off"}}', "sub/a.ts": shellServer });
    expect((await json(bench, "sub")).findings).toEqual([]);
  });

  it("is not taken from above the repository", async () => {
    const bench = workbench({ "portcullis.config.json": '{"rules":{"command-injection":"off"}}', "sub/.git/HEAD": "", "sub/a.ts": shellServer });
    expect((await json(bench, "sub")).findings).toHaveLength(1);
  });

  it("leaves out paths relative to its own folder", async () => {
    const bench = workbench({ "portcullis.config.json": '{"exclude":["/sub/old/"]}', "sub/old/a.ts": shellServer, "sub/new/a.ts": shellServer });
    expect((await json(bench, "sub")).findings.map(({ file }) => file)).toEqual(["new/a.ts"]);
  });

  it("tells its mistakes with their places", async () => {
    const bench = workbench({ "c.json": '{\n  "rules": {\n    "sql-injektion": "off",\n    "path-traversal": "warn"\n  }\n}' });
    const { code, output, errors } = await bench.portcullis("scan", "--config", "c.json");
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors.split("\n").slice(0, 2)).toEqual([
      "portcullis: c.json:3:5: `sql-injektion` is no rule; did you mean `sql-injection`?",
      'c.json:4:23: The level of `path-traversal` is one of "error", "warning", "note", "off"',
    ]);
  });

  it("is an error when it was named and is not there", async () => {
    expect(await workbench().portcullis("scan", "--config", "x.json")).toMatchObject({ code: 2, errors: "portcullis: The configuration x.json can't be used: there is no such file\nSee portcullis --help.\n" });
  });
});

it("counts suppressed findings instead of reporting them", async () => {
  const comment = "  // portcullis-ignore-next-line command-injection -- only our own branches\n";
  const { findings, suppressed } = await json(workbench({ "a.ts": shellServer.replace("  const out", `${comment}  const out`) }));
  expect(findings).toEqual([]);
  expect(suppressed).toMatchObject([{ rule: "command-injection", reason: "only our own branches", suppressedAt: { line: 8 } }]);
});

it("leaves no draft of a report behind", async () => {
  const bench = workbench({ "a.ts": cleanServer });
  await bench.portcullis("scan", "-o", "out.txt");
  expect(existsSync(join(bench.folder, "out.txt"))).toBe(true);
  expect(bench.read("out.txt")).toContain("no findings");
});
