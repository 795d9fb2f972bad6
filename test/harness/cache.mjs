import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { run } from "./process.mjs";

/**
 * Where downloaded tools live: outside the project, so that a fresh clone or a cleaned node_modules finds them again.
 * `PORTCULLIS_CACHE` moves it.
 */
export function cacheFolder() {
  if (process.env.PORTCULLIS_CACHE) return process.env.PORTCULLIS_CACHE;
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "portcullis");
}

/**
 * Gives the folder `name` of the cache, filling it once. The filling happens in a folder of its own that is renamed when
 * it is complete: what has the right name is whole, and an interrupted install leaves nothing that is trusted later.
 * @param {string} name holds the version, so that another version is another folder
 * @param {(folder: string) => Promise<void>} fill
 */
export async function installOnce(name, fill) {
  const cache = cacheFolder();
  const complete = join(cache, name);
  if (existsSync(complete)) return complete;
  mkdirSync(cache, { recursive: true });
  removeAbandoned(cache, name);
  const partial = join(cache, `${name}.partial-${process.pid}`);
  mkdirSync(partial);
  try {
    await fill(partial);
    renameSync(partial, complete);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another run may have finished the same install first; its folder is as good as ours.
    if (!existsSync(complete)) throw error;
  }
  return complete;
}

/**
 * Installs npm packages into a folder without running any install script.
 * @param {string} folder
 * @param {string[]} packages with exact versions; none installs what the folder's package.json names
 */
export async function npmInstall(folder, packages) {
  if (!existsSync(join(folder, "package.json"))) writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const args = ["install", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error", ...packages];
  await run("npm", args, { cwd: folder, what: `npm install ${packages.join(" ")}`.trim() }).catch((error) => {
    throw new Error(`${error.message}\nThis needs the npm registry once; later runs use ${cacheFolder()}.`);
  });
}

/** Removes what an interrupted run left; a folder whose process still lives is being filled and stays. */
function removeAbandoned(/** @type {string} */ cache, /** @type {string} */ name) {
  for (const entry of readdirSync(cache)) {
    const owner = entry.startsWith(`${name}.partial-`) ? Number(entry.slice(`${name}.partial-`.length)) : undefined;
    if (owner !== undefined && !isAlive(owner)) rmSync(join(cache, entry), { recursive: true, force: true });
  }
}

function isAlive(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch {
    return false;
  }
}
