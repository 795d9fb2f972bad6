/** How words can be hidden in a text. */
export type Hiding =
  | "zero-width" | "bidi" | "tags" | "variation-selectors" | "homoglyphs" | "escapes" | "controls" | "padding" | "comment" | "markup"
  | "base64" | "hex" | "percent" | "entities" | "character-codes" | "rot13" | "reversed";

/** One place where words are hidden. */
export interface Hidden {
  readonly hiding: Hiding;
  /** Where it starts in the text as the server sent it, or in what was decoded before. */
  readonly start: number;
  /** As it stands there, cut to a bounded length. */
  readonly verbatim: string;
  /** What it says, where it says something. */
  readonly words?: string;
}

/** A text as a model may read it, and what had to be done to read it. */
export interface Decoded {
  /** Readable: invisible characters gone, look-alikes replaced, encoded words in place of their code. */
  readonly text: string;
  readonly hidden: readonly Hidden[];
}

/** What is quoted of a place; longer quotes are read by nobody. */
export const MAX_QUOTE = 240;

/** A piece of a text, short enough to quote. */
export function quote(text: string, start: number, end: number): string {
  return text.slice(start, Math.min(end, start + MAX_QUOTE));
}
