import { isUtf8 } from "node:buffer";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Writes a text over a file and keeps the byte order mark that the file has.
 * @throws Error when the file is not UTF-8, because writing it would spoil the characters that could not be read, or when the file system refuses.
 */
export function writeTextFile(file: string, text: string): void {
  const bytes = readFileSync(file);
  if (!isUtf8(bytes)) throw new Error(`${file} is not UTF-8; change it by hand.`);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  writeFileSync(file, hasMark ? BYTE_ORDER_MARK + text : text);
}

/**
 * Writes a file that does not exist yet, with the folders above it.
 * @throws Error when it exists already (code "EEXIST") or the file system refuses.
 */
export function createTextFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { flag: "wx" });
}
