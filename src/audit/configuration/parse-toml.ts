import { parseTOML, type AST } from "toml-eslint-parser";
import type { TextRange } from "../../base/text";
import type { ConfigMember, ConfigNode, ParsedConfig } from "./node";

/** A tree that is still being filled: the tables of a file may add to one another. */
interface Draft {
  range: TextRange;
  readonly members: Map<string, { keyRange: TextRange; value: Draft | ConfigNode }>;
}

/** Reads TOML. */
export function parseToml(text: string): ParsedConfig {
  let program: AST.TOMLProgram;
  try {
    program = parseTOML(text);
  } catch (error) {
    const at = error instanceof Error && "index" in error && typeof error.index === "number" ? error.index : 0;
    return { problems: [{ range: { start: at, end: at }, message: error instanceof Error ? error.message : String(error) }] };
  }
  const [top] = program.body;
  const root: Draft = { range: rangeOf(top), members: new Map() };
  for (const part of top.body) {
    if (part.type === "TOMLKeyValue") put(root, part.key, convert(part.value));
    // Lists of tables hold no server in any client's notation.
    else if (part.kind === "standard") for (const pair of part.body) put(open(root, part.key.keys, rangeOf(part)), pair.key, convert(pair.value));
  }
  // A table without a body is there all the same.
  for (const part of top.body) if (part.type === "TOMLTable" && part.kind === "standard") open(root, part.key.keys, rangeOf(part));
  return { root: finished(root), problems: [] };
}

type Key = AST.TOMLKey["keys"][number];

function put(table: Draft, { keys }: AST.TOMLKey, value: ConfigNode): void {
  const last = keys.at(-1);
  if (last) open(table, keys.slice(0, -1), value.range).members.set(nameOf(last), { keyRange: rangeOf(last), value });
}

/** The table that some keys lead to, made where it is not there yet. */
function open(table: Draft, keys: readonly Key[], range: TextRange): Draft {
  let current = table;
  for (const key of keys) {
    const known = current.members.get(nameOf(key))?.value;
    const next: Draft = known && isDraft(known) ? known : { range, members: new Map() };
    if (next !== known) current.members.set(nameOf(key), { keyRange: rangeOf(key), value: next });
    current = next;
  }
  return current;
}

function convert(node: AST.TOMLContentNode): ConfigNode {
  const range = rangeOf(node);
  if (node.type === "TOMLArray") return { range, items: node.elements.map(convert) };
  if (node.type === "TOMLInlineTable") {
    const table: Draft = { range, members: new Map() };
    for (const pair of node.body) put(table, pair.key, convert(pair.value));
    return finished(table);
  }
  const { value } = node;
  return { range, scalar: typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : String(value) };
}

function finished({ range, members }: Draft): ConfigNode {
  const list = [...members].map(([key, { keyRange, value }]): ConfigMember => ({ key, keyRange, value: isDraft(value) ? finished(value) : value }));
  return { range, members: list };
}

function isDraft(value: Draft | ConfigNode): value is Draft {
  return value.members instanceof Map;
}

function nameOf(key: Key): string {
  return key.type === "TOMLBare" ? key.name : key.value;
}

function rangeOf({ range: [start, end] }: { readonly range: readonly [number, number] }): TextRange {
  return { start, end };
}
