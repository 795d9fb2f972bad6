/**
 * Trains the local scorer of wording: `node scripts/train-wording.mjs ROWS.jsonl [--quick]`.
 *
 * ROWS is JSON Lines of labelled tools: {"id", "name", "description", "inputSchema", "label": "malicious" | "benign", "stratum", "source_repo"}.
 * Prints how rows are judged by models that have not seen them, and writes src/wording/scorer/weights.json. The same rows give the same weights.
 * `--audit IN --output OUT` writes no weights; it audits IN as `portcullis audit --format json` does, with models that have not seen what they judge.
 * `--quick` leaves out the figures for attackers that were never seen.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

// Under node_modules, so that packages are found and git sees nothing.
const outfile = join(root, "node_modules/.cache/portcullis/train-wording.cjs");
await esbuild.build({ absWorkingDir: root, entryPoints: ["scripts/wording/main.ts"], bundle: true, outfile, platform: "node", format: "cjs", packages: "external", logLevel: "warning" });
createRequire(import.meta.url)(outfile).main(process.argv.slice(2), root);
