import { damping, type WordingModel } from "../../src/wording/scorer/score-text";
import { createRandom, learn, type Example } from "./logistic";
import { realStrata, type Row } from "./rows";

/** A term that fewer rows have says nothing, and might give a row away. */
const FEWEST_ROWS = 4;

/** A term of one source alone is that author's habit, and might be recognised. */
const FEWEST_SOURCES = 2;

/** Terms that ship. More make no measurable difference. */
const MOST_TERMS = 6_000;

/** Weights are kept as whole numbers up to this. */
const STEPS = 127;

/** Strata that are left out: one is unrealistic by its own makers' account, the others are not about orders to the model. */
const unused: ReadonlySet<string> = new Set(["self-declared", "subtle", "preference"]);

/** Trains a model. Its thresholds are set by whoever has figures for tools that it has not seen. */
export function trainModel(rows: readonly Row[]): WordingModel {
  const used = rows.filter((row) => !unused.has(row.stratum));
  const candidates = termsOf(used);
  const first = fit(used, candidates);
  const strongest = [...first.weights].map((weight, i) => ({ weight: Math.abs(weight), term: candidates[i] ?? "" })).sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1));
  const terms = strongest.slice(0, MOST_TERMS).map(({ term }) => term).sort();
  const { bias, weights } = fit(used, terms);
  const unit = Math.max(...weights.map(Math.abs)) / STEPS;
  const steps = terms.map((term, i): [string, number] => [term, Math.round((weights[i] ?? 0) / unit)]).filter(([, step]) => step !== 0);
  return { bias: round(bias), unit, terms: Object.fromEntries(steps), error: 0, warning: 0 };
}

/** Enough digits for a score. */
export function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function termsOf(rows: readonly Row[]): readonly string[] {
  const seen = new Map<string, { rows: number; sources: Set<string> }>();
  for (const row of rows) {
    for (const term of new Set(row.texts.flatMap(({ features }) => features))) {
      const known = seen.get(term) ?? { rows: 0, sources: new Set() };
      known.rows++;
      known.sources.add(row.source);
      seen.set(term, known);
    }
  }
  return [...seen].filter(([, { rows: count, sources }]) => count >= FEWEST_ROWS && sources.size >= FEWEST_SOURCES).map(([term]) => term).sort();
}

function fit(rows: readonly Row[], terms: readonly string[]): { readonly bias: number; readonly weights: Float64Array } {
  const index = new Map(terms.map((term, i) => [term, i]));
  const toFeatures = (features: readonly string[]): readonly number[] => features.flatMap((term) => index.get(term) ?? []);
  const random = createRandom(5);
  const harmless = rows.filter((row) => realStrata.has(row.stratum)).flatMap(({ texts }) => texts.filter(({ isDescription }) => isDescription));
  const examples = rows.flatMap(({ texts, isMalicious, stratum }): readonly Example[] => {
    if (!isMalicious) return texts.map(({ features, isDescription }) => ({ features: toFeatures(features), isMalicious, weight: (isDescription ? 1 : 0.3) * (stratum === "synthetic-benign" ? 0.3 : 1) }));
    return texts.filter(({ isDescription }) => isDescription).flatMap(({ features }) => {
      // Poison comes in the middle of an honest description, too.
      const around = harmless[Math.floor(random() * harmless.length)]?.features ?? [];
      return [{ features: toFeatures(features), isMalicious, weight: 1 }, { features: toFeatures([...new Set([...features, ...around])]), isMalicious, weight: 0.5 }];
    });
  });
  return learn(examples, terms.length, damping);
}
