import { lstatSync, readdirSync, realpathSync, statSync, type Dirent } from "node:fs";
import type { Limit } from "../base/finding";
import { isIgnored, readGitignore, readOuterRules, type IgnoreRules } from "./ignored";
import { isCodeFile, isProjectFile, isWithin, toHostName } from "./names";

/** More files than this are no project but a disk; the engine's memory is bounded by it. */
export const MAX_FILES = 20_000;

/** A folder deeper than this is a mistake or an attack; real projects stay below 30. */
export const MAX_DEPTH = 64;

/** What a walk has come upon. */
export interface WalkResult {
  /** In the order of the walk: folder by folder, names sorted, so that two machines agree. */
  readonly files: readonly string[];
  readonly limits: readonly Limit[];
}

/** How to walk. */
export interface WalkOptions {
  /** Leave out what `.gitignore` files leave out. */
  readonly gitignore: boolean;
  /** Leaves out more, asked about folders and files. */
  readonly isExcluded: (path: string) => boolean;
  /** Takes in more than code and project files, by their names. */
  readonly isWanted?: (path: string) => boolean;
}

/**
 * Finds the code and project files below some roots.
 * A root that is a file is taken whatever rules say, and `node_modules` is only entered when a root lies inside or is one:
 * who names a path wants to see it. Symbolic links below a root are not followed, as in git: no loop, no way out of the root.
 */
export function walk(roots: readonly string[], options: WalkOptions): WalkResult {
  const state: WalkState = { ...options, roots, files: new Set(), limits: [] };
  for (const root of roots) visitRoot(root, state);
  return { files: [...state.files], limits: state.limits };
}

interface WalkState extends WalkOptions {
  readonly roots: readonly string[];
  readonly files: Set<string>;
  readonly limits: Limit[];
}

function visitRoot(root: string, state: WalkState): void {
  try {
    if (statSync(root).isDirectory()) visitFolder(root, state.gitignore ? readOuterRules(root) : [], 0, state);
    else state.files.add(root);
  } catch (error) {
    state.limits.push({ file: root, reason: `left out: ${reasonOf(error)}` });
  }
}

function visitFolder(folder: string, outer: readonly IgnoreRules[], depth: number, state: WalkState): void {
  if (depth > MAX_DEPTH) {
    state.limits.push({ file: folder, reason: `left out: more than ${MAX_DEPTH} folders deep` });
    return;
  }
  const entries = readFolder(folder, state);
  const own = state.gitignore && entries.some((entry) => entry.name === ".gitignore") ? readGitignore(folder) : undefined;
  const rules = own === undefined ? outer : [...outer, own];
  for (const entry of entries) {
    if (state.files.size >= MAX_FILES) {
      noteFull(state);
      return;
    }
    visitEntry(folder, entry, rules, depth, state);
  }
}

function visitEntry(folder: string, entry: Dirent, rules: readonly IgnoreRules[], depth: number, state: WalkState): void {
  const path = folder.endsWith("/") ? folder + entry.name : `${folder}/${entry.name}`;
  if (entry.isDirectory()) {
    if (entry.name === "node_modules" || entry.name === ".git") return;
    if (isIgnored(rules, path, true) || state.isExcluded(`${path}/`)) return;
    visitFolder(path, rules, depth + 1, state);
    return;
  }
  if (isIgnored(rules, path, false) || state.isExcluded(path)) return;
  if (entry.isSymbolicLink() && state.isWanted?.(path) === true && leadsInside(path, state)) state.files.add(path);
  else if (entry.isSymbolicLink()) noteLink(path, state);
  else if (entry.isFile() && (isCodeFile(path) || isProjectFile(path) || state.isWanted?.(path) === true)) state.files.add(path);
}

function readFolder(folder: string, state: WalkState): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    state.limits.push({ file: folder, reason: `left out: ${reasonOf(error)}` });
    return [];
  }
}

/** Whether a link to a file leads to a place below the roots. */
function leadsInside(path: string, state: WalkState): boolean {
  try {
    const target = toHostName(realpathSync(path));
    return statSync(target).isFile() && state.roots.some((root) => isWithin(target, toHostName(realpathSync(root))));
  } catch {
    return false; // It leads nowhere.
  }
}

/** A link to what the walk sees anyway is no loss; any other that could hold code is said. */
function noteLink(path: string, state: WalkState): void {
  if (path.endsWith("/node_modules")) return;
  try {
    const target = toHostName(realpathSync(path));
    const isFolder = lstatSync(target).isDirectory();
    if (!isFolder && !isCodeFile(path)) return;
    if (!state.roots.some((root) => isWithin(target, toHostName(realpathSync(root))))) {
      state.limits.push({ file: path, reason: "left out: a symbolic link to a place outside of the scanned folders" });
    }
  } catch (error) {
    if (isCodeFile(path) || codeOf(error) === "ELOOP") state.limits.push({ file: path, reason: `left out: ${reasonOf(error)}` });
  }
}

function noteFull(state: WalkState): void {
  const reason = `left out: everything after the first ${MAX_FILES.toLocaleString("en")} files`;
  if (!state.limits.some((limit) => limit.reason === reason)) state.limits.push({ file: state.roots[0] ?? "", reason });
}

/** Says why the file system refused, in words and without the path, which a limit names anyway. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  switch (code) {
    case "EACCES":
    case "EPERM":
      return "no permission to read it";
    case "ELOOP":
      return "a symbolic link that leads to itself";
    case "ENOENT":
      return "there is no such file";
    default:
      return `it can't be read (${code})`;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
