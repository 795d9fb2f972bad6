import { rolesOf } from "./lexicon";
import { tokenize, type Own, type Token } from "./tokens";

/** A feature of a text, with where it was seen first. */
export type Features = ReadonlyMap<string, { readonly start: number; readonly end: number }>;

/** Words between two roles of one pair. */
const REACH = 12;

/**
 * The features of a text: single words, pairs and triples of words that follow each other, and pairs of roles in one sentence.
 * Each is there or not; how often makes no difference, or long texts would be suspicious by their length.
 */
export function featuresOf(text: string, own: Own): Features {
  const features = new Map<string, { start: number; end: number }>();
  const add = (name: string, from: Token, to: Token): void => {
    if (!features.has(name)) features.set(name, { start: from.start, end: to.end });
  };
  const tokens = tokenize(text, own);
  tokens.forEach((token, i) => {
    add(token.word, token, token);
    if (token.isLoud && rolesOf(token.word).length > 0) add(`loud:${token.word}`, token, token);
    const next = tokens[i + 1];
    if (next?.sentence !== token.sentence) return;
    add(`${token.word} ${next.word}`, token, next);
    const third = tokens[i + 2];
    if (third?.sentence === token.sentence) add(`${token.word} ${next.word} ${third.word}`, token, third);
  });
  addRolePairs(tokens, add);
  return features;
}

function addRolePairs(tokens: readonly Token[], add: (name: string, from: Token, to: Token) => void): void {
  const rolesAt = tokens.map((token) => (token.word.startsWith("<") ? [token.word] : rolesOf(token.word)));
  tokens.forEach((token, i) => {
    for (let j = i + 1; j < Math.min(tokens.length, i + REACH); j++) {
      const other = tokens[j];
      if (other?.sentence !== token.sentence) break;
      for (const first of rolesAt[i] ?? []) for (const second of rolesAt[j] ?? []) add(`${first}→${second}`, token, other);
    }
  });
}
