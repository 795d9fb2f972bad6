import * as vscode from "vscode";

/**
 * Finds the pages that explain rules. They are shipped with the extension, so that the link of a squiggle works offline and
 * tells of this version. A link of a diagnostic can't run a command, so it opens the page as text; `showRuleDoc` renders it.
 */
export async function findRuleDocs(extension: vscode.Uri): Promise<(rule: string) => vscode.Uri | undefined> {
  const pages = new Map<string, vscode.Uri>();
  for (const folder of ["checks", "rules"].map((name) => vscode.Uri.joinPath(extension, "docs", name))) {
    for (const [name] of await listIfThere(folder)) {
      if (name.endsWith(".md")) pages.set(name.slice(0, -".md".length), vscode.Uri.joinPath(folder, name));
    }
  }
  return (rule) => pages.get(rule);
}

/** Shows the page of a rule as a person reads it. */
export async function showRuleDoc(page: vscode.Uri | undefined): Promise<void> {
  if (page === undefined) return;
  try {
    await vscode.commands.executeCommand("markdown.showPreview", page);
  } catch {
    await vscode.window.showTextDocument(page); // The preview is an extension of its own, which can be switched off.
  }
}

async function listIfThere(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return []; // Without its pages the extension still finds; it only explains less.
  }
}
