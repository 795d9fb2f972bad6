import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: string; readonly restrictedConfigurations: readonly string[] }; readonly virtualWorkspaces: { readonly supported: string } };
  readonly contributes: { readonly commands: readonly { readonly command: string; readonly title: string }[] };
}

describe("the manifest", () => {
  const extension = vscode.extensions.getExtension<unknown>("portcullis.portcullis");
  const manifest = extension?.packageJSON as Manifest; // Written by us, and read by VS Code before.

  it("lets code be analysed before a workspace is trusted, but not what is to be overlooked be set by it", () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, "limited");
    assert.deepEqual([...restrictedConfigurations], ["portcullis.enable", "portcullis.rules", "portcullis.exclude"]);
    assert.equal(manifest.capabilities.virtualWorkspaces.supported, "limited");
  });

  it("wakes the extension for its languages only", () => {
    const languages = ["javascript", "javascriptreact", "json", "jsonc", "toml", "typescript", "typescriptreact", "yaml"];
    assert.deepEqual(manifest.activationEvents.filter((event) => event.startsWith("onLanguage:")).sort(), languages.map((each) => `onLanguage:${each}`));
    assert.ok(!manifest.activationEvents.some((event) => event === "*" || event === "onStartupFinished"));
  });

  it("names commands that exist, in words", async () => {
    await extension?.activate();
    const known = new Set(await vscode.commands.getCommands(true));
    for (const { command, title } of manifest.contributes.commands) {
      assert.ok(known.has(command), `${command} does nothing`);
      assert.doesNotMatch(title, /%/);
    }
  });
});
