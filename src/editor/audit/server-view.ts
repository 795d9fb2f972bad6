import type { AuditFinding, ServerAudit, ServerPin } from "../../audit/audit";
import { compare } from "../../audit/pins/compare";
import { offerKeys } from "../../audit/pins/normalise";
import type { Suppression } from "../../audit/suppressions";
import { severities, type Severity } from "../../base/finding";
import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json";
import type { CodeFindingItem, Counts, FindingItem, OfferDetail, OfferItem, ParameterItem, PinView, ServerView } from "../../panel/protocol";
import type { OfferSurface, ServerSurface } from "../../wording/surface";

/** What a view is made of. */
export interface ViewParts {
  readonly id: string;
  /** Without what was set aside. */
  readonly audit: ServerAudit;
  readonly suppressed: readonly { readonly finding: AuditFinding; readonly suppression: Suppression }[];
  readonly pin?: ServerPin;
  readonly source?: SourceView;
  readonly hasModel: boolean;
}

/** What the workspace holds of a server's source, by the name of the offer. */
export interface SourceView {
  placeOf(kind: OfferSurface["kind"], name: string): string | undefined;
  findingsOf(name: string): readonly CodeFindingItem[];
  readonly found: number;
  readonly of: number;
}

/** Of a description, where it stands in for a title. */
const SUMMARY = 200;

/** Of a description that is searched; of all descriptions together a panel is sent no more than the next number. */
const SEARCHED = 4_000;
const SEARCHED_IN_ALL = 6_000_000;

/** Of the JSON of one offer; a panel shows no more. */
const LONGEST_RAW = 400_000;

/** Parameters that are shown as a table. */
const MOST_PARAMETERS = 500;

/** All offers of a server, tools first; the place in this list is how the panel names one. */
export function offersOf(surface: ServerSurface | undefined): readonly OfferSurface[] {
  return surface ? [...surface.tools, ...surface.prompts, ...surface.resources, ...surface.resourceTemplates] : [];
}

/** What the panel shows of a server. */
export function toServerView({ id, audit, suppressed, pin, source, hasModel }: ViewParts): ServerView {
  const { surface, score, outcomes, limits, unreachable, stderr } = audit;
  const offers = offersOf(surface);
  const ids = new Map(offers.map((offer, index): [string, number] => [offer.name, index]).reverse());
  const findings = audit.findings.map((finding, index) => toItem(finding, index, ids));
  const changed = changedOffers(offers, pin, surface);
  return {
    id,
    score,
    facts: surface ? factsOf(surface) : [],
    ...(surface?.instructions === undefined ? {} : { instructions: surface.instructions }),
    findings,
    suppressed: suppressed.map(({ finding, suppression }, index) => ({ ...toItem(finding, index, ids), reason: suppression.reason })),
    offers: toOffers(offers, findings, { changed: changed.offers, deeds: audit.capabilities ?? [] }, source),
    outcomes,
    limits,
    ...(unreachable === undefined ? {} : { unreachable }),
    ...(stderr === undefined ? {} : { stderr }),
    pin: pinView(pin, changed.count),
    ...(source ? { source: { found: source.found, of: source.of } } : {}),
    hasModel,
  };
}

/** The details of one offer. */
export function toOfferDetail(server: string, id: number, offer: OfferSurface, source: SourceView | undefined): OfferDetail {
  const raw = JSON.stringify(offer.raw, undefined, 2);
  const place = source?.placeOf(offer.kind, offer.name);
  const known = new Set(["name", "title", "description", "inputSchema", "arguments"]);
  const annotations = Object.entries(offer.raw).flatMap(([name, value]) => (known.has(name) ? [] : isJsonObject(value) && name === "annotations" ? Object.entries(value).map(([hint, each]) => ({ name: `annotations.${hint}`, value: inline(each) })) : [{ name, value: inline(value) }]));
  return {
    server,
    id,
    ...(offer.description === undefined ? {} : { description: offer.description }),
    parameters: parametersOf(offer).slice(0, MOST_PARAMETERS),
    annotations,
    raw: raw.length > LONGEST_RAW ? `${raw.slice(0, LONGEST_RAW)}\n… (${raw.length - LONGEST_RAW} characters more)` : raw,
    ...(place === undefined ? {} : { source: place }),
    codeFindings: place === undefined ? [] : (source?.findingsOf(offer.name) ?? []),
  };
}

/** How many findings there are of each level. */
export function countsOf(findings: readonly { readonly severity: Severity }[]): Counts {
  return Object.fromEntries(severities.map((severity) => [severity, findings.filter((each) => each.severity === severity).length])) as Counts; // One entry a level.
}

/** What a tool says of itself in its annotations; the server's word, and no more than that. */
function claimsOf({ raw }: OfferSurface): readonly string[] {
  const annotations = raw["annotations"];
  if (!isJsonObject(annotations)) return [];
  const claims: readonly [string, string][] = [["readOnlyHint", "says it only reads"], ["destructiveHint", "says it destroys"], ["openWorldHint", "says it reaches outside"]];
  return claims.flatMap(([hint, words]) => (annotations[hint] === true ? [words] : []));
}

function toItem(finding: AuditFinding, id: number, ids: ReadonlyMap<string, number>): FindingItem {
  const offer = finding.tool === undefined ? undefined : ids.get(finding.tool);
  return { id, ...finding, ...(offer === undefined ? {} : { offer }) };
}

function toOffers(offers: readonly OfferSurface[], findings: readonly FindingItem[], { changed, deeds }: { readonly changed: ReadonlySet<number>; readonly deeds: readonly (readonly string[])[] }, source: SourceView | undefined): readonly OfferItem[] {
  const about = new Map<number, FindingItem[]>();
  for (const finding of findings) {
    if (finding.offer === undefined) continue;
    const list = about.get(finding.offer);
    if (list) list.push(finding);
    else about.set(finding.offer, [finding]);
  }
  const perOffer = Math.min(SEARCHED, Math.floor(SEARCHED_IN_ALL / Math.max(1, offers.length)));
  return offers.map((offer, id) => {
    const { kind, name, title, description = "" } = offer;
    return {
      id,
      kind,
      name,
      ...(title === undefined ? {} : { title }),
      summary: description.slice(0, SUMMARY),
      search: ` ${parametersOf(offer).map((each) => each.name).join(" ").slice(0, SUMMARY)} ${description.slice(0, perOffer)}`.toLowerCase(),
      // Tools come first among the offers, and what they can do is told in their order.
      capabilities: [...(kind === "tool" ? (deeds[id] ?? []).map((deed) => deed.replaceAll("-", " ")) : []), ...claimsOf(offer)],
      counts: countsOf(about.get(id) ?? []),
      hasSource: source?.placeOf(kind, name) !== undefined,
      isChanged: changed.has(id),
    };
  });
}

function changedOffers(offers: readonly OfferSurface[], pin: ServerPin | undefined, surface: ServerSurface | undefined): { readonly offers: ReadonlySet<number>; readonly count: number } {
  if (!pin || !surface) return { offers: new Set(), count: 0 };
  const changes = compare(pin, surface);
  const keys = new Set(changes.map(({ offer }) => offer));
  return { offers: new Set(offerKeys(offers).flatMap((key, index) => (keys.has(key) ? [index] : []))), count: keys.size };
}

function pinView(pin: ServerPin | undefined, changed: number): PinView {
  if (!pin) return { kind: "none" };
  return changed === 0 ? { kind: "same", when: pin.pinned } : { kind: "changed", when: pin.pinned, changed };
}

function factsOf({ era, protocolVersion, serverInfo, capabilities, tools, prompts, resources, resourceTemplates }: ServerSurface): ServerView["facts"] {
  const info = serverInfo ? [serverInfo["title"], serverInfo["name"], serverInfo["version"]].filter((each) => typeof each === "string").join(" ") : "";
  const facts = [
    { label: "Calls itself", value: info },
    { label: "Protocol", value: [protocolVersion, era].filter((each) => each !== undefined).join(", ") },
    { label: "Offers", value: [[tools.length, "tools"], [prompts.length, "prompts"], [resources.length, "resources"], [resourceTemplates.length, "resource templates"]].flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`])).join(", ") },
    { label: "Capabilities", value: Object.keys(capabilities ?? {}).join(", ") },
  ];
  return facts.filter(({ value }) => value !== "");
}

function parametersOf(offer: OfferSurface): readonly ParameterItem[] {
  if (offer.kind === "prompt") return listOf(offer.raw["arguments"]).flatMap((each) => (isJsonObject(each) ? [{ name: textOf(each["name"]), type: "text", isRequired: each["required"] === true, description: textOf(each["description"]) }] : []));
  const schema = offer.raw["inputSchema"];
  const properties = isJsonObject(schema) ? schema["properties"] : undefined;
  if (!isJsonObject(schema) || !isJsonObject(properties)) return [];
  const required = new Set(listOf(schema["required"]));
  return Object.entries(properties).map(([name, property]) => ({ name, type: isJsonObject(property) ? typeOf(property) : "", isRequired: required.has(name), description: isJsonObject(property) ? textOf(property["description"]) : "" }));
}

/** A schema in a word or two; all of it is shown below. */
function typeOf(schema: JsonObject): string {
  const { type, format, items } = schema;
  const choices = schema["enum"];
  if (Array.isArray(choices)) return `one of ${inline(choices)}`.slice(0, SUMMARY);
  if (schema["const"] !== undefined) return inline(schema["const"]);
  for (const key of ["anyOf", "oneOf", "allOf"]) if (Array.isArray(schema[key])) return listOf(schema[key]).slice(0, 8).map((each) => (isJsonObject(each) ? typeOf({ type: each["type"] ?? "…" }) : "")).join(key === "allOf" ? " & " : " | ");
  const name = Array.isArray(type) ? type.join(" | ") : textOf(type);
  if (name === "array" && isJsonObject(items)) return `array of ${textOf(items["type"]) || "anything"}`;
  return [name, textOf(format)].filter((each) => each !== "").join(", ") || textOf(schema["$ref"]) || "anything";
}

function inline(value: JsonValue): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 2_000 ? `${text.slice(0, 2_000)}…` : text;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
