import { describe, expect, it } from "vitest";
import { cleanServer, shellServer, workbench } from "./workbench";

const SECRET = "fake9f8e7d6c5b4a";

const CONFIGURATION = `{
  "mcpServers": {
    "notes": { "command": "npx", "args": ["-y", "notes-server"], "env": { "NOTES_TOKEN": "${SECRET}" } }
  }
}
`;

interface JsonReport {
  readonly findings: readonly { readonly rule: string; readonly file: string; readonly line: number; readonly fixes: readonly { readonly title: string }[] }[];
  readonly limits: readonly { readonly file: string; readonly reason: string }[];
}

describe("configuration files of clients", () => {
  it("are scanned with the code beside them", async () => {
    const bench = workbench({ "src/a.ts": shellServer, ".mcp.json": CONFIGURATION, "sub/.cursor/mcp.json": CONFIGURATION, "test/.mcp.json": CONFIGURATION });
    const { findings } = JSON.parse((await bench.portcullis("scan", "--format", "json")).output) as JsonReport;
    expect(findings.map(({ file, rule }) => `${file} ${rule}`)).toEqual([".mcp.json unpinned-package", ".mcp.json secret-in-configuration", "src/a.ts command-injection", "sub/.cursor/mcp.json unpinned-package", "sub/.cursor/mcp.json secret-in-configuration"]);
  });

  it.each(["pretty", "json", "sarif", "github", "markdown"])("never show a secret as %s", async (format) => {
    const { output, errors, code } = await workbench({ ".mcp.json": CONFIGURATION }).portcullis("scan", "--format", format);
    expect(code).toBe(1);
    expect(output).toMatch(/secret-in-configuration/);
    expect(output + errors).not.toContain(SECRET);
  });

  it("are pinned by --fix to what is installed, and their secrets replaced when a person takes fixes to be reviewed", async () => {
    const bench = workbench({ ".mcp.json": CONFIGURATION, "node_modules/notes-server/package.json": '{"version": "1.4.2"}' });
    await bench.portcullis("scan", "--fix");
    expect(bench.read(".mcp.json")).toBe(CONFIGURATION.replace('"notes-server"', '"notes-server@1.4.2"'));
    expect((await bench.portcullis("scan", "--unsafe-fixes")).code).toBe(0);
    expect(bench.read(".mcp.json")).toContain('"NOTES_TOKEN": "${NOTES_TOKEN}"');
  });

  it("with a mistake are read as far as they go", async () => {
    const { findings, limits } = JSON.parse((await workbench({ "a.ts": cleanServer, ".mcp.json": CONFIGURATION.slice(0, -6) }).portcullis("scan", "--format", "json")).output) as JsonReport;
    expect(findings.map(({ rule }) => rule)).toEqual(["unpinned-package", "secret-in-configuration"]);
    expect(limits).toEqual([{ file: ".mcp.json", reason: expect.stringMatching(/^understood in part only: Close brace expected/) as string }]);
  });

  it("are looked at alone when one is named, or by one check", async () => {
    const bench = workbench({ "src/a.ts": shellServer, ".mcp.json": CONFIGURATION });
    const { findings } = JSON.parse((await bench.portcullis("scan", ".mcp.json", "--rule", "unpinned-package", "--format", "json")).output) as JsonReport;
    expect(findings.map(({ file, rule, line }) => [file, rule, line])).toEqual([[".mcp.json", "unpinned-package", 3]]);
  });
});
