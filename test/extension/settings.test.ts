import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { diagnosticsOf, discard, fileAt, open, rulesBecome, until, withFile, withSetting } from "./workspace";

const CONFIGURATION = "portcullis.config.json";

describe("settings", () => {
  afterEach(discard);

  it("give a rule another level, or none, and take it back", async () => {
    const document = await open("src/tools/search.ts");
    await rulesBecome(document.uri, ["sql-injection"]);
    await withSetting("rules", { "sql-injection": "warning" }, () => levelBecomes(document.uri, vscode.DiagnosticSeverity.Warning));
    await withSetting("rules", { "sql-injection": "off" }, async () => void (await rulesBecome(document.uri, [])));
    await levelBecomes(document.uri, vscode.DiagnosticSeverity.Error);
  });

  it("leave paths out", async () => {
    const document = await open("src/tools/search.ts");
    await rulesBecome(document.uri, ["sql-injection"]);
    await withSetting("exclude", ["src/tools/"], async () => void (await rulesBecome(document.uri, [])));
    await rulesBecome(document.uri, ["sql-injection"]);
  });

  it("switch everything off and on", async () => {
    const document = await open("src/tools/search.ts");
    await rulesBecome(document.uri, ["sql-injection"]);
    await withSetting("enable", false, async () => void (await rulesBecome(document.uri, [])));
    await rulesBecome(document.uri, ["sql-injection"]);
  });
});

describe("the configuration file", () => {
  afterEach(discard);

  it("means the same as on the command line, and a setting wins over it", async () => {
    const document = await open("src/tools/search.ts");
    await withFile(CONFIGURATION, '{ "rules": { "sql-injection": "note" } } // comments are fine', async () => {
      await vscode.window.showTextDocument(document);
      await levelBecomes(document.uri, vscode.DiagnosticSeverity.Information);
      await withSetting("rules", { "sql-injection": "warning" }, () => levelBecomes(document.uri, vscode.DiagnosticSeverity.Warning));
    });
    await open("src/tools/search.ts");
    await levelBecomes(document.uri, vscode.DiagnosticSeverity.Error);
  });

  it("shows its mistakes where they are, and what was meant", async () => {
    await open("src/tools/search.ts");
    await withFile(CONFIGURATION, '{\n  "rules": { "sql-injektion": "off" }\n}\n', async (document) => {
      await until(() => diagnosticsOf(fileAt(CONFIGURATION)).length === 1, () => "there is no diagnostic in the configuration file");
      const [mistake] = diagnosticsOf(fileAt(CONFIGURATION));
      assert.ok(mistake);
      assert.match(mistake.message, /did you mean `sql-injection`/);
      assert.equal(document.getText(mistake.range), '"sql-injektion"');
      assert.equal(document.languageId, "jsonc");
    });
    await until(() => diagnosticsOf(fileAt(CONFIGURATION)).length === 0, () => "the diagnostic outlives the file");
  });

  it("is completed and checked by its schema", async () => {
    await withFile(CONFIGURATION, '{ "rules": {  } }', async (document) => {
      const at = document.positionAt(document.getText().indexOf("{  }") + 2);
      const names = async () => {
        const list = await vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", document.uri, at);
        return list.items.map((item) => (typeof item.label === "string" ? item.label : item.label.label));
      };
      await until(async () => (await names()).some((name) => name.includes("command-injection")), () => "the rules are not offered");
    });
  });
});

async function levelBecomes(uri: vscode.Uri, severity: vscode.DiagnosticSeverity): Promise<void> {
  const level = () => diagnosticsOf(uri).map((each) => each.severity).join();
  await until(() => level() === String(severity), () => `expected level ${severity}, but it is [${level()}]`);
}
