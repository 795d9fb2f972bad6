import * as vscode from "vscode";
import { fixAllEdit, type CodeActionOptions } from "./code-actions";

/** Applies all safe fixes of the document that is being edited, and says how many there were. */
export async function fixAllInFile(options: CodeActionOptions): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const open = document === undefined ? undefined : options.documents.find(document);
  if (open === undefined || open.role === "context") {
    tell("Open a TypeScript or JavaScript file to fix it.");
    return;
  }
  const change = await fixAllEdit(open, options);
  if (change === undefined) {
    tell("Portcullis: no safe fix applies in this file.");
    return;
  }
  const isApplied = await vscode.workspace.applyEdit(change.edit);
  tell(isApplied ? `Portcullis: fixed ${change.fixed} ${change.fixed === 1 ? "finding" : "findings"}.` : "Portcullis: the fixes could not be applied.");
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message); // Nothing waits for the answer.
}
