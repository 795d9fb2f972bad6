import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json";
import type { ServerPin } from "../audit";

/** Grows when a reader of the file would have to change. */
const FORMAT = 1;

/** The file in a workspace that holds pins; a team can commit it. */
export const PIN_FILE = ".portcullis/pins.json";

/** A pin file that can't be used, and why. */
export class PinFileError extends Error {}

/**
 * Reads the text of a pin file.
 * @throws PinFileError with a sentence that says what is wrong
 */
export function readPins(text: string): ReadonlyMap<string, ServerPin> {
  const root = parse(text);
  if (!isJsonObject(root) || !isJsonObject(root["servers"])) throw new PinFileError('The pin file has no "servers"');
  const { format, servers } = root;
  if (typeof format !== "number" || format > FORMAT) throw new PinFileError(`The pin file has format ${JSON.stringify(format) ?? "none"}, and this version of Portcullis reads ${FORMAT}`);
  return new Map(Object.entries(servers as JsonObject).map(([name, pin]) => [name, toPin(name, pin)]));
}

/** Writes pins: servers, offers and keys in their order, so that a version control shows what changed and nothing else. */
export function writePins(pins: Iterable<ServerPin>): string {
  const sorted = [...pins].sort((a, b) => (a.name < b.name ? -1 : 1));
  const servers = Object.fromEntries(sorted.map(({ name, pinned, instructions, offers }) => [name, { pinned, ...(instructions === undefined ? {} : { instructions }), offers: Object.fromEntries(Object.entries(offers).sort(([a], [b]) => (a < b ? -1 : 1))) }]));
  return `${JSON.stringify({ format: FORMAT, servers }, undefined, 2)}\n`;
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new PinFileError(`The pin file is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function toPin(name: string, pin: JsonValue): ServerPin {
  if (!isJsonObject(pin) || !isJsonObject(pin["offers"])) throw new PinFileError(`The pin of "${name}" has no "offers"`);
  const { pinned, instructions } = pin;
  const offers = Object.entries(pin["offers"]).map(([key, offer]): [string, JsonObject] => {
    if (!isJsonObject(offer)) throw new PinFileError(`The pin of "${name}" has no object under "${key}"`);
    return [key, offer];
  });
  return { name, pinned: typeof pinned === "string" ? pinned : "", offers: Object.fromEntries(offers), ...(typeof instructions === "string" ? { instructions } : {}) };
}
