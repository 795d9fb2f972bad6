import * as vscode from "vscode";
import type { Finding } from "../base/finding";
import type { ResultSink } from "./checker";
import { toDiagnostic, toMistakeDiagnostic, type Names } from "./convert";
import type { Documents, OpenDocument } from "./documents";
import type { Report } from "./protocol";

/** What the Problems panel shows of Portcullis. */
export interface Diagnostics extends ResultSink {
  /** Shows what a scan found, and keeps the session on show as a whole from then on. */
  publishScan(session: string, report: Report): void;
  /** Hands what a closed document showed over to the check that follows, which takes it back or says it anew. */
  onClosed(open: OpenDocument): void;
  /** Takes back everything but the findings of some sessions. */
  keepOnly(sessions: readonly string[]): void;
  dispose(): void;
}

/** Makes the collection of diagnostics. */
export function createDiagnostics(documents: Documents, names: Names): Diagnostics {
  const collection = vscode.languages.createDiagnosticCollection("portcullis");
  const mistakes = new Map<string, readonly vscode.Uri[]>();
  const scanned = new Set<string>();
  // The files shown that are not open, by session.
  const others = new Map<string, ReadonlyMap<string, vscode.Uri>>();
  const show = (uri: vscode.Uri, found: readonly vscode.Diagnostic[]) => (found.length === 0 ? collection.delete(uri) : collection.set(uri, found));
  const openUris = () => new Set(documents.all().flatMap(({ role, document }) => (role !== "context" ? [document.uri.toString()] : [])));
  const publishOthers = (session: string, { findings, lines }: Report) => {
    const open = openUris();
    const shown = new Map<string, vscode.Uri>();
    for (const [file, found] of byFile(findings)) {
      const uri = names.uriOf(file);
      if (open.has(uri.toString())) continue; // Has results of its own, of exactly the text that is seen.
      shown.set(uri.toString(), uri);
      show(uri, found.map((finding) => toDiagnostic(finding, lines, names)));
    }
    for (const [key, uri] of others.get(session) ?? []) if (!shown.has(key) && !open.has(key)) collection.delete(uri);
    others.set(session, shown);
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
    publishOthers,
    publishScan(session, report) {
      scanned.add(session);
      publishOthers(session, report);
    },
    onClosed({ document, session, role }) {
      if (role !== "context") others.set(session, new Map([...(others.get(session) ?? []), [document.uri.toString(), document.uri]]));
    },
    keepOnly(sessions) {
      for (const { document, session, role } of documents.all()) if (role !== "context" && !sessions.includes(session)) collection.delete(document.uri);
      for (const shown of [...others, ...mistakes].filter(([session]) => !sessions.includes(session))) {
        for (const uri of shown[1].values()) collection.delete(uri);
        others.delete(shown[0]);
        scanned.delete(shown[0]);
      }
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
