import { readFile, realpath } from "node:fs/promises";
import path from "node:path";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

const NOTES = path.resolve("notes");

/** Reads what is kept in files. */
export function registerFileTools(server: McpServer) {
  server.registerTool(
    "read_note",
    {
      description: "Reads a note.",
      inputSchema: { name: z.string().describe("The note's file name") },
    },
    async ({ name }) => {
      // "../../../etc/passwd" is a name too.
      const text = await readFile(path.join(NOTES, name), "utf8");
      return { content: [{ type: "text", text }] };
    },
  );

  server.registerTool(
    "read_attachment",
    {
      description: "Reads an attachment of a note.",
      inputSchema: { name: z.string().describe("The attachment's file name") },
    },
    async ({ name }) => {
      const root = await realpath(NOTES);
      const file = await realpath(path.resolve(root, name));
      if (!file.startsWith(root + path.sep)) {
        throw new Error(`${name} is outside the notes`);
      }
      return { content: [{ type: "text", text: await readFile(file, "utf8") }] };
    },
  );
}
