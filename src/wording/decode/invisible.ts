import { quote, type Decoded, type Hidden } from "./hidden";

/**
 * Takes invisible characters out of a text and reads what tag characters and variation selectors spell.
 * What scripts and emoji need is kept: joiners between letters of scripts that have them, one variation selector behind a symbol, the tags of a flag.
 */
export function revealInvisible(text: string): Decoded {
  if (!INVISIBLE.test(text)) return { text, hidden: [] };
  const hidden: Hidden[] = [];
  let clean = "";
  let from = 0;
  for (const run of text.matchAll(RUN)) {
    const [characters] = run;
    const start = run.index;
    const before = text.slice(Math.max(0, start - 2), start);
    const after = text.slice(start + characters.length, start + characters.length + 2);
    clean += text.slice(from, start);
    from = start + characters.length;
    if (isOrdinary(characters, before, after)) {
      clean += characters.replace(/\uFEFF/g, "");
      continue;
    }
    const found = reading(characters, start);
    hidden.push({ ...found, verbatim: quote(text, Math.max(0, start - 12), start + characters.length + 12) });
    if (found.words !== undefined) clean += ` ${found.words} `;
  }
  return { text: clean + text.slice(from), hidden: merged(hidden) };
}

/** Soft hyphen, Arabic letter mark, Mongolian separator, zero-width marks, bidi marks, word joiner and invisible operators, BOM, Hangul fillers, variation selectors, annotation marks, tags. */
const SET = "\\u00AD\\u034F\\u061C\\u115F\\u1160\\u180B-\\u180E\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u206F\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF9-\\uFFFB\\u{E0000}-\\u{E0FFF}";

/* eslint-disable no-misleading-character-class -- the characters are meant one by one */
const INVISIBLE = new RegExp(`[${SET}]`, "u");
const RUN = new RegExp(`[${SET}]+`, "gu");
/* eslint-enable no-misleading-character-class */

function isOrdinary(characters: string, before: string, after: string): boolean {
  if (/^[\uFE0E\uFE0F]\u200D?$/.test(characters)) return true; // Emoji or text form of the symbol before it, perhaps joined to the next.
  if (/^[\u200C-\u200F\u061C]$/.test(characters)) return /[\u0250-\u{10FFFF}]$/u.test(before) || /^[\u0250-\u{10FFFF}]/u.test(after);
  if (/^\u{E0062}?[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{2,6}\u{E007F}\uFE0F?$/u.test(characters)) return before.endsWith("\u{1F3F4}");
  if (/^[\u180B-\u180E]+$/.test(characters)) return /[\u1800-\u18AF]$/.test(before);
  if (/^\uFEFF$/.test(characters)) return before === "";
  return characters === "\u00AD";
}

function reading(characters: string, start: number): Omit<Hidden, "verbatim"> {
  const tags = [...characters].flatMap((each) => { const code = each.codePointAt(0) ?? 0; return code >= 0xe0020 && code <= 0xe007e ? [String.fromCharCode(code - 0xe0000)] : []; });
  if (tags.length > 0) return { hiding: "tags", start, words: tags.join("") };
  const selectors = [...characters].flatMap((each) => byteOfSelector(each.codePointAt(0) ?? 0));
  if (selectors.length > 1) return { hiding: "variation-selectors", start, ...wordsOf(selectors) };
  return { hiding: /[\u202A-\u202E\u2066-\u2069]/.test(characters) ? "bidi" : "zero-width", start };
}

/** Bytes are smuggled as the 256 variation selectors. */
function byteOfSelector(code: number): number[] {
  if (code >= 0xfe00 && code <= 0xfe0f) return [code - 0xfe00];
  return code >= 0xe0100 && code <= 0xe01ef ? [code - 0xe0100 + 16] : [];
}

function wordsOf(bytes: readonly number[]): { words?: string } {
  const words = bytes.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte === 10 ? " " : "")).join("");
  return words.length * 2 > bytes.length ? { words } : {};
}

/** Zero-width characters between all letters are one way of hiding, not a hundred; and tags with other marks among them are one message. */
function merged(hidden: readonly Hidden[]): readonly Hidden[] {
  const all = new Map<string, Hidden>();
  for (const each of hidden) {
    const known = all.get(each.hiding);
    if (!known) all.set(each.hiding, each);
    else if (each.words !== undefined) all.set(each.hiding, { ...known, words: `${known.words ?? ""}${each.words}` });
  }
  return [...all.values()];
}
