import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { registerFileTools } from "./tools/files.js";
import { registerHistoryTools } from "./tools/history.js";
import { registerSearchTools } from "./tools/search.js";

const server = new McpServer({ name: "sample-notes", version: "1.0.0" });

registerFileTools(server);
registerHistoryTools(server);
registerSearchTools(server);

await server.connect(new StdioServerTransport());
