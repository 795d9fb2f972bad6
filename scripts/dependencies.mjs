import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../test/harness/sample.mjs";
import { run, say } from "../test/harness/process.mjs";

const OLDEST_NODE = [20, 19];

/** Installs the project's packages when the lock file names one that is not there; a wrong Node is an error that says so. */
export async function ensureDependencies() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new Error(`Node ${OLDEST_NODE.join(".")} or newer is needed; this is ${process.versions.node}.`);
  }
  if (isInstalled()) return;
  say("installing the project's packages");
  // No install script is needed by any of them, so none is run.
  await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: projectFolder });
}

/** Compares the lock file with the one that npm leaves in node_modules: reinstalling takes time, and stale packages mislead. */
function isInstalled() {
  const wanted = readPackages("package-lock.json");
  const present = readPackages("node_modules/.package-lock.json");
  if (wanted === undefined) throw new Error("package-lock.json is missing or broken. Restore it with git.");
  if (present === undefined) return false;
  return Object.entries(wanted).every(
    ([path, entry]) => path === "" || entry.optional === true || present[path]?.version === entry.version,
  );
}

/** @returns {Record<string, { version?: string, optional?: boolean }> | undefined} */
function readPackages(/** @type {string} */ path) {
  try {
    return JSON.parse(readFileSync(join(projectFolder, path), "utf8")).packages;
  } catch {
    return undefined;
  }
}
