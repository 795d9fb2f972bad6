import { readdirSync } from "node:fs";
import { readText } from "./read-text";

/** Clients keep more than servers in their files, a history for one; what is larger still is no configuration. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Reads files and lists folders of this machine, nothing before it is asked for and nothing twice. */
export interface FolderHost {
  /** The text of a file, or undefined where there is none or it can't be read. */
  read(file: string): string | undefined;
  /** The names in a folder; empty where there is none. */
  list(folder: string): readonly { readonly name: string; readonly isFolder: boolean }[];
}

/** Opens this machine for looking for configuration files. */
export function createFolderHost(): FolderHost {
  const texts = new Map<string, string | undefined>();
  return {
    read(file) {
      if (!texts.has(file)) {
        const result = readText(file, MAX_BYTES);
        texts.set(file, "text" in result ? result.text : undefined);
      }
      return texts.get(file);
    },
    list(folder) {
      try {
        return readdirSync(folder, { withFileTypes: true })
          .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
      } catch {
        return []; // Most folders of most clients are not there.
      }
    },
  };
}
