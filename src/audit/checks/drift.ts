import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json";
import { fieldsOf } from "../../wording/fields";
import { readOffer, type OfferReading } from "../../wording/read-texts";
import type { WordingModel } from "../../wording/scorer/score-text";
import type { Sighting, Signal } from "../../wording/signals/signal";
import type { AuditFinding, Check, ServerPin } from "../audit";
import { addedText } from "../pins/added-text";
import { compare, type Change } from "../pins/compare";
import { poisoningSignals } from "./poisoning";

/** What a server says has changed since it was pinned. The change itself is reviewed, not what was accepted with the pin. */
export function driftCheck(model: WordingModel): Check {
  const signals = poisoningSignals(model);
  return {
    id: "drift",
    category: "drift",
    summary: "What the server says has changed since it was pinned",
    severity: "error",
    needs: ["surface", "pin"],
    run: ({ surface, pin }) => (surface && pin ? grouped(compare(pin, surface)).flatMap((changes) => judge(changes, signals, pin)) : []),
  };
}

/** The changes of one offer together: new words may stand in several of its fields. */
function grouped(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) groups.set(change.offer ?? "", [...(groups.get(change.offer ?? "") ?? []), change]);
  return [...groups.values()];
}

function judge(changes: readonly Change[], signals: readonly Signal[], pin: ServerPin): readonly AuditFinding[] {
  const [first] = changes;
  if (!first) return [];
  const about = aboutOf(first);
  const whole = first.path === "" ? comeOrGone(first) : undefined;
  const suspicious = worstPerField(reviewWords(changes, signals, first.offer === undefined ? undefined : pin.offers[first.offer]));
  const flips = changes.flatMap(flipOf);
  const told = new Set([...suspicious, ...flips].map(({ field }) => field));
  const plain = whole ?? changes.flatMap((change): readonly Sighting[] => (told.has(change.path) ? [] : [plainChange(change)]));
  return [...suspicious, ...flips, ...plain].map(({ field, message, ...rest }) => ({ check: "drift", category: "drift", field, message: `${about.who}: ${message}`, ...rest, ...(about.tool === undefined ? {} : { tool: about.tool }) }));
}

function aboutOf({ offer }: Change): { readonly who: string; readonly tool?: string } {
  if (offer === undefined) return { who: "the server" };
  const tool = offer.slice(offer.indexOf(":") + 1);
  return { who: `"${tool}"`, tool };
}

/** A new tool is new text, and the checks of poisoning read it anyway. */
function comeOrGone({ before }: Change): readonly Sighting[] {
  return [{ severity: "note", confidence: "high", field: "name", message: before === undefined ? "is new since the pin" : "is gone since the pin", evidence: "" }];
}

/** Runs the signals over what is new, and forgets what they say of the old text as well. */
function reviewWords(changes: readonly Change[], signals: readonly Signal[], before: JsonObject | undefined): readonly Sighting[] {
  const reading = newWords(changes);
  const found = signals.flatMap((signal) => signal.find(reading).filter(({ severity }) => severity !== "note").map((sighting) => ({ signal, sighting })));
  if (found.length === 0) return [];
  const old = before === undefined ? undefined : readOffer(fieldsOf({ kind: "tool", index: 0, name: "", raw: before }));
  const wasSaid = (signal: Signal, field: string): boolean => old !== undefined && signal.find(old).some((each) => each.field === field && each.severity === "error");
  return found.filter(({ signal, sighting }) => !wasSaid(signal, sighting.field)).map(({ signal, sighting }) => ({ ...sighting, message: `what is new in ${sighting.field} ${sighting.message} (${signal.id})` }));
}

function newWords(changes: readonly Change[]): OfferReading {
  const raw: [string, JsonValue][] = changes.flatMap(({ path, before, after }): [string, JsonValue][] => {
    if (after === undefined || path === "") return [];
    return [[path, typeof after === "string" && typeof before === "string" ? addedText(before, after) : after]];
  });
  const fields = raw.flatMap(([path, value]) => {
    const names = parameterName(path);
    const inner = fieldsOf({ kind: "tool", index: 0, name: "", raw: { value } }).fields.map((field) => ({ ...field, path: field.path.replace(/^value/, path), kind: field.path === "value" && /(?:description|title|instructions)$/.test(path) ? ("prose" as const) : field.kind }));
    return names === undefined ? inner : [{ path, kind: "parameter" as const, text: names }, ...inner];
  });
  return readOffer({ fields, limits: [] });
}

/** The name of a parameter that is new as a whole. */
function parameterName(path: string): string | undefined {
  return /(?:^|\.)properties\.([^.]+)$/.exec(path)?.[1];
}

/** Hints that made a person trust a tool, and that are gone. */
function flipOf({ path, before, after }: Change): readonly Sighting[] {
  const gone = after === undefined ? "is gone" : `is now ${JSON.stringify(after)}`;
  const warn = (message: string): readonly Sighting[] => [{ severity: "warning", confidence: "medium", field: path, message, evidence: `${JSON.stringify(before) ?? "nothing"} → ${JSON.stringify(after) ?? "nothing"}` }];
  if (path === "annotations.readOnlyHint" && before === true) return warn(`the promise that it only reads ${gone}`);
  if (path === "annotations.destructiveHint" && before === true) return warn(`the warning that it destroys ${gone}`);
  if (path === "annotations.destructiveHint" && before === false && after === true) return warn("it now says that it destroys");
  if (path !== "annotations" || !isJsonObject(before)) return [];
  const hints = Object.entries(before).flatMap(([hint, value]) => flipOf({ path: `annotations.${hint}`, before: value }));
  return hints.slice(0, 1).map((each) => ({ ...each, field: path }));
}

function plainChange({ path, before, after }: Change): Sighting {
  const verb = before === undefined ? "is new" : after === undefined ? "is gone" : "has changed";
  return { severity: "note", confidence: "high", field: path, message: `${path} ${verb} since the pin`, evidence: `${short(before)} → ${short(after)}` };
}

function short(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function worstPerField(sightings: readonly Sighting[]): readonly Sighting[] {
  const order = ["error", "warning", "note"];
  const worst = new Map<string, Sighting>();
  for (const each of sightings) {
    const known = worst.get(each.field);
    if (!known || order.indexOf(each.severity) < order.indexOf(known.severity)) worst.set(each.field, each);
  }
  return [...worst.values()];
}
