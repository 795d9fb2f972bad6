import { describe, expect, it } from "vitest";
import { clients } from "../../../src/audit/configuration/clients";
import { clientFilesOf, isWorkspaceConfiguration } from "../../../src/audit/configuration/client-files";
import { rangeOfField, readConfiguration } from "../../../src/audit/configuration/entries";
import { read } from "../../tidy/repository";

/** What is read, without where it stands. */
function entriesOf(file: string, text: string) {
  return readConfiguration(file, text).entries.map(({ entry: { raw, ...entry } }) => ({ ...entry, hasRaw: Object.keys(raw).length > 0 }));
}

/** The text of a part of the first server. */
function textAt(file: string, text: string, field?: string): string | undefined {
  const [first] = readConfiguration(file, text).entries;
  if (!first) return undefined;
  const { start, end } = rangeOfField(first, field);
  return text.slice(start, end);
}

const common = { isDisabled: false, hasRaw: true };

describe("the servers of a configuration file", () => {
  it("of VS Code, with comments and trailing commas", () => {
    const text = `{ // mine
      "inputs": [{"id": "key", "type": "promptString", "password": true, "description": "The key"}],
      "servers": { "a": {"command": "npx", "args": ["-y", "pkg@1.2.3",], "env": {"KEY": "\${input:key}", "N": 1, "GONE": null}, "envFile": "\${workspaceFolder}/.env"}, "b": {"type": "http", "url": "https://x.example/mcp", "headers": {"X": "y"}}, } }`;
    const file = "/w/.vscode/mcp.json";
    expect(entriesOf(file, text)).toEqual([
      { ...common, client: "vscode", file, name: "a", transport: "stdio", command: "npx", args: ["-y", "pkg@1.2.3"], env: { KEY: "${input:key}", N: "1" }, envFile: "${workspaceFolder}/.env" },
      { ...common, client: "vscode", file, name: "b", transport: "http", url: "https://x.example/mcp", headers: { X: "y" } },
    ]);
    expect(readConfiguration(file, text).inputs).toEqual([{ id: "key", type: "promptString", isPassword: true, description: "The key" }]);
    expect(textAt(file, text)).toBe('"a"');
    expect(textAt(file, text, "args[1]")).toBe('"pkg@1.2.3"');
    expect(textAt(file, text, "env.KEY")).toBe('"${input:key}"');
    expect(textAt(file, text, "dev.watch")).toBe('"a"');
  });

  it.each([
    ["/w/.vscode/settings.json", '{"editor.tabSize": 2, "mcp": {"servers": {"a": {"command": "x"}}}}', "vscode"],
    ["/w/my.code-workspace", '{"folders": [], "settings": {"mcp": {"servers": {"a": {"command": "x"}}}}}', "vscode"],
    ["/w/.devcontainer/devcontainer.json", '{"customizations": {"vscode": {"mcp": {"servers": {"a": {"command": "x"}}}}}}', "vscode"],
    ["/w/.mcp.json", '{"mcpServers": {"a": {"type": "stdio", "command": "x"}}}', "claude-code"],
    ["/home/me/.claude.json", '{"projects": {"/w": {"mcpServers": {"a": {"command": "x"}}}}}', "claude-code"],
    ["/home/me/.config/Claude/claude_desktop_config.json", '{"mcpServers": {"a": {"command": "x"}}}', "claude-desktop"],
    ["/home/me/.config/zed/settings.json", '{"context_servers": {"a": {"command": {"path": "x"}}}}', "zed"],
    ["/home/me/.codex/config.toml", 'model = "m"\n[mcp_servers.a]\ncommand = "x"\n', "codex"],
    ["/w/.continue/mcpServers/mine.yaml", "name: mine\nmcpServers:\n  - name: a\n    command: x\n", "continue"],
    ["/home/me/.config/goose/config.yaml", "extensions:\n  a:\n    type: stdio\n    cmd: x\n  dev:\n    type: builtin\n", "goose"],
    ["/w/opencode.json", '{"mcp": {"a": {"type": "local", "command": ["x"]}}}', "opencode"],
    ["/any/where.json", '{"servers": {"a": {"command": "x"}}}', "vscode"],
    ["/any/where.toml", '[mcp_servers]\na = { command = "x" }', "codex"],
    ["/any/where.json", '{"mcpServers": {"a": {"command": "x"}}}', "unknown"],
  ])("%s", (file, text, client) => {
    expect(entriesOf(file, text)).toMatchObject([{ client, name: "a", transport: "stdio", command: "x" }]);
    expect(textAt(file, text, "command")).toMatch(/^"?x"?$/);
    expect(readConfiguration(file, text).problems).toEqual([]);
  });

  it.each([
    ["/h/.codeium/windsurf/mcp_config.json", '{"mcpServers": {"a": {"serverUrl": "https://x.example"}}}', "http"],
    ["/w/.gemini/settings.json", '{"mcpServers": {"a": {"httpUrl": "https://x.example"}}}', "http"],
    ["/w/.gemini/settings.json", '{"mcpServers": {"a": {"url": "https://x.example"}}}', "sse"],
    ["/w/.roo/mcp.json", '{"mcpServers": {"a": {"type": "streamable-http", "url": "https://x.example"}}}', "http"],
    ["/w/.mcp.json", '{"mcpServers": {"a": {"type": "sse", "url": "https://x.example"}}}', "sse"],
    ["/h/.config/goose/config.yaml", "extensions:\n  a:\n    type: streamable_http\n    uri: https://x.example\n", "http"],
    ["/w/opencode.json", '{"mcp": {"a": {"type": "remote", "url": "https://x.example"}}}', "http"],
  ])("%s, %s", (file, text, transport) => {
    expect(entriesOf(file, text)).toMatchObject([{ name: "a", transport, url: "https://x.example" }]);
    expect(textAt(file, text, "url")).toMatch(/^"?https:\/\/x\.example"?$/);
  });

  it("with what other keys say in the same words", () => {
    const codex = '[mcp_servers.a]\nurl = "https://x.example"\nbearer_token_env_var = "TOKEN"\nenabled = false\n[mcp_servers.a.http_headers]\nX = "y"\n[mcp_servers.a.env_http_headers]\nZ = "Z_KEY"\n';
    expect(entriesOf("/h/.codex/config.toml", codex)).toMatchObject([{ isDisabled: true, headers: { X: "y", Z: "${env:Z_KEY}", Authorization: "Bearer ${env:TOKEN}" } }]);
    expect(textAt("/h/.codex/config.toml", codex, "headers.Authorization")).toBe('"TOKEN"');
    const opencode = '{"mcp": {"a": {"type": "local", "command": ["npx", "-y", "p"], "environment": {"K": "{env:K}"}, "enabled": true}}}';
    expect(entriesOf("/w/opencode.json", opencode)).toMatchObject([{ command: "npx", args: ["-y", "p"], env: { K: "{env:K}" }, isDisabled: false }]);
    expect(textAt("/w/opencode.json", opencode, "args[1]")).toBe('"p"');
  });

  it("of one folder among several", () => {
    const text = '{"mcpServers": {"user": {"command": "u"}}, "projects": {"/w": {"mcpServers": {"a": {"command": "x"}}}, "/v": {"history": []}}}';
    expect(readConfiguration("/h/.claude.json", text).entries.map(({ entry, within }) => [entry.name, within])).toEqual([["user", undefined], ["a", "/w"]]);
  });

  it("the last of two of one name, as clients do", () => {
    expect(entriesOf("/w/.mcp.json", '{"mcpServers": {"a": {"command": "x"}, "a": {"command": "y"}}}')).toMatchObject([{ command: "y" }]);
  });

  it("and names that objects have already", () => {
    expect(entriesOf("/w/.mcp.json", '{"mcpServers": {"__proto__": {"command": "x", "env": {"__proto__": "1", "toString": "2"}}}}')).toMatchObject([{ name: "__proto__", command: "x" }]);
  });
});

describe("a mistake is told with its place, and hides nothing else", () => {
  it.each([
    ["/w/.mcp.json", '{"mcpServers": {"a": {"command": "x"}', "Close brace expected", ["a"]],
    ["/w/.mcp.json", '{"mcpServers": {"a": 1, "b": {"command": "x"}}}', 'Server "a" is no object', ["b"]],
    ["/w/.mcp.json", '{"mcpServers": {"a": {"args": ["x"]}, "b": {"command": "x"}}}', 'Server "a" has neither a command nor an address', ["b"]],
    ["/w/.mcp.json", "[1, 2", "Close bracket expected", []],
    ["/w/.codex/config.toml", '[mcp_servers.a]\ncommand = "x\n', /./, []],
    ["/w/.continue/mcpServers/a.yaml", "mcpServers:\n  - name: a\n    command: x\n  - {name: b, command: [\n", /./, ["a"]],
  ])("%s %s", (file, text, message, names) => {
    const { problems, entries } = readConfiguration(file, text);
    expect(problems[0]?.message).toMatch(message);
    const { start, end } = problems[0]?.range ?? { start: -1, end: -1 };
    expect(start >= 0 && end >= start && end <= text.length).toBe(true);
    expect(entries.map(({ entry }) => entry.name)).toEqual(names);
  });

  it.each(["", " ", "\uFEFF", "null", "\0", "[".repeat(100_000), '{"a":'.repeat(100_000), "a: &a [*a, *a]\n", "- ".repeat(20_000)])("never throws (case %#)", (text) => {
    for (const file of ["/w/.mcp.json", "/w/.continue/mcpServers/a.yaml", "/w/.codex/config.toml"]) expect(readConfiguration(file, text).entries).toEqual([]);
  });
});

describe("whose a file is", () => {
  it.each(["/w/.vscode/mcp.json", "/w/.mcp.json", "/w/.cursor/mcp.json", "/w/sub/.roo/mcp.json", "/w/.codex/config.toml", "/w/.continue/mcpServers/x.yaml"])("%s comes with a workspace", (file) => expect(isWorkspaceConfiguration(file)).toBe(true));
  it.each(["/w/mcp.json", "/w/package.json", "/w/x.mcp.json", "/w/.vscode/mcp.json.bak", "/w/config.toml", "/h/.config/Claude/claude_desktop_config.json"])("%s does not", (file) => expect(isWorkspaceConfiguration(file)).toBe(false));
  it("an id of the table stands for one client", () => expect(new Set(clients.map(({ id }) => id)).size).toBe(clients.length));
  it("every file of the table is known by its name, unless a variable names it", () => {
    const unknown = clients.flatMap((client) => client.files.filter(({ path }) => !path.startsWith("{env:")).map(({ path }) => ({ client, file: path.replace(/^\{user\}/, "/x/User").replace(/^\{\w+\}/, "/x").replaceAll("**", "p/q").replaceAll("*", "n") }))).filter(({ client, file }) => !clientFilesOf(file).some((each) => each.client === client));
    expect(unknown).toEqual([]);
  });
});

it("the documentation names every client with its files", () => {
  const doc = read("docs/client-configurations.md");
  const missing = clients.flatMap(({ name, files }) => files.filter(({ path }) => !doc.includes(`| ${name} |`) || !doc.includes(`\`${path.replace("{workspace}/", "")}\``)).map(({ path }) => `${name}: ${path}`));
  expect(missing).toEqual([]);
});
