import { homedir } from "node:os";
import * as vscode from "vscode";
import type { ClientEntry } from "../../audit/audit";
import type { InputDefinition, Machine } from "../../audit/configuration/index";
import { toTarget } from "../../audit/configuration/target";
import { resolveEntry, type Variable } from "../../audit/configuration/variables";
import type { Target } from "../../audit/connect/target";
import type { Logger } from "../../base/host";
import type { FindRequest, FoundConfiguration } from "./find-configurations";
import { toLabel } from "./labels";

/** A server that some client is told of. */
export interface ConfiguredServer {
  readonly entry: ClientEntry;
  readonly inputs: readonly InputDefinition[];
  /** The client and the file, for people. */
  readonly source: string;
}

/** The servers that clients are told of. */
export interface ConfiguredServers {
  /** Those of the workspace's files and of VS Code itself. */
  here(): Promise<readonly ConfiguredServer[]>;
  /** Those of all clients in the home folder. Only ever called when a person has asked for it. */
  inHome(): Promise<readonly ConfiguredServer[]>;
  /** How one is connected to; asks for what its configuration leaves open. Undefined where the person does not say. */
  resolve(server: ConfiguredServer): Promise<Target | undefined>;
}

/** Makes it; nothing is read yet. */
export function createConfiguredServers(find: (request: FindRequest) => Promise<readonly FoundConfiguration[]>, log: Logger): ConfiguredServers {
  const listed = (configurations: readonly FoundConfiguration[]): readonly ConfiguredServer[] =>
    configurations.flatMap(({ file, client, entries, inputs, problems }) => {
      for (const problem of problems) log.info(`${file}: ${problem}`);
      return entries.map((entry) => ({ entry, inputs, source: `${client} · ${vscode.workspace.asRelativePath(file)}` }));
    });
  return {
    async here() {
      const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file").map(({ uri }) => uri.fsPath);
      const own = ownConfiguration();
      return listed(await find({ scope: "workspace", folders, ...(own === undefined ? {} : { own }) }));
    },
    inHome: async () => listed(await find({ scope: "home", machine: thisMachine() })),
    resolve: resolveServer,
  };
}

/** What VS Code itself is told beside the workspace's files, which are read as files: the `mcp.json` of the profile. */
function ownConfiguration(): string | undefined {
  const configuration = vscode.workspace.getConfiguration("mcp");
  const servers = configuration.inspect<unknown>("servers")?.globalValue;
  return servers === undefined ? undefined : JSON.stringify({ servers, inputs: configuration.inspect<unknown>("inputs")?.globalValue ?? [] });
}

function thisMachine(): Machine {
  const platform = process.platform === "win32" ? "windows" : process.platform === "darwin" ? "mac" : "linux";
  return { platform, home: homedir().replaceAll("\\", "/"), environment: process.env };
}

async function resolveServer({ entry, inputs }: ConfiguredServer): Promise<Target | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(entry.file)) ?? vscode.workspace.workspaceFolders?.[0];
  const { entry: resolved, missing } = await resolveEntry(entry, (variable) => valueOf(variable, entry, inputs, folder?.uri.fsPath));
  const [first] = missing;
  // What the person has not said is no mistake; what only the client knows is.
  if (first !== undefined && first.kind !== "other") return undefined;
  if (first !== undefined) throw new Error(`“${toLabel(entry.name)}” needs ${toLabel(first.text)}, which only its client knows.`);
  const envFile = resolved.envFile === undefined ? undefined : await readText(resolved.envFile);
  const target = toTarget(resolved, envFile);
  return target?.transport === "stdio" ? { ...target, cwd: target.cwd ?? folder?.uri.fsPath ?? homedir() } : target;
}

function valueOf({ kind, name, text, fallback }: Variable, entry: ClientEntry, inputs: readonly InputDefinition[], folder: string | undefined): Promise<string | undefined> | string | undefined {
  switch (kind) {
    case "environment":
      return process.env[name] ?? fallback ?? askFor(`${text} is not set here. Its value for “${toLabel(entry.name)}”`, true);
    case "folder":
      return folderNamed(name, folder);
    case "input": {
      const input = inputs.find(({ id }) => id === name);
      if (input?.options) return Promise.resolve(vscode.window.showQuickPick(input.options, { title: toLabel(entry.name), placeHolder: toLabel(input.description ?? name), ignoreFocusOut: true }));
      return askFor(toLabel(input?.description ?? `${name} of “${entry.name}”`), input?.isPassword ?? true, input?.fallback);
    }
    case "other":
      return undefined;
  }
}

function folderNamed(name: string, folder: string | undefined): string | undefined {
  if (name === "userHome") return homedir();
  if (name === "pathSeparator") return process.platform === "win32" ? "\\" : "/";
  const named = name.startsWith("workspaceFolder:") ? vscode.workspace.workspaceFolders?.find((each) => each.name === name.slice("workspaceFolder:".length))?.uri.fsPath : folder;
  return name === "workspaceFolderBasename" ? named?.split(/[\\/]/).at(-1) : named;
}

/** What is typed goes to the server and nowhere else; it is kept for no later audit. */
async function askFor(prompt: string, isPassword: boolean, value?: string): Promise<string | undefined> {
  return vscode.window.showInputBox({ title: "Audit MCP Server", prompt, password: isPassword, ignoreFocusOut: true, ...(value === undefined ? {} : { value }) });
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(file)));
  } catch {
    return undefined; // Its client starts the server without it, too.
  }
}
