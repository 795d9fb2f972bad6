/** Why ids can be guessed. */
export interface Predictability {
  readonly reason: string;
  /** Seen, and not only supposed from their form. */
  readonly isCertain: boolean;
}

/** Fewer characters that differ than this are tried out in minutes. */
const FEWEST_CHANGING = 7;

/** 64 bits, which others recommend as the least, have 16 characters in hexadecimal and 11 in base64. */
const SHORTEST = { hexadecimal: 16, other: 11 };

/**
 * Judges session ids that were given one after the other.
 * @returns nothing where they look random, or there are none
 */
export function predictabilityOf(ids: readonly string[]): Predictability | undefined {
  const [first] = ids;
  if (first === undefined) return undefined;
  if (ids.length > 1 && new Set(ids).size < ids.length) return { reason: "the same was given twice", isCertain: true };
  if (isTimeBased(first)) return { reason: "it is made of the time and the computer's address (UUID version 1)", isCertain: false };
  const changing = ids.length > 1 ? Math.max(...ids.map((id) => id.length)) - sharedEnds(ids) : undefined;
  if (changing !== undefined && changing < FEWEST_CHANGING) return { reason: `of those given one after the other only ${changing} ${changing === 1 ? "character differs" : "characters differ"}`, isCertain: true };
  const least = ids.every((id) => /^[\da-f-]+$/i.test(id)) ? SHORTEST.hexadecimal : SHORTEST.other;
  const shortest = Math.min(...ids.map((id) => id.length));
  return shortest < least ? { reason: `it has ${shortest} characters only`, isCertain: false } : undefined;
}

function isTimeBased(id: string): boolean {
  return /^[\da-f]{8}-[\da-f]{4}-1[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i.test(id);
}

/** Characters at both ends that all have in common. */
function sharedEnds(ids: readonly string[]): number {
  const [first = ""] = ids;
  const shortest = Math.min(...ids.map((id) => id.length));
  let start = 0;
  while (start < shortest && ids.every((id) => id[start] === first[start])) start++;
  let end = 0;
  while (end < shortest - start && ids.every((id) => id.at(-1 - end) === first.at(-1 - end))) end++;
  return start + end;
}
