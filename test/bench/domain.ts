/**
 * The code of one made-up domain of an MCP server, written the way such servers are: a model, a repository over pg, a service
 * with rules of its own, texts, and the tools that offer it all.
 */

/** What the files of a domain are made from. */
export interface Domain {
  /** One noun in the singular, lower case, such as "invoice". */
  readonly noun: string;
  /** Its text fields, in lower case. */
  readonly texts: readonly string[];
  /** Its numeric fields, in lower case. */
  readonly numbers: readonly string[];
  /** Its states, in the order they are passed through. */
  readonly states: readonly string[];
  /** Whether its tools have a hole, as some servers do. */
  readonly isCareless: boolean;
}

/** The five files of a domain, by their name inside the domain's folder. */
export function writeDomain(domain: Domain): ReadonlyMap<string, string> {
  return new Map([
    ["model.ts", writeModel(domain)],
    ["repository.ts", writeRepository(domain)],
    ["service.ts", writeService(domain)],
    ["texts.ts", writeTexts(domain)],
    ["tools.ts", writeTools(domain)],
  ]);
}

/** The noun as a type's name. */
export function typeName(noun: string): string {
  return noun.charAt(0).toUpperCase() + noun.slice(1);
}

function writeModel({ noun, texts, numbers, states }: Domain): string {
  const type = typeName(noun);
  return `import { z } from "zod";

export const ${noun}States = [${states.map((state) => `"${state}"`).join(", ")}] as const;

export type ${type}State = (typeof ${noun}States)[number];

export interface ${type} {
  readonly id: string;
  readonly state: ${type}State;
${texts.map((field) => `  readonly ${field}: string;`).join("\n")}
${numbers.map((field) => `  readonly ${field}: number;`).join("\n")}
  readonly changedAt: Date;
}

export const ${noun}Input = {
${texts.map((field) => `  ${field}: z.string().min(1).max(200).describe("The ${field} of the ${noun}"),`).join("\n")}
${numbers.map((field) => `  ${field}: z.number().nonnegative().default(0),`).join("\n")}
};

export function is${type}State(value: string): value is ${type}State {
  return (${noun}States as readonly string[]).includes(value);
}

export function compare${type}s(left: ${type}, right: ${type}): number {
  if (left.state !== right.state) {
    return ${noun}States.indexOf(left.state) - ${noun}States.indexOf(right.state);
  }
${texts.map((field) => `  if (left.${field} !== right.${field}) return left.${field} < right.${field} ? -1 : 1;`).join("\n")}
  return left.changedAt.getTime() - right.changedAt.getTime();
}
`;
}

function writeRepository({ noun, texts, numbers }: Domain): string {
  const type = typeName(noun);
  const columns = ["id", "state", ...texts, ...numbers, "changed_at"];
  const finders = texts.map(
    (field) => `
  async findBy${typeName(field)}(${field}: string, limit = 50): Promise<${type}[]> {
    const { rows } = await this.pool.query(
      "SELECT ${columns.join(", ")} FROM ${noun}s WHERE ${field} = $1 ORDER BY changed_at DESC LIMIT $2",
      [${field}, limit],
    );
    return rows.map(to${type});
  }
`,
  );
  return `import type { Pool } from "pg";
import type { ${type} } from "./model";

interface ${type}Row {
  id: string;
  state: ${type}["state"];
${texts.map((field) => `  ${field}: string | null;`).join("\n")}
${numbers.map((field) => `  ${field}: string;`).join("\n")}
  changed_at: string;
}

export class ${type}Repository {
  constructor(private readonly pool: Pool) {}

  async get(id: string): Promise<${type} | undefined> {
    const { rows } = await this.pool.query("SELECT ${columns.join(", ")} FROM ${noun}s WHERE id = $1", [id]);
    const [first] = rows;
    return first === undefined ? undefined : to${type}(first);
  }
${finders.join("")}
  async save(${noun}: ${type}): Promise<void> {
    const values = [${columns.slice(0, -1).map((field) => `${noun}.${field}`).join(", ")}, ${noun}.changedAt.toISOString()];
    const places = values.map((_, index) => \`$\${index + 1}\`).join(", ");
    await this.pool.query(\`INSERT INTO ${noun}s (${columns.join(", ")}) VALUES (\${places})\`, values);
  }
}

function to${type}(row: ${type}Row): ${type} {
  return {
    id: row.id,
    state: row.state,
${texts.map((field) => `    ${field}: row.${field} ?? "",`).join("\n")}
${numbers.map((field) => `    ${field}: Number.parseFloat(row.${field}),`).join("\n")}
    changedAt: new Date(row.changed_at),
  };
}
`;
}

function writeService({ noun, texts, numbers, states }: Domain): string {
  const type = typeName(noun);
  const moves = states.slice(0, -1).map((state, index) => `  ${state}: ["${states[index + 1]}"],`);
  return `import { randomUUID } from "node:crypto";
import { ${noun}States, compare${type}s, type ${type}, type ${type}State } from "./model";
import type { ${type}Repository } from "./repository";

const NEXT: Partial<Record<${type}State, readonly ${type}State[]>> = {
${moves.join("\n")}
};

export class ${type}Service {
  private readonly recent = new Map<string, ${type}>();

  constructor(
    private readonly repository: ${type}Repository,
    private readonly now: () => Date = () => new Date(),
  ) {}

  async create(input: Pick<${type}, ${[...texts, ...numbers].map((field) => `"${field}"`).join(" | ")}>): Promise<${type}> {
    const problems = this.check(input);
    if (problems.length > 0) throw new Error(\`The ${noun} is not complete: \${problems.join(", ")}\`);
    const ${noun}: ${type} = { ...input, id: randomUUID(), state: ${noun}States[0], changedAt: this.now() };
    await this.repository.save(${noun});
    this.remember(${noun});
    return ${noun};
  }

  async find(id: string): Promise<${type}> {
    const known = this.recent.get(id);
    if (known !== undefined) return known;
    const found = await this.repository.get(id);
    if (found === undefined) throw new Error(\`There is no ${noun} \${id}\`);
    this.remember(found);
    return found;
  }

  async move(id: string, to: ${type}State): Promise<${type}> {
    const ${noun} = await this.find(id);
    const allowed = NEXT[${noun}.state] ?? [];
    if (!allowed.includes(to)) {
      throw new Error(\`A ${noun} that is \${${noun}.state} can't become \${to}\`);
    }
    const moved = { ...${noun}, state: to, changedAt: this.now() };
    await this.repository.save(moved);
    this.remember(moved);
    return moved;
  }

  summarize(${noun}s: readonly ${type}[]): Record<string, number> {
    const sums: Record<string, number> = { count: ${noun}s.length };
    for (const each of [...${noun}s].sort(compare${type}s)) {
${numbers.map((field) => `      sums.${field} = (sums.${field} ?? 0) + each.${field};`).join("\n")}
      const key = \`state_\${each.state}\`;
      sums[key] = (sums[key] ?? 0) + 1;
    }
    return sums;
  }

  private check(input: Partial<${type}>): string[] {
    const problems: string[] = [];
${texts.map((field) => `    if (!input.${field}?.trim()) problems.push("${field} is empty");`).join("\n")}
${numbers.map((field) => `    if (input.${field} !== undefined && input.${field} < 0) problems.push("${field} is negative");`).join("\n")}
    return problems;
  }

  private remember(${noun}: ${type}): void {
    this.recent.set(${noun}.id, ${noun});
    if (this.recent.size <= 100) return;
    const [oldest] = this.recent.keys();
    if (oldest !== undefined) this.recent.delete(oldest);
  }
}
`;
}

function writeTexts({ noun, texts, numbers, states }: Domain): string {
  const type = typeName(noun);
  return `import type { ${type} } from "./model";

export function format${type}(${noun}: ${type}): string {
  const lines = [\`${type} \${${noun}.id} (\${label(${noun}.state)})\`];
${texts.map((field) => `  if (${noun}.${field} !== "") lines.push(\`  ${field}: \${shorten(${noun}.${field}, 80)}\`);`).join("\n")}
${numbers.map((field) => `  lines.push(\`  ${field}: \${${noun}.${field}.toFixed(2)}\`);`).join("\n")}
  return lines.join("\\n");
}

export function formatAll(${noun}s: readonly ${type}[]): string {
  if (${noun}s.length === 0) return "No ${noun} was found.";
  return ${noun}s.map(format${type}).join("\\n\\n");
}

export function shorten(text: string, length: number): string {
  const plain = text.replace(/\\s+/g, " ").trim();
  return plain.length <= length ? plain : \`\${plain.slice(0, length - 1)}…\`;
}

function label(state: ${type}["state"]): string {
  switch (state) {
${states.map((state) => `    case "${state}":\n      return "is ${state}";`).join("\n")}
    default:
      return "unknown";
  }
}
`;
}

/** A tool with two holes: one reaches a shell, and one a query. */
function writeCarelessTool(noun: string): string {
  return `
  server.registerTool(
    "export_${noun}s",
    { description: "Exports ${noun}s to a file.", inputSchema: { order: z.string(), file: z.string() } },
    async ({ order, file }) => {
      const { rows } = await pool.query(\`SELECT id FROM ${noun}s ORDER BY \${order}\`);
      execSync(\`tar -czf \${file} exports\`);
      return reply(\`Exported \${rows.length} ${noun}s.\`);
    },
  );
`;
}

function writeTools({ noun, texts, isCareless }: Domain): string {
  const type = typeName(noun);
  const finders = texts.map(
    (field) => `
  server.registerTool(
    "find_${noun}s_by_${field}",
    {
      description: "Finds the ${noun}s with this ${field}.",
      inputSchema: { ${field}: z.string().max(200), limit: z.number().int().min(1).max(100).default(20) },
    },
    async ({ ${field}, limit }) => {
      const found = await repository.findBy${typeName(field)}(${field}.trim(), limit);
      return reply(formatAll(found));
    },
  );
`,
  );
  const carelessImports = isCareless ? 'import { execSync } from "node:child_process";\nimport { Pool } from "pg";\n' : "";
  return `${carelessImports}import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { ${noun}Input, is${type}State } from "./model";
import type { ${type}Repository } from "./repository";
import type { ${type}Service } from "./service";
import { format${type}, formatAll } from "./texts";
${isCareless ? "\nconst pool = new Pool();\n" : ""}
export function register${type}Tools(server: McpServer, service: ${type}Service, repository: ${type}Repository): void {
  server.registerTool(
    "create_${noun}",
    { description: "Creates a ${noun}.", inputSchema: ${noun}Input },
    async (input) => reply(format${type}(await service.create(input))),
  );

  server.registerTool(
    "move_${noun}",
    {
      description: "Moves a ${noun} to another state.",
      inputSchema: { id: z.string().uuid(), state: z.string() },
    },
    async ({ id, state }) => {
      if (!is${type}State(state)) return reply(\`\${state} is not a state of a ${noun}\`);
      try {
        return reply(format${type}(await service.move(id, state)));
      } catch (error) {
        return { ...reply(error instanceof Error ? error.message : String(error)), isError: true };
      }
    },
  );
${finders.join("")}${isCareless ? writeCarelessTool(noun) : ""}}

function reply(text: string) {
  return { content: [{ type: "text" as const, text }] };
}
`;
}
