import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findHomeFiles, findWorkspaceFiles, type ConfigurationHost, type Machine } from "../../../src/audit/configuration/client-files";
import { createFolderHost } from "../../../src/files/folder-host";
import { toHostName } from "../../../src/files/names";

/** A disk that only has these files. */
function diskOf(files: readonly string[]): ConfigurationHost {
  return {
    read: (file) => (files.includes(file) ? "{}" : undefined),
    list: (folder) => [...new Map(files.filter((file) => file.startsWith(`${folder}/`)).map((file) => file.slice(folder.length + 1)).map((rest) => [rest.split("/")[0] ?? "", { name: rest.split("/")[0] ?? "", isFolder: rest.includes("/") }])).values()],
  };
}

const machine = (parts: Partial<Machine>): Machine => ({ platform: "linux", home: "/h", environment: {}, ...parts });

describe("where clients keep their files", () => {
  it.each([
    [machine({}), "/h/.config/Code/User/mcp.json", "vscode"],
    [machine({}), "/h/.config/Code/User/profiles/-1a2b/mcp.json", "vscode"],
    [machine({ environment: { XDG_CONFIG_HOME: "/x" } }), "/x/Claude/claude_desktop_config.json", "claude-desktop"],
    [machine({ platform: "mac" }), "/h/Library/Application Support/Claude/claude_desktop_config.json", "claude-desktop"],
    [machine({ platform: "windows", home: "c:/Users/me", environment: { APPDATA: "C:\\Users\\me\\AppData\\Roaming" } }), "C:/Users/me/AppData/Roaming/Claude/claude_desktop_config.json", "claude-desktop"],
    [machine({ platform: "windows", home: "c:/Users/me" }), "c:/Users/me/AppData/Roaming/Zed/settings.json", "zed"],
    [machine({}), "/h/.config/zed/settings.json", "zed"],
    [machine({}), "/h/.claude/plugins/cache/a/b/1.0/.mcp.json", "claude-code"],
    [machine({}), "/etc/claude-code/managed-mcp.json", "claude-code"],
    [machine({ platform: "windows", home: "c:/Users/me" }), "c:/Program Files/ClaudeCode/managed-mcp.json", "claude-code"],
    [machine({ environment: { COPILOT_HOME: "/c" } }), "/c/mcp-config.json", "copilot-cli"],
    [machine({ environment: { CLINE_MCP_SETTINGS_PATH: "/c/cline.json" } }), "/c/cline.json", "cline"],
    [machine({ userFolders: ["/h/.config/VSCodium/User"] }), "/h/.config/VSCodium/User/mcp.json", "vscode"],
    [machine({}), "/h/.codex/config.toml", "codex"],
  ])("on %o: %s", (where, file, client) => {
    expect(findHomeFiles(where, diskOf([file])).map((found) => [found.client.id, found.file])).toEqual([[client, file]]);
  });

  it("and not on the systems where they are not", () => {
    expect(findHomeFiles(machine({}), diskOf(["/h/Library/Application Support/Claude/claude_desktop_config.json", "/.copilot/mcp-config.json"]))).toEqual([]);
  });

  it("in a workspace, and never those at home", () => {
    const disk = diskOf(["/w/.vscode/mcp.json", "/w/.mcp.json", "/w/a.code-workspace", "/w/.continue/mcpServers/x.yaml", "/w/.continue/mcpServers/deep/y.yaml", "/h/.cursor/mcp.json", "/w/package.json"]);
    expect(findWorkspaceFiles("/w", disk).map(({ file }) => file)).toEqual(["/w/.vscode/mcp.json", "/w/a.code-workspace", "/w/.mcp.json", "/w/.continue/mcpServers/x.yaml"]);
  });
});

describe("on a real disk", () => {
  let folder = "";
  beforeEach(() => (folder = toHostName(mkdtempSync(join(tmpdir(), "portcullis-configurations-")))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("files are found, folders of their names are not", () => {
    for (const file of [".mcp.json", ".vscode/mcp.json", ".devcontainer/one/devcontainer.json"]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), "{}");
    }
    mkdirSync(join(folder, ".cursor", "mcp.json"), { recursive: true });
    expect(findWorkspaceFiles(folder, createFolderHost()).map(({ file }) => file.slice(folder.length))).toEqual(["/.vscode/mcp.json", "/.devcontainer/one/devcontainer.json", "/.mcp.json"]);
  });
});
