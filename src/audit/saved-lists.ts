import { isJsonObject, type JsonObject, type JsonValue } from "../base/json";

/** A saved list that can't be used; the message says where and why. */
export class SavedListError extends Error {}

/** The tools of one server, as saved. */
export interface SavedTools {
  readonly server: string;
  readonly tools: readonly JsonValue[];
}

/** A tool before and after a change. */
export interface SavedChange {
  readonly server: string;
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/**
 * Reads saved lists of tools: a `tools/list` result, the response that holds it, a bare list, or JSON Lines of {"server", "tools"}.
 * @param file what the text is called in messages
 * @param name what a server is called that the text gives no name
 * @throws SavedListError with the place of the mistake
 */
export function readSavedTools(text: string, file: string, name: string): readonly SavedTools[] {
  return readEntries(text, file).map(({ value, place }) => {
    const holder = isJsonObject(value) && isJsonObject(value["result"]) ? value["result"] : value;
    const tools = Array.isArray(holder) ? (holder as readonly JsonValue[]) : isJsonObject(holder) ? holder["tools"] : undefined;
    if (!Array.isArray(tools)) throw new SavedListError(`${place} has no list of tools: it must be a tools/list result such as {"tools": [...]}, or a line of {"server", "tools"}`);
    return { server: isJsonObject(value) && typeof value["server"] === "string" ? value["server"] : name, tools: tools as readonly JsonValue[] };
  });
}

/**
 * Reads saved changes: JSON Lines of {"server", "before", "after"}, each of the two a tool.
 * @throws SavedListError with the place of the mistake
 */
export function readSavedChanges(text: string, file: string, name: string): readonly SavedChange[] {
  return readEntries(text, file).map(({ value, place }) => {
    const { server, before, after } = isJsonObject(value) ? value : ({} as JsonObject);
    if (!isJsonObject(before) || !isJsonObject(after)) throw new SavedListError(`${place} has no tool as "${isJsonObject(before) ? "after" : "before"}": it must be {"server", "before": {...}, "after": {...}}`);
    return { server: typeof server === "string" ? server : name, before, after };
  });
}

interface Entry {
  readonly value: JsonValue;
  /** "tools.jsonl, line 3". */
  readonly place: string;
}

/** The whole file as one value, or each of its lines. */
function readEntries(text: string, file: string): readonly Entry[] {
  if (text.trim() === "") throw new SavedListError(`${file} is empty`);
  const whole = parse(text);
  if ("value" in whole) return [{ value: whole.value, place: file }];
  const lines = text.split(/\r?\n/).flatMap((line, i) => (line.trim() === "" ? [] : [{ line, number: i + 1 }]));
  const [first] = lines;
  // A file whose first line is no value is one value over many lines: its mistake is told where it is.
  if (lines.length === 1 || first === undefined || !("value" in parse(first.line))) throw new SavedListError(`${file}${whole.offset === undefined ? "" : `, line ${lineOf(text, whole.offset)}`} is no JSON: ${whole.reason}`);
  return lines.map(({ line, number }) => {
    const parsed = parse(line);
    if (!("value" in parsed)) throw new SavedListError(`${file}, line ${number} is no JSON: ${parsed.reason}`);
    return { value: parsed.value, place: `${file}, line ${number}` };
  });
}

function parse(text: string): { readonly value: JsonValue } | { readonly reason: string; readonly offset?: number } {
  try {
    return { value: JSON.parse(text) as JsonValue };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const offset = /position (\d+)/.exec(reason)?.[1];
    // Not every message says where; where it does, a line is of more use than an offset.
    return { reason: reason.replace(/\s*(?:in JSON )?at position \d+.*$/s, "").replace(/\s+/g, " ").slice(0, 120), ...(offset === undefined ? {} : { offset: Number(offset) }) };
  }
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
