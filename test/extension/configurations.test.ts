import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { choose, discard, lightBulb, rulesBecome, type, withFile } from "./workspace";

const SERVERS = `{
  // Servers of this project.
  "servers": {
    "notes": { "command": "notes-server", "env": { "NOTES_API_KEY": "fake9f8e7d6c5b4a" } },
    "web": { "type": "http", "url": "https://tools.example.com/mcp" }
  }
}
`;

describe("the configuration file of a client", () => {
  afterEach(discard);

  it("has squiggles while it is typed", async () => {
    await withFile(".vscode/mcp.json", SERVERS, async (document) => {
      const [diagnostic] = await rulesBecome(document.uri, ["secret-in-configuration"]);
      assert.equal(diagnostic && document.getText(diagnostic.range), '"fake9f8e7d6c5b4a"');
      assert.doesNotMatch(diagnostic?.message ?? "", /fake9f8e/);
      await type(document, "https://", "http://");
      await rulesBecome(document.uri, ["secret-in-configuration", "open-connection"]);
    });
  });

  it("has a light bulb that has VS Code ask for the secret", async () => {
    await withFile(".vscode/mcp.json", SERVERS, async (document) => {
      const [diagnostic] = await rulesBecome(document.uri, ["secret-in-configuration"]);
      assert.ok(diagnostic);
      await choose(await lightBulb(document, diagnostic.range), "Have VS Code ask for it and keep it encrypted");
      await rulesBecome(document.uri, []);
      assert.match(document.getText(), /"NOTES_API_KEY": "\$\{input:notes-api-key\}"/);
      assert.match(document.getText(), /"inputs": \[\n {4}\{"type":"promptString","id":"notes-api-key"/);
    });
  });

  it("of another client has what that client understands, and no comment that it would choke on", async () => {
    await withFile(".cursor/mcp.json", SERVERS.replace("servers", "mcpServers"), async (document) => {
      const [diagnostic] = await rulesBecome(document.uri, ["secret-in-configuration"]);
      assert.ok(diagnostic);
      const actions = await lightBulb(document, diagnostic.range);
      assert.deepEqual(actions.map(({ title }) => title), ["Take it from the environment variable NOTES_API_KEY", "Explain secret-in-configuration"]);
    });
  });
});
