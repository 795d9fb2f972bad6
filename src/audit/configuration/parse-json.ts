import { parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { MAXIMUM_DEPTH, type ConfigNode, type ParsedConfig } from "./node";

/** Reads JSON, with the comments and trailing commas that clients allow. */
export function parseJson(text: string): ParsedConfig {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const problems = errors.map(({ error, offset, length }) => ({ range: { start: offset, end: offset + length }, message: spaced(printParseErrorCode(error)) }));
  return tree ? { root: convert(tree, 0), problems } : { problems };
}

function convert(node: Node, depth: number): ConfigNode {
  const range = { start: node.offset, end: node.offset + node.length };
  if (depth > MAXIMUM_DEPTH) return { range, scalar: null };
  if (node.type === "object") {
    const members = (node.children ?? []).flatMap((property) => {
      const [key, value] = property.children ?? [];
      if (!key || !value) return [];
      return [{ key: String(key.value), keyRange: { start: key.offset, end: key.offset + key.length }, value: convert(value, depth + 1) }];
    });
    return { range, members };
  }
  if (node.type === "array") return { range, items: (node.children ?? []).map((child) => convert(child, depth + 1)) };
  const { value } = node as { readonly value: unknown };
  return { range, scalar: typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null };
}

/** "ColonExpected" as people write it. */
function spaced(name: string): string {
  const words = name.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
