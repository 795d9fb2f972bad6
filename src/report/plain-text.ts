/**
 * Makes a text from a file safe to show: names and code are under the control of whoever wrote them, and a terminal obeys what it prints.
 * Control characters (the escape of terminal sequences among them), and the marks that turn the direction of writing or can't be seen, become `\u{…}`.
 * Tabs and line ends become spaces.
 */
export function visible(text: string): string {
  return text.replace(/\r\n|[\t\n\r\u2028\u2029]/g, " ").replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

// Controls (C0, DEL, C1), soft hyphen, zero-width and bidirectional marks, variation selectors of the supplementary plane, tags, lone surrogates.
const UNSEEN = /[\p{Cc}\p{Cf}\u{E0100}-\u{E01EF}\p{Cs}]/gu;

/** Cuts a text to a length and says so with an ellipsis. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
