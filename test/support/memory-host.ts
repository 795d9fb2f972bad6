import type { Host } from "../../src/base/host";

/** A host whose files are in memory. */
export interface MemoryHost extends Host {
  /** Adds or replaces a file; undefined removes it. */
  write(file: string, text: string | undefined): void;
}

/** Makes a host of files given by absolute name: `memoryHost({ "/w/a.ts": "…" })`. */
export function memoryHost(files: Readonly<Record<string, string>>): MemoryHost {
  const texts = new Map(Object.entries(files));
  return {
    files: () => [...texts.keys()],
    read: (file) => texts.get(file),
    write(file, text) {
      if (text === undefined) texts.delete(file);
      else texts.set(file, text);
    },
  };
}
