import type { ReadText } from "../read-texts";
import { featuresOf } from "./features";
import type { Own } from "./tokens";

/** What training has learned: a weight per term, and from which score on to speak. */
export interface WordingModel {
  readonly bias: number;
  /** What one step of a term's weight is worth; weights are small whole numbers. */
  readonly unit: number;
  readonly terms: Readonly<Record<string, number>>;
  /** The score from which on at most one real tool in a hundred is reported. */
  readonly error: number;
  /** The score from which on at most three real tools in a hundred are reported. */
  readonly warning: number;
}

/** A text's score and what it is made up of. */
export interface TextScore {
  /** Log-odds: above 0 more likely poisoned than not, among the rows of the training. */
  readonly value: number;
  /** The words that speak loudest for it, verbatim, loudest first. */
  readonly strongest: readonly string[];
}

/** Terms that are told of a score. */
const TOLD_TERMS = 5;

/** Below this many words a text is a label, and says too little to be judged. */
const FEWEST_WORDS = 4;

/** Whether a text is worth scoring: something that a model reads as language. */
export function isScored({ kind, plain }: ReadText): boolean {
  return kind === "prose" || (kind !== "name" && plain.split(/[\s_]+/, FEWEST_WORDS).length >= FEWEST_WORDS);
}

/** Scores one text. The longer a text, the less each term counts: long descriptions hold a bit of everything. */
export function scoreText(text: string, own: Own, { bias, unit, terms }: WordingModel): TextScore {
  let sum = 0;
  let known = 0;
  const loud: { readonly weight: number; readonly start: number; readonly end: number }[] = [];
  for (const [feature, { start, end }] of featuresOf(text, own)) {
    const weight = Object.hasOwn(terms, feature) ? terms[feature] : undefined;
    if (weight === undefined) continue;
    known++;
    sum += weight;
    if (weight > 0) loud.push({ weight, start, end });
  }
  loud.sort((a, b) => b.weight - a.weight || a.start - b.start);
  return { value: bias + sum * unit * damping(known), strongest: strongest(text, loud) };
}

/** What each of so many terms counts. */
export function damping(terms: number): number {
  return ((terms + 5) / 10) ** -0.25;
}

function strongest(text: string, loud: readonly { readonly start: number; readonly end: number }[]): readonly string[] {
  const told: { start: number; end: number }[] = [];
  for (const { start, end } of loud) {
    if (told.length === TOLD_TERMS) break;
    if (!told.some((each) => start < each.end && end > each.start)) told.push({ start, end });
  }
  return told.map(({ start, end }) => text.slice(start, end).replace(/\s+/g, " ").slice(0, 100));
}
