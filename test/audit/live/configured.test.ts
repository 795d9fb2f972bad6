import { describe, expect, it } from "vitest";
import { workbench } from "../../cli/workbench";
import { script } from "../connect/support";
import { legacyHandler, listen } from "../servers/http-servers";

const { command, args } = script("servers/v1-stdio.mjs");
const environment = { PATH: process.env["PATH"], HOME: process.env["HOME"], API_TOKEN: "fake-token-123456" };
const inputs = [{ id: "key", type: "promptString", description: "the API key", password: true }];
const stdio = { command, args: [...args, "--key=${input:key}", "${workspaceFolder}"], env: { API_KEY: "${input:key}" } };
const configuration = (servers: object): string => JSON.stringify({ inputs, servers }, undefined, 2);

interface Json {
  readonly servers: readonly { readonly server: string; readonly target?: string; readonly unreachable?: string; readonly tools: readonly unknown[] }[];
}

describe("portcullis audit --config", () => {
  it("audits every server of a file as one person's set, with its variables resolved, and shows no secret", async () => {
    const keys: unknown[] = [];
    const handle = legacyHandler();
    const server = await listen((request, response) => {
      keys.push(request.headers["x-token"]);
      handle(request, response);
    });
    try {
      const bench = workbench({ ".vscode/mcp.json": configuration({ local: stdio, web: { url: server.url, headers: { "X-Token": "${env:API_TOKEN}" } } }) }, { environment, answers: ["fake-key-654321", "y", "n"] });
      const { code, output, errors } = await bench.portcullis("audit", "--config", ".vscode/mcp.json", "--format", "json", "--fail-on", "never");
      expect(errors).toContain("local wants the API key: ");
      expect(errors).toMatch(new RegExp(`arguments {4}\\S+v1-stdio\\.mjs\\n {15}--key=•••\\n {15}${bench.folder}\\n {2}folder {7}${bench.folder}\\n {2}environment {2}API_KEY; `));
      expect({ code, servers: (JSON.parse(output) as Json).servers.map(({ server: name, tools }) => [name, tools.length]) }).toEqual({ code: 0, servers: [["local", 1], ["web", 1]] });
      expect(keys[0]).toBe("fake-token-123456");
      expect(output + errors).not.toMatch(/fake-(key|token)/);
    } finally {
      await server.close();
    }
  });

  it("of a server whose variables nobody knows says so, and does not pass", async () => {
    const { code, output } = await workbench({ "mcp.json": configuration({ local: stdio, other: { command, args } }) }, { environment }).portcullis("audit", "--config", "mcp.json", "--yes", "--format", "json", "--fail-on", "never");
    expect(code).toBe(2);
    expect((JSON.parse(output) as Json).servers.map(({ server, unreachable }) => [server, unreachable])).toEqual([["other", undefined], ["local", "it needs ${input:key}, and nothing says what that is here"]]);
  });

  it("takes one server by its name, one that is switched off too, and mistakes with their place", async () => {
    const bench = workbench({ "mcp.json": '{ "mcpServers": {\n "a": 1,\n "b": { "command": "no-such-program-here", "disabled": true }\n} }' }, { environment });
    expect(await bench.portcullis("audit", "--config", "mcp.json", "--server", "c")).toMatchObject({ code: 2, errors: expect.stringContaining('mcp.json has no server "c"; it has b') as string });
    const { code, output, errors } = await bench.portcullis("audit", "--config", "mcp.json", "--server", "b", "--yes");
    expect(code).toBe(2);
    expect(output).toContain("no-such-program-here was not found");
    expect(errors).toContain('mcp.json, line 2: Server "a" is no object.');
    expect((await bench.portcullis("audit", "--config", "none.json")).errors).toContain('There is no file "none.json"');
    expect((await bench.portcullis("audit", "--config", "mcp.json", "--env", "A")).errors).toContain("--env does not go with --config");
  });
});
