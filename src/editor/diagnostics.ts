import * as vscode from "vscode";
import type { Finding } from "../base/finding";
import type { ResultSink } from "./checker";
import { toDiagnostic, toMistakeDiagnostic, type Names } from "./convert";
import type { Documents } from "./documents";
import type { Report } from "./protocol";

/** What the Problems panel shows of Portcullis. */
export interface Diagnostics extends ResultSink {
  /** Shows the findings of a scan in all files that are not open; open ones have newer results of their own. */
  publishScan(report: Report): void;
  /** Takes back what a closed document showed, unless a scan has put the whole workspace on show. */
  onClosed(uri: vscode.Uri): void;
  /** Takes back what a scan said of a file that has changed or gone since. */
  onChangedOnDisk(uri: vscode.Uri): void;
  clear(): void;
  dispose(): void;
}

/** Makes the collection of diagnostics. */
export function createDiagnostics(documents: Documents, names: Names): Diagnostics {
  const collection = vscode.languages.createDiagnosticCollection("portcullis");
  const mistakes = new Map<string, readonly vscode.Uri[]>();
  let isScanShown = false;
  const isOpen = (uri: vscode.Uri) => documents.all().some((each) => each.role === "code" && each.document.uri.toString() === uri.toString());

  return {
    publish(open, { findings, lines }) {
      collection.set(open.document.uri, findings.map((finding) => toDiagnostic(finding, lines, names)));
    },
    publishMistakes(session, found, lines) {
      for (const uri of mistakes.get(session) ?? []) collection.delete(uri);
      const files = [...new Set(found.map((each) => each.file))];
      for (const file of files) collection.set(names.uriOf(file), found.filter((each) => each.file === file).map((each) => toMistakeDiagnostic(each, lines)));
      mistakes.set(session, files.map(names.uriOf));
    },
    publishScan({ findings, lines }) {
      isScanShown = true;
      for (const [file, found] of byFile(findings)) {
        const uri = names.uriOf(file);
        if (!isOpen(uri)) collection.set(uri, found.map((finding) => toDiagnostic(finding, lines, names)));
      }
    },
    onClosed(uri) {
      if (!isScanShown) collection.delete(uri);
    },
    onChangedOnDisk(uri) {
      if (isScanShown && !isOpen(uri)) collection.delete(uri);
    },
    clear() {
      isScanShown = false;
      collection.clear();
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
