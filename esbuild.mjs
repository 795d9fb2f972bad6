/**
 * Builds what runs: `node esbuild.mjs [--watch] [--tests]`.
 *
 * dist/extension.js  the extension host's part; light, so that activation is: it holds no parser
 * dist/worker.js     the engine with its parser, run off the extension host's thread
 * dist/audit-worker.js  the live audit with the SDK's client, on a thread of its own, started when a person asks for one
 * dist/panel.js, .css   the page of its panel
 * dist/audit.js      the same audit for the command line, loaded when it is asked for; not in the VSIX
 * dist/cli.js        the command line, which needs audit.js beside it for live audits only; not in the VSIX
 * out/test/…         with --tests: the modules that run inside a real extension host
 */
import { chmodSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = fileURLToPath(new URL(".", import.meta.url));
const watch = process.argv.includes("--watch");
const tests = process.argv.includes("--tests");

/** Packages that the extension's own bundle may not carry. */
const HEAVY = ["ts-morph", "@ts-morph/common", "typescript", "@modelcontextprotocol/client", "zod"];

/**
 * `await import(".../audit/live")` becomes a file of its own that is read when the line is reached. esbuild splits only ESM, and what
 * an extension host loads is CommonJS.
 * @type {import("esbuild").Plugin}
 */
const auditApart = {
  name: "audit-apart",
  setup(build) {
    build.onResolve({ filter: /\/audit\/live$/ }, ({ kind }) => (kind === "dynamic-import" ? { path: "./audit.js", external: true } : undefined));
  },
};

/** What an extension host is told to run; the tests beside them are found by their names. */
const MODULES = ["index.ts", "activation.ts"];

/** @type {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  minify: !watch,
  keepNames: false,
  sourcemap: watch ? "linked" : false,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  // Some packages ship an ESM build whose `import.meta.url` is lost in CommonJS output.
  mainFields: ["module", "main"],
};

/**
 * Without `dynamic-import` esbuild writes `require`, which every extension host has.
 * @type {import("esbuild").BuildOptions}
 */
const withAuditApart = { plugins: [auditApart], supported: { "dynamic-import": false } };

/** @type {Array<{ entry: string, options: import("esbuild").BuildOptions, light?: boolean, executable?: boolean }>} */
const programs = [
  {
    entry: "src/extension.ts",
    light: true,
    options: { outfile: "dist/extension.js", external: ["vscode"] },
  },
  { entry: "src/editor/worker.ts", options: { outfile: "dist/worker.js" } },
  { entry: "src/editor/audit/worker.ts", options: { outfile: "dist/audit-worker.js" } },
  { entry: "src/audit/live.ts", options: { outfile: "dist/audit.js" } },
  { entry: "src/panel/main.ts", options: { outfile: "dist/panel.js", platform: "browser", format: "iife", target: "es2022" } },
  { entry: "src/panel/panel.css", options: { outfile: "dist/panel.css" } },
  {
    entry: "src/cli/main.ts",
    executable: true,
    options: { ...withAuditApart, outfile: "dist/cli.js", banner: { js: "#!/usr/bin/env node" } },
  },
];

for (const program of programs) await attempt(() => buildProgram(program));
if (tests) await attempt(buildExtensionTests);

/**
 * esbuild prints what is wrong itself; the other programs are still tried, so that one run tells everything.
 * @param {() => Promise<void>} step
 */
async function attempt(step) {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof Error && "errors" in error)) throw error;
    process.exitCode = 1;
  }
}

/** @param {(typeof programs)[number]} program */
async function buildProgram(program) {
  const options = { ...common, ...program.options, entryPoints: [program.entry] };
  if (watch) {
    const context = await esbuild.context({ ...options, logLevel: "info" });
    await context.watch();
    return;
  }
  const result = await esbuild.build(options);
  if (program.light && result.metafile) refuseHeavyInputs(program.entry, result.metafile);
  if (program.executable) chmodSync(join(root, String(options.outfile)), 0o755);
}

/**
 * A parser that slips into the extension's own bundle costs every activation; fail loudly and say through which file.
 * @param {string} entry
 * @param {import("esbuild").Metafile} metafile
 */
function refuseHeavyInputs(entry, metafile) {
  for (const [file, input] of Object.entries(metafile.inputs)) {
    const heavy = input.imports.find((each) => HEAVY.some((name) => each.path.includes(`node_modules/${name}/`)));
    if (heavy === undefined || file.includes("node_modules/")) continue;
    console.error(`build: ${entry} must stay light, but ${file} imports ${heavy.path}. Import it from the worker, or let src/audit/live.ts be loaded later.`);
    process.exit(1);
  }
}

/** Every test/extension/*.test.ts becomes one module, and so does each that has the `run()` VS Code calls. */
async function buildExtensionTests() {
  const folder = join(root, "test/extension");
  const entries = readdirSync(folder).filter((name) => name.endsWith(".test.ts") || MODULES.includes(name));
  await esbuild.build({
    ...common,
    minify: false,
    sourcemap: "inline",
    entryPoints: entries.map((name) => ({ in: join(folder, name), out: basename(name, ".ts") })),
    outdir: join(root, "out/test/extension"),
    external: ["vscode", "mocha"],
  });
}
