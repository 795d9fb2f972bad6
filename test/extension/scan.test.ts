import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { discard, fileAt, open, rulesBecome, rulesOf, until } from "./workspace";

describe("the workspace scan", () => {
  afterEach(discard);

  it("puts the findings of files that are not open into the Problems panel", async () => {
    await vscode.commands.executeCommand("portcullis.scanWorkspace");
    assert.deepEqual(rulesOf(fileAt("src/tools/history.ts")), ["command-injection"]);
    assert.deepEqual(rulesOf(fileAt("src/tools/search.ts")), ["sql-injection"]);
    assert.deepEqual(rulesOf(fileAt("src/tools/files.ts")), ["path-traversal"]);
  });

  it("forgets what it said of a file that has changed since", async () => {
    await vscode.commands.executeCommand("portcullis.scanWorkspace");
    const uri = fileAt("src/tools/search.ts");
    const before = await vscode.workspace.fs.readFile(uri);
    try {
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode("export {};\n"));
      await rulesBecome(uri, []);
    } finally {
      await vscode.workspace.fs.writeFile(uri, before);
    }
  });
});

describe("the analysis", () => {
  afterEach(discard);

  it("comes back after a restart", async () => {
    const document = await open("src/tools/history.ts");
    await rulesBecome(document.uri, ["command-injection"]);
    await vscode.commands.executeCommand("portcullis.restart");
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), "// moved down\n");
    await vscode.workspace.applyEdit(edit);
    const line = () => vscode.languages.getDiagnostics(document.uri).find((each) => each.source === "Portcullis")?.range.start.line;
    const expected = document.getText().split("\n").findIndex((each) => each.includes("git log"));
    await until(() => line() === expected, () => `the finding is in line ${line()} instead of ${expected}`);
  });
});
