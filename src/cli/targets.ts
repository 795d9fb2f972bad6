import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { isWithin, toHostName } from "../files/names";
import { UsageError } from "./console";

/** What is scanned, all as hosts name files. */
export interface Targets {
  /** What the file host opens. */
  readonly roots: readonly string[];
  /** The folder that reports are relative to. */
  readonly base: string;
  /** The files and folders that were named; findings elsewhere are not reported. Absent where all of the roots were meant. */
  readonly named?: readonly string[];
}

/**
 * Finds out what the paths of the arguments mean. A file is understood together with its package, since what reaches it comes from elsewhere.
 * @throws UsageError when one does not exist
 */
export function findTargets(paths: readonly string[], cwd: string): Targets {
  const named = [...new Set(paths.map((path) => realPath(path, cwd)))];
  const hasFile = named.some((path) => !isFolder(path));
  const roots = withoutNested(named.map((path) => (isFolder(path) ? path : packageOf(path)))).concat(named.filter((path) => !isFolder(path)));
  const [only] = named;
  const here = toHostName(realpathSync(cwd));
  const base = named.length === 1 && only !== undefined && !hasFile ? only : commonBase(named, here);
  return hasFile ? { roots, base, named } : { roots, base };
}

function realPath(path: string, cwd: string): string {
  const absolute = resolve(cwd, path);
  if (!existsSync(absolute)) throw new UsageError(`There is no file or folder "${path}"`);
  return toHostName(realpathSync(absolute));
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory();
}

/** The folder of the nearest package.json, but never above the repository; the file's own folder where there is neither. */
function packageOf(file: string): string {
  const own = toHostName(dirname(file));
  for (let at = own; ; at = toHostName(dirname(at))) {
    if (existsSync(`${at}/package.json`) || existsSync(`${at}/.git`)) return at;
    if (toHostName(dirname(at)) === at) return own;
  }
}

function withoutNested(folders: readonly string[]): readonly string[] {
  return [...new Set(folders)].filter((folder) => !folders.some((other) => other !== folder && isWithin(folder, other)));
}

function commonBase(paths: readonly string[], here: string): string {
  if (paths.every((path) => isWithin(path, here))) return here;
  let base = toHostName(dirname(paths[0] ?? here));
  while (!paths.every((path) => isWithin(path, base)) && toHostName(dirname(base)) !== base) base = toHostName(dirname(base));
  return base;
}
