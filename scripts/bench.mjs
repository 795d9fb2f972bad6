/**
 * `npm run bench`: what the engine costs, as ratios measured in one run beside its peers, what the editor costs, and the size of the VSIX.
 * The ratios are also written to out/bench.md.
 *
 *   npm run bench -- --folder PATH   scans code of your own instead of the generated workspace (no edits are timed then)
 *   npm run bench -- --no-editor     leaves out what needs the embedded VS Code
 *   npm run bench -- --no-large      leaves out the workspace of 250,000 lines, made of copies of published servers
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeCopies } from "../test/bench/folders.mjs";
import { ensurePackage, publishedServers } from "../test/corpus/packages.mjs";
import { installOnce, npmInstall } from "../test/harness/cache.mjs";
import { run, say } from "../test/harness/process.mjs";
import { projectFolder } from "../test/harness/sample.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { build, packExtension } from "./package.mjs";

/** Each is measured in this many processes, in turn; the median is told. */
const ROUNDS = 5;
const HOSTS = 3;
/** A scan of the large workspace, and one by a peer, takes long enough to be told from noise. */
const LARGE_ROUNDS = 3;
const LARGE_LINES = 250_000;

/** What is measured beside us, at the version that the figures in the docs were taken with. */
const PEERS = ["eslint@10.15.0", "eslint-plugin-security@4.1.0", "@typescript-eslint/parser@8.73.0", "typescript@5.9.3", "oxc-parser@0.159.0"];

const { values } = parseArgs({
  options: { folder: { type: "string" }, editor: { type: "boolean", default: true }, large: { type: "boolean", default: true } },
  allowNegative: true,
});

const [load = 0] = loadavg();
if (load > availableParallelism() / 2) {
  console.log(`This machine is busy (load ${load.toFixed(1)} on ${availableParallelism()} cores): times are longer than on an idle one.`);
}
await ensureDependencies();
await bundleMeasurements();
const peers = await installOnce("bench-peers-1", (partial) => npmInstall(partial, PEERS));
const work = mkdtempSync(join(tmpdir(), "portcullis-bench-"));
/** @type {string[]} */
const table = ["| workspace | what | ratio to the parse of TypeScript | peak memory (RSS) | heap |", "|---|---|---:|---:|---:|"];
try {
  if (values.folder === undefined) {
    const generated = join(work, "generated");
    await run(process.execPath, ["out/bench.js", "write", generated], { cwd: projectFolder });
    await measureWorkspace("25,000 lines, generated", generated, [], ROUNDS);
  } else await measureWorkspace(values.folder, resolve(values.folder), [resolve(values.folder)], ROUNDS);
  if (values.folder === undefined && values.large) {
    const large = join(work, "large");
    say("copying published servers");
    const servers = [];
    for (const { name, versions } of publishedServers()) if (versions[0] !== undefined) servers.push(await ensurePackage(name, versions[0]));
    writeCopies(large, servers, LARGE_LINES);
    await measureWorkspace("250,000 lines, copies of published servers", large, [large], LARGE_ROUNDS);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
writeFileSync(join(projectFolder, "out/bench.md"), `${table.join("\n")}\n`);
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

/**
 * @param {string} name
 * @param {string} folder where the files lie, for peers
 * @param {string[]} input the folder, or nothing for the generated workspace, whose edits are of kinds that people make
 * @param {number} rounds
 */
async function measureWorkspace(name, folder, input, rounds) {
  say(`${name}: cold scans, each in ${rounds} processes of its own`);
  /** @type {Record<string, () => Promise<Record<string, number>>>} */
  const measurements = {
    "parse only (TypeScript)": () => measure(["parse", ...input]),
    "cold scan": () => measure(["scan", ...input]),
    "cold scan with fixes": () => measure(["fixes", ...input]),
    "eslint + eslint-plugin-security": () => measurePeer("eslint", folder),
    "parse only (oxc)": () => measurePeer("oxc", folder),
  };
  /** @type {Map<string, Record<string, number>[]>} */
  const results = new Map(Object.keys(measurements).map((what) => [what, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [what, take] of Object.entries(measurements)) results.get(what)?.push(await take());
  }
  const edits = await measure(["edit", ...input]);
  const of = (/** @type {string} */ what, /** @type {string} */ key) => median((results.get(what) ?? []).map((each) => each[key] ?? Number.NaN));
  const parse = of("parse only (TypeScript)", "milliseconds");
  row("lines of code", String(of("cold scan", "lines")));
  for (const what of results.keys()) {
    const time = of(what, "milliseconds");
    note(name, what, time / parse, { rss: of(what, "rss"), heap: of(what, "heap") }, `${time.toFixed(0)} ms`);
  }
  const { median: middle = 0, p95 = 0, slowest = 0, rss = 0, heap = 0 } = edits;
  note(name, "edit to findings, median", middle / parse, { rss, heap }, `${middle.toFixed(1)} ms`);
  note(name, "edit to findings, 95th percentile", p95 / parse, { rss, heap }, `${p95.toFixed(1)} ms, slowest ${slowest.toFixed(1)} ms`);
}

/**
 * @param {string} workspace
 * @param {string} what
 * @param {number} ratio
 * @param {{ rss: number, heap: number }} memory
 * @param {string} absolute shown while it runs; the table holds ratios only
 */
function note(workspace, what, ratio, { rss, heap }, absolute) {
  const shown = ratio.toFixed(ratio < 0.1 ? 4 : 2);
  row(what, `${shown} × parse (${absolute}), ${rss.toFixed(0)} MB, heap ${heap.toFixed(0)} MB`);
  table.push(`| ${workspace} | ${what} | ${shown} | ${rss.toFixed(0)} MB | ${heap.toFixed(0)} MB |`);
}

/** @returns {Promise<Record<string, number>>} */
async function measurePeer(/** @type {string} */ kind, /** @type {string} */ folder) {
  return JSON.parse(await run(process.execPath, ["--max-old-space-size=8192", "test/bench/peers.mjs", kind, peers, folder], { cwd: projectFolder, what: `measuring ${kind}` }));
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

function row(/** @type {string} */ name, /** @type {string} */ value) {
  console.log(`  ${name.padEnd(34)} ${value}`);
}
