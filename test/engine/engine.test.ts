import { describe, expect, it } from "vitest";
import { CancelledError } from "../../src/base/host";
import { applyEdits } from "../../src/base/text";
import type { Configuration } from "../../src/engine/api";
import { createEngine } from "../../src/engine/index";
import { memoryHost } from "../support/memory-host";

const manifest = JSON.stringify({ name: "server", dependencies: { "@modelcontextprotocol/sdk": "^1.0.0" } });
const head = 'import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";\nimport { z } from "zod";\nimport { run } from "./run";\nconst server = new McpServer({ name: "s", version: "1" });\n';

function tool(name: string, call: string): string {
  return `server.registerTool("${name}", { inputSchema: { branch: z.string() } }, async ({ branch }) => {\n  ${call}\n});\n`;
}

const helper = 'import { execSync } from "node:child_process";\nexport const run = (command: string) => execSync(command).toString();\n';
const safeHelper = "export const run = (command: string) => command.length;\n";
const direct = `import { execSync } from "node:child_process";\n${head}`;

function engineOn(files: Readonly<Record<string, string>>, configuration: Partial<Configuration> = {}) {
  const host = memoryHost({ "/w/package.json": manifest, "/w/src/run.ts": helper, ...files });
  return { host, engine: createEngine(host, { rules: {}, exclude: [], ...configuration }) };
}

describe("incremental analysis", () => {
  it("gives the same findings without looking again while nothing changes", () => {
    const { engine, host } = engineOn({ "/w/src/a.ts": head + tool("log", "return run(`git log ${branch}`);") });
    const first = engine.analyze({ withFixes: false });
    expect(first.findings).toHaveLength(1);
    let asked = 0;
    const read = host.read.bind(host);
    host.read = (file) => {
      asked++;
      return read(file);
    };
    expect(engine.analyze({ withFixes: false }).findings).toEqual(first.findings);
    expect(asked).toBeLessThan(30);
  });

  it("sees what an edit in another file changes, and back", () => {
    const { engine, host } = engineOn({ "/w/src/a.ts": head + tool("log", "return run(`git log ${branch}`);") });
    const before = engine.analyze().findings;
    expect(before).toHaveLength(1);
    host.write("/w/src/run.ts", safeHelper);
    expect(engine.analyze().findings).toEqual([]);
    host.write("/w/src/run.ts", helper);
    expect(engine.analyze().findings).toEqual(before);
  });

  it("sees files come and go", () => {
    const { engine, host } = engineOn({});
    expect(engine.analyze().findings).toEqual([]);
    host.write("/w/src/a.ts", head + tool("log", "return run(`git log ${branch}`);"));
    expect(engine.analyze().findings).toHaveLength(1);
    host.write("/w/src/a.ts", undefined);
    expect(engine.analyze().findings).toEqual([]);
  });

  it("sees that an import leads elsewhere", () => {
    const { engine, host } = engineOn({
      "/w/src/a.ts": (head + tool("log", "return run(branch);")).replace("./run", "./all"),
      "/w/src/safe.ts": safeHelper,
      "/w/src/all.ts": 'export { run } from "./safe";\n',
    });
    expect(engine.analyze().findings).toEqual([]);
    host.write("/w/src/all.ts", 'export { run } from "./run";\n');
    expect(engine.analyze().findings).toHaveLength(1);
    host.write("/w/src/all.ts", safeHelper);
    expect(engine.analyze().findings).toEqual([]);
    host.write("/w/src/all.ts", undefined);
    host.write("/w/src/all/index.ts", 'export * from "../run";\n');
    expect(engine.analyze().findings).toHaveLength(1);
  });

  it("takes up what a cancelled run has left", () => {
    const { engine, host } = engineOn({ "/w/src/a.ts": head + tool("log", "return run(`git log ${branch}`);") });
    host.isCancelled = () => true;
    expect(() => engine.analyze()).toThrow(CancelledError);
    host.isCancelled = () => false;
    expect(engine.analyze().findings).toHaveLength(1);
    host.write("/w/src/run.ts", safeHelper);
    host.isCancelled = () => true;
    expect(() => engine.analyze()).toThrow(CancelledError);
    host.isCancelled = () => false;
    expect(engine.analyze().findings).toEqual([]);
  });
});

describe("the request", () => {
  const files = { "/w/src/a.ts": head + tool("a", "return run(branch);"), "/w/src/b.ts": direct + tool("b", "return execSync(branch);") };

  it("can be about some files; the rest is understood all the same", () => {
    const { engine } = engineOn(files);
    expect(engine.analyze({ files: ["/w/src/run.ts"] }).findings.map(({ location }) => location.file)).toEqual(["/w/src/run.ts"]);
    expect(engine.analyze().findings.map(({ location }) => location.file)).toEqual(["/w/src/b.ts", "/w/src/run.ts"]);
  });

  it("is told how far the analysis is", () => {
    const { engine } = engineOn(files);
    const told: [number, number][] = [];
    engine.analyze({ onProgress: (...at) => void told.push(at) });
    expect(told.map(([done]) => done)).toEqual(told.map((_, i) => i));
    expect(new Set(told.map(([, total]) => total))).toEqual(new Set([4]));
  });
});

describe("fixes", () => {
  const files = { "/w/src/a.ts": direct + tool("a", "return execSync(`git log ${branch}`, { encoding: 'utf8' });") };

  it("come with the findings, or when asked for", () => {
    const { engine } = engineOn(files);
    expect(engine.analyze({ withFixes: false }).findings[0]?.fixes).toEqual([]);
    const [finding] = engine.analyze().findings;
    expect(finding?.fixes).toHaveLength(1);
    expect(engine.fixesFor({ fingerprint: finding?.fingerprint ?? "" }).fixes).toEqual(finding?.fixes);
    expect(engine.fixesFor({ fingerprint: "unknown" })).toEqual({ fixes: [] });
  });

  it("are found for a finding that the last request was not about", () => {
    const { engine } = engineOn({ ...files, "/w/src/b.ts": direct + tool("b", "return execSync(branch);") });
    const finding = engine.analyze({ withFixes: false, files: ["/w/src/a.ts"] }).findings[0];
    engine.analyze({ withFixes: false, files: ["/w/src/b.ts"] });
    expect(engine.fixesFor({ fingerprint: finding?.fingerprint ?? "" }).fixes).toHaveLength(1);
  });

  it("mend what they are offered for", () => {
    const { engine, host } = engineOn(files);
    const [fix] = engine.analyze().findings[0]?.fixes ?? [];
    host.write("/w/src/a.ts", applyEdits(files["/w/src/a.ts"], fix?.edits ?? []));
    expect(engine.analyze().findings).toEqual([]);
  });
});

describe("the configuration", () => {
  const files = { "/w/src/a.ts": direct + tool("a", "return execSync(branch);") };
  const severities = (configuration: Partial<Configuration>) => engineOn(files, configuration).engine.analyze().findings.map(({ severity }) => severity);

  it("sets the level of a rule, or turns it off", () => {
    expect(severities({})).toEqual(["error"]);
    expect(severities({ rules: { "command-injection": "note" } })).toEqual(["note"]);
    expect(severities({ rules: { "command-injection": "off" } })).toEqual([]);
  });

  it("leaves out paths", () => {
    expect(severities({ folder: "/w", exclude: ["/src/a.ts"] })).toEqual([]);
    expect(severities({ folder: "/w", exclude: ["*.gen.ts"] })).toEqual(["error"]);
  });

  it("does not report what is imported from an excluded file, though the data are followed through it", () => {
    const through = { "/w/src/a.ts": head + tool("a", "return run(branch);") };
    expect(engineOn(through, { folder: "/w", exclude: ["run.ts"] }).engine.analyze().findings).toEqual([]);
  });
});

describe("suppressions", () => {
  const comment = (text: string) => direct + tool("a", `// ${text}\n  return execSync(branch);`);
  const analyze = (text: string, configuration: Partial<Configuration> = {}) => engineOn({ "/w/src/a.ts": comment(text) }, configuration).engine.analyze();

  it("suppress with a reason", () => {
    const { findings, suppressed } = analyze("portcullis-ignore-next-line command-injection -- ours");
    expect(findings).toEqual([]);
    expect(suppressed).toMatchObject([{ reason: "ours", finding: { rule: "command-injection" } }]);
  });

  it("suppress nothing without a reason, and say so", () => {
    const { findings } = analyze("portcullis-ignore-next-line command-injection");
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([["unused-ignore", "note"], ["command-injection", "error"]]);
  });

  it("are reported when they are unused, with a fix", () => {
    const { findings } = analyze("portcullis-ignore-next-line sql-injection -- ours");
    expect(findings[0]).toMatchObject({ rule: "unused-ignore", fixes: [{ title: "Remove the comment", safety: "safe", edits: [{ text: "" }] }] });
  });

  it("are not called unused when their rule was not run, or the note is turned off", () => {
    expect(analyze("portcullis-ignore-next-line sql-injection -- ours", { rules: { "sql-injection": "off" } }).findings.map(({ rule }) => rule)).toEqual(["command-injection"]);
    expect(analyze("portcullis-ignore-next-line sql-injection -- ours", { rules: { "unused-ignore": "off" } }).findings.map(({ rule }) => rule)).toEqual(["command-injection"]);
  });
});

it("says what it could understand in part only, and what the workspace offers", () => {
  const { engine } = engineOn({ "/w/src/a.ts": `${direct}${tool("a", "return execSync(branch);")}function (` });
  const { limits, offers, statistics } = engine.analyze();
  expect(limits).toMatchObject([{ file: "/w/src/a.ts", reason: expect.stringMatching(/^understood in part only/) as string }]);
  expect(offers).toMatchObject([{ kind: "tool", name: "a" }]);
  expect(statistics).toMatchObject({ files: 2, lines: 11 });
});

it("numbers the same code found twice", () => {
  const { engine } = engineOn({ "/w/src/a.ts": direct + tool("a", "execSync(branch);\n  execSync(branch);") });
  const [first, second] = engine.analyze().findings.map(({ fingerprint }) => fingerprint);
  expect(second).toBe(`${first ?? ""}:2`);
});
