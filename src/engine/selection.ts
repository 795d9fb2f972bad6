import ignore, { type Ignore } from "ignore";
import type { Limit } from "../base/finding";
import type { Host } from "../base/host";
import type { Configuration } from "./api";
import { commonFolder, folderOf, pathBelow } from "./paths";

/** Tests call tools with hostile input on purpose, and nobody serves them. Folders count at the top of a package only: a server may well have a tool named "test". */
const TESTS = [
  "/test/", "/tests/", "/e2e/", "/fixtures/", "__tests__/", "__mocks__/", "__fixtures__/",
  "*.test.*", "*.spec.*", "vitest.config.*", "jest.config.*",
];

/** Folders into which compilers and bundlers write. */
const BUILT = ["dist", "build", "out", "lib", "esm", "cjs"];

/** Which files of a host are analysed. */
export interface Selection {
  /** The files to analyse, project configuration included. The same array as long as nothing changed. */
  files(): readonly string[];
  /** What was left out without being asked to. */
  limits(): readonly Limit[];
  /** Whether something that lies in a file is reported, which need not be listed: an imported one. */
  reports(file: string): boolean;
}

/**
 * Leaves out what the configuration says, tests, and code that was built from sources beside it.
 * A pattern of the configuration that starts with "!" takes files back in.
 */
export function createSelection(host: Host, configuration: Configuration): Selection {
  const patterns = ignore({ allowRelativePaths: true }).add([...configuration.exclude]);
  const tests = ignore({ allowRelativePaths: true }).add(TESTS);
  let seen: readonly string[] | undefined;
  let chosen: Chosen = { files: [], limits: [], folder: configuration.folder ?? "" };

  const refresh = () => {
    const files = host.files();
    if (files === seen || (seen !== undefined && isSameList(files, seen))) return chosen;
    seen = files;
    chosen = choose(files, configuration.folder ?? commonFolder(files), patterns, tests);
    return chosen;
  };
  return {
    files: () => refresh().files,
    limits: () => refresh().limits,
    reports: (file) => verdict(patterns, chosen.folder, file) !== "out",
  };
}

interface Chosen {
  readonly files: readonly string[];
  readonly limits: readonly Limit[];
  readonly folder: string;
}

function choose(files: readonly string[], folder: string, patterns: Ignore, tests: Ignore): Chosen {
  const bases = basesOf(files);
  const built = builtFolders(files, bases);
  const kept: string[] = [];
  const leftOut = new Map<string, number>();
  for (const file of files) {
    const said = verdict(patterns, folder, file);
    if (said === "out") continue;
    const base = bases(file);
    const path = pathBelow(base, file) ?? file;
    if (said === "in" || path.endsWith(".json")) kept.push(file);
    else if (tests.ignores(path)) count(leftOut, base);
    else if (isJavaScript(path) && built.has(builtFolderOf(base, path) ?? "")) continue;
    else kept.push(file);
  }
  return { files: kept, folder, limits: [...[...leftOut].map(testLimit), ...[...built].map(builtLimit)] };
}

function testLimit([base, number]: readonly [string, number]): Limit {
  return { file: base, reason: `left out: ${number === 1 ? "1 file" : `${number} files`} of tests` };
}

function builtLimit(folder: string): Limit {
  return { file: folder, reason: "left out: built from the sources beside it" };
}

/** The folder of the nearest package, or the one that holds all files where there is no package. */
function basesOf(files: readonly string[]): (file: string) => string {
  const packages = new Set(files.filter((file) => file.endsWith("/package.json")).map(folderOf));
  const common = commonFolder(files);
  const known = new Map<string, string>();
  const baseOf = (folder: string): string => {
    const found = known.get(folder);
    if (found !== undefined) return found;
    const isEnd = packages.has(folder) || folder === common || folder === "" || folder === "/";
    const base = isEnd ? folder : baseOf(folderOf(folder));
    known.set(folder, base);
    return base;
  };
  return (file) => baseOf(folderOf(file));
}

/** Built folders of packages that have their sources as well; where a build is all there is, it is what runs and is looked into. */
function builtFolders(files: readonly string[], baseOf: (file: string) => string): ReadonlySet<string> {
  const candidates = new Map<string, string>();
  const typescript = new Set<string>();
  const sources = new Set<string>();
  for (const file of files) {
    const base = baseOf(file);
    const path = pathBelow(base, file) ?? file;
    const built = builtFolderOf(base, path);
    if (built !== undefined && isJavaScript(path)) candidates.set(built, base);
    else if (/\.[cm]?tsx?$/.test(path) && !/\.(?:test|spec|config|d)\.[cm]?tsx?$/.test(path)) typescript.add(base);
    if (path.startsWith("src/")) sources.add(base);
  }
  const isBuilt = ([folder, base]: readonly [string, string]) =>
    typescript.has(base) || (sources.has(base) && /\/(?:dist|build|out)$/.test(folder));
  return new Set([...candidates].filter(isBuilt).map(([folder]) => folder));
}

function builtFolderOf(base: string, path: string): string | undefined {
  const first = path.slice(0, path.indexOf("/") + 1).slice(0, -1);
  return BUILT.includes(first) ? `${base === "/" ? "" : base}/${first}` : undefined;
}

function isJavaScript(path: string): boolean {
  return /\.[cm]?jsx?$/.test(path);
}

function verdict(patterns: Ignore, folder: string, file: string): "in" | "out" | undefined {
  const path = pathBelow(folder, file);
  if (path === undefined) return undefined;
  const result = patterns.test(path);
  if (result.ignored) return "out";
  return result.unignored || foldersOf(path).some((each) => patterns.test(each).unignored) ? "in" : undefined;
}

/** The folders that a relative path goes through: `a/b/c.ts` gives `a/` and `a/b/`. "!a/" is said of the folder, and meant of what it holds. */
function foldersOf(path: string): readonly string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1));
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((file, i) => file === b[i]);
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
