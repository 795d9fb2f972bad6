import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";

describe("activation", () => {
  it("activates in a real extension host", async () => {
    const extension = vscode.extensions.getExtension("portcullis.portcullis");
    assert.ok(extension, "the extension is not known to VS Code");
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
