import * as vscode from "vscode";
import { compare } from "../../audit/pins/compare";
import { pinOf } from "../../audit/pins/normalise";
import { pinText } from "../../audit/pins/pin-text";
import { toLabel } from "./labels";
import type { AuditRecord, Audits } from "./audits";

/** The scheme of the two sides of a comparison. */
export const DRIFT_SCHEME = "portcullis-drift";

/** Shows what changed since a pin in VS Code's own diff editor, and takes changes over into the pin. */
export interface DriftReview {
  /** Opens the comparison; of one offer, where its key is given. */
  show(id: string, offer?: string): Promise<void>;
  /** Asks which changes are accepted, and accepts them. */
  accept(id: string): Promise<void>;
  /** The server whose comparison the active editor shows. */
  active(): string | undefined;
  dispose(): void;
}

/** Makes it. */
export function createDriftReview(audits: Audits): DriftReview {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const shown = new Set<string>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => textOf(uri, audits),
  };
  const subscriptions = [
    vscode.workspace.registerTextDocumentContentProvider(DRIFT_SCHEME, provider),
    audits.onDidChange((id) => {
      for (const key of shown) {
        const uri = vscode.Uri.parse(key);
        if (partsOf(uri).id === id) changed.fire(uri);
      }
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => void shown.delete(uri.toString())),
  ];
  return {
    async show(id, offer) {
      const record = audits.find(id);
      if (!record?.pin || !record.answer?.audit.surface) return tell(record);
      const [left, right] = (["pinned", "now"] as const).map((side) => uriOf(record, side, offer));
      if (!left || !right) return;
      for (const uri of [left, right]) shown.add(uri.toString());
      await vscode.commands.executeCommand("vscode.diff", left, right, `${toLabel(record.name)}${offer === undefined ? "" : ` › ${toLabel(offer)}`}: pinned ↔ now`, { preview: true });
    },
    async accept(id) {
      const record = audits.find(id);
      const surface = record?.answer?.audit.surface;
      if (!record?.pin || !surface) return tell(record);
      const picks = changesOf(record);
      if (picks.length === 0) return tell(record);
      const chosen = await vscode.window.showQuickPick(picks, { canPickMany: true, title: `Accept what changed in ${toLabel(record.name)}`, placeHolder: "Choose the changes that you have read and that are fine" });
      if (!chosen || chosen.length === 0) return;
      await audits.accept(id, chosen.map(({ offer }) => offer));
    },
    active() {
      const uri = vscode.window.activeTextEditor?.document.uri;
      return uri?.scheme === DRIFT_SCHEME ? partsOf(uri).id : undefined;
    },
    dispose: () => subscriptions.forEach((each) => each.dispose()),
  };
}

type Side = "pinned" | "now";

/** What is in a comparison stands in its address: the server's id and, where there is one, the offer's key. */
function uriOf({ id, name }: AuditRecord, side: Side, offer: string | undefined): vscode.Uri {
  const safe = toLabel(name).replace(/[^\w.-]+/g, "-").slice(0, 60) || "server";
  return vscode.Uri.from({ scheme: DRIFT_SCHEME, path: `/${side}/${safe}`, query: JSON.stringify({ id, side, offer }) });
}

function partsOf(uri: vscode.Uri): { readonly id: string; readonly side: Side; readonly offer?: string } {
  return JSON.parse(uri.query) as { readonly id: string; readonly side: Side; readonly offer?: string }; // Written by `uriOf`; nobody else has an address of this scheme opened.
}

function textOf(uri: vscode.Uri, audits: Audits): string {
  const { id, side, offer } = partsOf(uri);
  const record = audits.find(id);
  const surface = record?.answer?.audit.surface;
  if (side === "pinned") return record?.pin ? pinText(record.pin, offer) : "";
  return surface ? pinText(pinOf(surface, ""), offer) : "";
}

interface ChangePick extends vscode.QuickPickItem {
  readonly offer: string | undefined;
}

/** One entry for each offer that changed. Those that a check warns of come first. */
function changesOf({ pin, answer }: AuditRecord): readonly ChangePick[] {
  const surface = answer?.audit.surface;
  if (!pin || !surface) return [];
  const byOffer = new Map<string | undefined, string[]>();
  for (const { offer, path } of compare(pin, surface)) byOffer.set(offer, [...(byOffer.get(offer) ?? []), path]);
  const picks = [...byOffer].map(([offer, paths]): ChangePick => {
    const name = offer?.slice(offer.indexOf(":") + 1);
    const warned = answer.audit.findings.find(({ check, tool, severity }) => check === "drift" && tool === name && severity !== "note");
    const what = paths.every((path) => path === "") ? (Object.hasOwn(pin.offers, offer ?? "") ? "gone" : "new") : `changed: ${paths.join(", ")}`;
    return { offer, label: toLabel(name ?? "the server's instructions"), description: toLabel(what), ...(warned ? { detail: `$(warning) ${toLabel(warned.message)}` } : {}) };
  });
  return picks.sort((a, b) => Number(b.detail !== undefined) - Number(a.detail !== undefined));
}

function tell(record: AuditRecord | undefined): void {
  const message = record?.pin ? "Nothing has changed since the pin." : "This server is not pinned yet. Pin it, and the next audit shows what has changed.";
  void vscode.window.showInformationMessage(message); // Only tells.
}
