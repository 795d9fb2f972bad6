import { describe, expect, it } from "vitest";
import type { Host } from "../../src/base/host";
import { createPipeline } from "../../src/engine/pipeline";
import { rules } from "../../src/rules/index";

/** Forty files of tools that share one helper, which shares another. */
function makeServer(): Map<string, string> {
  const files = new Map([["/w/package.json", `{"name": "w", "dependencies": {"@modelcontextprotocol/sdk": "1"}}`]]);
  files.set("/w/shell.ts", `import { exec } from "child_process";\nimport { words } from "./words";\n\nexport function run(text: string) {\n  const all = words(text);\n  return exec("git " + all);\n}\n\nexport function unused(text: string) {\n  return exec("ls " + text);\n}\n`);
  files.set("/w/words.ts", `export function words(text: string) {\n  return text.trim();\n}\n`);
  for (let index = 0; index < 40; index++) {
    files.set(`/w/tools-${index}.ts`, `import { run } from "./shell";\nserver.registerTool("t${index}", { inputSchema: { x: z.string() } }, async ({ x }) => {\n  const text = x + "";\n  if (text === "") return run("status");\n  return run(text);\n});\n`);
  }
  return files;
}

function open(files: Map<string, string>) {
  const host: Host = { files: () => [...files.keys()], read: (file) => files.get(file) };
  const pipeline = createPipeline(host, rules, (file) => file);
  return (file?: string, from = "", to = "") => {
    if (file !== undefined) {
      expect(files.get(file)).toContain(from);
      files.set(file, (files.get(file) ?? "").replace(from, to));
    }
    const { facts, context } = pipeline.run();
    return { steps: context.taint.steps, facts };
  };
}

describe("an edit costs what it changes", () => {
  it("in a body whose summary stays: its callers are not looked into again, though it has moved", () => {
    const run = open(makeServer());
    const cold = run();
    const warm = run("/w/words.ts", "return text.trim();", "// why\n  return text.trim();");
    expect(warm.steps).toBeLessThan(20);
    expect(warm.facts.map(({ key }) => key)).toEqual(cold.facts.map(({ key }) => key));
    expect(warm.facts[0]?.flow).toHaveLength(cold.facts[0]?.flow.length ?? 0);
  });

  it("in a body that nobody uses: nothing else is looked into", () => {
    const run = open(makeServer());
    run();
    expect(run("/w/shell.ts", `exec("ls " + text)`, `exec("ls -l " + text)`).steps).toBe(0);
  });

  it("above a body: what stands below is told at its new place without being looked into", () => {
    const run = open(makeServer());
    const [before] = run().facts;
    const { steps, facts: [after] } = run("/w/shell.ts", "const all = words(text);", "const all = words(text);\n  const n = 1;");
    expect(steps).toBeLessThan(40);
    expect(after?.fact.location.range.start).toBe((before?.fact.location.range.start ?? 0) + "\n  const n = 1;".length);
    expect(after?.otherFlows.length).toBe(before?.otherFlows.length);
  });

  it("in one of many handlers: the others are not looked into", () => {
    const run = open(makeServer());
    const cold = run();
    expect(run("/w/tools-7.ts", `run("status")`, `run("log")`).steps).toBeLessThan(cold.steps / 20);
  });

  it("in a body whose summary changes: its callers are looked into, and told apart", () => {
    const run = open(makeServer());
    expect(run().facts).toHaveLength(1);
    const { steps, facts } = run("/w/words.ts", "return text.trim();", `return "status";`);
    expect(facts).toEqual([]);
    expect(steps).toBeGreaterThan(0);
    expect(run("/w/words.ts", `return "status";`, "return text.trim();").facts).toHaveLength(1);
  });
});
