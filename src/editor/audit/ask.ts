import * as vscode from "vscode";
import type { AuditFinding } from "../../audit/audit";
import { compare } from "../../audit/pins/compare";
import { viewedAudit, type AuditRecord, type Audits } from "./audits";
import { toLabel } from "./labels";

/** Remembers what a server says now; asks first where that would accept changes that nobody may have read. */
export async function pinServer(id: string, audits: Audits): Promise<void> {
  const record = audits.find(id);
  const surface = record?.answer?.audit.surface;
  if (!record || !surface) {
    void vscode.window.showInformationMessage("Nothing is known of this server yet: audit it first."); // Only tells.
    return;
  }
  const changes = record.pin ? new Set(compare(record.pin, surface).map(({ offer }) => offer)).size : 0;
  if (changes > 0) {
    const accept = "Accept All";
    const choice = await vscode.window.showWarningMessage(`Accept all that has changed in “${toLabel(record.name)}”?`, { modal: true, detail: `${changes} of the things that it offers have changed since it was pinned. “Show Drift” shows them word by word.` }, accept);
    if (choice !== accept) return;
  }
  await audits.pin(id);
  vscode.window.setStatusBarMessage(`$(pin) Pinned ${toLabel(record.name)}`, 4_000);
}

/** Sets a finding aside with the reason that a person gives. */
export async function suppressFinding(id: string, index: number, audits: Audits): Promise<void> {
  const record = audits.find(id);
  const finding = record && viewedAudit(record)?.audit.findings[index];
  if (!finding) return;
  const reason = await vscode.window.showInputBox({
    title: `Suppress ${finding.check}${finding.tool === undefined ? "" : ` of ${toLabel(finding.tool)}`}`,
    prompt: "Why is this fine? The reason is kept beside the pins, for whoever reviews it. Where the server's words change, the finding comes back.",
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === "" ? "A reason is needed" : undefined),
  });
  if (reason === undefined || reason.trim() === "") return;
  await audits.suppress(id, finding, reason.trim());
}

/** The findings of a server that were set aside, in the order in which the panel shows them. */
export function suppressedIn(record: AuditRecord | undefined): readonly AuditFinding[] {
  return record ? (viewedAudit(record)?.suppressed.map(({ finding }) => finding) ?? []) : [];
}

/** Asks for one of the servers that were audited; the only one is not asked for. */
export async function chooseRecord(records: readonly AuditRecord[], what: string): Promise<string | undefined> {
  if (records.length <= 1) return records[0]?.id;
  const picks = records.map(({ id, name }) => ({ label: toLabel(name), id }));
  return (await vscode.window.showQuickPick(picks, { title: `${what} which server?` }))?.id;
}

/** Does something for a person, and tells them where it fails. */
export async function told(task: () => Promise<unknown>): Promise<void> {
  try {
    await task();
  } catch (error) {
    void vscode.window.showErrorMessage(`Portcullis: ${toLabel(error instanceof Error ? error.message : String(error))}`); // Only tells.
  }
}
