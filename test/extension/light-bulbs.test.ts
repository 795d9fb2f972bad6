import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { choose, discard, fileAt, lightBulb, open, rulesBecome, rulesOf, type, until, withFile } from "./workspace";

const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append("portcullis");

/** A server with three holes of which two have a safe fix. */
const THREE_HOLES = `// nothing yet
import { execSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

const server = new McpServer({ name: "three", version: "1.0.0" });
const input = { inputSchema: { word: z.string() } };
server.registerTool("one", input, async ({ word }) => text(execSync(\`grep -F -e "\${word}" notes.txt\`).toString()));
server.registerTool("two", input, async ({ word }) => text(execSync(\`wc -l "notes/\${word}"\`).toString()));
server.registerTool("three", input, async ({ word }) => text(readFileSync("notes/" + word, "utf8")));

function text(text: string) {
  return { content: [{ type: "text" as const, text }] };
}
`;

describe("light bulbs", () => {
  afterEach(discard);

  it("offer the safe fix first, then the ways to live with the finding", async () => {
    const document = await open("src/tools/search.ts");
    const [diagnostic] = await rulesBecome(document.uri, ["sql-injection"]);
    assert.ok(diagnostic);
    const actions = await lightBulb(document, diagnostic.range);
    assert.equal(actions[0]?.isPreferred, true, `no safe fix first: ${actions.map((each) => each.title).join(" | ")}`);
    assert.deepEqual(actions.slice(-2).map((each) => each.title), ["Ignore this sql-injection with a reason…", "Explain sql-injection"]);
  });

  it("say nothing where nothing is wrong", async () => {
    const document = await open("src/tools/search.ts");
    await rulesBecome(document.uri, ["sql-injection"]);
    assert.deepEqual(await lightBulb(document, new vscode.Range(0, 0, 0, 0)), []);
  });

  it("bind the parameter of a query, and the squiggle goes", async () => {
    const document = await open("src/tools/search.ts");
    const [diagnostic] = await rulesBecome(document.uri, ["sql-injection"]);
    assert.ok(diagnostic);
    const actions = await lightBulb(document, diagnostic.range);
    await choose(actions, actions[0]?.title ?? "");
    await rulesBecome(document.uri, []);
    assert.match(document.getText(), /author = \$1/);
    assert.match(document.getText(), /\[author/);
  });

  it("run a program without a shell, and the squiggle goes", async () => {
    const document = await open("src/tools/history.ts");
    const [diagnostic] = await rulesBecome(document.uri, ["command-injection"]);
    assert.ok(diagnostic);
    const actions = await lightBulb(document, diagnostic.range);
    await choose(actions, actions[0]?.title ?? "");
    await rulesBecome(document.uri, []);
    assert.match(document.getText(), /"git", \[\s*"log",\s*"--oneline",\s*"-n",\s*"20",\s/);
  });

  it("add the helper that keeps a path inside as a file of its own", async () => {
    const document = await open("src/tools/files.ts");
    const before = document.getText();
    const [diagnostic] = await rulesBecome(document.uri, ["path-traversal"]);
    const editor = vscode.window.activeTextEditor;
    assert.ok(diagnostic && editor);
    editor.selection = new vscode.Selection(diagnostic.range.start, diagnostic.range.start);
    // As a person does it: an edit that travels through a command's result can't create files.
    await vscode.commands.executeCommand("editor.action.codeAction", { kind: "quickfix", apply: "first" });
    await rulesBecome(document.uri, []);
    const [guard, ...more] = await vscode.workspace.findFiles("src/**/*guard*.ts");
    assert.ok(guard && more.length === 0);
    assert.match(new TextDecoder().decode(await vscode.workspace.fs.readFile(guard)), /export function/);
    await vscode.workspace.fs.delete(guard);
    // VS Code saves what it has edited together with a new file.
    await vscode.workspace.fs.writeFile(document.uri, new TextEncoder().encode(before));
  });

  it("fix all that is safe in a file on request, in one step back", async () => {
    await withFile("src/three.ts", THREE_HOLES, async (document) => {
      await rulesBecome(document.uri, ["command-injection", "command-injection", "path-traversal"]);
      const [action, ...more] = await lightBulb(document, new vscode.Range(0, 0, document.lineCount, 0), FIX_ALL);
      assert.ok(action?.edit);
      assert.deepEqual(more, []);
      await choose([action], action.title);
      await rulesBecome(document.uri, ["path-traversal"]);
      assert.equal(document.getText().match(/execFileSync\(/g)?.length, 2);
      await vscode.commands.executeCommand("undo");
      await rulesBecome(document.uri, ["command-injection", "command-injection", "path-traversal"]);
    });
  });

  it("fix all that is safe in a file when it is saved, if that is wanted", async () => {
    const editor = vscode.workspace.getConfiguration("editor");
    await editor.update("codeActionsOnSave", { [FIX_ALL.value]: "explicit" }, vscode.ConfigurationTarget.Workspace);
    try {
      await withFile("src/three.ts", THREE_HOLES, async (document) => {
        await type(document, "// nothing yet", "// typed");
        assert.ok(await document.save());
        assert.equal(document.getText().match(/execFileSync\(/g)?.length, 2);
        assert.equal(document.isDirty, false);
      });
    } finally {
      await editor.update("codeActionsOnSave", undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it("say why there is no fix where there is none", async () => {
    const document = await open("src/shell.ts");
    const [diagnostic] = await rulesBecome(document.uri, ["command-injection"]);
    assert.ok(diagnostic);
    const [first] = await lightBulb(document, diagnostic.range);
    assert.match(first?.title ?? "", /^No automatic fix: .*commandLine/);
    assert.equal(first?.edit, undefined);
  });

  it("fix all that is safe in a file by a command", async () => {
    await withFile("src/three.ts", THREE_HOLES, async (document) => {
      await rulesBecome(document.uri, ["command-injection", "command-injection", "path-traversal"]);
      await vscode.commands.executeCommand("portcullis.fixAllInFile");
      await rulesBecome(document.uri, ["path-traversal"]);
    });
  });

  it("write an ignore comment with its reason, indented, and the squiggle goes", async () => {
    const document = await open("src/tools/history.ts");
    const [diagnostic] = await rulesBecome(document.uri, ["command-injection"]);
    assert.ok(diagnostic);
    const actions = await lightBulb(document, diagnostic.range);
    await answering("only the operator calls it */ here", () => choose(actions, "Ignore this command-injection with a reason…"));
    await rulesBecome(document.uri, []);
    assert.match(document.getText(), /^ {6}\/\/ portcullis-ignore-next-line command-injection -- only the operator calls it \* \/ here$/m);
  });

  it("place an ignore comment outside of a template of several lines", async () => {
    const source = THREE_HOLES.replace('text(execSync(`grep -F -e "${word}" notes.txt`).toString())', "text(\n  execSync(`\ngrep\n${word}`).toString())");
    await withFile("src/template.ts", source, async (document) => {
      const all = await rulesBecome(document.uri, ["command-injection", "command-injection", "path-traversal"]);
      const first = all[0];
      assert.ok(first);
      const actions = await lightBulb(document, first.range);
      await answering("a test", () => choose(actions, "Ignore this command-injection with a reason…"));
      await rulesBecome(document.uri, ["command-injection", "path-traversal"]);
      assert.doesNotMatch(document.getText(), /`[^`]*portcullis-ignore[^`]*`/);
    });
  });

  it("change nothing when no reason is given", async () => {
    const document = await open("src/tools/history.ts");
    const [diagnostic] = await rulesBecome(document.uri, ["command-injection"]);
    assert.ok(diagnostic);
    const actions = await lightBulb(document, diagnostic.range);
    await answering(undefined, () => choose(actions, "Ignore this command-injection with a reason…"));
    assert.equal(document.isDirty, false);
  });

  it("explain a rule as a rendered page", async () => {
    const document = await open("src/tools/history.ts");
    const [diagnostic] = await rulesBecome(document.uri, ["command-injection"]);
    assert.ok(diagnostic);
    await choose(await lightBulb(document, diagnostic.range), "Explain command-injection");
    const labels = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label));
    await until(() => labels().some((label) => /command-injection/.test(label)), () => `the tabs are ${labels().join()}`);
  });

  it("report a comment that ignores nothing", async () => {
    const source = THREE_HOLES.replace("server.registerTool(\"three\"", "// portcullis-ignore-next-line sql-injection -- there is none\nserver.registerTool(\"three\"");
    await withFile("src/unused.ts", source, async (document) => {
      await until(() => rulesOf(document.uri).includes("unused-ignore"), () => rulesOf(fileAt("src/unused.ts")).join());
    });
  });
});

/** Runs something while the next question for a text gets an answer; the box itself is VS Code's. */
async function answering(answer: string | undefined, run: () => Promise<void>): Promise<void> {
  const ask = vscode.window.showInputBox;
  let wasAsked = false;
  vscode.window.showInputBox = (async (options?: vscode.InputBoxOptions) => {
    wasAsked = true;
    assert.notEqual(await options?.validateInput?.(" "), undefined, "an empty reason is accepted");
    return answer;
  }) as typeof ask; // One of its two overloads; the other is the same without a token.
  try {
    await run();
    assert.ok(wasAsked, "no reason was asked for");
  } finally {
    vscode.window.showInputBox = ask;
  }
}
