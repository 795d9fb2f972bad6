import { typeName, writeDomain, type Domain } from "./domain";

/** The file that `npm run bench` edits; about a thousand lines. */
export const EDITED_FILE = "/bench/src/desk/tools.ts";

const NOUNS = "invoice shipment ticket order customer product payment refund contract vendor warehouse employee".split(" ");
const AREAS = "north south east west retail export archive partner".split(" ");
const TEXTS = "title owner region channel note carrier branch label street topic".split(" ");
const NUMBERS = "amount weight score distance rate depth".split(" ");
const STATES = "draft open checked approved sent returned closed".split(" ");

/**
 * Makes a workspace of about `lines` lines, the same one every time: domains of an MCP server, and one long file of tools.
 * @returns the texts by absolute file name
 */
export function makeWorkspace(lines: number): Map<string, string> {
  const random = createRandom(20_261_121);
  const files = new Map([[EDITED_FILE, writeDesk()]]);
  files.set("/bench/package.json", JSON.stringify({ name: "bench", dependencies: { "@modelcontextprotocol/sdk": "^1.20.0", pg: "^8.16.0", zod: "^3.25.0" } }));
  const nouns: string[] = [];
  let written = countLines(writeDesk());
  for (let index = 0; written < lines; index++) {
    const area = AREAS[Math.floor(index / NOUNS.length) % AREAS.length] ?? "north";
    const generation = Math.floor(index / (NOUNS.length * AREAS.length));
    const noun = `${area}${typeName(NOUNS[index % NOUNS.length] ?? "item")}${generation > 0 ? generation : ""}`;
    nouns.push(noun);
    for (const [name, text] of writeDomain(makeDomain(noun, random, index % 8 === 0))) {
      files.set(`/bench/src/${noun}/${name}`, text);
      written += countLines(text);
    }
  }
  files.set("/bench/src/index.ts", writeIndex(nouns));
  return files;
}

/** How many lines a text has, as an editor counts them. */
export function countLines(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}

function makeDomain(noun: string, random: () => number, isCareless: boolean): Domain {
  const some = (words: readonly string[], least: number) => words.filter(() => random() < 0.5).concat(words).slice(0, least + Math.floor(random() * 3));
  const unique = (words: readonly string[]) => [...new Set(words)];
  return { noun, texts: unique(some(TEXTS, 3)), numbers: unique(some(NUMBERS, 1)), states: unique(some(STATES, 4)), isCareless };
}

/** The server that registers the tools of every domain. */
function writeIndex(nouns: readonly string[]): string {
  const imports = nouns.flatMap((noun) => {
    const type = typeName(noun);
    return [
      `import { ${type}Repository } from "./${noun}/repository";`,
      `import { ${type}Service } from "./${noun}/service";`,
      `import { register${type}Tools } from "./${noun}/tools";`,
    ];
  });
  const registrations = nouns.map((noun) => {
    const type = typeName(noun);
    return `const ${noun}s = new ${type}Repository(pool);\nregister${type}Tools(server, new ${type}Service(${noun}s), ${noun}s);\n`;
  });
  return `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { Pool } from "pg";
import { registerDeskTools } from "./desk/tools";
${imports.join("\n")}

const pool = new Pool();
const server = new McpServer({ name: "bench", version: "1.0.0" });
registerDeskTools(server);

${registrations.join("\n")}
await server.connect(new StdioServerTransport());
`;
}

/** A linear congruential generator: the same numbers on every machine. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** A long file of tools over files, programs and a database, each done safely, and helpers that the tools share. */
function writeDesk(): string {
  const subjects = TEXTS.flatMap((text) => ["Report", "Journal", "Chart", "Ledger"].map((noun) => `${text}${noun}`)).slice(0, 27);
  return `import { execFile } from "node:child_process";
import { readFile, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { Pool } from "pg";
import { z } from "zod";

const run = promisify(execFile);
const pool = new Pool();
const ROOT = path.resolve("desk");

async function inside(name: string): Promise<string> {
  const root = await realpath(ROOT);
  const file = await realpath(path.resolve(root, name));
  if (file !== root && !file.startsWith(root + path.sep)) {
    throw new Error(\`\${name} is outside the desk\`);
  }
  return file;
}

function reply(text: string) {
  return { content: [{ type: "text" as const, text }] };
}

export function registerDeskTools(server: McpServer): void {
${subjects.map(writeSubject).join("\n")}}
`;
}

function writeSubject(subject: string): string {
  return `  server.registerTool(
    "read_${subject}",
    { description: "Reads a ${subject}.", inputSchema: { name: z.string(), from: z.number().int().default(0) } },
    async ({ name, from }) => {
      const file = await inside(name);
      const { size } = await stat(file);
      if (size > 1_000_000) return reply("The file is too large.");
      const text = await readFile(file, "utf8");
      const lines = text.split("\\n").slice(from, from + 200);
      return reply(lines.map((line, index) => \`\${from + index + 1}: \${line}\`).join("\\n"));
    },
  );

  server.registerTool(
    "log_${subject}",
    { description: "Shows the changes of a ${subject}.", inputSchema: { name: z.string(), count: z.number().int().max(50) } },
    async ({ name, count }) => {
      const { stdout } = await run("git", ["log", "-n", String(count), "--", name], { cwd: ROOT });
      return reply(stdout === "" ? "There is no change." : stdout);
    },
  );

  server.registerTool(
    "search_${subject}",
    { description: "Searches in a ${subject}.", inputSchema: { word: z.string(), newest: z.boolean().default(true) } },
    async ({ word, newest }) => {
      const order = newest ? "DESC" : "ASC";
      const { rows } = await pool.query(
        \`SELECT id, title FROM ${subject} WHERE body LIKE $1 ORDER BY changed_at \${order}\`,
        [\`%\${word}%\`],
      );
      return reply(rows.map((row) => \`\${row.id} \${row.title}\`).join("\\n"));
    },
  );
`;
}
