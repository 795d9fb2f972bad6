import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { installOnce } from "../harness/cache.mjs";
import { run } from "../harness/process.mjs";
import { projectFolder } from "../harness/sample.mjs";

/**
 * A published server, with the versions before and after it was mended.
 * @typedef {{ name: string, advisories: string[], versions: PublishedVersion[] }} PublishedServer
 */

/**
 * One version of it. `integrity` is the registry's hash of the package: what is scanned is what was reviewed.
 * `sinks` are the places that the advisories are about, where one line of what is shipped can be named.
 * @typedef {{ version: string, side: "vulnerable" | "fixed", integrity: string, sinks: Array<{ file: string, line: number }> }} PublishedVersion
 */

/**
 * The servers that are scanned as published.
 * @returns {PublishedServer[]}
 */
export function publishedServers() {
  return JSON.parse(readFileSync(join(projectFolder, "test/corpus/packages.json"), "utf8"));
}

/**
 * The folder of an unpacked package, downloaded through npm on first use; never inside of the project.
 * @param {string} name
 * @param {PublishedVersion} published
 * @returns {Promise<string>}
 */
export async function ensurePackage(name, { version, integrity }) {
  const folder = await installOnce(`corpus-${name.replace("/", "+")}-${version}`, async (partial) => {
    const what = `npm pack ${name}@${version}`;
    await run("npm", ["pack", `${name}@${version}`, "--ignore-scripts", "--loglevel=error"], { cwd: partial, what }).catch((error) => {
      throw new Error(`${error.message}\nThe published servers need the npm registry once; later runs use what was downloaded.`);
    });
    const archive = readdirSync(partial).find((each) => each.endsWith(".tgz"));
    if (archive === undefined) throw new Error(`${what} left no archive.`);
    const found = `sha512-${createHash("sha512").update(readFileSync(join(partial, archive))).digest("base64")}`;
    if (found !== integrity) {
      throw new Error(`${name}@${version} is not the package that was reviewed: its integrity is ${found}, and test/corpus/packages.json says ${integrity}.`);
    }
    await run("tar", ["-xzf", archive], { cwd: partial, what: `unpacking ${name}@${version}` });
    rmSync(join(partial, archive));
  });
  // Archives hold one folder, which nearly all call "package".
  const [inner = "package"] = readdirSync(folder);
  return join(folder, inner);
}
