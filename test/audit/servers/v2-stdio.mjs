/** A server of the second SDK line over stdio, both eras. */
import { fromJsonSchema, McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";

serveStdio(() => {
  const server = new McpServer({ name: "v2", version: "2.0.0" }, { instructions: "Adds numbers." });
  const inputSchema = fromJsonSchema({ type: "object", properties: { a: { type: "number" } } });
  server.registerTool("add", { description: "Adds.", inputSchema }, async () => ({ content: [] }));
  return server;
});
