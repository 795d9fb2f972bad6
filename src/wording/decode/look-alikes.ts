import { quote, type Decoded } from "./hidden";

/** Cyrillic and Greek letters that no reader tells from Latin ones. */
const table: Readonly<Record<string, string>> = Object.fromEntries(
  (
    "аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw ӏl ьb кk мm тt нh вb гr пn " +
    "АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS ԌG ԜW Ѵv " +
    "οo νv ρp αa ιi κk υu τt χx γy ηn ωw ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϲc ϳj ɑa ɡg ıi օo սu ոn հh"
  )
    .split(" ")
    .map((pair) => [pair.slice(0, -1), pair.slice(-1)]),
);

const WORD = /[\p{L}\p{M}]+/gu;

/** Words that must mix scripts before it is called hiding: one is a slip of the keyboard, or a unit such as "kΩ". */
const FEWEST = 2;

/**
 * Replaces letters of other scripts that stand in Latin words as look-alikes. Words of one script are left alone, unless the text is mostly Latin,
 * mixes scripts elsewhere, and the whole word could be read as Latin.
 */
export function replaceLookAlikes(text: string): Decoded {
  const folded = /[\uFF01-\uFF5E\u2100-\u214F\u{1D400}-\u{1D7FF}]/u.test(text) ? text.replace(/[\uFF01-\uFF5E\u2100-\u214F\u{1D400}-\u{1D7FF}]+/gu, (styled) => styled.normalize("NFKC")) : text;
  if (!/[\u0250-\u02AF\u0131\u0370-\u03FF\u0400-\u052F\u0530-\u058F]/.test(folded)) return { text: folded, hidden: [] };
  const mixed: { word: string; start: number }[] = [];
  for (const { 0: word, index } of folded.matchAll(WORD)) if (isMixed(word)) mixed.push({ word, start: index });
  const [first] = mixed;
  if (!first || (mixed.length < FEWEST && first.word.length < 5)) return { text: folded, hidden: [] };
  const plain = folded.replace(WORD, (word) => ([...word].every((letter) => table[letter] !== undefined || /[A-Za-z]/.test(letter)) ? [...word].map((letter) => table[letter] ?? letter).join("") : word));
  return { text: plain, hidden: [{ hiding: "homoglyphs", start: first.start, verbatim: quote(folded, first.start, folded.length), words: quote(plain, first.start, plain.length) }] };
}

function isMixed(word: string): boolean {
  if (!/[A-Za-z]/.test(word) || word.length < 2) return false;
  const letters = [...word];
  return letters.some((letter) => table[letter] !== undefined) && letters.every((letter) => table[letter] !== undefined || /[A-Za-z]/.test(letter)) && !/^[a-zA-Z]?[μΩΔαβγλ]|[μΩΔ]$/u.test(word);
}
