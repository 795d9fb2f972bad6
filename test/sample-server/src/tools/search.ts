import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { Pool } from "pg";
import { z } from "zod";

const pool = new Pool({ connectionString: process.env.DATABASE_URL });

/** Searches in the database of notes. */
export function registerSearchTools(server: McpServer) {
  server.registerTool(
    "notes_by_author",
    {
      description: "Finds the notes of one author.",
      inputSchema: { author: z.string(), limit: z.number().int().max(100).default(20) },
    },
    async ({ author, limit }) => {
      // The author "' OR '1'='1" reads everybody's notes.
      const result = await pool.query(`SELECT id, title FROM notes WHERE author = '${author}' LIMIT ${limit}`);
      return { content: [{ type: "text", text: JSON.stringify(result.rows) }] };
    },
  );

  server.registerTool(
    "notes_by_tag",
    {
      description: "Finds the notes that carry a tag.",
      inputSchema: { tag: z.string() },
    },
    async ({ tag }) => {
      const result = await pool.query("SELECT id, title FROM notes WHERE tag = $1", [tag]);
      return { content: [{ type: "text", text: JSON.stringify(result.rows) }] };
    },
  );
}
