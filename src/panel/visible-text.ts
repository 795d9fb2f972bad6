/** A piece of a text: characters as they are, or a box that stands for what nobody can see. */
export type Piece = { readonly kind: "text"; readonly text: string } | { readonly kind: "hidden"; readonly text: string; readonly says: string };

/** A run of blank lines or blanks that pushes what follows out of sight is told by its length from here on. */
const LONGEST_BLANK = 12;

/** One kind of invisible character repeated is shown once, with its number. */
const FEW = 3;

/**
 * Splits a text so that everything in it can be seen: characters without a shape, marks of direction, controls, tags and padding become boxes.
 * The selector behind an emoji and the joiner inside one are left alone; they are how emoji are written.
 */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(UNSEEN)) {
    const [run] = match;
    const start = match.index;
    if (isOfEmoji(run, text.slice(Math.max(0, start - 2), start))) continue;
    if (start > from) pieces.push({ kind: "text", text: text.slice(from, start) });
    from = start + run.length;
    pieces.push(...boxesOf(run));
  }
  if (from < text.length) pieces.push({ kind: "text", text: text.slice(from) });
  return pieces;
}

/** A text on one line with its unseen characters written out, for names of elements and labels. */
export function plainText(text: string): string {
  return piecesOf(text.replace(/\s+/g, " ")).map((piece) => (piece.kind === "text" ? piece.text : `[${piece.text}]`)).join("");
}

function boxesOf(run: string): readonly Piece[] {
  if (/^[ \t\n\u00A0\u2000-\u200A\u3000]/u.test(run) || /^\r\n/u.test(run)) return [blankBox(run)];
  const characters = [...run];
  const tagged = characters.map((each) => each.codePointAt(0) ?? 0).filter((code) => code >= 0xe0020 && code <= 0xe007e);
  if (tagged.length >= FEW) {
    const words = String.fromCharCode(...tagged.map((code) => code - 0xe0000));
    return [{ kind: "hidden", text: `${characters.length} ${tagged.length === characters.length ? "tag" : "unseen"} characters: “${words}”`, says: `invisible characters that spell ${words}` }];
  }
  const boxes: Piece[] = [];
  for (let at = 0; at < characters.length; ) {
    const character = characters[at] ?? "";
    let end = at + 1;
    while (characters[end] === character) end += 1;
    const name = nameOf(character);
    const count = end - at;
    for (let i = 0; i < Math.min(count, count > FEW ? 1 : count); i++) {
      boxes.push({ kind: "hidden", text: count > FEW ? `${name.code} ×${count}` : name.code, says: count > FEW ? `${name.words}, ${count} times` : name.words });
    }
    at = end;
    if (boxes.length >= MOST_BOXES && at < characters.length) {
      boxes.push({ kind: "hidden", text: `… ${characters.length - at} more`, says: `${characters.length - at} more invisible characters` });
      break;
    }
  }
  return boxes;
}

function blankBox(run: string): Piece {
  const lines = run.split("\n").length - 1;
  return lines > 0
    ? { kind: "hidden", text: `${lines} line ends`, says: `${lines} line ends and nothing else` }
    : { kind: "hidden", text: `${run.length} blanks`, says: `${run.length} blanks` };
}

function nameOf(character: string): { readonly code: string; readonly words: string } {
  const point = character.codePointAt(0) ?? 0;
  const code = `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
  return { code, words: names.get(point) ?? `invisible character ${code}` };
}

function isOfEmoji(run: string, before: string): boolean {
  return /^(?:\uFE0F|\uFE0F?\u200D)$/u.test(run) && /(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}#*0-9]|\u20e3)$/u.test(before);
}

/** A text that is nothing but invisible characters still ends: what is beyond is counted. */
const MOST_BOXES = 40;

// Controls but line ends and tabs; marks of direction and what has no width; fillers; variation selectors; tags; lone surrogates; the line ends of other worlds; long padding.
// eslint-disable-next-line no-misleading-character-class -- the characters are meant one by one
const UNSEEN = new RegExp(`[\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u2028\\u2029\\u3164\\uFE00-\\uFE0F\\uFFA0\\p{Cf}\\p{Cs}\\u{E0100}-\\u{E01EF}]+|\\r(?!\\n)|(?![\\n\\t\\r])\\p{Cc}|(?:[ \\t]*\\r?\\n){${LONGEST_BLANK},}[ \\t]*|[ \\t\\u00A0\\u2000-\\u200A\\u3000]{${2 * LONGEST_BLANK},}`, "gu");

const names: ReadonlyMap<number, string> = new Map([
  [0x00, "null character"],
  [0x07, "bell"],
  [0x08, "backspace"],
  [0x0d, "carriage return"],
  [0x1b, "escape, the beginning of a terminal sequence"],
  [0x7f, "delete"],
  [0xad, "soft hyphen"],
  [0x061c, "Arabic letter mark"],
  [0x200b, "zero-width space"],
  [0x200c, "zero-width non-joiner"],
  [0x200d, "zero-width joiner"],
  [0x200e, "left-to-right mark"],
  [0x200f, "right-to-left mark"],
  [0x2028, "line separator"],
  [0x2029, "paragraph separator"],
  [0x202a, "left-to-right embedding"],
  [0x202b, "right-to-left embedding"],
  [0x202c, "end of a direction"],
  [0x202d, "left-to-right override"],
  [0x202e, "right-to-left override"],
  [0x2060, "word joiner"],
  [0x2066, "left-to-right isolate"],
  [0x2067, "right-to-left isolate"],
  [0x2068, "first strong isolate"],
  [0x2069, "end of an isolate"],
  [0xfeff, "byte order mark"],
]);
