import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { severities, type Severity } from "../base/finding";
import { nearest } from "../base/nearest";
import { lineColumnAt, lineStarts, type LineColumn, type TextRange } from "../base/text";
import type { Configuration } from "./api";

/** The name of the file that holds a configuration. */
export const CONFIGURATION_FILE = "portcullis.config.json";

/** A larger one is no configuration. */
const MAX_LENGTH = 1024 * 1024;

/** What is wrong with a configuration, where, and what to do about it. */
export interface ConfigurationError {
  readonly message: string;
  readonly range: TextRange;
  readonly place: LineColumn;
}

/** A configuration, or every mistake in it. */
export type ReadConfiguration = { readonly configuration: Configuration } | { readonly errors: readonly ConfigurationError[] };

/** The configuration of a person who has set nothing. */
export const defaultConfiguration: Configuration = { rules: {}, exclude: [] };

/** The levels that a rule can be given. */
export const levels: readonly (Severity | "off")[] = [...severities, "off"];

/**
 * Reads the text of a `portcullis.config.json`: JSON with comments and trailing commas.
 * @param folder the folder of the file, which its `exclude` is relative to
 * @param knownRules the ids that `rules` may name
 */
export function readConfiguration(text: string, folder: string, knownRules: readonly string[]): ReadConfiguration {
  const report = createReport(text);
  if (text.length > MAX_LENGTH) report.add("This is far too long for a configuration", { start: 0, end: 0 });
  const root = report.errors.length > 0 ? undefined : parse(text, report);
  if (root !== undefined) checkRoot(root, knownRules, report);
  if (root === undefined || report.errors.length > 0) return { errors: report.errors };
  const rules = Object.fromEntries(propertiesOf(findNodeAtLocation(root, ["rules"])).map(({ key, value }) => [key, value.value as Severity | "off"])); // Checked above.
  const exclude = (findNodeAtLocation(root, ["exclude"])?.children ?? []).map((each) => String(each.value));
  return { configuration: { folder, rules, exclude } };
}

interface Report {
  readonly errors: ConfigurationError[];
  add(message: string, range: TextRange): void;
}

function createReport(text: string): Report {
  const starts = lineStarts(text);
  const errors: ConfigurationError[] = [];
  return { errors, add: (message, range) => void errors.push({ message, range, place: lineColumnAt(starts, range.start) }) };
}

function parse(text: string, report: Report): Node | undefined {
  const mistakes: ParseError[] = [];
  if (text.trim() === "") return void report.add("The file is empty; write {} for a configuration that changes nothing", { start: 0, end: 0 });
  const root = parseNested(text, mistakes);
  if (root === "too deep") return void report.add("This is nested far too deeply for a configuration", { start: 0, end: 0 });
  const [first] = mistakes; // What follows the first one is mostly its consequence.
  if (first !== undefined) report.add(`This is not JSON: ${inWords(first)}`, { start: first.offset, end: first.offset + first.length });
  return first === undefined ? root : undefined;
}

function parseNested(text: string, mistakes: ParseError[]): Node | "too deep" | undefined {
  try {
    return parseTree(text, mistakes, { allowTrailingComma: true });
  } catch (error) {
    if (error instanceof RangeError) return "too deep";
    throw error;
  }
}

function inWords({ error }: ParseError): string {
  const name = printParseErrorCode(error);
  return name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

function checkRoot(root: Node, knownRules: readonly string[], report: Report): void {
  if (root.type !== "object") return report.add("A configuration is an object: { … }", rangeOf(root));
  const checks: Record<string, (value: Node) => void> = {
    $schema: (value) => expectType(value, "string", "`$schema` is a text", report),
    rules: (value) => checkRules(value, knownRules, report),
    exclude: (value) => checkExclude(value, report),
  };
  const seen = new Set<string>();
  for (const { key, keyNode, value } of propertiesOf(root)) {
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
    if (check === undefined) report.add(`\`${key}\` is no setting${didYouMean(key, Object.keys(checks))}`, rangeOf(keyNode));
    else if (seen.has(key)) report.add(`\`${key}\` is set twice; keep one`, rangeOf(keyNode));
    else check(value);
    seen.add(key);
  }
}

function checkRules(node: Node, knownRules: readonly string[], report: Report): void {
  if (node.type !== "object") return report.add('`rules` is an object that gives rules a level, such as { "sql-injection": "warning" }', rangeOf(node));
  for (const { key, keyNode, value } of propertiesOf(node)) {
    if (!knownRules.includes(key)) report.add(`\`${key}\` is no rule${didYouMean(key, knownRules)}`, rangeOf(keyNode));
    else if (!levels.some((level) => level === value.value)) {
      const meant = typeof value.value === "string" ? nearest(value.value, levels) : undefined;
      const hint = meant === undefined ? "" : `; did you mean "${meant}"?`;
      report.add(`The level of \`${key}\` is one of ${levels.map((level) => `"${level}"`).join(", ")}${hint}`, rangeOf(value));
    }
  }
}

function checkExclude(node: Node, report: Report): void {
  const wanted = '`exclude` is a list of patterns in .gitignore notation, such as ["legacy/", "*.gen.ts"]';
  if (node.type !== "array") return report.add(wanted, rangeOf(node));
  for (const each of node.children ?? []) expectType(each, "string", wanted, report);
}

function expectType(node: Node, type: Node["type"], message: string, report: Report): void {
  if (node.type !== type) report.add(message, rangeOf(node));
}

function didYouMean(word: string, candidates: readonly string[]): string {
  const meant = nearest(word, candidates);
  return meant === undefined ? `; there are ${candidates.map((each) => `\`${each}\``).join(", ")}` : `; did you mean \`${meant}\`?`;
}

function propertiesOf(node: Node | undefined): readonly { readonly key: string; readonly keyNode: Node; readonly value: Node }[] {
  return (node?.children ?? []).flatMap(({ children }) => {
    const [keyNode, value] = children ?? [];
    return keyNode === undefined || value === undefined ? [] : [{ key: String(keyNode.value), keyNode, value }];
  });
}

function rangeOf(node: Node): TextRange {
  return { start: node.offset, end: node.offset + node.length };
}
