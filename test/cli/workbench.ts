import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import type { Console } from "../../src/cli/console";
import { run } from "../../src/cli/run";

/** A folder on the disk with a project, and the command line in it. */
export interface Workbench {
  readonly folder: string;
  write(file: string, text: string | Uint8Array): void;
  read(file: string): string;
  /** Runs the command line in the folder. */
  portcullis(...argv: readonly string[]): Promise<{ readonly code: number; readonly output: string; readonly errors: string }>;
}

/** How the console of a workbench is. */
export interface WorkbenchOptions {
  readonly isTTY?: boolean;
  readonly environment?: Console["environment"];
  /** What the person at the terminal answers, one after the other; nobody is there without it. */
  readonly answers?: readonly string[];
  /** Hears what is written to standard error, as a person who reads it does. */
  readonly onError?: (text: string) => void;
}

/** The manifest of a server. */
export const manifest = JSON.stringify({ name: "server", type: "module", dependencies: { "@modelcontextprotocol/sdk": "^1.0.0", zod: "^3.0.0" } });

/** A server with one tool whose argument reaches a shell. */
export const shellServer = [
  'import { execSync } from "node:child_process";',
  'import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";',
  'import { z } from "zod";',
  "",
  'const server = new McpServer({ name: "s", version: "1" });',
  "",
  'server.registerTool("git_log", { inputSchema: { branch: z.string() } }, async ({ branch }) => {',
  '  const out = execSync(`git log ${branch}`, { encoding: "utf8" });',
  '  return { content: [{ type: "text", text: out }] };',
  "});",
  "",
].join("\n");

/** The same, with an argument that can do no harm. */
export const cleanServer = shellServer.replace("branch: z.string()", "branch: z.number()");

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Makes a folder with files; it is gone after the test. */
export function workbench(files: Readonly<Record<string, string>> = {}, { isTTY = false, environment = {}, answers, onError }: WorkbenchOptions = {}): Workbench {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-cli-")));
  folders.push(folder);
  const bench: Workbench = {
    folder,
    write(file, text) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    read: (file) => readFileSync(join(folder, file), "utf8"),
    async portcullis(...argv) {
      const [output, errors]: [string[], string[]] = [[], []];
      const left = [...(answers ?? [])];
      const ask = (question: string): Promise<string> => {
        errors.push(question);
        return Promise.resolve(left.shift() ?? "");
      };
      const tell = (text: string): void => {
        errors.push(text);
        onError?.(text);
      };
      const stream = (texts: string[]) => ({ isTTY, write: (text: string) => void texts.push(text) });
      const console: Console = { cwd: folder, environment, output: stream(output), errors: { isTTY, write: (text) => tell(text) }, onInterrupt: () => () => undefined, ...(answers ? { ask } : {}) };
      const code = await run(argv, console, { version: "0.0.0" });
      return { code, output: output.join(""), errors: errors.join("") };
    },
  };
  for (const [file, text] of Object.entries({ "package.json": manifest, ...files })) bench.write(file, text);
  return bench;
}
