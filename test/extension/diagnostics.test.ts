import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { discard, fileAt, open, rulesBecome, staysSilent, type, withFile } from "./workspace";

describe("squiggles", () => {
  afterEach(discard);

  it("show each kind of hole of the sample, and not its safe twin", async () => {
    for (const [file, rule] of [["history", "command-injection"], ["search", "sql-injection"], ["files", "path-traversal"]] as const) {
      const document = await open(`src/tools/${file}.ts`);
      const [diagnostic] = await rulesBecome(document.uri, [rule]);
      assert.equal(diagnostic?.severity, vscode.DiagnosticSeverity.Error);
    }
  });

  it("name the tool and the parameter, and cover the dangerous text", async () => {
    const document = await open("src/tools/history.ts");
    const [diagnostic] = await rulesBecome(document.uri, ["command-injection"]);
    assert.ok(diagnostic);
    assert.match(diagnostic.message, /note_history.*`branch`/);
    assert.match(document.getText(diagnostic.range), /git log/);
  });

  it("tell the way from the tool's argument to a call in a file that is not open", async () => {
    await open("src/legacy.ts");
    const [diagnostic] = await rulesBecome(fileAt("src/shell.ts"), ["command-injection"]);
    const files = diagnostic?.relatedInformation?.map((step) => step.location.uri.path.slice(fileAt("src").path.length)) ?? [];
    assert.equal(files[0], "/legacy.ts");
    assert.equal(files.at(-1), "/shell.ts");
    assert.ok(diagnostic?.relatedInformation?.every((step) => step.message !== ""));
  });

  it("link to a page that is there without a network", async () => {
    const document = await open("src/tools/search.ts");
    const [diagnostic] = await rulesBecome(document.uri, ["sql-injection"]);
    const code = diagnostic?.code;
    assert.ok(typeof code === "object", "the code has no link");
    const page = await vscode.workspace.openTextDocument(code.target);
    assert.match(page.getText(), /^# .*sql-injection/);
  });

  it("follow what is typed, saved or not", async () => {
    const document = await open("src/tools/search.ts");
    await rulesBecome(document.uri, ["sql-injection"]);
    await type(document, "author = '${author}' LIMIT ${limit}`", "author = $1 LIMIT ${limit}`, [author]");
    await rulesBecome(document.uri, []);
    await type(document, "WHERE tag = $1\", [tag]", "WHERE tag = '\" + tag + \"'\"");
    await rulesBecome(document.uri, ["sql-injection"]);
  });

  it("follow what is typed in another file", async () => {
    const shell = await open("src/shell.ts");
    await rulesBecome(shell.uri, ["command-injection"]);
    const legacy = await open("src/legacy.ts");
    await type(legacy, "const note = String(args?.note);", "const note = Number(args?.note);");
    await rulesBecome(shell.uri, []);
    await type(legacy, "const note = Number(args?.note);", "const note = String(args?.note);");
    await rulesBecome(shell.uri, ["command-injection"]);
    await type(shell, 'return execSync(commandLine, { encoding: "utf8" });', "return commandLine;");
    await rulesBecome(shell.uri, []);
  });

  it("appear in a file that was never saved", async () => {
    const source = `import { exec } from "node:child_process";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
const server = new McpServer({ name: "a", version: "1" });
server.registerTool("go", { inputSchema: { where: z.string() } }, async ({ where }) => { exec("ls " + where); return { content: [] }; });
`;
    const document = await vscode.workspace.openTextDocument({ language: "typescript", content: source });
    await rulesBecome(document.uri, ["command-injection"]);
  });

  it("stay away from code that has nothing to do with MCP", async () => {
    const source = 'import { exec } from "node:child_process";\nexport const go = (where: string) => exec("ls " + where);\n';
    await withFile("src/plain.ts", source, (document) => staysSilent(document.uri));
  });

  it("go when the file is closed", async () => {
    const document = await open("src/tools/history.ts");
    await rulesBecome(document.uri, ["command-injection"]);
    await discard();
    await rulesBecome(document.uri, []);
  });
});
