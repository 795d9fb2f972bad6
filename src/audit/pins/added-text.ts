/**
 * What a text says now that it did not say before: the sentences that are new, in their order.
 * A sentence in which only a word or two changed is new as a whole, so that it can be read.
 */
export function addedText(before: string, after: string): string {
  const known = new Set(sentencesOf(before).map(plain));
  return sentencesOf(after).filter((sentence) => !known.has(plain(sentence))).join("\n");
}

function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?;])\s+|\n+/).filter((sentence) => sentence.trim() !== "");
}

function plain(sentence: string): string {
  return sentence.toLowerCase().replace(/[\s.,;:!?*`"']+/g, " ").trim();
}
