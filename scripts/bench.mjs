/**
 * `npm run bench`: what the engine costs, as ratios measured in one run, what the editor costs, and the size of the VSIX.
 *
 *   npm run bench -- --folder PATH   scans code of your own instead of the generated workspace (no edits are timed then)
 *   npm run bench -- --no-editor     leaves out what needs the embedded VS Code
 */
import { availableParallelism, loadavg } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { run, say } from "../test/harness/process.mjs";
import { projectFolder } from "../test/harness/sample.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { build, packExtension } from "./package.mjs";

/** Each is measured in this many processes, in turn; the median is told. */
const ROUNDS = 5;
const HOSTS = 3;

const { values } = parseArgs({
  options: { folder: { type: "string" }, editor: { type: "boolean", default: true } },
  allowNegative: true,
});

const [load = 0] = loadavg();
if (load > availableParallelism() / 2) {
  console.log(`This machine is busy (load ${load.toFixed(1)} on ${availableParallelism()} cores): times are longer than on an idle one.`);
}
await ensureDependencies();
await bundleMeasurements();
const folder = values.folder === undefined ? [] : [resolve(values.folder)];
await measureEngine(folder);
if (folder.length === 0) await measureEdits();
if (values.editor) await measureEditor();

async function bundleMeasurements() {
  const esbuild = await import("esbuild");
  await esbuild.build({
    absWorkingDir: projectFolder,
    entryPoints: ["test/bench/measure.ts"],
    outfile: "out/bench.js",
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    mainFields: ["module", "main"],
    logLevel: "warning",
  });
}

/** @param {string[]} input the folder, or nothing for the generated workspace */
async function measureEngine(input) {
  say(`cold scans, each in ${ROUNDS} processes of its own`);
  /** @type {Record<string, number[]>} */
  const times = { parse: [], scan: [], fixes: [] };
  let lines = 0;
  let findings = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of Object.keys(times)) {
      const measured = await measure([kind, ...input]);
      times[kind]?.push(measured.milliseconds ?? 0);
      lines = measured.lines ?? 0;
      findings = measured.findings ?? findings;
    }
  }
  const [parse, scan, fixes] = [median(times.parse), median(times.scan), median(times.fixes)];
  row("lines of code", String(lines));
  row("parse only", `${parse.toFixed(0)} ms`);
  row("cold scan", `${scan.toFixed(0)} ms, ${rate(lines, scan)} lines/s, ${(scan / parse).toFixed(2)} × parse, ${findings} findings`);
  row("cold scan with fixes", `${fixes.toFixed(0)} ms, ${rate(lines, fixes)} lines/s, ${(fixes / parse).toFixed(2)} × parse`);
}

async function measureEdits() {
  say("edits in one file of the workspace");
  const { editedLines, median: middle = 0, p95 = 0, slowest = 0 } = await measure(["edit"]);
  const figures = `median ${middle.toFixed(1)} ms, 95th percentile ${p95.toFixed(1)} ms, slowest ${slowest.toFixed(1)} ms`;
  row("edit to findings", `${figures} (${editedLines} lines)`);
}

async function measureEditor() {
  const { runInExtensionHost } = await import("../test/harness/extension-tests.mjs");
  await build({ tests: true });
  say(`activation, in ${HOSTS} extension hosts`);
  const times = [];
  for (let host = 0; host < HOSTS; host++) {
    const { activationMs, wasActive } = await runInExtensionHost("activation");
    if (wasActive) throw new Error("The extension was active before anything needed it.");
    times.push(activationMs);
  }
  row("activation", `median ${median(times).toFixed(0)} ms (${times.map((time) => time.toFixed(0)).join(", ")})`);
  const { bytes } = await packExtension();
  row("VSIX", `${(bytes / 1024 / 1024).toFixed(2)} MB`);
}

/** @returns {Promise<Record<string, number>>} */
async function measure(/** @type {string[]} */ args) {
  return JSON.parse(await run(process.execPath, ["out/bench.js", ...args], { cwd: projectFolder, what: `measuring ${args[0]}` }));
}

function median(/** @type {number[]} */ numbers = []) {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function rate(/** @type {number} */ lines, /** @type {number} */ milliseconds) {
  return Math.round((lines / milliseconds) * 1000).toLocaleString("en");
}

function row(/** @type {string} */ name, /** @type {string} */ value) {
  console.log(`  ${name.padEnd(22)} ${value}`);
}
