import { describe, expect, it } from "vitest";
import type { Fix, Limit } from "../../src/base/finding";
import type { TextEdit } from "../../src/base/text";
import { createEngine } from "../../src/engine/index";
import { createPipeline } from "../../src/engine/pipeline";
import { createRemedies } from "../../src/engine/remedies";
import { judge } from "../../src/engine/judgement";
import { createTrial } from "../../src/engine/trial";
import { rule, type Repair } from "../../src/rules/rule";
import { memoryHost } from "../support/memory-host";

/** Finds every BAD in the texts of the workspace, and mends it as told: what matters here is what becomes of the fixes. */
function ruleThat(mend: (edit: (text: string) => TextEdit, index: number) => Repair | { readonly refused: string } | undefined) {
  return rule({
    id: "bad-word",
    summary: "A bad word",
    severity: "error",
    precision: "high",
    cwe: [1],
    find: ({ workspace }) =>
      workspace.files().flatMap((file) =>
        [...(workspace.module(file)?.text ?? "").matchAll(/(?:BAD|WORSE)\d*/g)].map((match, index) => {
          const range = { start: match.index, end: match.index + match[0].length };
          return { location: { file, range }, flows: [], index };
        }),
      ),
    say: () => ({ message: "This is bad" }),
    fixes: [{ title: "Mend", safety: "safe", edit: ({ location, index }) => mend((text) => ({ ...location, text }), index) }],
  });
}

function offered(text: string, mend: Parameters<typeof ruleThat>[0], limits: Limit[] = []): readonly { readonly fixes: readonly Fix[]; readonly noFix?: string }[] {
  const host = memoryHost({ "/w/a.ts": text });
  const build = (over: typeof host) => createPipeline(over, [ruleThat(mend)], (file) => file);
  const outcome = build(host).run();
  const judged = judge({ facts: outcome.facts, ignores: [], configuration: { rules: {}, exclude: [] }, activeRules: [], stableName: (file) => file, textOf: (file) => host.read(file) ?? "" });
  const answers = createRemedies(createTrial(host, (over) => createPipeline(over, [ruleThat(mend)], (file) => file))).for(judged, outcome, limits);
  return judged.map((each) => answers.get(each) ?? { fixes: [] });
}

describe("a fix is offered", () => {
  it("when the finding is gone and nothing new is found", () => {
    expect(offered("f(BAD);", (edit) => ({ edits: [edit("good")] }))).toMatchObject([{ fixes: [{ title: "Mend", edits: [{ text: "good" }] }] }]);
  });

  it("for many findings at once, those that fail apart", () => {
    const text = Array.from({ length: 20 }, (_, i) => `f(BAD${i});`).join("\n");
    const answers = offered(text, (edit, i) => ({ edits: [edit(i === 13 ? "BAD99" : "good")] }));
    expect(answers.map(({ fixes }) => fixes.length)).toEqual(answers.map((_, i) => (i === 13 ? 0 : 1)));
  });

  it("when several fixes share a change", () => {
    const shared: TextEdit = { file: "/w/a.ts", range: { start: 0, end: 0 }, text: "const x = 1;\n" };
    expect(offered("f(BAD1);\nf(BAD2);", (edit) => ({ edits: [shared, edit("x")] })).map(({ fixes }) => fixes.length)).toEqual([1, 1]);
  });
});

describe("a fix is dropped", () => {
  const said = "No rewrite could be shown to remove the finding and to bring no other, so none is offered";
  it.each<readonly [string, Parameters<typeof ruleThat>[0]]>([
    ["when the finding is still there", (edit) => ({ edits: [edit("BAD")] })],
    ["when it brings another finding", (edit) => ({ edits: [edit("WORSE")] })],
    ["when the file no longer parses", (edit) => ({ edits: [edit("(((")] })],
    ["when it would replace a file", (edit) => ({ edits: [edit("good")], newFiles: [{ file: "/w/a.ts", text: "" }] })],
    ["when it reaches beyond the text", (edit) => ({ edits: [{ ...edit("good"), range: { start: 0, end: 99 } }] })],
  ])("%s", (_, mend) => expect(offered("f(BAD);", mend)).toEqual([{ fixes: [], noFix: said }]));

  it("when its own edits overlap", () => {
    expect(offered("f(BAD);", (edit) => ({ edits: [edit("a"), edit("b")] }))).toEqual([{ fixes: [] }]);
  });
});

it("is offered where a finding elsewhere is left to fewer tools: an absolute path is no option any more", () => {
  const text = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { execFileSync } from "node:child_process";
const server = new McpServer({ name: "test", version: "1.0.0" });
function adb(...args: string[]) { return execFileSync("adb", args, { encoding: "utf8" }); }
server.registerTool("install", { inputSchema: { file: z.string() } }, async ({ file }) => ({ content: [{ type: "text", text: adb("install", file) }] }));
server.registerTool("uninstall", { inputSchema: { name: z.string() } }, async ({ name }) => ({ content: [{ type: "text", text: adb("uninstall", name) }] }));
`;
  const { findings } = createEngine(memoryHost({ "/w/a.ts": text }), { rules: {}, exclude: [] }).analyze();
  expect(findings.map(({ rule, tools, fixes }) => [rule, tools, fixes.length])).toEqual([
    ["argument-injection", ["install", "uninstall"], 0],
    ["path-traversal", ["install"], 1],
  ]);
});

it("says which fixes were not tried, where too many go wrong together", () => {
  const limits: Limit[] = [];
  const text = Array.from({ length: 500 }, (_, i) => `f(BAD${i});`).join("\n");
  const answers = offered(text, (edit, i) => ({ edits: [edit(`WORSE${i}`)] }), limits);
  const untried = answers.filter(({ noFix }) => noFix?.includes("too much else to try it"));
  expect(untried.length).toBeGreaterThan(0);
  expect(limits).toEqual([{ file: "/w/a.ts", reason: `fixes were tried in part only: not for ${untried.length} of its findings, for there are 500 in all; scan a part of the workspace by itself` }]);
});

it("passes on why a rule refuses to mend", () => {
  expect(offered("f(BAD);", () => ({ refused: "A pipe has no equivalent" }))).toEqual([{ fixes: [], noFix: "A pipe has no equivalent" }]);
});

it("tells a rule that fails instead of failing itself", () => {
  const host = memoryHost({ "/w/a.ts": "f(BAD);" });
  const broken = { ...ruleThat(() => undefined), find: () => { throw new Error("oops"); } };
  const { facts, limits } = createPipeline(host, [broken, ruleThat(() => undefined)], (file) => file).run();
  expect(facts).toHaveLength(1);
  expect(limits).toEqual([{ file: "", reason: "the rule bad-word failed: oops" }]);
});
