import { filePath, opensPath, type PathAccess, type Symbols } from "./entries";
import type { LibraryModel, SymbolModel } from "./model";

/** Functions that exist with a callback, with `Sync`, and as a promise; what each of the first arguments is used for. */
const inAllForms: Readonly<Record<string, readonly PathAccess[]>> = {
  access: ["probe"],
  appendFile: ["write"],
  chmod: ["write"],
  chown: ["write"],
  copyFile: ["read", "write"],
  cp: ["read", "write"],
  lchmod: ["write"],
  lchown: ["write"],
  link: ["read", "write"],
  lstat: ["probe"],
  lutimes: ["write"],
  mkdir: ["write"],
  open: ["other"],
  opendir: ["list"],
  readFile: ["read"],
  readdir: ["list"],
  readlink: ["probe"],
  rename: ["write", "write"],
  rm: ["remove"],
  rmdir: ["remove"],
  stat: ["probe"],
  statfs: ["probe"],
  symlink: ["read", "write"],
  truncate: ["write"],
  unlink: ["remove"],
  utimes: ["write"],
  writeFile: ["write"],
};

/** Functions that do not exist in all three forms. */
const inOneForm: Readonly<Record<string, readonly PathAccess[]>> = {
  "fs.createReadStream": ["read"],
  "fs.createWriteStream": ["write"],
  "fs.ReadStream": ["read"],
  "fs.WriteStream": ["write"],
  "fs.exists": ["probe"],
  "fs.existsSync": ["probe"],
  "fs.openAsBlob": ["read"],
  "fs.watch": ["probe"],
  "fs.watchFile": ["probe"],
  "fs.promises.watch": ["probe"],
};

/** A temporary folder's name begins with the prefix, which may climb out of the folder that it names. */
const makesFolderNamedAfter: SymbolModel = { sinks: [filePath(0, "write")], passes: [0] };

/** Resolving a path opens nothing; the result names the same place. */
const resolves: SymbolModel = { passes: [0] };

/** The pattern may climb by itself; the folder that it starts from is an option. */
const findsFiles: SymbolModel = { sinks: [{ ...filePath(0, "list"), elements: true }, { ...filePath(1, "list"), property: "cwd" }] };

/** Node's `fs` and `fs.promises`, and packages that stand in for it. */
export const fs: LibraryModel = {
  packages: ["fs", "fs/promises", "graceful-fs"],
  sameAs: { "fs/promises": "fs.promises", "graceful-fs": "fs" },
  symbols: {
    ...allForms(),
    ...Object.fromEntries(Object.entries(inOneForm).map(([name, accesses]) => [name, opensPath(...accesses)])),
    "fs.glob": findsFiles,
    "fs.globSync": findsFiles,
    "fs.promises.glob": findsFiles,
    "fs.mkdtemp": makesFolderNamedAfter,
    "fs.mkdtempSync": makesFolderNamedAfter,
    "fs.promises.mkdtemp": makesFolderNamedAfter,
    "fs.mkdtempDisposableSync": makesFolderNamedAfter,
    "fs.promises.mkdtempDisposable": makesFolderNamedAfter,
    "fs.realpath": resolves,
    "fs.realpath.native": resolves,
    "fs.realpathSync": resolves,
    "fs.realpathSync.native": resolves,
    "fs.promises.realpath": resolves,
  },
};

function allForms(): Symbols {
  const entries = Object.entries(inAllForms).flatMap(([name, accesses]) => {
    const model = opensPath(...accesses);
    return [
      [`fs.${name}`, model],
      [`fs.${name}Sync`, model],
      [`fs.promises.${name}`, model],
    ] as const;
  });
  return Object.fromEntries(entries);
}
