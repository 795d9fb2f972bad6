import type { Module } from "../syntax/program";
import type { Workspace } from "../syntax/workspace";

/** Finds the modules that import another, directly or through files that hand it on. */
export interface Importers {
  of(module: Module): readonly Module[];
}

/** What files are imported by: the end of a path, or the name of a package. */
const SPECIFIER = /(?:\bfrom|\brequire\s*\(|\bimport\s*\()\s*["'`]([^"'`\n]+)["'`]/g;
/** A file that more files than this hand on is a library of its own; nobody's callers are looked for that far. */
const maximumFiles = 60;

/**
 * Creates the search. Which files have been understood so far must make no difference, or an answer would depend on what was asked before:
 * the text of each file tells what it may import.
 */
export function createImporters(workspace: Workspace): Importers {
  const glances = new Map<string, { readonly text: string; readonly words: readonly string[] }>();
  const wordsIn = (file: string): readonly string[] => {
    const text = workspace.text(file);
    if (text === undefined) return [];
    const known = glances.get(file);
    if (known?.text === text) return known.words;
    const words = [...new Set([...text.matchAll(SPECIFIER)].flatMap(([, specifier = ""]) => [lastOf(specifier), packageOf(specifier)]))];
    glances.set(file, { text, words });
    return words;
  };
  const index = createIndex(workspace, wordsIn);
  return {
    of(module) {
      const found = new Set<Module>();
      const wanted = [module.file];
      for (let at = 0; at < wanted.length && found.size < maximumFiles; at++) {
        const target = wanted[at] ?? "";
        for (const file of index.filesWith(namesOfFile(workspace, target))) {
          const other = file === module.file ? undefined : workspace.module(file);
          if (other === undefined || found.has(other)) continue;
          const leads = (specifier: string) => workspace.resolveSpecifier(file, specifier) === target;
          if (other.imports.some(({ specifier }) => leads(specifier))) found.add(other);
          if (other.exports.some(({ from }) => from !== undefined && leads(from.specifier)) && !wanted.includes(file)) wanted.push(file);
        }
      }
      return [...found].sort((a, b) => (a.file < b.file ? -1 : 1));
    },
  };
}

/** Which files hold which words, as the texts are now. */
function createIndex(workspace: Workspace, wordsIn: (file: string) => readonly string[]) {
  let holders = new Map<string, string[]>();
  let seen = new Map<string, readonly string[]>();
  const refresh = () => {
    const files = workspace.files();
    const isCurrent = files.length === seen.size && files.every((file) => seen.get(file) === wordsIn(file));
    if (isCurrent) return;
    holders = new Map();
    seen = new Map(files.map((file) => [file, wordsIn(file)]));
    for (const [file, words] of seen) {
      for (const word of words) {
        const list = holders.get(word);
        if (list) list.push(file);
        else holders.set(word, [file]);
      }
    }
  };
  return {
    filesWith(words: readonly string[]): ReadonlySet<string> {
      refresh();
      return new Set(words.flatMap((word) => holders.get(word) ?? []));
    },
  };
}

/** By what a specifier may end that means this file. */
function namesOfFile(workspace: Workspace, file: string): readonly string[] {
  const folder = file.slice(0, file.lastIndexOf("/"));
  const name = lastOf(file);
  const around = name === "index" ? [lastOf(folder), ".", ".."] : [];
  for (let at = folder; at !== ""; at = at.slice(0, Math.max(at.lastIndexOf("/"), 0))) {
    const manifest = workspace.text(`${at}/package.json`);
    if (manifest === undefined) continue;
    const own = /"name"\s*:\s*"([^"]+)"/.exec(manifest)?.[1];
    return own === undefined ? [name, ...around] : [name, own, ...around];
  }
  return [name, ...around];
}

function lastOf(path: string): string {
  const last = path.replace(/\/+$/, "").split("/").at(-1) ?? "";
  return last.replace(/\.[cm]?[jt]sx?$/, "");
}

function packageOf(specifier: string): string {
  return specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}
