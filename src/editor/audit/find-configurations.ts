import type { ClientEntry } from "../../audit/audit";
import { findHomeFiles, findWorkspaceFiles, readConfiguration, type ConfigurationHost, type InputDefinition, type Machine } from "../../audit/configuration/index";

/** Where to look for what clients are told of servers. */
export type FindRequest =
  | { readonly scope: "workspace"; readonly folders: readonly string[]; /** What VS Code itself is told, as its own file would say it. */ readonly own?: string }
  /** Only ever asked for by a person. */
  | { readonly scope: "home"; readonly machine: Machine };

/** A configuration file with the servers in it; plain data. */
export interface FoundConfiguration {
  readonly file: string;
  /** The client, as people call it. */
  readonly client: string;
  readonly entries: readonly ClientEntry[];
  readonly inputs: readonly InputDefinition[];
  /** What could not be read, in sentences. */
  readonly problems: readonly string[];
}

/** Finds the configuration files of a place and reads them. What can't be read is told, and hides nothing else. */
export function findConfigurations(request: FindRequest, host: ConfigurationHost): readonly FoundConfiguration[] {
  if (request.scope === "home") return findHomeFiles(request.machine, host).map(({ client, file }) => configurationIn(file, host.read(file) ?? "", client.name));
  const files = request.folders.flatMap((folder) => findWorkspaceFiles(folder.replaceAll("\\", "/").replace(/\/$/, ""), host));
  const own = request.own === undefined ? [] : [configurationIn("User/mcp.json", request.own, "VS Code")];
  return [...files.map(({ client, file }) => configurationIn(file, host.read(file) ?? "", client.name)), ...own];
}

function configurationIn(file: string, text: string, client: string): FoundConfiguration {
  const { entries, inputs, problems } = readConfiguration(file, text);
  return { file, client, entries: entries.map(({ entry }) => entry), inputs, problems: problems.map(({ message }) => message) };
}
