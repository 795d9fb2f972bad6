import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { createDocuments, type OpenDocument } from "../../src/editor/documents";
import { createGate } from "../../src/editor/gate";
import { discard, open, withFile } from "./workspace";

describe("a project that has nothing to do with MCP", () => {
  afterEach(discard);

  it("does not start the analysis", async () => {
    const document = await vscode.workspace.openTextDocument({ language: "typescript", content: 'import { exec } from "node:child_process";\n' });
    assert.equal(await createGate().consider(follow(document)), false);
  });

  it("starts it with the first document that mentions MCP", async () => {
    const gate = createGate();
    const document = await vscode.workspace.openTextDocument({ language: "javascript", content: 'const { Server } = require("@modelcontextprotocol/sdk/server");\n' });
    assert.equal(await gate.consider(follow(document)), true);
    assert.equal(gate.isOpen(follow(document).session), true);
  });

  it("is told apart by the package.json above a document, too", async () => {
    await withFile("src/deep/plain.ts", "export {};\n", async (document) => {
      assert.equal(await createGate().consider(follow(document)), true);
    });
  });

  it("is not judged by its package.json alone", async () => {
    const document = await open("package.json");
    assert.equal(await createGate().consider(follow(document)), false);
  });
});

describe("documents", () => {
  afterEach(discard);

  it("of other languages, of packages and of older versions are none of our business", async () => {
    const documents = createDocuments();
    assert.equal(documents.add(await vscode.workspace.openTextDocument({ language: "python", content: "import mcp\n" })), undefined);
    await withFile("vendor/node_modules/a/index.js", "export {};\n", async (document) => {
      assert.equal(documents.add(document), undefined);
    });
    const older: Pick<vscode.TextDocument, "uri" | "languageId"> = { uri: vscode.Uri.parse("git:/somewhere/else/a.ts"), languageId: "typescript" };
    assert.equal(documents.add(older as vscode.TextDocument), undefined); // Only these two are looked at.
  });
});

function follow(document: vscode.TextDocument): OpenDocument {
  const found = createDocuments().add(document);
  assert.ok(found, "the document is not followed");
  return found;
}
