import * as vscode from "vscode";
import { folderSessions, LOOSE_SESSION, type Documents, type OpenDocument } from "./documents";
import type { Gate } from "./gate";
import type { Notice, SessionSetup, TextChange } from "./protocol";
import { readSettings } from "./settings";

/** The workspace folders and loose documents, and what the worker has been told of them. */
export interface Sessions {
  /** Whether a session has to do with MCP and is not switched off. */
  isActive(session: string): boolean;
  /** Whether an open document is looked at: code only where its session has to do with MCP. */
  isWanted(open: OpenDocument): boolean;
  /** All sessions that are. */
  active(): readonly string[];
  /** Notes that the text of a document is not what the worker knows. */
  touch(document: vscode.TextDocument): void;
  /** Notes that a document was closed. */
  close(session: string, file: string): void;
  /** Tells the worker what it does not know yet. */
  flush(): void;
  /** Everything a new worker must be told. */
  replay(): readonly Notice[];
  /** Reads folders and settings anew; gives the sessions that are active now. */
  refresh(): readonly string[];
}

/** Makes the sessions of the workspace as it is. */
export function createSessions(documents: Documents, gate: Gate, tell: (notice: Notice) => void): Sessions {
  let setups = readSetups();
  const touched = new Set<vscode.TextDocument>();
  const closed: TextChange[] = [];

  const isActive = (session: string) => gate.isConsidered(session) && setups.get(session)?.enable === true;
  const textsOf = (only: (document: vscode.TextDocument) => boolean): TextChange[] =>
    documents
      .all()
      .filter((each) => only(each.document))
      .map(({ document, file, session, role }) => ({ session, file, ...(isHeard(document, role) && { text: document.getText() }) }));

  const active = () => [...setups.keys()].filter(isActive);

  return {
    isActive,
    isWanted: ({ session, role }) => role === "configuration" || (role === "code" && gate.isOpen(session)),
    active,
    touch: (document) => void touched.add(document),
    close: (session, file) => void closed.push({ session, file }),
    flush() {
      const changes = [...closed.splice(0), ...textsOf((document) => touched.has(document))];
      touched.clear();
      if (changes.length > 0) tell({ type: "text", changes });
    },
    replay: () => [...setUpNotices(setups), { type: "text", changes: textsOf(() => true) }],
    refresh() {
      const before = setups;
      setups = readSetups();
      for (const session of before.keys()) if (!setups.has(session)) tell({ type: "forget", session });
      for (const notice of setUpNotices(setups)) tell(notice);
      return active();
    },
  };
}

/** Code counts as it is seen; of a project's files a saved one counts as it is on the disk, where it may be gone by now. */
function isHeard(document: vscode.TextDocument, role: OpenDocument["role"]): boolean {
  return role !== "context" || document.isDirty;
}

interface EditorSetup {
  readonly enable: boolean;
  readonly setup: SessionSetup;
}

function readSetups(): ReadonlyMap<string, EditorSetup> {
  const isTrusted = vscode.workspace.isTrusted;
  const setUp = (session: string, folder: vscode.WorkspaceFolder | undefined): [string, EditorSetup] => {
    const { enable, rules, exclude } = readSettings(folder?.uri);
    return [session, { enable, setup: { session, rules, exclude, isTrusted, ...(folder && { folder: session }) } }];
  };
  return new Map([setUp(LOOSE_SESSION, undefined), ...folderSessions().map(({ session, folder }) => setUp(session, folder))]);
}

function setUpNotices(setups: ReadonlyMap<string, EditorSetup>): readonly Notice[] {
  return [...setups.values()].map(({ setup }) => ({ type: "setUp", setup }));
}
