import type { OfferReading, ReadText } from "../read-texts";

/** One thing that a signal has seen. */
export interface Sighting {
  readonly severity: "error" | "warning" | "note";
  readonly confidence: "high" | "medium" | "low";
  /** The path of the field. */
  readonly field: string;
  /** What is wrong, in one sentence without a full stop; who says it is added by the caller. */
  readonly message: string;
  /** The words that show it. */
  readonly evidence: string;
}

/** Something that the texts of a server do and that honest servers don't. */
export interface Signal {
  /** The id of its check. */
  readonly id: string;
  /** One line without markup. */
  readonly summary: string;
  /** The worst that it reports. */
  readonly severity: Sighting["severity"];
  find(reading: OfferReading): readonly Sighting[];
}

/** A way of saying something. Patterns are tried on one sentence at a time. */
export interface Phrase {
  readonly pattern: RegExp;
  readonly severity: Sighting["severity"];
  readonly confidence: Sighting["confidence"];
  /** What it does, as in "tells the model to keep something from the user". */
  readonly does: string;
  /** What makes the same words harmless. */
  readonly unless?: RegExp;
}

/** Words that are quoted around a match. */
const AROUND = 60;

/** Sightings of one signal in one field; the first ones tell it all. */
const MOST = 3;

/** Looks for phrases in the sentences of a reading. */
export function findPhrases(reading: OfferReading, phrases: readonly Phrase[]): readonly Sighting[] {
  return reading.texts.flatMap((text) => findIn(text, phrases).slice(0, MOST));
}

function findIn(text: ReadText, phrases: readonly Phrase[]): readonly Sighting[] {
  const found: Sighting[] = [];
  for (const sentence of text.sentences) {
    if (found.length >= MOST) break;
    for (const { pattern, severity, confidence, does, unless } of phrases) {
      const match = pattern.exec(sentence);
      if (!match || unless?.test(sentence)) continue;
      // The closing tag of a block that was told already.
      if (/^[<[]\//.test(match[0]) && found.some(({ message }) => message === does)) break;
      found.push({ severity, confidence, field: text.path, message: does, evidence: around(sentence, match.index, match[0].length) });
      break;
    }
  }
  return found;
}

function around(sentence: string, start: number, length: number): string {
  const [from, to] = [Math.max(0, start - AROUND), Math.min(sentence.length, start + length + AROUND)];
  return `${from > 0 ? "…" : ""}${sentence.slice(from, to)}${to < sentence.length ? "…" : ""}`;
}
