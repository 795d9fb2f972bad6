import * as vscode from "vscode";
import type { OpenDocument } from "./documents";
import { mentionsMcp } from "./relevance";

/** No project nests its packages deeper below the workspace folder. */
const MAX_FOLDERS_UP = 20;

/** Decides which sessions have to do with MCP, so that all others cost nothing. */
export interface Gate {
  /** Whether a session's code is analysed. */
  isOpen(session: string): boolean;
  /** Whether anything in a session is looked at: its code, or a client's configuration that is open. */
  isConsidered(session: string): boolean;
  /**
   * Opens the session of a document when the document or a `package.json` above it mentions MCP. A session stays open.
   * A client's configuration says nothing about the code beside it, and is reviewed by itself.
   */
  consider(open: OpenDocument): Promise<boolean>;
  /** Opens a session whatever it holds, because a person asked. */
  open(session: string): void;
}

/** Makes a gate; all sessions are closed. */
export function createGate(): Gate {
  const opened = new Set<string>();
  const configured = new Set<string>();
  return {
    isOpen: (session) => opened.has(session),
    isConsidered: (session) => opened.has(session) || configured.has(session),
    async consider({ document, session, role }) {
      if (role === "configuration") configured.add(session);
      if (role === "configuration") return true;
      if (opened.has(session)) return true;
      if (role !== "code") return false;
      if (!mentionsMcp(document.getText()) && !(await packageMentionsMcp(document.uri))) return false;
      opened.add(session);
      return true;
    },
    open: (session) => void opened.add(session),
  };
}

async function packageMentionsMcp(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme === "untitled") return false;
  const top = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  let folder = vscode.Uri.joinPath(uri, "..");
  for (let up = 0; up < MAX_FOLDERS_UP; up++) {
    if (mentionsMcp(await readIfThere(vscode.Uri.joinPath(folder, "package.json")))) return true;
    if (folder.path === top?.path || folder.path === "/" || top === undefined) return false;
    folder = vscode.Uri.joinPath(folder, "..");
  }
  return false;
}

async function readIfThere(uri: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return ""; // Most folders have none.
  }
}
