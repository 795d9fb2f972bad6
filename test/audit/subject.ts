import type { AuditSubject, HttpObservations } from "../../src/audit/audit";
import { readConfiguration } from "../../src/audit/configuration/entries";
import { pinOf } from "../../src/audit/pins/normalise";
import { isJsonObject, type JsonObject, type JsonValue } from "../../src/base/json";
import { readOffer, surfaceOfTools, type OfferSurface, type ServerSurface } from "../../src/wording/surface";

/**
 * What an example in a doc or a spec says of a server: `tools`, `prompts`, `resources`, `resourceTemplates` and `instructions`;
 * `isCut` and `flaws` say how reading went; `configuration` is what stands in the client's `file`, of which the first server counts;
 * `before`, of the same form, is what was pinned; `http` is given as it is; `others` are further servers.
 */
export function subjectOf(example: JsonObject): AuditSubject {
  const { before, configuration, file, http, others } = example;
  // In the project where it has no folder of its own.
  const path = typeof file === "string" && !file.startsWith("/") ? `/srv/project/${file}` : String(file);
  const entry = configuration === undefined ? undefined : readConfiguration(path, JSON.stringify(configuration)).entries[0]?.entry;
  return {
    name: "example",
    surface: surfaceOf("example", example),
    others: listOf(others).flatMap((other) => (isJsonObject(other) ? [surfaceOf(typeof other["name"] === "string" ? other["name"] : "other", other)] : [])),
    ...(isJsonObject(before) ? { pin: pinOf(surfaceOf("example", before), "2026-01-01T00:00:00Z") } : {}),
    // Examples are written by us; a wrong one fails its own test.
    ...(entry ? { entry } : {}),
    ...(isJsonObject(http) ? { http: http as unknown as HttpObservations } : {}),
  };
}

function surfaceOf(name: string, example: JsonObject): ServerSurface {
  const surface = surfaceOfTools(name, listOf(example["tools"]));
  const offers = (kind: OfferSurface["kind"], key: string): readonly OfferSurface[] => listOf(example[key]).flatMap((raw, index) => readOffer(kind, raw, index, []));
  const instructions = example["instructions"];
  return { ...surface, prompts: offers("prompt", "prompts"), resources: offers("resource", "resources"), resourceTemplates: offers("resource-template", "resourceTemplates"), ...(typeof instructions === "string" ? { instructions } : {}), ...(example["isCut"] === true ? { isCut: true } : {}), flaws: flawsOf(example["flaws"]) };
}

function flawsOf(value: JsonValue | undefined): ServerSurface["flaws"] {
  return listOf(value).flatMap((flaw) => (isJsonObject(flaw) ? [{ place: String(flaw["place"]), message: String(flaw["message"]) }] : []));
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
