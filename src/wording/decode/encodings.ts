import { quote, type Decoded, type Hidden } from "./hidden";
import { countDisguised, looksReadable } from "./readable";

/** Codes in one text that are decoded: the time is bounded, and whoever hides a message does so in few. */
const MAX_CODES = 50;

/** A code longer than this is decoded in its beginning. */
const MAX_CODE = 20_000;

/** Base64 within base64 that is undone. */
const MAX_LAYERS = 4;

interface Encoding {
  readonly hiding: Hidden["hiding"];
  /** Linear: each is a run of a class of characters, or of fixed groups. */
  readonly pattern: RegExp;
  decode(code: string): string | undefined;
}

const encodings: readonly Encoding[] = [
  { hiding: "hex", pattern: /(?:\b0x)?(?:[0-9a-fA-F]{2}[ :,]?){12,}/g, decode: (code) => ofCodes(code.replace(/^0x/, "").match(/[0-9a-fA-F]{2}/g), 16) },
  { hiding: "character-codes", pattern: /(?:\\(?:x[0-9a-fA-F]{2}|u00[0-9a-fA-F]{2}|[0-7]{3})){6,}/g, decode: (code) => ofEscapes(code) },
  { hiding: "character-codes", pattern: /\b(?:\d{2,3}[ ,]{1,2}){12,}\d{2,3}\b/g, decode: (code) => ofCodes(code.match(/\d+/g), 10) },
  { hiding: "character-codes", pattern: /\b(?:[01]{8} ?){10,}/g, decode: (code) => ofCodes(code.match(/[01]{8}/g), 2) },
  { hiding: "base64", pattern: /[A-Za-z0-9+/_-]{24,}={0,2}/g, decode: ofBase64 },
  { hiding: "percent", pattern: /(?:%[0-9a-fA-F]{2}){6,}/g, decode: (code) => ofCodes(code.match(/[0-9a-fA-F]{2}/g), 16) },
  { hiding: "entities", pattern: /(?:&#(?:x[0-9a-fA-F]{1,6}|\d{1,7});){6,}/g, decode: (code) => ofEntities(code) },
];

/** Replaces codes that say something readable by what they say; keys, hashes and addresses stay what they are. */
export function decodeWords(text: string): Decoded {
  const hidden: Hidden[] = [];
  let plain = text;
  for (const { hiding, pattern, decode } of encodings) {
    let count = 0;
    plain = plain.replace(pattern, (code: string, ...rest: unknown[]) => {
      if (++count > MAX_CODES) return code;
      const words = decode(code.slice(0, MAX_CODE));
      if (words === undefined || !looksReadable(words)) return code;
      const start = typeof rest[0] === "number" ? rest[0] : 0;
      hidden.push({ hiding, start, verbatim: quote(code, 0, code.length), words });
      return ` ${words} `;
    });
  }
  if (/&(?:lt|gt|amp|quot|apos);/.test(plain)) plain = plain.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => ({ lt: "<", gt: ">", amp: "&", quot: '"' })[name] ?? "'");
  return turned(plain, hidden);
}

/** Different common words that must come out: by chance there is one or two ("saw" is "was" backwards). */
const FEWEST_WORDS = 4;

/** rot13, and text written backwards, told by the commonest words of English. */
function turned(text: string, hidden: Hidden[]): Decoded {
  const head = text.slice(0, MAX_CODE);
  const turn = turns[countDisguised(head, turns.map(({ undo }) => undo)).findIndex((count) => count >= FEWEST_WORDS)];
  if (!turn) return { text, hidden };
  const words = turn.undo(head);
  hidden.push({ hiding: turn.hiding, start: 0, verbatim: quote(head, 0, head.length), words });
  return { text: `${text} ${words}`, hidden };
}

/** Each is its own reverse. */
const turns: readonly { readonly hiding: Hidden["hiding"]; undo(text: string): string }[] = [
  { hiding: "rot13", undo: (text) => text.replace(/[a-zA-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < "n" ? 13 : -13))) },
  { hiding: "reversed", undo: (text) => [...text].reverse().join("") },
];

function ofCodes(codes: readonly string[] | null, radix: number): string | undefined {
  return codes?.map((code) => String.fromCharCode(parseInt(code, radix))).join("");
}

function ofEscapes(code: string): string {
  return code.replace(/\\(?:x|u00)([0-9a-fA-F]{2})|\\([0-7]{3})/g, (_, hex: string | undefined, octal: string | undefined) => String.fromCharCode(hex === undefined ? parseInt(octal ?? "", 8) : parseInt(hex, 16)));
}

function ofEntities(code: string): string {
  return code.replace(/&#(?:x([0-9a-fA-F]+)|(\d+));/g, (_, hex: string | undefined, decimal: string | undefined) => {
    const point = hex === undefined ? Number(decimal) : parseInt(hex, 16);
    return point > 0x10ffff ? "" : String.fromCodePoint(point);
  });
}

/** Base64 of base64 of words: each layer hides the one below from whoever decodes once. */
function ofBase64(code: string): string | undefined {
  let words = ofOneBase64(code);
  for (let layer = 1; layer < MAX_LAYERS && words !== undefined && /^[A-Za-z0-9+/_-]{24,}={0,2}\s*$/.test(words); layer++) words = ofOneBase64(words.trim());
  return words;
}

function ofOneBase64(code: string): string | undefined {
  try {
    const whole = code.replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/");
    return new TextDecoder().decode(Uint8Array.from(atob(whole.length % 4 === 1 ? whole.slice(0, -1) : whole), (character) => character.charCodeAt(0)));
  } catch {
    return undefined; // No base64 after all.
  }
}
