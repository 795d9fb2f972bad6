import * as vscode from "vscode";
import { createAuditFeature } from "./editor/audit/feature";
import { createChecker } from "./editor/checker";
import { registerCodeActions } from "./editor/code-actions";
import { commandTo, registerCommands } from "./editor/commands";
import type { Names } from "./editor/convert";
import { createDiagnostics } from "./editor/diagnostics";
import { createDocuments } from "./editor/documents";
import { fixAllInFile } from "./editor/fix-file";
import { follow } from "./editor/follow";
import { createGate } from "./editor/gate";
import { ignoreFinding } from "./editor/ignore-finding";
import { findRuleDocs, showRuleDoc } from "./editor/rule-docs";
import { scanWorkspace } from "./editor/scan";
import { createSessions } from "./editor/sessions";
import { createWorkerClient } from "./editor/worker-client";

/** Builds the extension. Called by VS Code; cheap, because the analysis starts with the first document that has to do with MCP. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("Portcullis", { log: true });
  const documents = createDocuments();
  const gate = createGate();
  const names: Names = { uriOf: documents.uriOf, ruleDoc: await findRuleDocs(context.extensionUri) };
  const client = createWorkerClient({
    script: vscode.Uri.joinPath(context.extensionUri, "dist", "worker.js").fsPath,
    replay: () => sessions.replay(),
    log,
    onGivenUp: offerRestart,
  });
  const sessions = createSessions(documents, gate, client.tell);
  const diagnostics = createDiagnostics(documents, names);
  const checker = createChecker({ client, documents, sessions, sink: diagnostics, log });
  const scan = { client, documents, sessions, gate, diagnostics, log };
  const prepare = (session: string) => {
    gate.open(session);
    sessions.flush();
    return sessions.isActive(session);
  };
  const audit = createAuditFeature({ context, client, names, prepare, log });
  const lightBulbs = { client, documents, checker, names };

  context.subscriptions.push(
    log,
    client,
    checker,
    diagnostics,
    audit,
    follow({ documents, sessions, gate, checker, diagnostics, tell: client.tell }),
    registerCodeActions(lightBulbs),
    registerCommands({
      ...audit.handlers,
      "portcullis.scanWorkspace": () => scanWorkspace(scan),
      "portcullis.fixAllInFile": () => fixAllInFile(lightBulbs),
      "portcullis.showOutput": () => log.show(),
      "portcullis.restart": () => {
        client.restart();
        for (const session of sessions.refresh()) checker.schedule(session, 0);
      },
      "portcullis.ignoreFinding": (target) => ignoreFinding(target, lightBulbs),
      "portcullis.showRule": (rule) => showRuleDoc(names.ruleDoc(rule)),
      "portcullis.showNote": (note) => void vscode.window.showInformationMessage(note), // Only tells.
    }),
  );
}

function offerRestart(): void {
  const restart = commandTo("portcullis.restart", "Restart");
  const message = "Portcullis stopped: the analysis ended several times in a row. The output says why.";
  // The message may stand for hours; nothing waits for it.
  void vscode.window.showErrorMessage(message, restart.title).then((choice) => {
    if (choice === restart.title) return vscode.commands.executeCommand(restart.command);
    return undefined;
  });
}
