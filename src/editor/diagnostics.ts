import * as vscode from "vscode";
import type { Finding } from "../base/finding";
import type { ResultSink } from "./checker";
import { toDiagnostic, toMistakeDiagnostic, type Names } from "./convert";
import type { Documents, OpenDocument } from "./documents";

/** What the Problems panel shows of Portcullis. */
export interface Diagnostics extends ResultSink {
  /** Takes back what a closed document showed; after a scan, the check that follows says anew what its file holds. */
  onClosed(open: OpenDocument): void;
  /** Takes back everything but the findings of some sessions. */
  keepOnly(sessions: readonly string[]): void;
  dispose(): void;
}

/** Makes the collection of diagnostics. */
export function createDiagnostics(documents: Documents, names: Names): Diagnostics {
  const collection = vscode.languages.createDiagnosticCollection("portcullis");
  const mistakes = new Map<string, readonly vscode.Uri[]>();
  // The files shown because of a scan, by session; a session that was scanned stays on show as a whole.
  const scanned = new Map<string, ReadonlyMap<string, vscode.Uri>>();
  const show = (uri: vscode.Uri, found: readonly vscode.Diagnostic[]) => (found.length === 0 ? collection.delete(uri) : collection.set(uri, found));
  const openUris = () => new Set(documents.all().flatMap(({ role, document }) => (role === "code" ? [document.uri.toString()] : [])));
  const hide = (session: string, uris: Iterable<vscode.Uri>) => {
    const open = openUris();
    for (const uri of uris) if (!open.has(uri.toString())) collection.delete(uri);
    scanned.delete(session);
  };

  return {
    publish(open, { findings, lines }) {
      show(open.document.uri, findings.map((finding) => toDiagnostic(finding, lines, names)));
    },
    publishMistakes(session, found, lines) {
      for (const uri of mistakes.get(session) ?? []) collection.delete(uri);
      const files = [...new Set(found.map((each) => each.file))];
      for (const file of files) show(names.uriOf(file), found.filter((each) => each.file === file).map((each) => toMistakeDiagnostic(each, lines)));
      mistakes.set(session, files.map(names.uriOf));
    },
    isScanned: (session) => scanned.has(session),
    publishScan(session, { findings, lines }) {
      const open = openUris();
      const shown = new Map<string, vscode.Uri>();
      for (const [file, found] of byFile(findings)) {
        const uri = names.uriOf(file);
        if (open.has(uri.toString())) continue; // Has newer results of its own.
        shown.set(uri.toString(), uri);
        show(uri, found.map((finding) => toDiagnostic(finding, lines, names)));
      }
      for (const [key, uri] of scanned.get(session) ?? []) if (!shown.has(key) && !open.has(key)) collection.delete(uri);
      scanned.set(session, shown);
    },
    onClosed({ document, session, role }) {
      if (role !== "code") return;
      const shown = scanned.get(session);
      if (shown === undefined) collection.delete(document.uri);
      else scanned.set(session, new Map([...shown, [document.uri.toString(), document.uri]]));
    },
    keepOnly(sessions) {
      for (const [session, uris] of scanned) if (!sessions.includes(session)) hide(session, uris.values());
      for (const [session, uris] of mistakes) if (!sessions.includes(session)) uris.forEach((uri) => collection.delete(uri));
      for (const { document, session, role } of documents.all()) if (role === "code" && !sessions.includes(session)) collection.delete(document.uri);
    },
    dispose: () => collection.dispose(),
  };
}

function byFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const result = new Map<string, Finding[]>();
  for (const finding of findings) {
    const list = result.get(finding.location.file);
    if (list === undefined) result.set(finding.location.file, [finding]);
    else list.push(finding);
  }
  return result;
}
