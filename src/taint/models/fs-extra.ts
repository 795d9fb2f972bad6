import { opensPath, type PathAccess } from "./entries";
import type { LibraryModel } from "./model";

/** What fs-extra adds to `fs`; each also exists with `Sync`. */
const added: Readonly<Record<string, readonly PathAccess[]>> = {
  copy: ["read", "write"],
  createFile: ["write"],
  createLink: ["read", "write"],
  createSymlink: ["read", "write"],
  emptyDir: ["remove"],
  emptydir: ["remove"],
  ensureDir: ["write"],
  ensureFile: ["write"],
  ensureLink: ["read", "write"],
  ensureSymlink: ["read", "write"],
  mkdirp: ["write"],
  mkdirs: ["write"],
  move: ["write", "write"],
  outputFile: ["write"],
  outputJSON: ["write"],
  outputJson: ["write"],
  pathExists: ["probe"],
  readJSON: ["read"],
  readJson: ["read"],
  remove: ["remove"],
  writeJSON: ["write"],
  writeJson: ["write"],
};

/** fs-extra: all of `fs`, as promises, and some more. */
export const fsExtra: LibraryModel = {
  packages: ["fs-extra", "fs-extra/esm"],
  sameAs: { "fs-extra": "fs", "fs-extra/esm": "fs-extra" },
  symbols: Object.fromEntries(
    Object.entries(added).flatMap(([name, accesses]) => {
      const model = opensPath(...accesses);
      return [
        [`fs-extra.${name}`, model],
        [`fs-extra.${name}Sync`, model],
      ] as const;
    }),
  ),
};
