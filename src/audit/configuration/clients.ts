import { usualShape, type EntryShape } from "./shape";

/** Systems whose folders differ. */
export type Platform = "windows" | "mac" | "linux";

/**
 * How a value may stand for another one: `${input:id}`, `${env:NAME}`, `${NAME}` with `${NAME:-default}`, `$NAME`, `{env:NAME}`,
 * `${{ secrets.NAME }}`, and `${workspaceFolder}` with its kin.
 */
export type VariableForm = "input" | "env" | "braces" | "dollar" | "opencode" | "secrets" | "folders";

/** One file in which a client looks for servers. */
export interface ClientFile {
  /** The workspace's files are found by themselves, the others only when a person asks. */
  readonly scope: "workspace" | "home";
  /** Begins with a place: `{workspace}`, `{home}`, `{config}`, `{user}`, `{env:NAME}`. `*` stands for one name, `**` for some. */
  readonly path: string;
  /** Where it is only there; everywhere if absent. */
  readonly on?: readonly Platform[];
  /** The keys that lead to the servers, `*` for any; those of the client where absent. */
  readonly servers?: readonly string[];
}

/** A client, and how it is told of servers. */
export interface Client {
  /** As in `ClientEntry.client`. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly files: readonly ClientFile[];
  /** The keys that lead to the servers. */
  readonly servers: readonly string[];
  readonly shape: EntryShape;
  /** What it puts in for variables; empty where every value is taken as it stands. */
  readonly variables: readonly VariableForm[];
  /** Keys of an entry that let tools run without asking: true, or a list of tools. */
  readonly approvals: readonly string[];
}

const mcpServers = ["mcpServers"];

const usual = { servers: mcpServers, shape: usualShape, variables: [], approvals: [] } as const;

/** Every client, one row each. What two clients read (`.mcp.json`) stands with the one whose notation it is. */
export const clients: readonly Client[] = [
  {
    ...usual,
    id: "vscode",
    name: "VS Code",
    servers: ["servers"],
    variables: ["input", "env", "folders"],
    files: [
      workspace(".vscode/mcp.json"),
      workspace(".vscode/settings.json", ["mcp", "servers"]),
      workspace("*.code-workspace", ["settings", "mcp", "servers"]),
      ...[".devcontainer/devcontainer.json", ".devcontainer.json", ".devcontainer/*/devcontainer.json"].map((path) => workspace(path, ["customizations", "vscode", "mcp", "servers"])),
      { scope: "home", path: "{user}/mcp.json" },
      { scope: "home", path: "{user}/profiles/*/mcp.json" },
      { scope: "home", path: "{user}/settings.json", servers: ["mcp", "servers"] },
      home(".vscode-server/data/User/mcp.json"),
    ],
  },
  {
    ...usual,
    id: "claude-code",
    name: "Claude Code",
    variables: ["braces"],
    files: [
      workspace(".mcp.json"),
      home(".claude.json"),
      home(".claude.json", ["projects", "*", "mcpServers"]),
      home(".claude/plugins/cache/**/.mcp.json"),
      { scope: "home", path: "/Library/Application Support/ClaudeCode/managed-mcp.json", on: ["mac"] },
      { scope: "home", path: "/etc/claude-code/managed-mcp.json", on: ["linux"] },
      { scope: "home", path: "c:/Program Files/ClaudeCode/managed-mcp.json", on: ["windows"] },
    ],
  },
  { ...usual, id: "claude-desktop", name: "Claude Desktop", files: [{ scope: "home", path: "{config}/Claude/claude_desktop_config.json" }] },
  { ...usual, id: "cursor", name: "Cursor", variables: ["env", "folders"], files: [workspace(".cursor/mcp.json"), home(".cursor/mcp.json")] },
  { ...usual, id: "windsurf", name: "Windsurf", variables: ["env"], shape: { ...usualShape, http: ["serverUrl", "url"] }, files: [home(".codeium/windsurf/mcp_config.json")] },
  {
    ...usual,
    id: "gemini",
    name: "Gemini CLI",
    variables: ["braces", "dollar"],
    // Here `url` means HTTP+SSE.
    shape: { ...usualShape, http: ["httpUrl"], sse: ["url"] },
    approvals: ["trust"],
    files: [workspace(".gemini/settings.json"), home(".gemini/settings.json")],
  },
  {
    ...usual,
    id: "antigravity",
    name: "Antigravity",
    shape: { ...usualShape, http: ["serverUrl", "url"] },
    files: [home(".gemini/antigravity/mcp_config.json"), home(".gemini/config/mcp_config.json")],
  },
  {
    ...usual,
    id: "codex",
    name: "Codex",
    servers: ["mcp_servers"],
    shape: { ...usualShape, headers: "http_headers", headersFromEnvironment: "env_http_headers", bearerFromEnvironment: "bearer_token_env_var" },
    files: [workspace(".codex/config.toml"), home(".codex/config.toml")],
  },
  {
    ...usual,
    id: "zed",
    name: "Zed",
    servers: ["context_servers"],
    files: [
      workspace(".zed/settings.json"),
      { ...home(".config/zed/settings.json"), on: ["linux", "mac"] },
      { scope: "home", path: "{config}/Zed/settings.json", on: ["windows"] },
    ],
  },
  {
    ...usual,
    id: "continue",
    name: "Continue",
    variables: ["secrets"],
    files: [...["yaml", "yml", "json"].map((ending) => workspace(`.continue/mcpServers/*.${ending}`)), home(".continue/config.yaml")],
  },
  {
    ...usual,
    id: "cline",
    name: "Cline",
    variables: ["env"],
    approvals: ["autoApprove", "alwaysAllow"],
    files: [
      { scope: "home", path: "{env:CLINE_MCP_SETTINGS_PATH}" },
      home(".cline/data/settings/cline_mcp_settings.json"),
      { scope: "home", path: "{user}/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json" },
    ],
  },
  {
    ...usual,
    id: "roo",
    name: "Roo Code",
    variables: ["env", "folders"],
    approvals: ["alwaysAllow"],
    files: [workspace(".roo/mcp.json"), { scope: "home", path: "{user}/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json" }],
  },
  {
    ...usual,
    id: "kilo",
    name: "Kilo Code",
    variables: ["env", "folders"],
    approvals: ["alwaysAllow"],
    files: [workspace(".kilocode/mcp.json"), home(".kilocode/cli/global/settings/mcp_settings.json")],
  },
  {
    ...usual,
    id: "kiro",
    name: "Kiro",
    variables: ["braces"],
    approvals: ["autoApprove"],
    files: [workspace(".kiro/settings/mcp.json"), home(".kiro/settings/mcp.json"), home(".kiro/agents/*.json"), home(".aws/amazonq/mcp.json"), home(".aws/amazonq/agents/*.json")],
  },
  { ...usual, id: "junie", name: "JetBrains Junie", files: [workspace(".junie/mcp/mcp.json"), home(".junie/mcp/mcp.json")] },
  { ...usual, id: "air", name: "JetBrains Air", files: [workspace(".air/mcp.json")] },
  { ...usual, id: "lm-studio", name: "LM Studio", files: [home(".lmstudio/mcp.json"), { ...home(".cache/lm-studio/mcp.json"), on: ["mac"] }] },
  {
    ...usual,
    id: "goose",
    name: "Goose",
    servers: ["extensions"],
    shape: { ...usualShape, command: "cmd", env: "envs", http: ["uri"], ignoredTypes: ["builtin", "platform", "frontend", "inline_python"] },
    files: [
      { ...home(".config/goose/config.yaml"), on: ["linux", "mac"] },
      { scope: "home", path: "{config}/Block/goose/config/config.yaml", on: ["windows"] },
    ],
  },
  {
    ...usual,
    id: "opencode",
    name: "opencode",
    servers: ["mcp"],
    variables: ["opencode"],
    shape: { ...usualShape, env: "environment" },
    files: [workspace("opencode.json"), workspace("opencode.jsonc"), home(".config/opencode/opencode.json"), home(".config/opencode/opencode.jsonc")],
  },
  { ...usual, id: "copilot-cli", name: "Copilot CLI", variables: ["braces", "dollar"], files: [{ scope: "home", path: "{env:COPILOT_HOME}/mcp-config.json" }, home(".copilot/mcp-config.json")] },
];

/** A client that the table does not know, whose file was named by a person: the notation that most of them share. */
export const unknownClient: Client = { ...usual, id: "unknown", name: "an unknown client", variables: ["braces", "env"], approvals: ["autoApprove", "alwaysAllow", "trust"], files: [] };

/** The row of a client. */
export function clientById(id: string): Client {
  return clients.find((client) => client.id === id) ?? unknownClient;
}

function workspace(path: string, servers?: readonly string[]): ClientFile {
  return { scope: "workspace", path: `{workspace}/${path}`, ...(servers ? { servers } : {}) };
}

function home(path: string, servers?: readonly string[]): ClientFile {
  return { scope: "home", path: `{home}/${path}`, ...(servers ? { servers } : {}) };
}
