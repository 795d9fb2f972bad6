/** Which files' names have led into which others: whatever is known of a file through names rests on what it leads to. */
export interface Links {
  /** Notes that a name in one file has been followed into another, which is given back; nothing where there is none. */
  noted(from: string, to: string | undefined): string | undefined;
  /** Forgets where a file has led; its text is another now. */
  forget(from: string): void;
  /** The given files, and all that lead to one of them, directly or not. */
  leadingTo(files: Iterable<string>): ReadonlySet<string>;
}

/** Makes links of which none is known yet. */
export function createLinks(): Links {
  const targets = new Map<string, Set<string>>();
  const origins = new Map<string, Set<string>>();
  return {
    noted(from, to) {
      if (to === undefined) return undefined;
      add(targets, from, to);
      add(origins, to, from);
      return to;
    },
    forget(from) {
      for (const to of targets.get(from) ?? []) origins.get(to)?.delete(from);
      targets.delete(from);
    },
    leadingTo(files) {
      const reached = new Set(files);
      // A set that is added to while it is walked gives what was added, too.
      for (const file of reached) for (const from of origins.get(file) ?? []) reached.add(from);
      return reached;
    },
  };
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}
