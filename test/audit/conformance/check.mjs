import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { installOnce, npmInstall } from "../../harness/cache.mjs";
import { ensureNode24 } from "../../harness/node24.mjs";
import { runToEnd, say } from "../../harness/process.mjs";
import { projectFolder } from "../../harness/sample.mjs";

const VERSION = "0.2.0-alpha.12";

/** The last revision of the old era, and the first of the new one: a run under one says nothing of the other. */
const REVISIONS = ["2025-11-25", "2026-07-28"];

/**
 * Holds our client to what the official conformance suite requires of clients. The suite starts its own servers on this computer; the
 * network is needed once, to install it.
 * @returns {Promise<{ passed: number, failed: number }>} one test per required scenario and revision
 */
export async function checkConformance() {
  const node = await ensureNode24();
  const folder = await installOnce(`conformance-${VERSION}`, async (partial) => {
    say(`installing the conformance suite (${VERSION})`);
    await npmInstall(partial, [`@modelcontextprotocol/conformance@${VERSION}`]);
  });
  const client = join(projectFolder, "out/conformance-client.cjs");
  mkdirSync(join(projectFolder, "out"), { recursive: true });
  await build({ absWorkingDir: projectFolder, entryPoints: ["test/audit/conformance/client.ts"], outfile: client, bundle: true, platform: "node", format: "cjs", target: "node20", mainFields: ["module", "main"], logLevel: "error" });
  const suite = join(folder, "node_modules/@modelcontextprotocol/conformance/dist/index.js");
  const total = { passed: 0, failed: 0 };
  for (const revision of REVISIONS) {
    say(`conformance of the client with ${revision}`);
    const counts = await checkRevision(node, suite, client, revision);
    total.passed += counts.passed;
    total.failed += counts.failed;
  }
  return total;
}

async function checkRevision(/** @type {string} */ node, /** @type {string} */ suite, /** @type {string} */ client, /** @type {string} */ revision) {
  const command = [process.execPath, client].map((word) => `"${word}"`).join(" ");
  const log = join(projectFolder, `out/conformance-${revision}.txt`);
  const counts = { passed: 0, failed: 0 };
  writeFileSync(log, "");
  const waiting = requiredScenarios(suite, revision);
  // The suite itself would start all of them at once, and a small machine then measures nothing but patience.
  const work = async () => {
    for (let scenario = waiting.shift(); scenario !== undefined; scenario = waiting.shift()) {
      const args = [suite, "client", "--command", command, "--scenario", scenario, "--spec-version", revision, "--timeout", "120000"];
      const { code, stdout, stderr } = await runToEnd(node, args, { cwd: join(projectFolder, "out") });
      appendFileSync(log, stdout + stderr);
      const isPassed = code === 0 && (stdout + stderr).includes("OVERALL: PASSED");
      counts[isPassed ? "passed" : "failed"]++;
      console.log(`  ${isPassed ? "✓" : "✗"} ${scenario}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work));
  if (counts.failed > 0) console.error(`  out/conformance-${revision}.txt has the whole story.`);
  return counts;
}

/**
 * The client scenarios that a revision requires, as the suite's own frozen list has them.
 * @param {string} suite
 * @param {string} revision
 */
function requiredScenarios(suite, revision) {
  const text = readFileSync(join(dirname(suite), `../requirements/${revision}.yaml`), "utf8");
  const [, section = ""] = /^client:[^\n]*\n((?:[ \t#][^\n]*\n|\n)*)/m.exec(text) ?? [];
  const names = [...section.matchAll(/^ +- ([\w./-]+)\s*$/gm)].map(([, name = ""]) => name);
  if (names.length === 0) throw new Error(`The conformance suite has no list of client scenarios for ${revision}.`);
  return names;
}
