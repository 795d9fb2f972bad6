import { quote, type Decoded, type Hidden } from "./hidden";

/** Blanks in a row that push text out of sight: tables and trees of real descriptions stay far below. */
const FAR = 60;

/** Empty lines in a row that push text out of sight. */
const FAR_LINES = 12;

/** Shorter comments are marks for tools. */
const COMMENT_WORDS = 3;

/** Takes terminal escapes and control characters out, and reads what padding and comments keep out of sight. */
export function revealLayout(text: string): Decoded {
  const hidden: Hidden[] = [];
  const note = (hiding: Hidden["hiding"], start: number, length: number, words?: string): void => {
    if (hidden.filter((each) => each.hiding === hiding).length < 5) hidden.push({ hiding, start, verbatim: quote(text, start, start + Math.max(length, 40)), ...(words === undefined ? {} : { words }) });
  };
  let clean = text;
  if (CONTROL.test(clean)) {
    for (const found of text.matchAll(ESCAPE)) note("escapes", found.index, found[0].length);
    clean = clean.replace(ESCAPE, "");
    const control = clean.search(CONTROL);
    if (control >= 0 && hidden.length === 0) note("controls", control, 1);
    clean = clean.replace(CONTROLS, "");
  }
  for (const { start, length, words } of padded(clean)) note("padding", start, length, words);
  for (const { start, words } of comments(clean)) note("comment", start, words.length, words);
  for (const { index, 0: style } of clean.matchAll(UNSEEN_STYLE)) note("markup", index, style.length);
  return { text: clean, hidden };
}

/* eslint-disable no-control-regex -- the very characters that are looked for */
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/;
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

/** Terminal sequences, each part bounded. */
const ESCAPE = /(?:\u001B\[|\u009B)[0-?]{0,32}[ -/]{0,8}[@-~]|\u001B\][^\u0007\u001B]{0,500}(?:\u0007|\u001B\\)|\u001B[@-Z\\-_]/g;
/* eslint-enable no-control-regex */

/** Styles that keep words from people and not from models. */
const UNSEEN_STYLE = /\b(?:display\s?:\s?none|visibility\s?:\s?hidden|font-size\s?:\s?0|opacity\s?:\s?0(?![.\d])|color\s?:\s?transparent)/gi;

/** Comments that are read; the first ones tell it all. */
const MAX_COMMENTS = 20;

/** What is read of a comment, or of what stands behind padding. */
const MAX_WORDS = 2_000;

function* comments(text: string): Generator<{ start: number; words: string }> {
  let count = 0;
  for (const { 0: mark, index } of text.matchAll(/<!--|\[\/\/\]:\s?#\s?[("]/g)) {
    if (++count > MAX_COMMENTS) return;
    const rest = text.slice(index + mark.length, index + mark.length + MAX_WORDS);
    const end = rest.indexOf(mark.startsWith("[") ? "\n" : "-->");
    const words = rest.slice(0, end < 0 ? rest.length : end).trim();
    if (words.split(/\s+/, COMMENT_WORDS).length >= COMMENT_WORDS) yield { start: index, words };
  }
}

function* padded(text: string): Generator<{ start: number; length: number; words: string }> {
  for (const gap of text.matchAll(/[ \t\u00A0\u2000-\u200A\u2800\u3000]{60,}|(?:[ \t]{0,400}\r?\n){12,}/g)) {
    const end = gap.index + gap[0].length;
    const words = text.slice(end, end + MAX_WORDS).trim();
    const isFar = gap[0].includes("\n") ? (gap[0].match(/\n/g)?.length ?? 0) >= FAR_LINES : gap[0].length >= FAR;
    if (isFar && words !== "") yield { start: gap.index, length: gap[0].length, words };
  }
}
