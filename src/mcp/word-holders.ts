import type { Workspace } from "../syntax/workspace";

/** Which files hold a word: asked for thousands of words while somebody types, so that what is known is kept. */
export interface WordHolders {
  /** The files whose text holds the word, in no order. */
  holding(word: string): ReadonlySet<string>;
  /** Hears that the texts of files have changed. */
  changed(files: readonly string[]): void;
  /** Hears that files may have come or gone. */
  reshaped(): void;
}

/** What is known of a word, and how many changes had been heard of when it was last looked for. */
interface Holding {
  readonly files: Set<string>;
  heard: number;
}

/** Makes the index. A word is looked for in all files once; after that, in those that have changed since it was last asked for. */
export function createWordHolders(workspace: Workspace): WordHolders {
  let known = new Map<string, Holding>();
  let changes: string[] = [];
  let members: ReadonlySet<string> | undefined;
  const holds = (file: string, word: string) => workspace.text(file)?.includes(word) === true;
  const reshaped = () => {
    known = new Map();
    changes = [];
    members = undefined;
  };
  return {
    holding(word) {
      const before = known.get(word);
      members ??= new Set(workspace.files());
      const files = before?.files ?? new Set([...members].filter((file) => holds(file, word)));
      for (const file of new Set(changes.slice(before?.heard ?? changes.length))) {
        if (members.has(file) && holds(file, word)) files.add(file);
        else files.delete(file);
      }
      known.set(word, { files, heard: changes.length });
      return files;
    },
    changed(files) {
      changes.push(...files);
      // So many changes cost more than the search they save.
      if (changes.length > workspace.files().length) reshaped();
    },
    reshaped,
  };
}
