import type { JsonObject, JsonValue } from "../../base/json";
import type { TextRange } from "../../base/text";

/** A value of a configuration file with its place, whatever the notation. */
export interface ConfigNode {
  readonly range: TextRange;
  /** The members of an object, in the order of the file; the last of equal keys counts. */
  readonly members?: readonly ConfigMember[];
  /** The elements of a list. */
  readonly items?: readonly ConfigNode[];
  /** The value, where it is neither. */
  readonly scalar?: string | number | boolean | null;
}

/** A member of an object. */
export interface ConfigMember {
  readonly key: string;
  readonly keyRange: TextRange;
  readonly value: ConfigNode;
}

/** A mistake in a configuration file, with its place. */
export interface ConfigProblem {
  readonly range: TextRange;
  /** A sentence without a full stop. */
  readonly message: string;
}

/** What reading a file has come to: as much as could be read, and what could not. */
export interface ParsedConfig {
  readonly root?: ConfigNode;
  readonly problems: readonly ConfigProblem[];
}

/** Deeper than any configuration; what lies below is left out. */
export const MAXIMUM_DEPTH = 40;

/** The member of a name. */
export function memberOf(node: ConfigNode | undefined, key: string): ConfigMember | undefined {
  return node?.members?.findLast((member) => member.key === key);
}

/** The value that lies below some names and indexes. */
export function nodeAt(node: ConfigNode | undefined, path: readonly (string | number)[]): ConfigNode | undefined {
  let current = node;
  for (const step of path) current = typeof step === "number" ? current?.items?.[step] : memberOf(current, step)?.value;
  return current;
}

/** The text of a node that is one. */
export function textOf(node: ConfigNode | undefined): string | undefined {
  return typeof node?.scalar === "string" ? node.scalar : undefined;
}

/** The texts of a list, numbers and truth values written out: clients turn them into texts as well. */
export function textsOf(node: ConfigNode | undefined): readonly string[] | undefined {
  return node?.items?.map(({ scalar }) => (scalar === undefined || scalar === null ? "" : String(scalar)));
}

/** The texts of an object by name. */
export function textMapOf(node: ConfigNode | undefined): Readonly<Record<string, string>> | undefined {
  if (!node?.members) return undefined;
  return Object.fromEntries(node.members.flatMap(({ key, value }) => (value.scalar === undefined || value.scalar === null ? [] : [[key, String(value.scalar)]])));
}

/** A node as plain JSON, without places. */
export function jsonOf(node: ConfigNode): JsonValue {
  if (node.members) return Object.fromEntries(node.members.map(({ key, value }) => [key, jsonOf(value)]));
  if (node.items) return node.items.map(jsonOf);
  return node.scalar ?? null;
}

/** A node as a JSON object; empty where it is none. */
export function objectOf(node: ConfigNode): JsonObject {
  const value = jsonOf(node);
  return node.members ? (value as JsonObject) : {}; // Members give an object.
}
