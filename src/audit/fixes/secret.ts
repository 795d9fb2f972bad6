import type { Fix } from "../../base/finding";
import { lineColumnAt, lineStarts, type TextEdit } from "../../base/text";
import { secretsOf, variableName, type FoundSecret } from "../checks/configuration/secrets";
import { memberOf, nodeAt, type ConfigNode } from "../configuration/node";
import { environmentForm } from "../configuration/variables";
import type { FixRequest } from "./fixes";
import { replaceText, textOfField } from "./replace";

/** Puts a reference where the secret stands: an input that VS Code asks for, or a variable of the environment. */
export function fixSecret(request: FixRequest): readonly Fix[] {
  const secret = secretsOf(request.located.entry).find(({ field }) => field === request.field);
  // Codex names variables under keys of their own, and an escaped text is not where it seems.
  if (!secret || textOfField(request) !== secret.whole) return [];
  return [...askFor(secret, request), ...takeFromEnvironment(secret, request)];
}

const REVOKE = "The old secret has been read by whoever has seen this file: revoke it";

function takeFromEnvironment(secret: FoundSecret, request: FixRequest): readonly Fix[] {
  const { client, entry } = request.located;
  const name = variableName(secret.variable);
  const reference = environmentForm(client.id, name);
  if (reference === undefined) return [];
  const where = client.id === "continue" ? `Add ${name} to the secrets of Continue` : `Set ${name} in the environment in which ${client.name} starts`;
  const title = client.id === "continue" ? `Take it from the secret ${name}` : `Take it from the environment variable ${name}`;
  return [{ title, safety: "review", edits: [replaceText(request, put(secret, reference))], newFiles: [], note: `${where}. ${REVOKE}${entry.transport === "stdio" ? "" : " and send a new one"}` }];
}

function askFor(secret: FoundSecret, request: FixRequest): readonly Fix[] {
  const { located, reading } = request;
  if (located.client.id !== "vscode" || reading.notation !== "json" || located.inputsOf === undefined) return [];
  const id = freeId(secret.variable.toLowerCase().replaceAll("_", "-"), reading.inputs.map((input) => input.id));
  const added = addInput(request, located.inputsOf, { type: "promptString", id, description: `${secret.variable} of ${located.entry.name}`, password: true });
  if (added === undefined) return [];
  const note = `VS Code asks for it when the server starts, and keeps it encrypted. ${REVOKE}`;
  return [{ title: "Have VS Code ask for it and keep it encrypted", safety: "review", edits: [added, replaceText(request, put(secret, `\${input:${id}}`))], newFiles: [], note }];
}

function put({ whole, start, end }: FoundSecret, reference: string): string {
  return whole.slice(0, start) + reference + whole.slice(end);
}

function freeId(wanted: string, taken: readonly string[]): string {
  let id = wanted;
  for (let number = 2; taken.includes(id); number++) id = `${wanted}-${number}`;
  return id;
}

/** Adds an input to the list beside the servers, or the list itself. */
function addInput({ reading, text, located }: FixRequest, keys: readonly string[], input: object): TextEdit | undefined {
  const holder = nodeAt(reading.root, keys);
  const list = memberOf(holder, "inputs")?.value;
  const layout = layoutOf(text, holder);
  if (list) return list.items ? { file: located.entry.file, ...intoList(text, list, list.items, input, layout) } : undefined;
  const first = holder?.members?.[0];
  if (!first) return undefined;
  const at = first.keyRange.start;
  const before = indentAt(text, at);
  const own = before ?? "";
  const value = before === undefined ? JSON.stringify([input]) : `[${layout.newline}${own}${layout.unit}${JSON.stringify(input)}${layout.newline}${own}]`;
  return { file: located.entry.file, range: { start: at, end: at }, text: `"inputs": ${value},${before === undefined ? " " : `${layout.newline}${own}`}` };
}

interface Layout {
  readonly newline: string;
  /** One step of indentation. */
  readonly unit: string;
}

function intoList(text: string, list: ConfigNode, items: readonly ConfigNode[], input: object, { newline, unit }: Layout): Pick<TextEdit, "range" | "text"> {
  const last = items.at(-1);
  const value = JSON.stringify(input);
  if (!last) {
    const own = /^[^\S\r\n]*/.exec(lineOf(text, list.range.start))?.[0] ?? "";
    return { range: list.range, text: `[${newline}${own}${unit}${value}${newline}${own}]` };
  }
  const indent = indentAt(text, last.range.start);
  return { range: { start: last.range.end, end: last.range.end }, text: indent === undefined ? `, ${value}` : `,${newline}${indent}${value}` };
}

function layoutOf(text: string, node: ConfigNode | undefined): Layout {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const inner = node?.members?.[0]?.keyRange.start;
  const indent = inner === undefined ? undefined : indentAt(text, inner);
  return { newline, unit: indent?.startsWith("\t") ? "\t" : indent === undefined || indent === "" ? "  " : indent };
}

/** The indentation of what stands first in its line; undefined where something stands before it. */
function indentAt(text: string, offset: number): string | undefined {
  const starts = lineStarts(text);
  const before = text.slice(starts[lineColumnAt(starts, offset).line - 1] ?? 0, offset);
  return /^\s*$/.test(before) ? before : undefined;
}

function lineOf(text: string, offset: number): string {
  const starts = lineStarts(text);
  return text.slice(starts[lineColumnAt(starts, offset).line - 1] ?? 0);
}
