import type { AdvertisedTool, Entry, McpModel } from "../../src/mcp/model";
import { readMcpModel } from "../../src/mcp/read-model";
import type { Schema } from "../../src/schema/schema";
import { createWorkspace } from "../../src/syntax/create-workspace";
import { memoryHost } from "../support/memory-host";

/** The start of a file that registers with SDK v1; the offset of what follows doesn't matter to any test. */
export const sdk = `import { McpServer, ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js";
import { CallToolRequestSchema, ListToolsRequestSchema, ReadResourceRequestSchema, GetPromptRequestSchema, CompleteRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
const server = new McpServer({ name: "test", version: "1" });
`;

/** Reads a workspace of files given by name: "a.ts" is the one with the registrations. */
export function readFiles(files: Readonly<Record<string, string>>): McpModel {
  return readMcpModel(createWorkspace(memoryHost(Object.fromEntries(Object.entries(files).map(([name, text]) => [`/w/${name}`, text])))));
}

/** What a text offers, one line for each entry: `tool read(0: {path}) -> handle`. */
export function offers(text: string, others: Readonly<Record<string, string>> = {}): readonly string[] {
  return readFiles({ ...others, "a.ts": sdk + text }).entries.map(printEntry);
}

/** One entry in one line. The handler is told by its name, or else by the start of its text. */
export function printEntry(entry: Entry): string {
  // The context of a handler is the same everywhere; context.test.ts looks at it.
  const inputs = entry.inputs.filter(({ role }) => role !== "context").map((each) => `${[each.parameter, ...each.path].join(".")}${each.role === "arguments" ? "" : ` ${each.role}`}${each.schema === undefined ? "" : `: ${printSchema(each.schema)}`}`);
  const advertised = entry.advertised.length === 0 ? "" : ` [${entry.advertised.map(printAdvertised).join("; ")}]`;
  return `${entry.kind} ${entry.name ?? "*"}(${inputs.join(", ")}) -> ${printHandler(entry)}${advertised}`;
}

function printAdvertised(tool: AdvertisedTool): string {
  return `${tool.name}${tool.schema === undefined ? "" : ` ${printSchema(tool.schema)}`}${tool.handler === undefined ? "" : ` -> ${printHandler({ handler: tool.handler })}`}`;
}

function printHandler({ handler }: Pick<Entry, "handler">): string {
  const { function: node, module } = handler;
  const text = module.text.slice(node.range.start, node.range.end).replace(/\s+/g, " ");
  const bound = handler.bound.filter((each) => each.owner === undefined).map((each) => `${each.binding} = ${module === each.module || each.value.range.end > 0 ? each.module.text.slice(each.value.range.start, each.value.range.end).replace(/\s+/g, " ") : "?"}`);
  return `${node.name ?? text}${bound.length === 0 ? "" : ` with ${bound.join(", ")}`}`;
}

function printSchema(schema: Schema): string {
  if (schema.kind === "object") return `{${[...schema.fields.keys()].join(", ")}}`;
  return schema.kind;
}
