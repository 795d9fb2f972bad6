import * as vscode from "vscode";
import type { Finding, Limit, Severity } from "../base/finding";
import { lineColumnAt, type Location, type NewFile, type TextEdit, type TextRange } from "../base/text";
import type { ConfigurationMistake, LineTable } from "./protocol";

/** The name that stands before every diagnostic's code. */
export const SOURCE = "Portcullis";

/** What turns the engine's names into the editor's. */
export interface Names {
  /** The document or file that a name of the engine means. */
  uriOf(file: string): vscode.Uri;
  /** The page that explains a rule; undefined where there is none. */
  ruleDoc(rule: string): vscode.Uri | undefined;
}

/** Offsets to lines and columns. A file that is not in the table gets its first position. */
export function toRange(range: TextRange, starts: readonly number[] = [0]): vscode.Range {
  const start = lineColumnAt(starts, range.start);
  const end = lineColumnAt(starts, range.end);
  return new vscode.Range(start.line - 1, start.column - 1, end.line - 1, end.column - 1);
}

/** A finding as the Problems panel and the squiggle show it. */
export function toDiagnostic(finding: Finding, lines: LineTable, names: Names): vscode.Diagnostic {
  const { location, flow, rule } = finding;
  const message = finding.noFix === undefined ? finding.message : `${finding.message}. ${asSentence(finding.noFix)}`;
  const diagnostic = new vscode.Diagnostic(toRange(location.range, lines[location.file]), message, toSeverity(finding.severity));
  diagnostic.source = SOURCE;
  const target = names.ruleDoc(rule);
  diagnostic.code = target === undefined ? rule : { value: rule, target };
  diagnostic.relatedInformation = flow.map((step) => new vscode.DiagnosticRelatedInformation(toLocation(step.location, lines, names), step.message));
  return diagnostic;
}

/** A mistake in a configuration file as a diagnostic of that file. */
export function toMistakeDiagnostic(mistake: ConfigurationMistake, lines: LineTable): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(mistake.range, lines[mistake.file]), mistake.message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = SOURCE;
  return diagnostic;
}

/** Edits and new files as one undoable change of the workspace. */
export function toWorkspaceEdit(change: { readonly edits: readonly TextEdit[]; readonly newFiles: readonly NewFile[] }, lines: LineTable, names: Names): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const { file, text } of change.newFiles) {
    // Without either flag the editor refuses when the file exists by now, which is what a person wants.
    result.createFile(names.uriOf(file), { contents: new TextEncoder().encode(text) });
  }
  for (const edit of change.edits) result.replace(names.uriOf(edit.file), toRange(edit.range, lines[edit.file]), edit.text);
  return result;
}

/** A limit as a line for the log. */
export function describeLimit(limit: Limit): string {
  return `${limit.file}: ${limit.reason}`;
}

function toLocation(location: Location, lines: LineTable, names: Names): vscode.Location {
  return new vscode.Location(names.uriOf(location.file), toRange(location.range, lines[location.file]));
}

function toSeverity(severity: Severity): vscode.DiagnosticSeverity {
  switch (severity) {
    case "error":
      return vscode.DiagnosticSeverity.Error;
    case "warning":
      return vscode.DiagnosticSeverity.Warning;
    case "note":
      return vscode.DiagnosticSeverity.Information;
  }
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text.slice(0, -1) : text;
}
