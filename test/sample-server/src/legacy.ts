import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { runProgram, runShell } from "./shell.js";

/** The server as it was before `McpServer`: one handler for all tools. */
export const legacyServer = new Server({ name: "sample-notes-legacy", version: "0.9.0" }, { capabilities: { tools: {} } });

legacyServer.setRequestHandler(ListToolsRequestSchema, async () => ({
  tools: [
    {
      name: "count_words",
      description: "Counts the words of a note.",
      inputSchema: { type: "object", properties: { note: { type: "string" } }, required: ["note"] },
    },
    {
      name: "count_notes",
      description: "Counts the notes that mention a word.",
      inputSchema: { type: "object", properties: { word: { type: "string" } }, required: ["word"] },
    },
  ],
}));

legacyServer.setRequestHandler(CallToolRequestSchema, async (request) => {
  const { name, arguments: args } = request.params;
  switch (name) {
    case "count_words": {
      const note = String(args?.note);
      return { content: [{ type: "text", text: runShell(`wc -w "notes/${note}"`) }] };
    }
    case "count_notes": {
      const word = String(args?.word);
      return { content: [{ type: "text", text: runProgram("grep", ["-rlF", "-e", word, "notes"]) }] };
    }
    default:
      throw new Error(`There is no tool ${name}`);
  }
});
