import * as vscode from "vscode";
import { isConfigurationFile } from "../audit/configuration/client-files";
import { isCodeFile, isProjectFile, toHostName } from "../files/names";

/** The languages that are analysed, as VS Code names them, and how their files end. */
const LANGUAGES: Readonly<Record<string, string>> = {
  typescript: ".ts",
  typescriptreact: ".tsx",
  javascript: ".js",
  javascriptreact: ".jsx",
};

/** The session of documents that lie in no workspace folder of this machine. */
export const LOOSE_SESSION = "";

/** Which documents light bulbs are offered for. TOML is a language only where an extension says so. */
export const selector: vscode.DocumentSelector = [...[...Object.keys(LANGUAGES), "json", "jsonc", "yaml"].map((language) => ({ language })), { pattern: "**/config.toml" }];

/** An open document as the analysis sees it. */
export interface OpenDocument {
  readonly document: vscode.TextDocument;
  /** Its name for the engine. */
  readonly file: string;
  readonly session: string;
  /** Code is analysed, a client's configuration reviewed; context (`package.json`, our own configuration file) only matters to code. */
  readonly role: "code" | "configuration" | "context";
}

/** The open documents that matter, and the names of files. */
export interface Documents {
  /** Starts to follow a document; undefined where it is none of our business. */
  add(document: vscode.TextDocument): OpenDocument | undefined;
  remove(document: vscode.TextDocument): OpenDocument | undefined;
  find(document: vscode.TextDocument): OpenDocument | undefined;
  all(): readonly OpenDocument[];
  uriOf(file: string): vscode.Uri;
}

/** Follows open documents. */
export function createDocuments(): Documents {
  const open = new Map<vscode.TextDocument, OpenDocument>();
  // Documents without a file have made-up names, which only this table can turn back.
  const virtual = new Map<string, vscode.Uri>();
  return {
    add(document) {
      const found = describe(document);
      if (found === undefined) return undefined;
      open.set(document, found);
      if (document.uri.scheme !== "file") virtual.set(found.file, document.uri);
      return found;
    },
    remove(document) {
      const found = open.get(document);
      open.delete(document);
      return found;
    },
    find: (document) => open.get(document),
    all: () => [...open.values()],
    uriOf: (file) => virtual.get(file) ?? vscode.Uri.file(file),
  };
}

/** The workspace folders of this machine, each a session of its own. */
export function folderSessions(): readonly { readonly session: string; readonly folder: vscode.WorkspaceFolder }[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.filter(isOnDisk).map((folder) => ({ session: toHostName(folder.uri.fsPath), folder }));
}

function describe(document: vscode.TextDocument): OpenDocument | undefined {
  const role = roleOf(document);
  if (role === undefined) return undefined;
  const { uri } = document;
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  // Comparing with an older version opens a second document of another scheme: one squiggle for one problem.
  // What VS Code keeps for the person, such as its own list of servers, has a scheme of its own.
  const isKept = role === "configuration" && uri.scheme === "vscode-userdata";
  if (uri.scheme !== "file" && uri.scheme !== "untitled" && !isKept && folder === undefined) return undefined;
  const session = folder !== undefined && isOnDisk(folder) ? toHostName(folder.uri.fsPath) : LOOSE_SESSION;
  return { document, file: nameOf(document), session, role };
}

function roleOf(document: vscode.TextDocument): OpenDocument["role"] | undefined {
  const { uri, languageId } = document;
  const path = uri.path;
  if (path.includes("/node_modules/")) return undefined;
  if (Object.hasOwn(LANGUAGES, languageId)) return uri.scheme !== "file" || isCodeFile(path) ? "code" : undefined;
  if (isConfigurationFile(path)) return "configuration";
  return isProjectFile(path) || path.endsWith("/portcullis.config.json") ? "context" : undefined;
}

function nameOf({ uri, languageId }: vscode.TextDocument): string {
  if (uri.scheme === "file") return toHostName(uri.fsPath);
  const name = `/@${uri.scheme}/${uri.authority}/${uri.path.replace(/^\//, "")}`;
  return isCodeFile(name) || !Object.hasOwn(LANGUAGES, languageId) ? name : name + (LANGUAGES[languageId] ?? "");
}

function isOnDisk(folder: vscode.WorkspaceFolder): boolean {
  return folder.uri.scheme === "file";
}
