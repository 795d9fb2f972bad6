import type { Module } from "../../syntax/program";
import { findHandler } from "../handlers";
import type { Entry, Input } from "../model";
import type { Values } from "../values";
import { baseName, exportedValue } from "./exports";
import { argumentsInput, firstProperty, schemaIn } from "./shape";
import type { DeclaredShape } from "./shape";

/** The folders that xmcp looks into, with what it takes their files for. */
const FOLDERS: Readonly<Record<string, Entry["kind"]>> = { tools: "tool", prompts: "prompt", resources: "resource" };

/**
 * xmcp's files: `src/tools/read.ts` is a tool by its default export, `export const schema` and `export const metadata` beside it.
 * The same for prompts, and for resources, whose parameters are segments of the path (`resources/(users)/[userId]/profile.ts`).
 */
export const toolFile: DeclaredShape = {
  marker: /export\s+(default\b|const\s+(schema|metadata)\b)/,
  read(module, values) {
    const kind = kindOf(module.file);
    if (kind === undefined || !isXmcp(module)) return [];
    const handler = exportedValue(module, "default");
    const found = handler === undefined ? undefined : findHandler(handler, values);
    if (handler === undefined || found === undefined) return [];
    const metadata = exportedValue(module, "metadata");
    const name = values.text(firstProperty(metadata, ["name"], values)) ?? baseName(module.file);
    const description = values.text(firstProperty(metadata, ["description"], values));
    const { range } = handler.expression;
    return [{ kind, name, ...(description === undefined ? {} : { description }), handler: found, inputs: inputsOf(kind, module, values), range }];
  },
};

function inputsOf(kind: Entry["kind"], module: Module, values: Values): readonly Input[] {
  const schema = schemaIn(exportedValue(module, "schema"), values);
  if (kind !== "resource") return argumentsInput(schema);
  const names = [...module.file.matchAll(/\[(\w+)\]/g)].map(([, name = ""]) => ({ name, mayHoldSlash: false }));
  return names.length === 0 && schema === undefined ? [] : [{ parameter: 0, path: [], role: "variables", template: { text: module.file, variables: names } }];
}

/** The last folder of the path that xmcp knows. */
function kindOf(file: string): Entry["kind"] | undefined {
  const folder = file.split("/").slice(0, -1).findLast((each) => Object.hasOwn(FOLDERS, each));
  return folder === undefined ? undefined : FOLDERS[folder];
}

/** Types of the framework are imported by nearly every file; a file without any has both of the exports that it asks for. */
function isXmcp(module: Module): boolean {
  if (module.imports.some((each) => each.specifier === "xmcp" || each.specifier.startsWith("xmcp/"))) return true;
  return ["schema", "metadata"].every((name) => module.exports.some((each) => each.name === name));
}
