import { homedir } from "node:os";
import * as vscode from "vscode";
import { describeEntry } from "../../audit/configuration/target";
import { describeLaunch, type Target } from "../../audit/connect/target";
import { readSavedTools } from "../../audit/saved-lists";
import { splitCommand } from "../../audit/split-command";
import type { Subject } from "./audits";
import type { ConfiguredServer, ConfiguredServers } from "./configured-servers";
import { toLabel } from "./labels";
import { openStore, type Store } from "./store";

/** Where servers come from that a person can choose. */
export interface ServerChoice {
  /** Asks for a server; undefined where the person chose none. */
  choose(): Promise<readonly Subject[] | undefined>;
  /** All servers that the workspace and VS Code are configured with, and that are not switched off; what they leave open is asked for. */
  allConfigured(): Promise<readonly Subject[]>;
}

/** What choosing needs. */
export interface ServerChoiceOptions {
  /** For pins and suppressions where no folder is open. */
  readonly storage: vscode.Uri;
  readonly configured: ConfiguredServers;
}

/** Larger files hold no list of tools. */
const MAX_SAVED_BYTES = 256 * 1024 * 1024;

interface Entry extends vscode.QuickPickItem {
  open?(): Promise<readonly Subject[] | undefined>;
}

/** Makes what asks for a server. */
export function createServerChoice({ storage, configured }: ServerChoiceOptions): ServerChoice {
  const store = (file?: string): Store => openStore(folderFor(file) ?? storage);
  const live = (target: Target | undefined): readonly Subject[] | undefined => target && [{ kind: "live", target, store: store() }];
  const resolve = async (server: ConfiguredServer): Promise<readonly Subject[] | undefined> => {
    const target = await configured.resolve(server);
    return target && [{ kind: "live", target, entry: server.entry, store: store(server.entry.file) }];
  };
  const entryOf = (server: ConfiguredServer): Entry => ({ label: `$(server) ${toLabel(server.entry.name)}`, description: toLabel(describeEntry(server.entry)), detail: toLabel(server.source), open: () => resolve(server) });
  const ask = async (entries: readonly Entry[]): Promise<readonly Subject[] | undefined> => {
    const entry = await vscode.window.showQuickPick(entries, { title: "Audit MCP Server", placeHolder: "Choose a server", matchOnDescription: true, matchOnDetail: true });
    return entry?.open?.();
  };
  const others: readonly Entry[] = [
    { label: "Others", kind: vscode.QuickPickItemKind.Separator },
    { label: "$(terminal) Type a command…", description: "a server that is started on this computer", open: async () => live(await askCommand()) },
    { label: "$(globe) Type an address…", description: "a server that is reached over HTTP", open: async () => live(await askAddress()) },
    { label: "$(file) Open a saved list of tools…", description: "a tools/list result; nothing is started", open: async () => askSavedList(store()) },
    { label: "$(home) Look in my home folder…", description: "reads what Claude, Cursor, Gemini and other clients are told of servers", open: async () => ask(titled("Your home folder", (await configured.inHome()).map(entryOf), "No client is told of a server there.")) },
  ];
  return {
    choose: async () => ask([...titled("Configured here", (await configured.here()).map(entryOf)), ...others]),
    async allConfigured() {
      const subjects: Subject[] = [];
      for (const server of await configured.here()) if (server.entry.isDisabled !== true) subjects.push(...((await resolve(server)) ?? []));
      return subjects;
    },
  };
}

function titled(title: string, entries: readonly Entry[], nothing?: string): readonly Entry[] {
  if (entries.length === 0) return nothing === undefined ? [] : [{ label: nothing }];
  return [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...entries];
}

/** The workspace folder in which a configuration lies, or the first one. */
function folderFor(file: string | undefined): vscode.Uri | undefined {
  const own = file === undefined || !/^([a-z]:)?\//i.test(file) ? undefined : vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
  return (own ?? vscode.workspace.workspaceFolders?.[0])?.uri;
}

async function askCommand(): Promise<Target | undefined> {
  const isWindows = process.platform === "win32";
  const command = await vscode.window.showInputBox({
    title: "Audit MCP Server",
    prompt: "The command that starts the server. You are asked once more before it is started.",
    placeHolder: "npx -y @modelcontextprotocol/server-filesystem /some/folder",
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === "" ? undefined : mistakeIn(() => splitCommand(value, isWindows))),
  });
  if (command === undefined || command.trim() === "") return undefined;
  const [program = "", ...args] = splitCommand(command, isWindows);
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file")?.uri.fsPath ?? homedir();
  const target: Target = { transport: "stdio", name: "", command: program, args, cwd: folder };
  return { ...target, name: describeLaunch(target).line };
}

async function askAddress(): Promise<Target | undefined> {
  const address = await vscode.window.showInputBox({
    title: "Audit MCP Server",
    prompt: "The address of the server",
    placeHolder: "https://example.com/mcp",
    ignoreFocusOut: true,
    validateInput: (value) => (value === "" || isWebAddress(value) ? undefined : "Write an address that begins with https:// or http://"),
  });
  if (address === undefined || !isWebAddress(address)) return undefined;
  const target: Target = { transport: "http", name: "", url: address };
  return { ...target, name: describeLaunch(target).line };
}

/** Reads saved lists of tools that a person chooses. */
async function askSavedList(store: Store): Promise<readonly Subject[] | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title: "Audit a saved list of tools", filters: { "Lists of tools": ["json", "jsonl"] } })) ?? [];
  return file && savedSubjects(file, store);
}

/**
 * The servers whose tools a file holds.
 * @throws Error with the place of the mistake
 */
export async function savedSubjects(file: vscode.Uri, store: Store): Promise<readonly Subject[]> {
  const label = vscode.workspace.asRelativePath(file);
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > MAX_SAVED_BYTES) throw new Error(`${label} is larger than ${MAX_SAVED_BYTES / 1024 / 1024} MB`);
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const name = label.slice(label.lastIndexOf("/") + 1).replace(/\.jsonl?$/, "");
  return readSavedTools(text, toLabel(label), name).map(({ server, tools }): Subject => ({ kind: "saved", name: server, tools, file: label, store }));
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function mistakeIn(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
