import { optional, unknownSchema } from "./combine";
import { argumentSites } from "./reader";
import type { LibraryReader, Reader, Site } from "./reader";
import type { Schema } from "./schema";

/** ArkType's words for types, as far as they are of use here. */
const words: Readonly<Record<string, Schema>> = {
  string: { kind: "string" },
  number: { kind: "number" },
  "number.integer": { kind: "number" },
  bigint: { kind: "number" },
  boolean: { kind: "boolean" },
  Date: { kind: "date" },
  null: { kind: "null" },
  true: { kind: "enum", values: [true] },
  false: { kind: "enum", values: [false] },
  "string.uuid": { kind: "string", format: "uuid" },
  "string.hex": { kind: "string", format: "hex" },
  "string.date": { kind: "string" },
  "string.ip": { kind: "string", format: "ip" },
  "string.url": { kind: "string", format: "url" },
  "string.email": { kind: "string", format: "email" },
  "string.alpha": { kind: "string", pattern: { source: "^[A-Za-z]*$", flags: "" } },
  "string.alphanumeric": { kind: "string", pattern: { source: "^[A-Za-z0-9]*$", flags: "" } },
  "string.digits": { kind: "string", pattern: { source: "^[0-9]*$", flags: "" } },
  "string.base64": { kind: "string", format: "base64" },
};

/** Reads ArkType: `type({ name: "string", "age?": "number" })`, with unions, literals and arrays inside the texts. */
export const readArkType: LibraryReader = (call, definition, module, reader) => {
  if (definition.kind !== "external" || definition.package !== "arktype") return undefined;
  const site = argumentSites(call, module)[0];
  return site === undefined ? unknownSchema : readDefinition(site, reader);
};

function readDefinition(site: Site, reader: Reader): Schema {
  const text = reader.constant(site);
  if (typeof text === "string") return readText(text.trim());
  const literal = reader.object(site);
  if (literal === undefined) return reader.read(site);
  const fields = new Map<string, Schema>();
  let keepsUnknownKeys = true;
  for (const property of literal.object.properties) {
    if (typeof property.key !== "string") continue;
    const value = { expression: property.value, module: literal.module };
    if (property.key === "+") keepsUnknownKeys = reader.constant(value) === "ignore";
    else if (property.key.endsWith("?")) fields.set(property.key.slice(0, -1), optional(readDefinition(value, reader)));
    else fields.set(property.key, readDefinition(value, reader));
  }
  return { kind: "object", fields, keepsUnknownKeys };
}

function readText(text: string): Schema {
  const options = text.split("|").map((each) => each.trim());
  if (options.length > 1) return { kind: "union", options: options.map(readText) };
  if (text.endsWith("[]")) return { kind: "array", items: readText(text.slice(0, -2)) };
  if (Object.hasOwn(words, text)) return words[text] ?? unknownSchema;
  const quoted = /^(['"])(.*)\1$/.exec(text);
  if (quoted) return { kind: "enum", values: [quoted[2] ?? ""] };
  const pattern = /^\/(.*)\/([a-z]*)$/.exec(text);
  if (pattern) return { kind: "string", pattern: { source: pattern[1] ?? "", flags: pattern[2] ?? "" } };
  if (/^-?\d+(\.\d+)?$/.test(text)) return { kind: "enum", values: [Number(text)] };
  if (/^([\d.]+\s*<=?\s*)?number(\.\w+)?(\s*[<>%]=?\s*[\d.-]+)?$/.test(text)) return { kind: "number" };
  return /^([\d]+\s*<=?\s*)?string(\s*[<>]=?\s*\d+)?$/.test(text) ? { kind: "string" } : unknownSchema;
}
