import { decodeWords } from "./encodings";
import type { Decoded, Hidden } from "./hidden";
import { revealInvisible } from "./invisible";
import { revealLayout } from "./layout";
import { replaceLookAlikes } from "./look-alikes";

/** Codes within codes are undone this often. */
const MAX_ROUNDS = 3;

/** Makes a text readable as a model may read it, and says what was hidden in it. Linear in the text's length. */
export function decode(text: string): Decoded {
  let current = text;
  const hidden: Hidden[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = current;
    for (const step of [revealInvisible, revealLayout, replaceLookAlikes, decodeWords]) {
      const done = step(current);
      // Comments and padding stay where they are, so that each round would tell them again.
      hidden.push(...(round === 0 ? done.hidden : done.hidden.filter((each) => !hidden.some((known) => known.hiding === each.hiding))));
      current = done.text;
    }
    if (current === before) break;
  }
  return { text: current, hidden };
}
