import { clients, type Client, type ClientFile, type Platform } from "./clients";

/** A computer and what of it leads to files, as plain data. */
export interface Machine {
  readonly platform: Platform;
  /** The person's home folder, with forward slashes. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folders of editors that are named otherwise than VS Code's own: what `{user}` stands for as well. */
  readonly userFolders?: readonly string[];
}

/** What finding files needs from outside. */
export interface ConfigurationHost {
  /** The text of a file, or undefined where there is none or it can't be read. */
  read(file: string): string | undefined;
  /** The names in a folder; empty where there is none. */
  list(folder: string): readonly { readonly name: string; readonly isFolder: boolean }[];
}

/** A file that is there, and whose it is. */
export interface FoundFile {
  readonly client: Client;
  readonly file: string;
  readonly scope: ClientFile["scope"];
}

/** Folders deeper than this below a `**` are not looked into. */
const MAX_DEEP = 6;

/** Files of one pattern; more are no configuration of a person. */
const MAX_FILES = 200;

/** Finds the configuration files that lie in a workspace folder. */
export function findWorkspaceFiles(folder: string, host: ConfigurationHost): readonly FoundFile[] {
  return findFiles("workspace", () => [folder], host);
}

/** Finds the configuration files of a person. Only ever called after that person has asked for it. */
export function findHomeFiles(machine: Machine, host: ConfigurationHost): readonly FoundFile[] {
  return findFiles("home", (place) => foldersOf(place, machine), host, machine.platform);
}

/** The rows of the table to which a file belongs by its name; empty where it is no client's. */
export function clientFilesOf(file: string): readonly { readonly client: Client; readonly row: ClientFile }[] {
  return clients.flatMap((client) => client.files.filter((row) => patternOf(row)?.test(file)).map((row) => ({ client, row })));
}

/** Whether a file is a client's configuration, by its name. */
export function isConfigurationFile(file: string): boolean {
  return clientFilesOf(file).length > 0;
}

/** Whether a file is a configuration that a workspace brings along, by its name. */
export function isWorkspaceConfiguration(file: string): boolean {
  return clientFilesOf(file).some(({ row }) => row.scope === "workspace");
}

function findFiles(scope: ClientFile["scope"], folders: (place: string) => readonly string[], host: ConfigurationHost, platform?: Platform): readonly FoundFile[] {
  const found = new Map<string, FoundFile>();
  for (const client of clients) {
    for (const { path, on, scope: own } of client.files) {
      if (own !== scope || (on && platform && !on.includes(platform))) continue;
      const [, place = "", rest = path] = /^(\{[^}]+\})\/?(.*)$/.exec(path) ?? [];
      const starts = place === "" ? [""] : folders(place);
      for (const file of starts.flatMap((start) => expand(start, rest.split("/").filter((part) => part !== ""), host))) {
        if (!found.has(file) && host.read(file) !== undefined) found.set(file, { client, file, scope });
      }
    }
  }
  return [...found.values()];
}

/** The files that a path with `*` and `**` means. */
function expand(folder: string, [part, ...rest]: readonly string[], host: ConfigurationHost): readonly string[] {
  if (part === undefined) return [folder];
  if (!part.includes("*")) return expand(folder === "" && /^[a-z]:$/.test(part) ? part : `${folder}/${part}`, rest, host);
  if (part === "**") return deep(folder, rest, host, 0);
  const pattern = new RegExp(`^${wild(part)}$`);
  return host
    .list(folder)
    .filter(({ name, isFolder }) => pattern.test(name) && isFolder === rest.length > 0)
    .slice(0, MAX_FILES)
    .flatMap(({ name }) => expand(`${folder}/${name}`, rest, host));
}

function deep(folder: string, rest: readonly string[], host: ConfigurationHost, depth: number): readonly string[] {
  const below = depth >= MAX_DEEP ? [] : host.list(folder).filter(({ name, isFolder }) => isFolder && name !== "node_modules" && name !== ".git");
  return [...expand(folder, rest, host), ...below.flatMap(({ name }) => deep(`${folder}/${name}`, rest, host, depth + 1))].slice(0, MAX_FILES);
}

/** What a place stands for on a computer; nothing where a variable is not set. */
function foldersOf(place: string, { platform, home, environment, userFolders = [] }: Machine): readonly string[] {
  const slashed = (path: string | undefined): readonly string[] => (path === undefined || path === "" ? [] : [path.replaceAll("\\", "/")]);
  const variable = /^\{env:(\w+)\}$/.exec(place)?.[1];
  if (variable !== undefined) return slashed(environment[variable]);
  const config = platform === "windows" ? slashed(environment["APPDATA"] ?? `${home}/AppData/Roaming`) : platform === "mac" ? [`${home}/Library/Application Support`] : slashed(environment["XDG_CONFIG_HOME"] || `${home}/.config`);
  switch (place) {
    case "{home}":
      return [home];
    case "{config}":
      return config;
    case "{user}":
      return [...new Set([...config.map((folder) => `${folder}/Code/User`), ...userFolders])];
    default:
      return [];
  }
}

/** By which names a file is known wherever it lies; undefined where only a variable says so. */
function patternOf({ path }: ClientFile): RegExp | undefined {
  const [, place = "", rest = ""] = /^(\{[^}]+\})\/?(.*)$/.exec(path) ?? [];
  if (place.startsWith("{env:") || (place !== "" && rest === "")) return undefined;
  const named = place === "" ? path.replace(/^[/]/, "") : place === "{user}" ? `User/${rest}` : rest;
  return new RegExp(`(?:^|/)${named.split("/").map((part) => (part === "**" ? "(?:[^/]+/)*" : `${wild(part)}/`)).join("").replace(/\/$/, "")}$`, "i");
}

function wild(part: string): string {
  return part.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*");
}
