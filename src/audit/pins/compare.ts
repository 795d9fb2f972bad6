import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json";
import type { ServerSurface } from "../../wording/surface";
import type { ServerPin } from "../audit";
import { normaliseOffers, normaliseText } from "./normalise";

/** One difference between a pin and what the server says now. */
export interface Change {
  /** The offer's key, such as "tool:read_file"; absent for the server as a whole. */
  readonly offer?: string;
  /** Where in the offer; empty where the whole offer came or went. */
  readonly path: string;
  /** Absent where it was not there. */
  readonly before?: JsonValue;
  /** Absent where it is gone. */
  readonly after?: JsonValue;
}

/** Compares a pin with what a server says now, field by field. White space alone is no difference. */
export function compare(pin: ServerPin, surface: ServerSurface): readonly Change[] {
  const now = normaliseOffers([...surface.tools, ...surface.prompts, ...surface.resources, ...surface.resourceTemplates]);
  const before = pin.instructions;
  const after = surface.instructions === undefined ? undefined : normaliseText(surface.instructions);
  const changes: Change[] = before === after ? [] : [{ path: "instructions", ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
  for (const offer of new Set([...Object.keys(pin.offers), ...Object.keys(now)])) {
    const [old, fresh] = [own(pin.offers, offer), own(now, offer)];
    if (old === undefined && fresh !== undefined) changes.push({ offer, path: "", after: fresh });
    else if (old !== undefined && fresh === undefined) changes.push({ offer, path: "", before: old });
    else if (old !== undefined && fresh !== undefined) changes.push(...differences(old, fresh, "").map((change) => ({ offer, ...change })));
  }
  return changes;
}

function differences(before: JsonValue, after: JsonValue, path: string): readonly Change[] {
  if (isJsonObject(before) && isJsonObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
      const place = path === "" ? key : `${path}.${key}`;
      const [old, fresh] = [own(before, key), own(after, key)];
      if (old === undefined) return fresh === undefined ? [] : [{ path: place, after: fresh }];
      return fresh === undefined ? [{ path: place, before: old }] : differences(old, fresh, place);
    });
  }
  return isSame(before, after) ? [] : [{ path, before, after }];
}

function isSame(before: JsonValue, after: JsonValue): boolean {
  if (typeof before === "string" && typeof after === "string") return before.replace(/\s+/g, " ").trim() === after.replace(/\s+/g, " ").trim();
  return JSON.stringify(before) === JSON.stringify(after);
}

function own(object: JsonObject, key: string): JsonValue | undefined;
function own<T>(object: Readonly<Record<string, T>>, key: string): T | undefined;
function own<T>(object: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
