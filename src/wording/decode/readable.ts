/** Whether decoded bytes are words that somebody meant to be read: printable, with letters, and blanks between words. */
export function looksReadable(text: string): boolean {
  if (text.length < 8) return false;
  const sample = text.slice(0, 2_000);
  const printable = sample.match(/[\x20-\x7E\n\t\p{L}\p{M}]/gu)?.length ?? 0;
  const letters = sample.match(/[\p{L} ]/gu)?.length ?? 0;
  const words = sample.match(/[\p{L}]{2,}/gu)?.length ?? 0;
  return printable >= sample.length * 0.97 && letters >= sample.length * 0.7 && words >= 2 && /\s/.test(sample.trim());
}

/** How many different ones of the commonest English words, and of the words of instructions, stand in a text under some disguise. */
export function countDisguised(text: string, disguises: readonly ((word: string) => string)[]): readonly number[] {
  const wanted = disguises.map((disguise) => new Set(common.map(disguise)));
  const found = disguises.map(() => new Set<string>());
  for (const [word] of text.matchAll(/[A-Za-z]{3,12}/g)) {
    const lower = word.toLowerCase();
    wanted.forEach((words, i) => {
      if (words.has(lower)) found[i]?.add(lower);
    });
  }
  return found.map(({ size }) => size);
}

const common: readonly string[] =
  "all always and any are been before call contents file first for from has have ignore instructions into its must not previous read send tell that the this tool use user using when will with you your".split(" ");
