import { exec, execFile } from "node:child_process";
import { promisify } from "node:util";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";

const run = promisify(exec);
const runFile = promisify(execFile);

/** What git knows about the notes. */
export function registerHistoryTools(server: McpServer) {
  server.registerTool(
    "note_history",
    {
      description: "Shows the latest changes to the notes on a branch.",
      inputSchema: { branch: z.string().describe("The branch to read") },
    },
    async ({ branch }) => {
      // A model that was talked into the branch "main; rm -rf ~" runs that too.
      const { stdout } = await run(`git log --oneline -n 20 ${branch}`);
      return { content: [{ type: "text", text: stdout }] };
    },
  );

  server.registerTool(
    "note_authors",
    {
      description: "Lists who wrote the notes on a branch.",
      inputSchema: { branch: z.string().describe("The branch to read") },
    },
    async ({ branch }) => {
      // No shell, and nothing in the branch can be read as an option.
      const { stdout } = await runFile("git", ["shortlog", "-sn", "--end-of-options", branch, "--"]);
      return { content: [{ type: "text", text: stdout }] };
    },
  );
}
