import { readdirSync } from "node:fs";
import { readText } from "./read-text";

/** A manifest larger than this is none. */
const MAX_BYTES = 1024 * 1024;

/** Packages that npx has kept are looked for in this many of its folders. */
const MAX_KEPT = 500;

/** No project nests its packages deeper. */
const MAX_FOLDERS_UP = 30;

/**
 * Finds the version of an npm package that this computer has: in `node_modules` of a folder or one above, or else among what npx has kept.
 * Asks no network, and runs nothing.
 * @param caches folders of npm's cache
 */
export function findInstalledVersion(name: string, folder: string, caches: readonly string[]): string | undefined {
  if (!/^(?:@[\w.~-]+\/)?[\w.~-]+$/.test(name) || name.startsWith(".")) return undefined;
  let at = folder;
  for (let up = 0; up < MAX_FOLDERS_UP; up++) {
    const version = versionIn(`${at}/node_modules/${name}/package.json`);
    if (version !== undefined) return version;
    const above = at.slice(0, Math.max(0, at.lastIndexOf("/")));
    if (above === at || above === "") break;
    at = above;
  }
  const kept = caches.flatMap((cache) => foldersIn(`${cache}/_npx`).flatMap((each) => versionIn(`${cache}/_npx/${each}/node_modules/${name}/package.json`) ?? []));
  // Two that npx has kept: nobody can say which of them the person has looked at.
  return new Set(kept).size === 1 ? kept[0] : undefined;
}

/** Where npm keeps its cache, by the variables and the home folder of a computer. */
export function npmCaches(home: string, environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const local = environment["LOCALAPPDATA"];
  return [environment["npm_config_cache"], `${home}/.npm`, local === undefined ? undefined : `${local}/npm-cache`].flatMap((each) => (each === undefined || each === "" ? [] : [each.replaceAll("\\", "/")]));
}

function versionIn(manifest: string): string | undefined {
  const result = readText(manifest, MAX_BYTES);
  if (!("text" in result)) return undefined;
  try {
    const { version } = JSON.parse(result.text) as { readonly version?: unknown };
    return typeof version === "string" && /^\d+\.\d+\.\d+[\w.+-]*$/.test(version) ? version : undefined;
  } catch {
    return undefined; // A broken manifest has no version.
  }
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).slice(0, MAX_KEPT);
  } catch {
    return []; // npx was never used here.
  }
}
