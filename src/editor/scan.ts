import * as vscode from "vscode";
import type { Logger } from "../base/host";
import { describeLimit } from "./convert";
import type { Diagnostics } from "./diagnostics";
import { folderSessions, LOOSE_SESSION, type Documents } from "./documents";
import type { Gate } from "./gate";
import type { Report } from "./protocol";
import type { Sessions } from "./sessions";
import { signalOf } from "./signal";
import type { WorkerClient } from "./worker-client";

/** What a scan needs. */
export interface ScanOptions {
  readonly client: WorkerClient;
  readonly documents: Documents;
  readonly sessions: Sessions;
  readonly gate: Gate;
  readonly diagnostics: Diagnostics;
  readonly log: Logger;
}

/** Analyses every file of the workspace and puts what was found into the Problems panel. */
export async function scanWorkspace(options: ScanOptions): Promise<void> {
  const { sessions, gate } = options;
  const wanted = folderSessions().map(({ session }) => session);
  const all = wanted.length > 0 ? wanted : [LOOSE_SESSION];
  for (const session of all) gate.open(session);
  const active = all.filter(sessions.isActive);
  if (active.length === 0) {
    void vscode.window.showInformationMessage("Portcullis is switched off here. Set “portcullis.enable” to scan."); // Nothing waits for the answer.
    return;
  }
  const progress = { location: vscode.ProgressLocation.Notification, title: "Portcullis: scanning the workspace", cancellable: true };
  const reports = await vscode.window.withProgress(progress, (bar, token) => scanAll(active, options, bar, signalOf(token)));
  if (reports !== undefined) await tell(reports);
}

type Bar = vscode.Progress<{ message?: string; increment?: number }>;

async function scanAll(active: readonly string[], { client, sessions, diagnostics, log }: ScanOptions, bar: Bar, signal: AbortSignal): Promise<readonly Report[] | undefined> {
  sessions.flush();
  const reports: Report[] = [];
  for (const session of active) {
    let shown = 0;
    const onProgress = (done: number, total: number) => {
      const percent = total === 0 ? 0 : ((done / total) * 100) / active.length;
      bar.report({ message: `${done} of ${total} files`, increment: Math.max(0, percent - shown) });
      shown = Math.max(shown, percent);
    };
    const report = await client.ask("scan", { session }, { signal, onProgress });
    if (report === undefined) return undefined;
    reports.push(report);
    diagnostics.publishScan(session, report);
    log.info(`scanned ${report.files} files in ${Math.round(report.milliseconds)} ms: ${report.findings.length} findings`);
    for (const limit of report.limits) log.info(describeLimit(limit));
  }
  return reports;
}

async function tell(reports: readonly Report[]): Promise<void> {
  const findings = reports.flatMap((report) => report.findings);
  const files = new Set(findings.map((finding) => finding.location.file)).size;
  const looked = reports.reduce((sum, report) => sum + report.files, 0);
  const offers = reports.reduce((sum, report) => sum + report.offers, 0);
  const leftOut = reports.some((report) => report.limits.length > 0) ? " Some files were left out; the output says which." : "";
  const showProblems = "Show Problems";
  const showOutput = "Show Output";
  const message =
    findings.length > 0
      ? `Portcullis: ${counted(findings.length, "finding")} in ${counted(files, "file")}.${leftOut}`
      : offers > 0
        ? `Portcullis: nothing found in ${counted(looked, "file")} (${counted(offers, "tool, prompt or resource", "tools, prompts and resources")}).${leftOut}`
        : `Portcullis: nothing here offers anything over MCP (${counted(looked, "file")}).${leftOut}`;
  const buttons = [...(findings.length > 0 ? [showProblems] : []), ...(leftOut === "" ? [] : [showOutput])];
  // The command is done; the answer, if there ever is one, must not keep its caller waiting.
  void vscode.window.showInformationMessage(message, ...buttons).then((choice) => {
    if (choice === showProblems) return vscode.commands.executeCommand("workbench.actions.view.problems");
    if (choice === showOutput) return vscode.commands.executeCommand("portcullis.showOutput");
    return undefined;
  });
}

function counted(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
