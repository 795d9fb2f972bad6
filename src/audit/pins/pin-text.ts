import { isJsonObject, type JsonValue } from "../../base/json";
import type { ServerPin } from "../audit";

/**
 * A pin as a text for people to compare: one line a value, texts of several lines as several lines, so that a diff shows words and
 * not one changed line of JSON. Characters that can't be seen are written out.
 * @param only the key of one offer, such as "tool:read_file"; everything where it is absent
 */
export function pinText({ instructions, offers }: Pick<ServerPin, "instructions" | "offers">, only?: string): string {
  const parts: string[] = [];
  if (only === undefined && instructions !== undefined) parts.push(["instructions", ...textLines(instructions, 1)].join("\n"));
  for (const key of Object.keys(offers).sort()) {
    if (only !== undefined && key !== only) continue;
    parts.push([visible(key.replace(":", " ")), ...linesOf(offers[key] ?? {}, 1)].join("\n"));
  }
  return `${parts.join("\n\n")}\n`;
}

const INDENT = "  ";

function linesOf(value: JsonValue, depth: number): readonly string[] {
  const indent = INDENT.repeat(depth);
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, each]) => member(visible(key), each, depth));
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap((each) => member("-", each, depth));
  return [`${indent}${scalar(value)}`];
}

function member(name: string, value: JsonValue, depth: number): readonly string[] {
  const indent = INDENT.repeat(depth);
  const isComposite = isJsonObject(value) || Array.isArray(value);
  if (isComposite && Object.keys(value).length === 0) return [`${indent}${name}: ${Array.isArray(value) ? "[]" : "{}"}`];
  if (isComposite) return [`${indent}${name}`, ...linesOf(value, depth + 1)];
  if (typeof value === "string" && (value.includes("\n") || value.length > LONG)) return [`${indent}${name}`, ...textLines(value, depth + 1)];
  return [`${indent}${name}: ${scalar(value)}`];
}

function scalar(value: JsonValue): string {
  return typeof value === "string" ? visible(value) : JSON.stringify(value);
}

/** A long text by its sentences: where one was added, one line was added. */
function textLines(text: string, depth: number): readonly string[] {
  const indent = INDENT.repeat(depth);
  return text.split("\n").flatMap((line) => (line.length > LONG ? line.split(/(?<=[.!?]) (?=\S)/) : [line])).map((line) => `${indent}${visible(line)}`);
}

const LONG = 100;

function visible(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

// eslint-disable-next-line no-misleading-character-class -- the characters are meant one by one
const UNSEEN = /(?!\t)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u{E0100}-\u{E01EF}]/gu;
