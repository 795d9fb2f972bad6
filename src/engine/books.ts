import type { Host } from "../base/host";
import type { Workspace } from "../syntax/workspace";
import { IGNORE_WORD, readIgnores, type Ignores } from "./ignores";

/** What is known of each file besides its flows, kept as long as its text is the same. */
export interface Books {
  /** The suppressions of a file. */
  ignores(file: string, workspace: Workspace): Ignores;
  /** How many of the files hold code, and how many lines that is. */
  count(files: Iterable<string>): { readonly files: number; readonly lines: number };
}

interface Page {
  readonly text: string;
  readonly lines: number;
  ignores?: Ignores;
}

const none: Ignores = { valid: [], broken: [] };

/** Opens the books on the files of a host. */
export function createBooks(host: Host, knownRules: readonly string[]): Books {
  const pages = new Map<string, Page>();

  const pageOf = (file: string): Page | undefined => {
    const text = file.endsWith(".json") ? undefined : host.read(file);
    if (text === undefined) {
      pages.delete(file);
      return undefined;
    }
    const known = pages.get(file);
    if (known?.text === text) return known;
    const page: Page = { text, lines: countLines(text) };
    pages.set(file, page);
    return page;
  };

  return {
    ignores(file, workspace) {
      const page = pageOf(file);
      if (page === undefined || !page.text.includes(IGNORE_WORD)) return none;
      const module = workspace.module(file);
      if (module === undefined) return none;
      page.ignores ??= readIgnores(module, knownRules);
      return page.ignores;
    },
    count(files) {
      let [number, lines] = [0, 0];
      for (const file of files) {
        const page = pageOf(file);
        if (page === undefined) continue;
        number++;
        lines += page.lines;
      }
      return { files: number, lines };
    },
  };
}

function countLines(text: string): number {
  let lines = text.length === 0 ? 0 : 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return text.endsWith("\n") ? lines - 1 : lines;
}
