import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { readFromPanel, type FromPanel, type Opinion, type ServerItem, type ToPanel } from "../../panel/protocol";
import { describeSubject, viewedAudit, type AuditRecord, type Audits } from "./audits";
import { countsOf, offersOf, toOfferDetail, toServerView } from "./server-view";
import type { SourceIndex } from "./source-index";

/** The panel's own way to the screen, and what it shows. */
export interface AuditPanel {
  /** Opens it, or brings it to the front, with a server chosen. */
  show(server?: string): void;
  /** The server that is chosen in it. */
  selected(): string | undefined;
  /** Shows what a language model has said. */
  showOpinion(opinion: Opinion): void;
  dispose(): void;
}

/** What a panel needs. */
export interface AuditPanelOptions {
  readonly extension: vscode.Uri;
  readonly audits: Audits;
  readonly sources: SourceIndex;
  readonly hasModel: () => boolean;
  /** Does what a person asks for in the panel. What the panel does by itself never arrives here. */
  readonly onAction: (action: Exclude<FromPanel, { type: "ready" | "select" | "offer" }>) => void;
}

/** Progress comes in bursts; more often than this nobody reads it. */
const REFRESH_MS = 60;

/** Makes it; nothing is opened yet. */
export function createAuditPanel(options: AuditPanelOptions): AuditPanel {
  const { audits } = options;
  let panel: vscode.WebviewPanel | undefined;
  let isReady = false;
  let selected: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let sent: AuditRecord | undefined;

  const post = (message: ToPanel): void => {
    if (isReady) void panel?.webview.postMessage(message); // A panel that is gone needs no message.
  };
  const refresh = (): void => {
    timer = undefined;
    if (selected === undefined || !audits.find(selected)) selected = audits.all().at(-1)?.id;
    post({ type: "servers", servers: audits.all().map(toServerItem), ...(selected === undefined ? {} : { selected }) });
    const record = selected === undefined ? undefined : audits.find(selected);
    // The view of ten thousand tools is dear, and progress alone does not change it.
    if (record?.answer && (sent?.id !== record.id || sent.answer !== record.answer || sent.pin !== record.pin || sent.suppressions !== record.suppressions)) {
      sent = record;
      sendView(record, options, post);
    }
  };
  const refreshSoon = (): void => {
    timer ??= setTimeout(refresh, REFRESH_MS);
  };
  const receive = (message: FromPanel): void => {
    if (message.type === "offer") return sendOffer(message.server, message.offer, options, post);
    if (message.type !== "ready" && message.type !== "select") return options.onAction(message);
    if (message.type === "select") selected = message.server;
    else [isReady, sent] = [true, undefined];
    refresh();
  };
  const open = (): vscode.WebviewPanel => {
    const opened = openPage(options.extension, receive);
    opened.onDidDispose(() => {
      panel = undefined;
      isReady = false;
    });
    return opened;
  };
  const subscriptions = [audits.onDidChange(refreshSoon), options.sources.onDidChange(() => {
    sent = undefined;
    refreshSoon();
  })];

  return {
    show(server) {
      if (server !== undefined) selected = server;
      if (panel) panel.reveal();
      else panel = open();
      refreshSoon();
    },
    selected: () => (selected !== undefined && audits.find(selected) ? selected : audits.all().at(-1)?.id),
    showOpinion: (opinion) => post({ type: "opinion", opinion }),
    dispose() {
      clearTimeout(timer);
      for (const each of subscriptions) each.dispose();
      panel?.dispose();
    },
  };
}

function openPage(extension: vscode.Uri, receive: (message: FromPanel) => void): vscode.WebviewPanel {
  const dist = vscode.Uri.joinPath(extension, "dist");
  const opened = vscode.window.createWebviewPanel("portcullis.audit", "MCP Audit", vscode.ViewColumn.Active, { enableScripts: true, localResourceRoots: [dist], retainContextWhenHidden: false });
  opened.iconPath = vscode.Uri.joinPath(extension, "media", "icon.png");
  opened.webview.onDidReceiveMessage((value: unknown) => {
    const message = readFromPanel(value);
    if (message) receive(message);
  });
  opened.webview.html = pageOf(opened.webview, dist);
  return opened;
}

function sendView(record: AuditRecord, { sources, hasModel }: AuditPanelOptions, post: (message: ToPanel) => void): void {
  const viewed = viewedAudit(record);
  if (!viewed) return;
  const source = sources.of(record.id, viewed.audit.surface);
  post({ type: "server", view: toServerView({ id: record.id, ...viewed, hasModel: hasModel(), ...(record.pin ? { pin: record.pin } : {}), ...(source ? { source } : {}) }) });
}

function sendOffer(server: string, id: number, { audits, sources }: AuditPanelOptions, post: (message: ToPanel) => void): void {
  const surface = audits.find(server)?.answer?.audit.surface;
  const offer = offersOf(surface)[id];
  if (offer) post({ type: "offer", detail: toOfferDetail(server, id, offer, sources.of(server, surface)) });
}

function toServerItem(record: AuditRecord): ServerItem {
  const { id, name, state, subject } = record;
  const audit = viewedAudit(record)?.audit;
  return { id, name, state, target: describeSubject(subject), ...(audit ? { score: audit.score.value, counts: countsOf(audit.findings) } : {}) };
}

/** The page has no content of its own but one script and one style sheet, and may load nothing else from anywhere. */
function pageOf(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = randomBytes(16).toString("base64");
  const [script, style] = ["panel.js", "panel.css"].map((name) => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString());
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style ?? ""}">
<title>MCP Audit</title>
</head>
<body><script nonce="${nonce}" src="${script ?? ""}"></script></body>
</html>`;
}
