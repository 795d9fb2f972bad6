import * as vscode from "vscode";
import type { Checker } from "./checker";
import type { Diagnostics } from "./diagnostics";
import type { Documents } from "./documents";
import type { Gate } from "./gate";
import type { Notice } from "./protocol";
import type { Sessions } from "./sessions";
import { readDebounce } from "./settings";

/** What following needs. */
export interface FollowOptions {
  readonly documents: Documents;
  readonly sessions: Sessions;
  readonly gate: Gate;
  readonly checker: Checker;
  readonly diagnostics: Diagnostics;
  readonly tell: (notice: Notice) => void;
}

/** Follows documents, files, folders, settings and trust, and has checked again what they touch. */
export function follow(options: FollowOptions): vscode.Disposable {
  const { documents, sessions, checker } = options;
  const disk = followDisk(options);
  const restart = () => {
    for (const document of vscode.workspace.textDocuments) if (documents.add(document)) sessions.touch(document);
    const active = sessions.refresh();
    options.diagnostics.keepOnly(active);
    for (const session of active) checker.schedule(session, 0);
  };
  const subscriptions = [
    disk,
    vscode.workspace.onDidOpenTextDocument((document) => void opened(document, options, disk)), // Handles its own failures.
    // Told without a change of the text when a document is saved or reverted, which for a project's files is news.
    vscode.workspace.onDidChangeTextDocument(({ document }) => changed(document, options, disk)),
    vscode.workspace.onDidCloseTextDocument((document) => closed(document, options)),
    vscode.workspace.onDidChangeWorkspaceFolders(restart),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("portcullis") && restart()),
  ];
  for (const document of vscode.workspace.textDocuments) void opened(document, options, disk); // Handles its own failures.
  return vscode.Disposable.from(...subscriptions);
}

async function opened(document: vscode.TextDocument, { documents, sessions, gate, checker }: FollowOptions, disk: Disk): Promise<void> {
  const open = documents.add(document);
  if (open === undefined) return;
  sessions.touch(document);
  if (!(await gate.consider(open)) || !sessions.isActive(open.session)) return;
  disk.start();
  checker.schedule(open.session, 0);
}

function changed(document: vscode.TextDocument, options: FollowOptions, disk: Disk): void {
  const open = options.documents.find(document);
  if (open === undefined) return;
  if (!options.gate.isConsidered(open.session) || (open.role === "code" && !options.gate.isOpen(open.session))) {
    void opened(document, options, disk); // It may mention MCP by now.
    return;
  }
  options.sessions.touch(document);
  options.checker.schedule(open.session, readDebounce());
}

function closed(document: vscode.TextDocument, { documents, sessions, checker, diagnostics }: FollowOptions): void {
  const open = documents.remove(document);
  if (open === undefined) return;
  sessions.close(open.session, open.file);
  checker.forget(open.file);
  diagnostics.onClosed(open);
  checker.schedule(open.session, readDebounce()); // What was typed and thrown away no longer counts for the others.
}

interface Disk extends vscode.Disposable {
  /** Begins to watch; nothing is watched in a workspace that has nothing to do with MCP. */
  start(): void;
}

/** Passes on what happens to files; the watcher is slow to say what the editor itself has done, so that is heard as well. */
function followDisk({ sessions, checker, tell }: FollowOptions): Disk {
  let subscriptions: readonly vscode.Disposable[] = [];
  const pass = (uris: readonly vscode.Uri[]) => {
    const files = uris.filter((uri) => uri.scheme === "file" && !/\/(?:node_modules|\.git)\//.test(uri.path));
    if (files.length === 0) return;
    tell({ type: "disk", paths: files.map((uri) => uri.fsPath) });
    for (const session of sessions.active()) checker.schedule(session, readDebounce());
  };
  const start = () => {
    if (subscriptions.length > 0) return;
    const watcher = vscode.workspace.createFileSystemWatcher("**/*");
    subscriptions = [
      watcher,
      watcher.onDidCreate((uri) => pass([uri])),
      watcher.onDidChange((uri) => pass([uri])),
      watcher.onDidDelete((uri) => pass([uri])),
      vscode.workspace.onDidCreateFiles(({ files }) => pass(files)),
      vscode.workspace.onDidDeleteFiles(({ files }) => pass(files)),
      vscode.workspace.onDidRenameFiles(({ files }) => pass(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri]))),
    ];
  };
  return { start, dispose: () => subscriptions.forEach((each) => each.dispose()) };
}
