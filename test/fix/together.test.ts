import { expect, it } from "vitest";
import { applyEdits } from "../../src/base/text";
import { chooseFixes, mergeFixes } from "../../src/engine/combine-fixes";
import { createEngine } from "../../src/engine/index";
import { memoryHost } from "../support/memory-host";

const file = "/w/src/server.ts";
const head = 'import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";\nimport { z } from "zod";\n';
const tool = (name: string, body: string): string => `server.tool("${name}", { x: z.string() }, async ({ x }) => {\n  ${body}\n  return { content: [] };\n});\n`;

/** Makes all fixes that fit together, round after round. */
function mendAll(text: string): { readonly text: string; readonly rounds: number; readonly left: number } {
  const host = memoryHost({ [file]: text });
  const engine = createEngine(host, { rules: {}, exclude: [] });
  for (let rounds = 0; rounds < 10; rounds++) {
    const { findings } = engine.analyze();
    const fixes = chooseFixes(findings, () => true);
    if (fixes.length === 0) return { text: host.read(file) ?? "", rounds, left: findings.length };
    const { edits, newFiles } = mergeFixes(fixes);
    for (const added of newFiles) host.write(added.file, added.text);
    host.write(file, applyEdits(host.read(file) ?? "", edits.filter((edit) => edit.file === file)));
  }
  throw new Error("the fixes come to no end");
}

it("leaves no import unused when all commands of a file are rewritten together", () => {
  const before = `${head}import { exec } from "child_process";\nimport { promisify } from "util";\nconst execAsync = promisify(exec);\nconst server = new McpServer({ name: "t", version: "1" });\n`;
  const calls = ["log", "show", "fetch"].map((name) => tool(name, `await execAsync(\`git ${name} \${x}\`);`)).join("");
  const { text, rounds, left } = mendAll(before + calls);
  expect({ rounds, left }).toEqual({ rounds: 2, left: 0 });
  expect(text).toContain('import { execFile } from "child_process";\nimport { promisify } from "util";\nconst execFileAsync = promisify(execFile);\nconst server');
  expect(text).not.toMatch(/\bexec\b|execAsync/);
});

it("adds one guard for all paths of a file", () => {
  const before = `${head}import { readFile, rename } from "node:fs/promises";\nconst server = new McpServer({ name: "t", version: "1" });\n`;
  const { text, left } = mendAll(before + tool("a", "await readFile(x);") + tool("b", 'await readFile("notes/" + x);') + tool("c", "await rename(x, `${x}.bak`);"));
  expect(left).toBe(0);
  expect(text.match(/path-guard/g)).toHaveLength(1);
  expect(text).toMatch(/import \{ resolveInside, ALLOWED_ROOT \} from/);
});
