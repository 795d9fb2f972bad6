import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { isJsonObject, type JsonObject, type JsonValue } from "../base/json";
import { UsageError } from "./console";

/** Larger files are refused: no list of tools is near, and the text must fit into memory several times. */
const MAX_BYTES = 256 * 1024 * 1024;

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
 * @param name what a server is called that the file gives no name
 * @throws UsageError with the place of the mistake
 */
export function readSavedTools(file: string, cwd: string, name: string): readonly SavedTools[] {
  return readEntries(file, cwd).map(({ value, place }) => {
    const holder = isJsonObject(value) && isJsonObject(value["result"]) ? value["result"] : value;
    const tools = Array.isArray(holder) ? (holder as readonly JsonValue[]) : isJsonObject(holder) ? holder["tools"] : undefined;
    if (!Array.isArray(tools)) throw new UsageError(`${place} has no list of tools: it must be a tools/list result such as {"tools": [...]}, or a line of {"server", "tools"}`);
    return { server: isJsonObject(value) && typeof value["server"] === "string" ? value["server"] : name, tools: tools as readonly JsonValue[] };
  });
}

/**
 * Reads saved changes: JSON Lines of {"server", "before", "after"}, each of the two a tool.
 * @throws UsageError with the place of the mistake
 */
export function readSavedChanges(file: string, cwd: string, name: string): readonly SavedChange[] {
  return readEntries(file, cwd).map(({ value, place }) => {
    const { server, before, after } = isJsonObject(value) ? value : ({} as JsonObject);
    if (!isJsonObject(before) || !isJsonObject(after)) throw new UsageError(`${place} has no tool as "${isJsonObject(before) ? "after" : "before"}": it must be {"server", "before": {...}, "after": {...}}`);
    return { server: typeof server === "string" ? server : name, before, after };
  });
}

interface Entry {
  readonly value: JsonValue;
  /** "tools.jsonl, line 3". */
  readonly place: string;
}

/** The whole file as one value, or each of its lines. */
function readEntries(file: string, cwd: string): readonly Entry[] {
  const text = readText(file, cwd);
  if (text.trim() === "") throw new UsageError(`${file} is empty`);
  const whole = parse(text);
  if ("value" in whole) return [{ value: whole.value, place: file }];
  const lines = text.split(/\r?\n/).flatMap((line, i) => (line.trim() === "" ? [] : [{ line, number: i + 1 }]));
  const [first] = lines;
  // A file whose first line is no value is one value over many lines: its mistake is told where it is.
  if (lines.length === 1 || first === undefined || !("value" in parse(first.line))) throw new UsageError(`${file}${whole.offset === undefined ? "" : `, line ${lineOf(text, whole.offset)}`} is no JSON: ${whole.reason}`);
  return lines.map(({ line, number }) => {
    const parsed = parse(line);
    if (!("value" in parsed)) throw new UsageError(`${file}, line ${number} is no JSON: ${parsed.reason}`);
    return { value: parsed.value, place: `${file}, line ${number}` };
  });
}

function readText(file: string, cwd: string): string {
  try {
    const path = resolve(cwd, file);
    const { size } = statSync(path);
    if (size > MAX_BYTES) throw new UsageError(`${file} is larger than ${MAX_BYTES / 1024 / 1024} MB`);
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UsageError(code === "ENOENT" ? `There is no file "${file}"` : `${file} can't be read (${code})`);
  }
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
