/** A server of the first SDK line over stdio, meant to be clean. */
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

const server = new McpServer({ name: "v1", version: "1.0.0" }, { instructions: "Adds numbers." });
server.registerTool("add", { title: "Add", description: "Adds two numbers.", inputSchema: { a: z.number(), b: z.number() } }, async ({ a, b }) => ({ content: [{ type: "text", text: String(a + b) }] }));
server.registerPrompt("sum", { description: "Asks for a sum." }, () => ({ messages: [] }));
server.registerResource("digits", "digits://all", { description: "All digits." }, async () => ({ contents: [] }));
console.error(`started with ${Object.keys(process.env).sort().join(",")}\u001b[31m`);
await server.connect(new StdioServerTransport());
