import { describe, expect, it } from "vitest";
import { createScanner, quotable } from "../../src/scan/scanner";
import type { Configuration } from "../../src/engine/api";

const SERVER = '{\n  "mcpServers": {\n    "n": {"command": "npx", "args": ["-y", "acme-server"]}\n  }\n}\n';

const CODE = `import { execSync } from "node:child_process";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
const server = new McpServer({ name: "s", version: "1" });
server.registerTool("log", { inputSchema: { branch: z.string() } }, async ({ branch }) => execSync("git log " + branch));
`;

function scannerOf(files: Readonly<Record<string, string>>, configuration: Partial<Configuration> = {}, reads: string[] = []) {
  const host = { files: () => Object.keys(files), read: (file: string) => (reads.push(file), files[file]) };
  return createScanner(host, { folder: "/w", rules: {}, exclude: [], ...configuration }, { installedVersion: () => "1.2.3" });
}

const placesOf = (scanner: ReturnType<typeof scannerOf>, files?: readonly string[]) => scanner.analyze({ withFixes: false, ...(files ? { files } : {}) }).findings.map(({ rule, severity, location }) => `${location.file} ${severity} ${rule}`);

describe("a scan", () => {
  it("looks at code and at configuration files", () => {
    const scanner = scannerOf({ "/w/.mcp.json": SERVER, "/w/server.ts": CODE, "/w/other.json": SERVER });
    expect(placesOf(scanner)).toEqual(["/w/.mcp.json warning unpinned-package", "/w/server.ts error command-injection"]);
  });

  it("of configuration files only leaves the code alone", () => {
    const reads: string[] = [];
    const scanner = scannerOf({ "/w/.mcp.json": SERVER, "/w/server.ts": CODE }, {}, reads);
    expect(placesOf(scanner, ["/w/.mcp.json"])).toEqual(["/w/.mcp.json warning unpinned-package"]);
    expect(reads).not.toContain("/w/server.ts");
  });

  it("hears what the person has set", () => {
    const files = { "/w/.mcp.json": SERVER, "/w/sub/.cursor/mcp.json": SERVER, "/w/tests/.mcp.json": SERVER };
    expect(placesOf(scannerOf(files))).toEqual(["/w/.mcp.json warning unpinned-package", "/w/sub/.cursor/mcp.json warning unpinned-package"]);
    expect(placesOf(scannerOf(files, { rules: { "unpinned-package": "off" } }))).toEqual([]);
    expect(placesOf(scannerOf(files, { rules: { "unpinned-package": "error" }, exclude: ["sub/"] }))).toEqual(["/w/.mcp.json error unpinned-package"]);
    expect(placesOf(scannerOf(files, { exclude: ["!tests/.mcp.json"] }))).toContain("/w/tests/.mcp.json warning unpinned-package");
  });

  it("hears comments, with their reason", () => {
    const quiet = (comment: string) => SERVER.replace('    "n"', `    ${comment}\n    "n"`);
    const { findings, suppressed } = scannerOf({ "/w/.vscode/mcp.json": quiet("// portcullis-ignore-next-line unpinned-package -- ours").replace("mcpServers", "servers") }).analyze();
    expect([findings, suppressed.map(({ reason }) => reason)]).toEqual([[], ["ours"]]);
    expect(placesOf(scannerOf({ "/w/.vscode/mcp.json": quiet("// portcullis-ignore-next-line unpinned-package").replace("mcpServers", "servers") }))).toHaveLength(1);
    const yaml = "mcpServers:\n  # portcullis-ignore-file unpinned-package -- ours\n  - name: n\n    command: npx\n    args: [acme-server]\n";
    expect(placesOf(scannerOf({ "/w/.continue/mcpServers/n.yaml": yaml }))).toEqual([]);
  });

  it("says which fingerprint a finding has, whatever is edited elsewhere, and mends it by that", () => {
    const first = scannerOf({ "/w/.mcp.json": SERVER }).analyze().findings[0];
    const second = scannerOf({ "/w/.mcp.json": SERVER.replace('"mcpServers": {', '"x": 1,\n  "mcpServers": {\n    "m": {"command": "m"},') });
    expect(second.analyze().findings[0]?.fingerprint).toBe(first?.fingerprint);
    expect(second.fixesFor({ fingerprint: first?.fingerprint ?? "" }).fixes.map(({ title }) => title)).toEqual(["Pin acme-server to 1.2.3, which is installed here"]);
  });

  it("says what of a file could not be read", () => {
    expect(scannerOf({ "/w/.mcp.json": SERVER.slice(0, -5) }).analyze().limits).toEqual([{ file: "/w/.mcp.json", reason: expect.stringMatching(/^understood in part only: .* \(line \d\)$/) as string }]);
  });
});

it("what is quoted of a configuration has no secret, and everything else where it was", () => {
  const secret = "fake9f8e7d6c5b4a";
  const text = `{"mcpServers": {"n": {"url": "https://x.example/?api_key=${secret}", "headers": {"X-Api-Key": "${secret}", "Authorization": "Bearer ${secret}"}}, "m": {"command": "s", "env": {"A_SECRET": "${secret}\\u0031"}}}}`;
  const quoted = quotable("/w/.mcp.json", text);
  expect(quoted).not.toContain(secret);
  expect(quoted).toHaveLength(text.length);
  expect(quoted).toContain('"Bearer ••••••••••••••••"');
  expect(quotable("/w/server.ts", text)).toBe(text);
});
