import type { Module } from "../syntax/program";
import type { Workspace } from "../syntax/workspace";

/** Names of packages and modules that have to do with MCP; forks keep these letters in their names. */
const MCP_NAME = /mcp|modelcontextprotocol|^skybridge(?![\w-])|claude-(agent-sdk|code)/i;
/** Names of the SDK that a file may have from another file of its project. */
const SDK_NAME = /(CallTool|ReadResource|GetPrompt|Complete|ListTools)RequestSchema/;
/** Types that only servers of MCP have. */
const MCP_TYPE = /^(McpServer|MCPServer|FastMCP|McpAgent|MCPTool)$/;
/** Groups of a `package.json` in which a server's packages stand. */
const GROUPS = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];

/** Tells whether a file is part of a package that has to do with MCP, so that `app.tool(…)` of something else is left alone. */
export interface Belonging {
  /** By what the file imports, the types it names, or the packages that its own package depends on. */
  belongs(module: Module): boolean;
  /** The same from the text alone, before the file is understood: true means "may be". */
  mayBelong(file: string, text: string): boolean;
  /** The folder of the nearest `package.json`; empty where there is none. */
  packageOf(file: string): string;
}

/** Reads the nearest `package.json` of each folder once. */
export function createBelonging(workspace: Workspace): Belonging {
  const folders = new Map<string, boolean>();
  const homes = new Map<string, string>();
  const glances = new Map<string, { readonly text: string; readonly mentions: boolean }>();

  function inPackage(folder: string): boolean {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const own = dependsOnMcp(workspace.text(`${folder}/package.json`));
    const parent = folder.slice(0, Math.max(folder.lastIndexOf("/"), 0));
    const answer = own ?? (parent === folder || folder === "" ? false : inPackage(parent));
    folders.set(folder, answer);
    return answer;
  }

  function nearest(folder: string): string {
    const known = homes.get(folder);
    if (known !== undefined) return known;
    const isHome = folder === "" || workspace.text(`${folder}/package.json`) !== undefined;
    const answer = isHome ? folder : nearest(folder.slice(0, Math.max(folder.lastIndexOf("/"), 0)));
    homes.set(folder, answer);
    return answer;
  }

  function mentions(file: string, text: string): boolean {
    const known = glances.get(file);
    if (known?.text === text) return known.mentions;
    const answer = MCP_NAME.test(text) || SDK_NAME.test(text);
    glances.set(file, { text, mentions: answer });
    return answer;
  }

  const folderOf = (file: string) => file.slice(0, Math.max(file.lastIndexOf("/"), 0));
  const packaged = (file: string) => inPackage(folderOf(file));
  return {
    belongs(module) {
      if (module.imports.some((each) => MCP_NAME.test(each.specifier))) return true;
      if (packaged(module.file)) return true;
      return [...module.bindings.values()].some((each) => each.type !== undefined && MCP_TYPE.test(each.type.name));
    },
    packageOf: (file) => nearest(folderOf(file)),
    mayBelong: (file, text) => packaged(file) || mentions(file, text),
  };
}

/** Undefined where the file is absent, broken, or only says how to read the folder's files (`{"type": "module"}`). */
function dependsOnMcp(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  const manifest = parse(text);
  if (manifest === undefined) return MCP_NAME.test(text);
  const names = GROUPS.flatMap((group) => Object.keys(record(manifest[group]) ?? {}));
  if (names.some((name) => MCP_NAME.test(name))) return true;
  return names.length === 0 && manifest["name"] === undefined ? undefined : false;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return record(JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}
