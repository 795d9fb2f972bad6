import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cleanServer, shellServer, workbench } from "./workbench";

const readServer = [
  'import { readFile } from "node:fs/promises";',
  'import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";',
  'import { z } from "zod";',
  'const server = new McpServer({ name: "s", version: "1" });',
  'server.registerTool("read_note", { inputSchema: { file: z.string() } }, async ({ file }) => {',
  '  return { content: [{ type: "text", text: await readFile(file, "utf8") }] };',
  "});",
  "",
].join("\n");

describe("--fix", () => {
  it("makes safe fixes and reports what is left", async () => {
    const bench = workbench({ "src/a.ts": shellServer });
    const { code, output, errors } = await bench.portcullis("scan", "--fix");
    expect({ code, errors }).toEqual({ code: 0, errors: "Made 1 fix in 1 file.\n" });
    expect(output).toContain("no findings");
    expect(bench.read("src/a.ts")).toMatch(/execFileSync\("git", \["log", "--end-of-options", branch\], \{ encoding: "utf8" \}\)/);
  });

  it("changes nothing the second time", async () => {
    const bench = workbench({ "src/a.ts": shellServer });
    await bench.portcullis("scan", "--fix");
    const once = bench.read("src/a.ts");
    expect((await bench.portcullis("scan", "--fix")).errors).toBe("Nothing could be fixed.\n");
    expect(bench.read("src/a.ts")).toBe(once);
  });

  it("leaves fixes to be reviewed to --unsafe-fixes, which adds the file they need", async () => {
    const bench = workbench({ "src/a.ts": readServer });
    expect((await bench.portcullis("scan", "--fix")).output).toContain("can be fixed with --unsafe-fixes, to be reviewed");
    expect(bench.read("src/a.ts")).toBe(readServer);
    expect(await bench.portcullis("scan", "--unsafe-fixes")).toMatchObject({ code: 0, errors: "Made 1 fix in 2 files.\n" });
    expect(bench.read("src/a.ts")).not.toBe(readServer);
  });

  it("keeps the byte order mark of a file", async () => {
    const bench = workbench({ "src/a.ts": `\uFEFF${shellServer}` });
    await bench.portcullis("scan", "--fix");
    expect(bench.read("src/a.ts")).toMatch(/^\uFEFFimport \{ execFileSync/);
  });

  it("leaves a file alone that is not UTF-8, and says so", async () => {
    const bench = workbench();
    bench.write("src/a.ts", Buffer.concat([Buffer.from(shellServer), Buffer.from([0x2f, 0x2f, 0xe9])]));
    const { code, errors } = await bench.portcullis("scan", "--fix");
    expect(code).toBe(2);
    expect(errors).toContain("src/a.ts can't be mended:");
    expect(bench.read("src/a.ts")).toContain("execSync(`git log ${branch}`");
  });

  it("removes an ignore that ignores nothing", async () => {
    const bench = workbench({ "a.ts": `// portcullis-ignore-file sql-injection -- once\n${cleanServer}` });
    expect((await bench.portcullis("scan")).output).toContain("This comment ignores nothing: no `sql-injection` is found here");
    await bench.portcullis("scan", "--fix");
    expect(bench.read("a.ts")).toBe(cleanServer);
  });
});

describe("--fix-dry-run", () => {
  it("prints a diff that git applies, and changes nothing", async () => {
    const bench = workbench({ "src/a.ts": shellServer, "src/b.ts": readServer });
    const { output, errors } = await bench.portcullis("scan", "--unsafe-fixes", "--fix-dry-run");
    expect(bench.read("src/a.ts")).toBe(shellServer);
    expect(errors).toBe("2 fixes would be made; 0 findings would be left.\n");
    expect(output).toContain("--- a/src/a.ts\n+++ b/src/a.ts\n");
    expect(output).toContain("--- /dev/null\n");
    writeFileSync(join(bench.folder, "fix.diff"), output);
    execFileSync("git", ["apply", "--unsafe-paths", "fix.diff"], { cwd: bench.folder });
    expect((await bench.portcullis("scan")).code).toBe(0);
  });
});
