import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import { runToEnd } from "../harness/process.mjs";
import { projectFolder } from "../harness/sample.mjs";
import { ensurePackage, publishedServers } from "./packages.mjs";
import { describeServer } from "./describe.mjs";

/** @typedef {import("./packages.mjs").PublishedServer} PublishedServer */
/** @typedef {import("./packages.mjs").PublishedVersion} PublishedVersion */

const folder = join(projectFolder, "test/corpus/expected");

/**
 * Scans published servers with the built command line, and compares what is found with what was reviewed.
 * @param {{ update?: boolean, only?: string }} [options] `update` writes what is found instead, to be reviewed as a diff
 * @returns {Promise<{ passed: number, failed: number }>} one test per server
 */
export async function checkCorpus({ update = false, only } = {}) {
  const servers = publishedServers().filter(({ name }) => only === undefined || name.includes(only));
  const counts = { passed: 0, failed: 0 };
  const waiting = [...servers];
  const work = async () => {
    for (let server = waiting.shift(); server !== undefined; server = waiting.shift()) {
      const isAsExpected = await checkServer(server, update).catch((error) => {
        console.error(`  ✗ ${server?.name}: ${error.message}`);
        return false;
      });
      counts[isAsExpected ? "passed" : "failed"]++;
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work));
  if (counts.failed > 0 && !update) {
    console.error("  What is found in published servers has changed. Read each line that differs; if all are right, run `npm run corpus -- --update` and commit the diff.");
  }
  return counts;
}

/**
 * @param {PublishedServer} server
 * @param {boolean} update
 * @returns {Promise<boolean>}
 */
async function checkServer(server, update) {
  const reports = new Map();
  for (const published of server.versions) reports.set(published, await scan(await ensurePackage(server.name, published)));
  const found = describeServer(server, reports);
  const file = join(folder, `${server.name.replace("/", "+")}.md`);
  const expected = existsSync(file) ? readFileSync(file, "utf8").replaceAll("\r\n", "\n") : "";
  if (update) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, found);
  } else if (found !== expected) {
    console.error(`  ✗ ${server.name}\n${createTwoFilesPatch("expected", "found", expected, found, "", "", { context: 1 })}`);
    return false;
  }
  console.log(`  ✓ ${server.name} ${server.versions.map(({ version }) => version).join(", ")}${update && found !== expected ? " (changed)" : ""}`);
  return true;
}

/**
 * Scans as a person does, in a process of its own.
 * @param {string} target
 * @returns {Promise<import("./describe.mjs").ScanReport>}
 */
async function scan(target) {
  const cli = join(projectFolder, "dist/cli.js");
  // The exit code says whether there are findings; a report is there in either case.
  const { stdout, stderr } = await runToEnd(process.execPath, [cli, "scan", ".", "--format", "json"], { cwd: target });
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`the scan of ${target} gave no report:\n${(stderr || stdout).slice(-2000)}`);
  }
}
