import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json";
import type { OfferSurface, ServerSurface } from "../../wording/surface";
import type { ServerPin } from "../audit";

/** Deeper parts of an offer are pinned as they are; nothing honest nests like that. */
const MAX_DEPTH = 64;

/** What an audit remembers of a server. */
export function pinOf(surface: ServerSurface, pinned: string): ServerPin {
  const offers = [...surface.tools, ...surface.prompts, ...surface.resources, ...surface.resourceTemplates];
  return {
    name: surface.name,
    pinned,
    ...(surface.instructions === undefined ? {} : { instructions: normaliseText(surface.instructions) }),
    offers: normaliseOffers(offers),
  };
}

/** Offers by kind and name, normalised. Of two with the same name the second one has a number behind it. */
export function normaliseOffers(offers: readonly OfferSurface[]): Readonly<Record<string, JsonObject>> {
  const keys = offerKeys(offers);
  const entries = offers.map(({ raw }, index): [string, JsonObject] => [keys[index] ?? "", normalise(raw)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The key under which each of some offers is pinned, in their order. */
export function offerKeys(offers: readonly Pick<OfferSurface, "kind" | "name">[]): readonly string[] {
  const taken = new Set<string>();
  const last = new Map<string, number>();
  return offers.map(({ kind, name }) => {
    const key = `${kind}:${name}`;
    let free = key;
    // Counting on from the last one keeps ten thousand offers of one name from being counted fifty million times.
    let n = last.get(key) ?? 1;
    while (taken.has(free)) free = `${key}#${++n}`;
    last.set(key, n);
    taken.add(free);
    return free;
  });
}

/**
 * An offer without the differences that mean nothing: order of keys and of `required`, `$schema`, what equals its default, empty lists and texts, null.
 * Between two versions of real servers every seventh change is of this kind.
 */
export function normalise(offer: JsonObject): JsonObject {
  const plain = tidy(offer, 0);
  return isJsonObject(plain) ? plain : {};
}

/** One line end everywhere, and no blanks at ends of lines. */
export function normaliseText(text: string): string {
  return text.replace(/\r\n?/g, "\n").split("\n").map((line) => line.trimEnd()).join("\n").trim();
}

function tidy(value: JsonValue, depth: number): JsonValue | undefined {
  if (value === null || depth > MAX_DEPTH) return value ?? undefined;
  if (typeof value === "string") return normaliseText(value);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((each) => tidy(each, depth + 1) ?? null);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, each]): [string, JsonValue][] => {
    const plain = tidyMember(key, tidy(each, depth + 1));
    return plain === undefined ? [] : [[key, plain]];
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function tidyMember(key: string, value: JsonValue | undefined): JsonValue | undefined {
  if (value === undefined || value === "" || key === "$schema") return undefined;
  if (key === "additionalProperties" && (value === true || isEmpty(value))) return undefined;
  if (key === "required" && Array.isArray(value)) return value.length === 0 ? undefined : [...(value as readonly JsonValue[])].sort();
  if (key === "type" && Array.isArray(value)) return value.length === 1 ? (value as readonly JsonValue[])[0] : [...(value as readonly JsonValue[])].sort();
  if ((key === "annotations" || key === "_meta" || key === "properties" || key === "$defs") && isEmpty(value)) return undefined;
  return value;
}

function isEmpty(value: JsonValue): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}
