import { isMap, isScalar, isSeq, parseDocument, type Node as YamlNode } from "yaml";
import { MAXIMUM_DEPTH, type ConfigMember, type ConfigNode, type ParsedConfig } from "./node";

/** Reads YAML. Aliases are not followed: a small file could stand for a huge tree. */
export function parseYaml(text: string): ParsedConfig {
  const document = parseDocument(text, { prettyErrors: false, strict: false, uniqueKeys: false, logLevel: "silent" });
  const problems = document.errors.map(({ pos: [start, end], message }) => ({ range: { start, end }, message: message.replace(/\.$/, "") }));
  return document.contents ? { root: convert(document.contents, 0), problems } : { problems };
}

function convert(node: YamlNode | null | undefined, depth: number): ConfigNode {
  const [start = 0, end = start] = node?.range ?? [];
  const range = { start, end };
  if (!node || depth > MAXIMUM_DEPTH) return { range, scalar: null };
  if (isMap(node)) {
    const members = node.items.flatMap((pair): readonly ConfigMember[] => {
      const { key, value } = pair as { readonly key: unknown; readonly value: unknown };
      if (!isScalar(key)) return [];
      const [keyStart = 0, keyEnd = keyStart] = key.range ?? [];
      return [{ key: String(key.value), keyRange: { start: keyStart, end: keyEnd }, value: convert(value as YamlNode | null, depth + 1) }]; // A pair of a parsed document holds nodes.
    });
    return { range, members };
  }
  if (isSeq(node)) return { range, items: node.items.map((item) => convert(item as YamlNode, depth + 1)) };
  const value = isScalar(node) ? node.value : null;
  return { range, scalar: typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null };
}
