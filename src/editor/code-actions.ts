import * as vscode from "vscode";
import type { Finding, Fix } from "../base/finding";
import { mayHoldComments } from "../scan/ignores";
import type { Checked, Checker } from "./checker";
import { commandTo } from "./commands";
import { SOURCE, toRange, toWorkspaceEdit, type Names } from "./convert";
import { selector, type Documents, type OpenDocument } from "./documents";
import type { LineTable } from "./protocol";
import { signalOf } from "./signal";
import type { WorkerClient } from "./worker-client";

/** What "fix all on save" asks for. */
export const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append("portcullis");

/** The one rule that is about ignoring; a comment that ignores nothing is not mended by another one. */
const UNUSED_IGNORE = "unused-ignore";

/** As much as the menu shows in one line of an editor that is split in two. */
const MAX_TITLE = 90;

/** What light bulbs need. */
export interface CodeActionOptions {
  readonly client: WorkerClient;
  readonly documents: Documents;
  readonly checker: Checker;
  readonly names: Names;
}

/** Offers light bulbs for what the diagnostics show. */
export function registerCodeActions(options: CodeActionOptions): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    async provideCodeActions(document, range, context, token) {
      const open = options.documents.find(document);
      if (open === undefined) return [];
      if (context.only !== undefined && vscode.CodeActionKind.Source.intersects(context.only)) {
        return context.only.intersects(FIX_ALL) ? fixAllAction(open, options, token) : [];
      }
      if (context.only !== undefined && !context.only.intersects(vscode.CodeActionKind.QuickFix)) return [];
      // The bulb in the margin is asked about at every move of the cursor; while typing it can wait for the check that comes anyway.
      const isPatient = context.triggerKind === vscode.CodeActionTriggerKind.Invoke;
      const checked = isPatient ? await options.checker.fresh(open) : options.checker.last(open.file);
      if (checked?.version !== document.version || token.isCancellationRequested) return [];
      return quickFixes({ open, checked, range, diagnostics: context.diagnostics }, options, token);
    },
  };
  return vscode.languages.registerCodeActionsProvider(selector, provider, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, FIX_ALL] });
}

interface QuickFixRequest {
  readonly open: OpenDocument;
  readonly checked: Checked;
  readonly range: vscode.Range;
  readonly diagnostics: readonly vscode.Diagnostic[];
}

async function quickFixes(request: QuickFixRequest, options: CodeActionOptions, token: vscode.CancellationToken): Promise<vscode.CodeAction[]> {
  const { open, checked, range, diagnostics } = request;
  const here = checked.findings.filter((finding) => toRange(finding.location.range, checked.lines[open.file]).intersection(range) !== undefined);
  const actions: vscode.CodeAction[] = [];
  for (const finding of here) {
    const shown = diagnostics.filter((each) => isOf(each, finding, checked.lines));
    const answer = await options.client.ask("fixes", { session: open.session, file: open.file, fingerprint: finding.fingerprint }, { signal: signalOf(token) });
    if (answer === undefined || open.document.version !== checked.version) return [];
    const preferred = answer.fixes.find((fix) => fix.safety === "safe");
    actions.push(...answer.fixes.map((fix) => fixAction(fix, { isPreferred: fix === preferred, shown, lines: answer.lines, names: options.names })));
    if (answer.fixes.length === 0 && answer.noFix !== undefined) actions.push(commandAction(commandTo("portcullis.showNote", `No automatic fix: ${shorten(answer.noFix)}`, answer.noFix), shown));
  }
  // What mends comes before what hides, however many findings share a place.
  if (here.length > 0 && checked.findings.length > 1) actions.push(commandAction(commandTo("portcullis.fixAllInFile", "Fix all safe Portcullis findings in this file")));
  for (const finding of here) {
    const shown = diagnostics.filter((each) => isOf(each, finding, checked.lines));
    actions.push(...aboutActions(finding, open, shown, options.names));
  }
  return actions;
}

interface Presentation {
  readonly isPreferred: boolean;
  readonly shown: readonly vscode.Diagnostic[];
  readonly lines: LineTable;
  readonly names: Names;
}

function fixAction(fix: Fix, { isPreferred, shown, lines, names }: Presentation): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.edit = toWorkspaceEdit(fix, lines, names);
  action.diagnostics = [...shown];
  action.isPreferred = isPreferred;
  if (fix.note !== undefined) action.command = commandTo("portcullis.showNote", "Show what to verify", fix.note);
  return action;
}

function aboutActions(finding: Finding, open: OpenDocument, shown: readonly vscode.Diagnostic[], names: Names): vscode.CodeAction[] {
  const { rule, fingerprint } = finding;
  // A comment makes some clients refuse the whole file.
  const isSilent = rule === UNUSED_IGNORE || (open.role === "configuration" && !mayHoldComments(open.file));
  const ignore = isSilent ? [] : [commandAction(commandTo("portcullis.ignoreFinding", `Ignore this ${rule} with a reason…`, { uri: open.document.uri, rule, fingerprint }), shown)];
  const explain = names.ruleDoc(rule) === undefined ? [] : [commandAction(commandTo("portcullis.showRule", `Explain ${rule}`, rule), shown)];
  return [...ignore, ...explain];
}

function commandAction(command: vscode.Command, shown: readonly vscode.Diagnostic[] = []): vscode.CodeAction {
  const action = new vscode.CodeAction(command.title, vscode.CodeActionKind.QuickFix);
  action.command = command;
  action.diagnostics = [...shown];
  return action;
}

async function fixAllAction(open: OpenDocument, options: CodeActionOptions, token: vscode.CancellationToken): Promise<vscode.CodeAction[]> {
  const edit = await fixAllEdit(open, options, signalOf(token));
  if (edit === undefined) return [];
  const action = new vscode.CodeAction("Fix all safe Portcullis findings", FIX_ALL);
  action.edit = edit.edit;
  return [action];
}

/** The change that applies all safe fixes of a document; undefined where there is nothing to change. */
export async function fixAllEdit(
  open: OpenDocument,
  { client, checker, names }: Pick<CodeActionOptions, "client" | "checker" | "names">,
  signal?: AbortSignal,
): Promise<{ readonly edit: vscode.WorkspaceEdit; readonly fixed: number } | undefined> {
  const checked = await checker.fresh(open);
  if (checked === undefined || checked.findings.length === 0) return undefined;
  const answer = await client.ask("fixAll", { session: open.session, file: open.file }, { ...(signal && { signal }) });
  if (answer === undefined || answer.fixed === 0 || open.document.version !== checked.version) return undefined;
  return { edit: toWorkspaceEdit(answer, answer.lines, names), fixed: answer.fixed };
}

/** A menu has no room for a whole paragraph; choosing the entry shows all of it. */
function shorten(text: string): string {
  return text.length <= MAX_TITLE ? text : `${text.slice(0, MAX_TITLE - 1).trimEnd()}…`;
}

/** Diagnostics come back as copies, so they are known by what they say. */
function isOf(diagnostic: vscode.Diagnostic, finding: Finding, lines: LineTable): boolean {
  const code = typeof diagnostic.code === "object" ? diagnostic.code.value : diagnostic.code;
  return diagnostic.source === SOURCE && code === finding.rule && diagnostic.range.isEqual(toRange(finding.location.range, lines[finding.location.file]));
}
