import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json";
import type { FlawList } from "./flaws";
import type { Limits } from "./limits";

/**
 * A copy of what a server sent, cut to what is safe to walk, print and search: its depth, its number of members and the length of its
 * texts are bounded. What is cut is told. Nothing is dereferenced, so `$ref` loops stay the texts they are.
 */
export function boundJson(value: JsonValue, place: string, limits: Pick<Limits, "depth" | "nodes" | "textLength">, flaws: FlawList): JsonValue {
  let nodes = 0;
  const cutText = (text: string, where: string): string => {
    if (text.length <= limits.textLength) return text;
    flaws.add(where, `has ${text.length.toLocaleString("en")} characters: only the first ${limits.textLength.toLocaleString("en")} were read`);
    return text.slice(0, limits.textLength);
  };
  const copy = (each: JsonValue, depth: number, where: string): JsonValue | undefined => {
    if (++nodes > limits.nodes) {
      flaws.add(place, `has more than ${limits.nodes.toLocaleString("en")} members: the rest was left out`);
      return undefined;
    }
    if (typeof each === "string") return cutText(each, where);
    if (typeof each !== "object" || each === null) return each;
    if (depth >= limits.depth) {
      flaws.add(place, `is nested more than ${limits.depth} levels deep: what lies below was left out`);
      return undefined;
    }
    if (!isJsonObject(each)) {
      const list: JsonValue[] = [];
      for (const [index, item] of each.entries()) {
        const kept = copy(item, depth + 1, `${where}[${index}]`);
        if (kept !== undefined) list.push(kept);
        if (nodes > limits.nodes) break;
      }
      return list;
    }
    const entries: [string, JsonValue][] = [];
    for (const key of Object.keys(each)) {
      const kept = copy(each[key] ?? null, depth + 1, `${where}.${key.slice(0, MAX_KEY_IN_PLACE)}`);
      if (kept !== undefined) entries.push([cutText(key, `${where}, a key`), kept]);
      if (nodes > limits.nodes) break;
    }
    // `fromEntries` defines members, so that a key named "__proto__" stays a member that can be seen.
    return Object.fromEntries(entries);
  };
  return copy(value, 0, place) ?? null;
}

/** An object of a server, bounded; anything else gives nothing. */
export function boundObject(value: JsonValue | undefined, place: string, limits: Pick<Limits, "depth" | "nodes" | "textLength">, flaws: FlawList): JsonObject | undefined {
  if (value === undefined) return undefined;
  if (!isJsonObject(value)) {
    flaws.add(place, "is no object");
    return undefined;
  }
  const bounded = boundJson(value, place, limits, flaws);
  return isJsonObject(bounded) ? bounded : undefined;
}

const MAX_KEY_IN_PLACE = 60;
