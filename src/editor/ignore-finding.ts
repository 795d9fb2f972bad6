import * as vscode from "vscode";
import type { IgnoreTarget } from "./commands";
import { toWorkspaceEdit, type Names } from "./convert";
import type { Documents } from "./documents";
import type { Checker } from "./checker";
import type { WorkerClient } from "./worker-client";

/** What ignoring needs. */
export interface IgnoreOptions {
  readonly client: WorkerClient;
  readonly documents: Documents;
  readonly checker: Checker;
  readonly names: Names;
}

/** Asks why a finding may be ignored, and writes the comment that says so. */
export async function ignoreFinding(target: IgnoreTarget, { client, documents, checker, names }: IgnoreOptions): Promise<void> {
  const open = documents.all().find((each) => each.document.uri.toString() === target.uri.toString());
  if (open === undefined) return;
  const reason = await vscode.window.showInputBox({
    title: `Ignore ${target.rule}`,
    prompt: "Why is it fine here? The reason is written beside the code, for whoever reads it next.",
    placeHolder: "only reachable by the operator, who has a shell anyway",
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === "" ? "A reason is required." : undefined),
  });
  if (reason === undefined || reason.trim() === "") return;
  const checked = await checker.fresh(open);
  const answer = await client.ask("ignore", { session: open.session, file: open.file, fingerprint: target.fingerprint, reason });
  if (answer === undefined || open.document.version !== checked?.version || answer.edits.length === 0) {
    void vscode.window.showWarningMessage(`No comment can be placed here. Write “portcullis-ignore-file ${target.rule} -- reason” in a comment of the file instead.`); // Only tells.
    return;
  }
  await vscode.workspace.applyEdit(toWorkspaceEdit(answer, answer.lines, names));
}
