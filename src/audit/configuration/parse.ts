import type { ParsedConfig } from "./node";
import { parseJson } from "./parse-json";
import { parseToml } from "./parse-toml";
import { parseYaml } from "./parse-yaml";

/** How a client's file is written. JSON may have comments everywhere: no client minds. */
export type Notation = "json" | "yaml" | "toml";

/** A configuration is small, even where a client keeps its history in it; what is larger is none, and is not read. In characters. */
export const MAXIMUM_CONFIG_LENGTH = 16_000_000;

/** Reads a configuration file. Never throws: what can't be read is told with its place. */
export function parseConfig(text: string, notation: Notation): ParsedConfig {
  if (text.length > MAXIMUM_CONFIG_LENGTH) return { problems: [{ range: { start: 0, end: 0 }, message: "The file is too large for a configuration" }] };
  if (isTooDeep(text, notation)) return { problems: [{ range: { start: 0, end: 0 }, message: "The file is nested too deeply for a configuration" }] };
  try {
    const { root, problems } = parsers[notation](text.replace(/^\uFEFF/, " "));
    const inside = (at: number): number => Math.min(at, text.length);
    return { ...(root ? { root } : {}), problems: problems.map(({ range, message }) => ({ range: { start: inside(range.start), end: inside(range.end) }, message })) };
  } catch (error) {
    return { problems: [{ range: { start: 0, end: 0 }, message: `The file can't be read: ${error instanceof Error ? error.message : String(error)}` }] };
  }
}

/** Deeper than any configuration, and far from where the parsers, which call themselves, end the whole process. */
const MAXIMUM_NESTING = 400;

function isTooDeep(text: string, notation: Notation): boolean {
  // In a block of YAML, every level takes at least a column or an indicator at the start of a line.
  if (notation === "yaml" && new RegExp(`^[\\s?:-]{${MAXIMUM_NESTING}}`, "m").test(text.replace(/^[^\S\n]+$/gm, "").replace(/\n+/g, "\n"))) return true;
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[[{\]}]/g)) {
    if (token === "[" || token === "{") depth++;
    else if (token === "]" || token === "}") depth--;
    if (depth > MAXIMUM_NESTING) return true;
  }
  return false;
}

/** The notation of a file, by its name. */
export function notationOf(file: string): Notation {
  if (/\.toml$/i.test(file)) return "toml";
  return /\.ya?ml$/i.test(file) ? "yaml" : "json";
}

const parsers: Readonly<Record<Notation, (text: string) => ParsedConfig>> = { json: parseJson, yaml: parseYaml, toml: parseToml };
