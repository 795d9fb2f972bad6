import * as vscode from "vscode";
import { offerKeys } from "../../audit/pins/normalise";
import type { Logger } from "../../base/host";
import type { FromPanel } from "../../panel/protocol";
import type { Names } from "../convert";
import type { CommandHandlers } from "../commands";
import { showRuleDoc } from "../rule-docs";
import type { WorkerClient } from "../worker-client";
import { chooseRecord, pinServer, suppressedIn, suppressFinding, told } from "./ask";
import { createAudits, type Audits, type Subject } from "./audits";
import { createAuthorization } from "./authorization";
import { createServerChoice, type ServerChoice } from "./choose-server";
import { createConfiguredServers } from "./configured-servers";
import { createConsent } from "./consent";
import { createDriftReview } from "./drift";
import { exportReport } from "./export";
import { createOpinions } from "./opinions";
import { createAuditPanel } from "./panel";
import { offersOf } from "./server-view";
import { createSourceIndex } from "./source-index";
import { createAuditClient, findOnThread } from "./worker-client";

/** What the live audit needs of the extension. */
export interface AuditFeatureOptions {
  readonly context: Pick<vscode.ExtensionContext, "extensionUri" | "globalStorageUri" | "secrets" | "extension">;
  readonly client: Pick<WorkerClient, "ask">;
  readonly names: Names;
  /** Opens a session of the analysis and tells the worker what it must know. */
  readonly prepare: (session: string) => boolean;
  readonly log: Logger;
}

/** The commands of the live audit, and what is to be disposed of. */
export interface AuditFeature {
  readonly handlers: Pick<CommandHandlers, "portcullis.auditServer" | "portcullis.auditAllServers" | "portcullis.pinServer" | "portcullis.showDrift" | "portcullis.acceptDrift" | "portcullis.exportAudit">;
  dispose(): void;
}

/** Builds the live audit. Cheap: threads, pages and the SDK come with the first audit. */
export function createAuditFeature({ context, client, names, prepare, log }: AuditFeatureOptions): AuditFeature {
  const version = String((context.extension.packageJSON as { readonly version?: unknown }).version); // VS Code has read it as a manifest.
  const authorization = createAuthorization(context.secrets, context.extension.id);
  const script = vscode.Uri.joinPath(context.extensionUri, "dist", "audit-worker.js").fsPath;
  const run = createAuditClient({ script, version, handlers: authorization.handlers });
  const audits = createAudits(run, log);
  const sources = createSourceIndex({ client, names, prepare });
  const drift = createDriftReview(audits);
  const consent = createConsent();
  const choice = createServerChoice({ storage: context.globalStorageUri, configured: createConfiguredServers((request) => findOnThread(script, request), log) });
  const opinions = createOpinions(() => vscode.lm.selectChatModels());
  const panel = createAuditPanel({ extension: context.extensionUri, audits, sources, hasModel: opinions.hasModel, onAction: (action) => void told(() => act(action)) }); // `told` handles its own failures.
  const handle = createActions({ audits, drift, sources, names });

  const auditSubjects = async (subjects: readonly Subject[]): Promise<void> => {
    const targets = subjects.flatMap((subject) => (subject.kind === "live" ? [subject.target] : []));
    const agreement = targets.length === 0 ? { probes: false } : await consent.ask(targets);
    if (subjects.length === 0 || !agreement) return;
    await opinions.refresh();
    const done = audits.run(subjects.map((subject) => ({ ...subject, ...agreement })));
    panel.show(audits.all().at(-1)?.id);
    void sources.refresh().catch((error: unknown) => log.error(`The workspace's registrations could not be read: ${String(error)}`));
    await done;
  };
  const act = async (action: Parameters<Parameters<typeof createAuditPanel>[0]["onAction"]>[0]): Promise<void> => {
    if (action.type === "audit") {
      const record = audits.find(action.server);
      if (record) await auditSubjects([record.subject]);
    } else if (action.type === "askModel") {
      const offer = offersOf(audits.find(action.server)?.answer?.audit.surface)[action.offer];
      if (offer) await opinions.ask(action.server, action.offer, offer, panel.showOpinion);
    } else if (action.type === "export") await exportReport(audits.all().filter(({ id }) => id === action.server), version, vscode.workspace.workspaceFolders?.[0]?.uri);
    else await handle(action);
  };
  const withServer = async (what: string, use: (id: string) => Promise<void>): Promise<void> => {
    const id = drift.active() ?? panel.selected() ?? (await chooseRecord(audits.all(), what));
    if (id === undefined) void vscode.window.showInformationMessage("Nothing was audited yet. Run “Portcullis: Audit MCP Server…” first."); // Only tells.
    else await use(id);
  };
  return {
    handlers: {
      "portcullis.auditServer": () => told(async () => auditSubjects((await choice.choose()) ?? [])),
      "portcullis.auditAllServers": () => told(() => auditAll(choice, auditSubjects)),
      "portcullis.pinServer": () => told(() => withServer("Pin", (id) => pinServer(id, audits))),
      "portcullis.showDrift": () => told(() => withServer("Show the drift of", (id) => drift.show(id))),
      "portcullis.acceptDrift": () => told(() => withServer("Accept the changes of", (id) => drift.accept(id))),
      "portcullis.exportAudit": () => told(() => exportReport(audits.all(), version, vscode.workspace.workspaceFolders?.[0]?.uri)),
    },
    dispose() {
      for (const each of [panel, drift, audits, authorization]) each.dispose();
    },
  };
}

async function auditAll(choice: ServerChoice, auditSubjects: (subjects: readonly Subject[]) => Promise<void>): Promise<void> {
  const subjects = await choice.allConfigured();
  if (subjects.length > 0) return auditSubjects(subjects);
  void vscode.window.showInformationMessage("No MCP server is configured in this workspace or in VS Code. “Portcullis: Audit MCP Server…” takes a command or an address."); // Only tells.
}

type PanelAction = Exclude<FromPanel, { type: "ready" | "select" | "offer" | "audit" | "export" | "askModel" }>;

interface ActionParts {
  readonly audits: Audits;
  readonly drift: ReturnType<typeof createDriftReview>;
  readonly sources: ReturnType<typeof createSourceIndex>;
  readonly names: Names;
}

/** What the buttons of the panel do to a server that was audited. */
function createActions({ audits, drift, sources, names }: ActionParts): (action: PanelAction) => Promise<void> {
  const offerOf = (server: string, index: number): ReturnType<typeof offersOf>[number] | undefined => offersOf(audits.find(server)?.answer?.audit.surface)[index];
  const keyOf = (server: string, index: number): string | undefined => offerKeys(offersOf(audits.find(server)?.answer?.audit.surface))[index];
  return async (action) => {
    switch (action.type) {
      case "cancel":
        return audits.cancel(action.server);
      case "remove":
        return audits.remove(action.server);
      case "pin":
        return pinServer(action.server, audits);
      case "drift":
        return drift.show(action.server);
      case "showChange":
        return drift.show(action.server, keyOf(action.server, action.offer));
      case "acceptChange": {
        const key = keyOf(action.server, action.offer);
        return key === undefined ? undefined : audits.accept(action.server, [key]);
      }
      case "openSource": {
        const offer = offerOf(action.server, action.offer);
        return offer && sources.openOffer(offer);
      }
      case "openCode": {
        const offer = offerOf(action.server, action.offer);
        return offer && sources.openFinding(offer, action.index);
      }
      case "suppress":
        return suppressFinding(action.server, action.finding, audits);
      case "unsuppress": {
        const finding = suppressedIn(audits.find(action.server))[action.finding];
        return finding && audits.unsuppress(action.server, finding);
      }
      case "explain":
        return showRuleDoc(names.ruleDoc(action.check));
    }
  };
}
