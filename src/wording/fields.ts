import { isJsonObject, type JsonValue } from "../base/json";
import type { OfferSurface, ServerSurface } from "./surface";

/** One text of a server, with the place where it stands. */
export interface TextField {
  /** Where in the offer: "description", "inputSchema.properties.path.description", "_meta.note". */
  readonly path: string;
  /** What kind of text it is: prose is meant to be read, a value is data, the rest are names. */
  readonly kind: "name" | "prose" | "parameter" | "value" | "key";
  /** Verbatim, and cut to `MAX_TEXT`. */
  readonly text: string;
}

/** The texts of one offer, and what was left out of them. */
export interface OfferText {
  readonly fields: readonly TextField[];
  /** Sentences such as "inputSchema.description is cut after 200,000 characters". */
  readonly limits: readonly string[];
}

/** The longest description seen on a real server has 35,000 characters; what stands behind the sixfold is not read, and that is said. */
export const MAX_TEXT = 200_000;

/** Texts of one offer that are read. A large real tool has some hundred; more is an attempt to keep us busy. */
const MAX_FIELDS = 5_000;

/** How many characters of one offer are read in all. */
const MAX_ALL = 1_000_000;

/** Schemas nest a dozen levels; deeper ones are not followed, as no model would read them either. */
const MAX_DEPTH = 48;

/** Collects every text of an offer in the order in which it stands there: a poisoned text hides where nobody looks. */
export function fieldsOf(offer: OfferSurface): OfferText {
  return collect(offer.raw);
}

/** The texts that belong to the server as a whole. */
export function serverFields(surface: ServerSurface): OfferText {
  return collect({ ...(surface.instructions === undefined ? {} : { instructions: surface.instructions }), ...(surface.serverInfo ? { serverInfo: surface.serverInfo } : {}) });
}

interface Waiting {
  readonly value: JsonValue;
  readonly path: string;
  readonly key: string;
  /** Whether the keys of this object are names of parameters. */
  readonly holdsNames: boolean;
  readonly depth: number;
}

/** A list of what is still to be walked, not recursion: a server chooses how deep its JSON is. */
function collect(root: JsonValue): OfferText {
  const fields: TextField[] = [];
  const limits = new Set<string>();
  const waiting: Waiting[] = [{ value: root, path: "", key: "", holdsNames: false, depth: 0 }];
  let left = MAX_ALL;
  const add = (path: string, kind: TextField["kind"], text: string): void => {
    if (text.trim() === "") return;
    if (fields.length >= MAX_FIELDS || left <= 0) return void limits.add("has more text than is read: the rest is not reviewed");
    const most = Math.min(MAX_TEXT, left);
    if (text.length > most) limits.add(`${path} is cut after ${most.toLocaleString("en-US")} characters`);
    fields.push({ path, kind, text: text.slice(0, most) });
    left -= Math.min(text.length, most);
  };
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.depth > MAX_DEPTH) limits.add(`${next.path.slice(0, 80)}… nests deeper than is read`);
    else waiting.push(...inside(next, add).reverse());
    if (waiting.length > MAX_FIELDS * 4) waiting.splice(0, waiting.length - MAX_FIELDS * 4);
  }
  return { fields, limits: [...limits] };
}

function inside({ value, path, key, holdsNames, depth }: Waiting, add: (path: string, kind: TextField["kind"], text: string) => void): Waiting[] {
  if (typeof value === "string") add(path, kindOf(path, key), value);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((each, index) => ({ value: each, path: `${path}[${index}]`, key, holdsNames: false, depth: depth + 1 }));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).map(([name, each]) => {
    const place = path === "" ? name : `${path}.${name}`;
    if (holdsNames) add(place, "parameter", name);
    else if (!isKnownKey(name)) add(place, "key", name);
    return { value: each, path: place, key: holdsNames ? "" : name, holdsNames: !holdsNames && mapsOfNames.has(name) && isJsonObject(each), depth: depth + 1 };
  });
}

function kindOf(path: string, key: string): TextField["kind"] {
  if (path === "name") return "name";
  return proseKeys.has(key) ? "prose" : "value";
}

const proseKeys: ReadonlySet<string> = new Set(["title", "description", "instructions", "$comment", "summary"]);

const mapsOfNames: ReadonlySet<string> = new Set(["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"]);

/** Keys of the protocol and of JSON Schema; others are words that the server chose. */
function isKnownKey(name: string): boolean {
  return name.length <= 1 || mapsOfNames.has(name) || proseKeys.has(name) || knownKeys.has(name);
}

const knownKeys: ReadonlySet<string> = new Set(
  ("name inputSchema outputSchema annotations _meta icons src mimeType sizes theme uri uriTemplate size arguments required execution taskSupport serverInfo version websiteUrl " +
    "readOnlyHint destructiveHint idempotentHint openWorldHint audience priority lastModified " +
    "$schema $id $ref $anchor $vocabulary $dynamicRef $dynamicAnchor type enum const default examples example format pattern minimum maximum exclusiveMinimum exclusiveMaximum multipleOf " +
    "minLength maxLength minItems maxItems uniqueItems minProperties maxProperties minContains maxContains contains items prefixItems additionalItems additionalProperties unevaluatedItems " +
    "unevaluatedProperties propertyNames dependentRequired allOf anyOf oneOf not if then else deprecated readOnly writeOnly contentEncoding contentMediaType contentSchema nullable").split(" "),
);
