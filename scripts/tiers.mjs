import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowser } from "../test/harness/browser.mjs";
import { runInExtensionHost } from "../test/harness/extension-tests.mjs";
import { runToEnd } from "../test/harness/process.mjs";
import { projectFolder } from "../test/harness/sample.mjs";
import { ensureVsCode } from "../test/harness/vscode.mjs";
import { packExtension } from "./package.mjs";

/** @typedef {{ passed: number, failed: number }} Counts */

/** What types and lint remember from one run to the next; a fresh clone has none, so that nothing stale can pass there. */
const caches = "node_modules/.cache/portcullis";

/** Every tier of tests, the cheapest first; each returns how many of its tests passed and failed. */
export const tiers = {
  types: checkTypes,
  lint: () => runTool("eslint/bin/eslint.js", ["--max-warnings", "0", "--cache", "--cache-strategy", "content", "--cache-location", `${caches}/eslint/`, "."]),
  quick: () => runVitest("quick"),
  corpus: async () => (await import("../test/corpus/check.mjs")).checkCorpus(),
  audit: () => runVitest("audit"),
  conformance: async () => (await import("../test/audit/conformance/check.mjs")).checkConformance(),
  exploits: () => runVitest("exploits"),
  extension: runExtensionTests,
  e2e: runEndToEnd,
};

/** The panel runs in a browser's page and has types of its own; everything else must not take a page for granted. */
async function checkTypes() {
  const check = (/** @type {string} */ project, /** @type {string} */ name) => runTool("typescript/bin/tsc", ["--noEmit", "-p", project, "--incremental", "--tsBuildInfoFile", `${caches}/${name}.tsbuildinfo`]);
  const [program, panel] = [await check(".", "types"), await check("src/panel", "panel-types")];
  return { passed: program.passed + panel.passed, failed: program.failed + panel.failed };
}

/**
 * A tool that only says yes or no counts as one test; what it says is held back until its end, since another may be running.
 * @param {string} script below node_modules
 * @param {string[]} args
 * @returns {Promise<Counts>}
 */
async function runTool(script, args) {
  const { code, stdout, stderr } = await runToEnd(process.execPath, [join("node_modules", script), ...args], { cwd: projectFolder });
  process.stdout.write(stdout + stderr);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** @returns {Promise<Counts>} */
async function runVitest(/** @type {string} */ project) {
  const report = join(projectFolder, `out/vitest-${project}.json`);
  mkdirSync(join(projectFolder, "out"), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const args = ["node_modules/vitest/vitest.mjs", "run", "--project", project, ...reporters];
  const { code } = await runToEnd(process.execPath, args, { cwd: projectFolder, show: true });
  /** @type {{ numPassedTests: number, numFailedTests: number, testResults: Array<{ status: string, assertionResults: Array<{ status: string }> }> }} */
  const { numPassedTests: passed, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
  // A file that doesn't load, or whose set-up fails, has no failed test; it counts as one.
  const broken = testResults.filter((file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"));
  const failed = numFailedTests + broken.length;
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
}

/** @returns {Promise<Counts>} */
async function runExtensionTests() {
  /** @type {{ passed: string[], failures: Array<{ title: string, message: string }> }} */
  const { passed, failures } = await runInExtensionHost("index");
  for (const title of passed) console.log(`  ✓ ${title}`);
  for (const { title, message } of failures) console.error(`  ✗ ${title}\n${message}`);
  return { passed: passed.length, failed: failures.length };
}

/** @returns {Promise<Counts>} */
async function runEndToEnd() {
  await ensureVsCode();
  await ensureBrowser();
  await packExtension();
  return runVitest("e2e");
}
