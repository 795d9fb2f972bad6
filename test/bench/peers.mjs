/**
 * One measurement of another tool over a folder, in a process of its own:
 * `node test/bench/peers.mjs eslint|oxc INSTALLED FOLDER` prints one line of JSON. Loading the tool itself is not counted, as it is not for our engine.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { codeFilesIn } from "./folders.mjs";

const [kind, installed = "", folder = ""] = process.argv.slice(2);
const require = createRequire(join(installed, "package.json"));
const load = async (/** @type {string} */ name) => import(pathToFileURL(require.resolve(name)).href);

const run = kind === "eslint" ? await eslint() : kind === "oxc" ? await oxc() : undefined;
if (run === undefined) throw new Error(`"${kind}" is not a peer`);
const start = performance.now();
const found = await run();
const milliseconds = performance.now() - start;
const rss = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ milliseconds, findings: found, rss, heap: process.memoryUsage().heapTotal / 1024 / 1024 })}\n`);

/** ESLint with every rule that eslint-plugin-security recommends, and the parser for TypeScript. */
async function eslint() {
  const { ESLint } = await load("eslint");
  const { default: security } = await load("eslint-plugin-security");
  const parser = await load("@typescript-eslint/parser");
  const files = ["**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}"];
  const linter = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: [{ files, languageOptions: { parser: parser.default ?? parser }, plugins: { security }, rules: security.configs.recommended.rules, linterOptions: { reportUnusedDisableDirectives: "off" } }],
  });
  return async () => {
    const results = await linter.lintFiles(codeFilesIn(folder));
    return results.reduce((/** @type {number} */ sum, /** @type {{ messages: unknown[] }} */ { messages }) => sum + messages.length, 0);
  };
}

/** The floor: a parser in native code, and nothing after it. */
async function oxc() {
  const { parseSync } = await load("oxc-parser");
  return () => {
    let errors = 0;
    for (const file of codeFilesIn(folder)) errors += parseSync(file, readFileSync(file, "utf8")).errors.length;
    return errors;
  };
}
