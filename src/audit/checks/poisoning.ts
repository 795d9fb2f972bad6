import { signals } from "../../wording/signals/index";
import type { Sighting, Signal } from "../../wording/signals/signal";
import { suspiciousWording } from "../../wording/signals/suspicious-wording";
import type { WordingModel } from "../../wording/scorer/score-text";
import weights from "../../wording/scorer/weights.json";
import type { OfferReading } from "../../wording/read-texts";
import type { AuditFinding, Check } from "../audit";

/** What was learned from labelled descriptions; written by scripts/train-wording.mjs. */
export const shippedModel: WordingModel = weights;

/** Signals of poisoned texts: those with a name, and the scorer. */
export function poisoningSignals(model: WordingModel): readonly Signal[] {
  return [...signals, suspiciousWording(model)];
}

/** The checks of category "poisoning": one per signal, over every text that a server has. */
export function poisoningChecks(model: WordingModel): readonly Check[] {
  return poisoningSignals(model).map((signal) => ({
    id: signal.id,
    category: "poisoning",
    summary: signal.summary,
    severity: signal.severity,
    needs: ["surface"],
    run: (_, read) => read().offers.flatMap((reading) => signal.find(reading).map((sighting) => toFinding(signal, sighting, reading))),
  }));
}

function toFinding({ id }: Signal, { severity, confidence, field, message, evidence }: Sighting, { offer }: OfferReading): AuditFinding {
  const who = offer === undefined ? "the server" : `"${offer.name}"`;
  return { check: id, category: "poisoning", severity, confidence, field, message: `${field} of ${who} ${message}`, evidence, ...(offer ? { tool: offer.name } : {}) };
}
