import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** A file of more lines, or with a longer one, is a bundle: what people edit is shorter. */
const MOST_LINES = 3_000;
const LONGEST_LINE = 1_000;

/**
 * Every file of code below a folder, sorted.
 * @param {string} folder
 * @returns {string[]}
 */
export function codeFilesIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((each) => each.isFile() && /(?<!\.d)\.[cm]?[jt]sx?$/.test(each.name)).map((each) => join(each.parentPath ?? each.path, each.name)).sort();
}

/**
 * Fills a folder with copies of published servers, each under a name of its own, until they have so many lines.
 * @param {string} target
 * @param {readonly string[]} servers the folders of the unpacked packages
 * @param {number} lines
 */
export function writeCopies(target, servers, lines) {
  rmSync(target, { recursive: true, force: true });
  const texts = servers.map((server) => ({
    manifest: readFileSync(join(server, "package.json"), "utf8"),
    files: codeFilesIn(server).map((file) => ({ path: relative(server, file), text: readFileSync(file, "utf8") })).filter(({ text }) => isEdited(text)),
  }));
  if (texts.every(({ files }) => files.length === 0)) throw new Error("None of the published servers is written in files that people edit.");
  let written = 0;
  for (let copy = 0; written < lines; copy++) {
    const { manifest, files } = texts[copy % texts.length] ?? { manifest: "{}", files: [] };
    const home = join(target, `server-${copy}`);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "package.json"), manifest);
    for (const { path, text } of files) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), text);
      written += countLines(text);
    }
  }
}

/**
 * Writes texts by their absolute names below a folder.
 * @param {string} target
 * @param {ReadonlyMap<string, string>} texts
 */
export function writeTexts(target, texts) {
  rmSync(target, { recursive: true, force: true });
  for (const [file, text] of texts) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    writeFileSync(join(target, file), text);
  }
}

function isEdited(/** @type {string} */ text) {
  return countLines(text) <= MOST_LINES && text.split("\n").every((line) => line.length <= LONGEST_LINE);
}

function countLines(/** @type {string} */ text) {
  return text.split("\n").length;
}
