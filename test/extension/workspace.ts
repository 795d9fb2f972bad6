/** What the tests do in the workspace, in the words of a person who sits in front of it. */
import assert from "node:assert/strict";
import * as vscode from "vscode";

/** Longer than a cold analysis on a slow machine, shorter than the test's own limit. */
const PATIENCE_MS = 15_000;
/** How often the light bulb is asked before it is taken to be empty. */
const TIMES_ASKED = 8;

/** Silence can't be waited for; this is several times the pause after typing plus an analysis. */
const QUIET_MS = 1_200;

/** The folder that is open: a copy of the sample server. */
export function root(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "no folder is open");
  return folder.uri;
}

/** A file of the open folder. */
export function fileAt(path: string): vscode.Uri {
  return vscode.Uri.joinPath(root(), path);
}

/** Opens a file in an editor. */
export async function open(path: string): Promise<vscode.TextDocument> {
  // Not `openTextDocument`: it keeps a document open for minutes after its editor was closed.
  await vscode.commands.executeCommand("vscode.open", fileAt(path));
  const document = vscode.window.activeTextEditor?.document;
  assert.equal(document?.uri.path, fileAt(path).path);
  return document;
}

/** Runs a test on a file that exists only meanwhile. */
export async function withFile(path: string, text: string, test: (document: vscode.TextDocument) => Promise<void>): Promise<void> {
  const uri = fileAt(path);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  try {
    await test(await open(path));
  } finally {
    await discard();
    await vscode.workspace.fs.delete(uri);
  }
}

/** Closes the editors and throws away what was typed. */
export async function discard(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty || document.isUntitled) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}

/** Puts a text in the place of another one, as typing would. */
export async function type(document: vscode.TextDocument, before: string, after: string): Promise<void> {
  const at = document.getText().indexOf(before);
  assert.notEqual(at, -1, `${before} is not in ${document.uri.path}`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + before.length)), after);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** What Portcullis says of a file. */
export function diagnosticsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((each) => each.source === "Portcullis");
}

/** The rules that a file breaks, as the squiggles name them. */
export function rulesOf(uri: vscode.Uri): string[] {
  return diagnosticsOf(uri).map(({ code }) => String(typeof code === "object" ? code.value : code));
}

/** Waits until a file breaks exactly these rules. */
export async function rulesBecome(uri: vscode.Uri, rules: readonly string[]): Promise<vscode.Diagnostic[]> {
  await until(() => rulesOf(uri).join() === rules.join(), () => `expected [${rules.join()}] in ${uri.path}, but there is [${rulesOf(uri).join()}]`);
  return diagnosticsOf(uri);
}

/** Waits as long as an analysis would take, and sees that nothing is said. */
export async function staysSilent(uri: vscode.Uri): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  assert.deepEqual(rulesOf(uri), []);
}

/** Waits until something is so. */
export async function until(isSo: () => boolean | Promise<boolean>, complaint: () => string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > end) assert.fail(complaint());
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/**
 * The light bulb's entries at a place, in their order; refactorings are TypeScript's and not asked for. The editor drops an answer when something
 * moves while it is worked out, and asks again by itself; a test has to do that too.
 */
export async function lightBulb(document: vscode.TextDocument, range: vscode.Range, kind = vscode.CodeActionKind.QuickFix): Promise<vscode.CodeAction[]> {
  for (let asked = 1; ; asked++) {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", document.uri, range, kind.value);
    if (actions.length > 0 || asked === TIMES_ASKED) return actions;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Chooses an entry of the light bulb. */
export async function choose(actions: readonly vscode.CodeAction[], title: string): Promise<void> {
  const action = actions.find((each) => each.title === title);
  assert.ok(action, `"${title}" is not among ${JSON.stringify(actions.map((each) => each.title))}`);
  if (action.edit) assert.ok(await vscode.workspace.applyEdit(action.edit));
  if (action.command) await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
}

/** Runs a test under a setting of the workspace, and takes the setting back. */
export async function withSetting(name: string, value: unknown, test: () => Promise<void>): Promise<void> {
  const configuration = vscode.workspace.getConfiguration("portcullis");
  await configuration.update(name, value, vscode.ConfigurationTarget.Workspace);
  try {
    await test();
  } finally {
    await vscode.workspace.getConfiguration("portcullis").update(name, undefined, vscode.ConfigurationTarget.Workspace);
  }
}
