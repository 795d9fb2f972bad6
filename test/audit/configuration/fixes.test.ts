import { describe, expect, it } from "vitest";
import { reviewConfiguration } from "../../../src/audit/review-configuration";
import { applyEdits } from "../../../src/base/text";

const means = { installedVersion: (name: string) => (name === "@acme/server" ? "2.1.0" : undefined) };

/** The fixes of the one finding of a check, and the text after each. */
function fixesIn(file: string, text: string, check: string) {
  const findings = reviewConfiguration(file, text, means).findings.filter(({ rule }) => rule === check);
  expect(findings.length, `one finding of ${check} was expected`).toBe(1);
  return (findings[0]?.fixes ?? []).map((fix) => {
    const after = applyEdits(text, fix.edits);
    const left = reviewConfiguration(file, after, means);
    expect(left.findings.filter(({ rule }) => rule === check), `"${fix.title}" leaves the finding`).toEqual([]);
    expect(left.problems).toEqual([]);
    return { title: fix.title, safety: fix.safety, note: fix.note, after };
  });
}

const KEY = "fake9f8e7d6c5b4a";

describe("a secret becomes a reference", () => {
  it("to an input that is added with it, where there was none", () => {
    const text = `{\n  // my servers\n  "servers": {\n    "notes": {\n      "command": "server",\n      "env": { "NOTES_API_KEY": "${KEY}" }\n    }\n  }\n}\n`;
    const [ask, take] = fixesIn("/w/.vscode/mcp.json", text, "secret-in-configuration");
    expect(ask?.after).toBe(`{\n  // my servers\n  "inputs": [\n    {"type":"promptString","id":"notes-api-key","description":"NOTES_API_KEY of notes","password":true}\n  ],\n  "servers": {\n    "notes": {\n      "command": "server",\n      "env": { "NOTES_API_KEY": "\${input:notes-api-key}" }\n    }\n  }\n}\n`);
    expect(ask).toMatchObject({ title: "Have VS Code ask for it and keep it encrypted", safety: "review" });
    expect(take).toMatchObject({ title: "Take it from the environment variable NOTES_API_KEY" });
    expect(take?.after).toContain('"NOTES_API_KEY": "${env:NOTES_API_KEY}"');
  });

  it.each([
    ["behind others", '{"inputs": [{"id": "a"}], "servers": {"n": {"command": "s", "env": {"A_TOKEN": "KEY"}}}}', '{"inputs": [{"id": "a"}, {"type":"promptString","id":"a-token","description":"A_TOKEN of n","password":true}], "servers": {"n": {"command": "s", "env": {"A_TOKEN": "${input:a-token}"}}}}'],
    ["under a name that is free", '{"inputs": [\n\t{"id": "a-token"}\n], "servers": {"n": {"command": "s", "env": {"A_TOKEN": "KEY"}}}}', '{"inputs": [\n\t{"id": "a-token"},\n\t{"type":"promptString","id":"a-token-2","description":"A_TOKEN of n","password":true}\n], "servers": {"n": {"command": "s", "env": {"A_TOKEN": "${input:a-token-2}"}}}}'],
    ["in a header", '{"inputs": [{"id": "a"}], "servers": {"n": {"url": "https://x.example", "headers": {"Authorization": "Bearer KEY"}}}}', '{"inputs": [{"id": "a"}, {"type":"promptString","id":"n-token","description":"N_TOKEN of n","password":true}], "servers": {"n": {"url": "https://x.example", "headers": {"Authorization": "Bearer ${input:n-token}"}}}}'],
    ["in an option", '{"inputs": [{"id": "a"}], "servers": {"n": {"command": "s", "args": ["--api-key=KEY"]}}}', '{"inputs": [{"id": "a"}, {"type":"promptString","id":"api-key","description":"API_KEY of n","password":true}], "servers": {"n": {"command": "s", "args": ["--api-key=${input:api-key}"]}}}'],
  ])("to an input %s", (_, text, expected) => {
    expect(fixesIn("/w/.vscode/mcp.json", text.replace("KEY\"", `${KEY}"`), "secret-in-configuration")[0]?.after).toBe(expected);
  });

  it("to an input with the line ends of the file", () => {
    const [ask] = fixesIn("/w/.vscode/mcp.json", `{\r\n\t"inputs": [],\r\n\t"servers": {"n": {"command": "s", "env": {"A_TOKEN": "${KEY}"}}}\r\n}`, "secret-in-configuration");
    expect(ask?.after).toContain('"inputs": [\r\n\t\t{"type":"promptString"');
    expect(ask?.after.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });

  it.each([
    ["/w/.mcp.json", `{"mcpServers": {"n": {"command": "s", "env": {"A_TOKEN": "${KEY}"}}}}`, '"A_TOKEN": "${A_TOKEN}"'],
    ["/w/.cursor/mcp.json", `{"mcpServers": {"n": {"command": "s", "env": {"A_TOKEN": "${KEY}"}}}}`, '"A_TOKEN": "${env:A_TOKEN}"'],
    ["/w/opencode.json", `{"mcp": {"n": {"type": "local", "command": ["s"], "environment": {"A_TOKEN": "${KEY}"}}}}`, '"A_TOKEN": "{env:A_TOKEN}"'],
    ["/w/.continue/mcpServers/n.yaml", `mcpServers:\n  - name: n\n    command: s\n    env:\n      A_TOKEN: ${KEY}\n`, 'A_TOKEN: "${{ secrets.A_TOKEN }}"'],
  ])("in the notation of %s", (file, text, expected) => expect(fixesIn(file, text, "secret-in-configuration").map(({ after }) => after.includes(expected))).toEqual([true]));

  it("and nothing where the client takes every value as it stands", () => {
    const text = `{"mcpServers": {"n": {"command": "s", "env": {"A_TOKEN": "${KEY}"}}}}`;
    expect(fixesIn("/h/Claude/claude_desktop_config.json", text, "secret-in-configuration")).toEqual([]);
    expect(reviewConfiguration("/h/Claude/claude_desktop_config.json", text, means).findings[0]?.noFix).toMatch(/^Keep the secret/);
  });

  it("and is never told", () => {
    const text = `{"mcpServers": {"n": {"url": "https://me:${KEY}@x.example/?api_key=${KEY}", "headers": {"X-Api-Key": "${KEY}"}}}}`;
    expect(JSON.stringify(reviewConfiguration("/w/.mcp.json", text, means).findings.map(({ message, fixes }) => [message, fixes.map(({ title, note }) => [title, note])]))).not.toContain(KEY);
  });
});

describe("a version is written", () => {
  it.each([
    ['"command": "npx", "args": ["-y", "@acme/server"]', '"command": "npx", "args": ["-y", "@acme/server@2.1.0"]'],
    ['"command": "npx", "args": ["-y", "@acme/server@latest", "--x"]', '"command": "npx", "args": ["-y", "@acme/server@2.1.0", "--x"]'],
    ['"command": "sh", "args": ["-c", "npx -y @acme/server --x"]', '"command": "sh", "args": ["-c", "npx -y @acme/server@2.1.0 --x"]'],
    ['"command": "npx", "args": ["--package=@acme/server", "bin"]', '"command": "npx", "args": ["--package=@acme/server@2.1.0", "bin"]'],
  ])("%s", (before, after) => {
    const wrap = (entry: string) => `{"mcpServers": {"n": {${entry}}}}`;
    expect(fixesIn("/w/.mcp.json", wrap(before), "unpinned-package")).toEqual([{ title: "Pin @acme/server to 2.1.0, which is installed here", safety: "safe", note: undefined, after: wrap(after) }]);
  });

  it("in TOML", () => {
    expect(fixesIn("/h/.codex/config.toml", '[mcp_servers.n]\ncommand = "npx"\nargs = ["-y", \'@acme/server\']\n', "unpinned-package")[0]?.after).toBe('[mcp_servers.n]\ncommand = "npx"\nargs = ["-y", "@acme/server@2.1.0"]\n');
  });

  it("but not one that nobody here knows", () => expect(fixesIn("/w/.mcp.json", '{"mcpServers": {"n": {"command": "npx", "args": ["-y", "other"]}}}', "unpinned-package")).toEqual([]));
});

describe("other findings", () => {
  it.each([
    ["/w/.vscode/mcp.json", '{"servers": {"n": {"url": "http://x.example/mcp"}}}', "open-connection", '{"servers": {"n": {"url": "https://x.example/mcp"}}}'],
    ["/w/.vscode/mcp.json", '{"servers": {"n": {"command": "filesystem", "args": ["--root=/"]}}}', "wide-access", '{"servers": {"n": {"command": "filesystem", "args": ["--root=${workspaceFolder}"]}}}'],
    ["/w/.roo/mcp.json", '{"mcpServers": {"n": {"command": "s", "alwaysAllow": ["read_file", "write_file"]}}}', "auto-approval", '{"mcpServers": {"n": {"command": "s", "alwaysAllow": ["read_file"]}}}'],
    ["/w/.gemini/settings.json", '{"mcpServers": {"n": {"command": "s", "trust": true}}}', "auto-approval", '{"mcpServers": {"n": {"command": "s", "trust": false}}}'],
  ])("%s %s", (file, text, check, expected) => expect(fixesIn(file, text, check).map(({ after }) => after)).toEqual([expected]));
});
