import { each, filePath, members, opensPath, programArguments, shellText, type PathAccess, type Symbols } from "./entries";
import type { LibraryModel, SinkModel, SymbolModel } from "./model";

/** A list whose first element is the program. */
const list: SinkModel = { ...shellText(0), shellProgram: { program: 0, list: 0 } };

const listed = programArguments(0, 0);

const bunSpawn: SymbolModel = { sinks: [list, { ...list, property: "cmd" }, listed, { ...listed, property: "cmd" }] };

const bunFunctions: Symbols = {
  // The tag quotes its values; the way out of it is an object that says so: `{ raw: text }`.
  $: { sinks: [programArguments([], "template", "template")] },
  spawn: bunSpawn,
  spawnSync: bunSpawn,
  file: opensPath("read"),
  write: opensPath("write"),
};

/** Bun, as a global and as a module. */
export const bun: LibraryModel = {
  packages: ["bun"],
  symbols: {
    ...members(["global:Bun.", "bun."], bunFunctions),
    "bun.Glob": { returns: "bun.Glob#" },
    "global:Bun.Glob": { returns: "bun.Glob#" },
    ...each(["bun.Glob#scan", "bun.Glob#scanSync"], { sinks: [{ ...filePath(0, "list"), property: "cwd", orSelf: true }] }),
  },
};

/** What the first arguments are used for; each also exists with `Sync`. */
const denoPaths: Readonly<Record<string, readonly PathAccess[]>> = {
  chmod: ["write"],
  chown: ["write"],
  copyFile: ["read", "write"],
  create: ["write"],
  link: ["read", "write"],
  lstat: ["probe"],
  mkdir: ["write"],
  open: ["other"],
  readDir: ["list"],
  readFile: ["read"],
  readLink: ["probe"],
  readTextFile: ["read"],
  remove: ["remove"],
  rename: ["write", "write"],
  stat: ["probe"],
  symlink: ["read", "write"],
  truncate: ["write"],
  utime: ["write"],
  writeFile: ["write"],
  writeTextFile: ["write"],
};

const resolves: SymbolModel = { passes: [0] };

/** Deno's globals. */
export const deno: LibraryModel = {
  packages: ["deno"],
  symbols: {
    ...Object.fromEntries(
      Object.entries(denoPaths).flatMap(([name, accesses]) => {
        const model = opensPath(...accesses);
        return [
          [`global:Deno.${name}`, model],
          [`global:Deno.${name}Sync`, model],
        ] as const;
      }),
    ),
    "global:Deno.watchFs": { sinks: [{ ...filePath(0, "probe"), elements: true }] },
    "global:Deno.realPath": resolves,
    "global:Deno.realPathSync": resolves,
    "global:Deno.Command": { sinks: [{ ...shellText(1), property: "args", shellProgram: { program: 0, list: 1 } }, { ...programArguments(0, 1), property: "args" }] },
    "global:Deno.run": { sinks: [{ ...list, property: "cmd" }, { ...listed, property: "cmd" }] },
    "global:Deno.exit": { leaves: true },
  },
};

/** The ends of a process. */
export const processExits: LibraryModel = {
  packages: ["process"],
  symbols: each(["process.exit", "process.abort", "global:process.exit", "global:process.abort"], { leaves: true }),
};
