/**
 * Writes the parts that are derived from the rules: `npm run derive`.
 * The rules are TypeScript, so they are bundled first.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

// Under node_modules, so that packages are found and git sees nothing.
const outfile = join(root, "node_modules/.cache/portcullis/derive.cjs");
await esbuild.build({
  absWorkingDir: root,
  stdin: {
    contents: 'export { derive } from "./scripts/derived-parts"; export { rules } from "./src/rules/index"; export { scanDescriptions } from "./src/scan/scanner";',
    resolveDir: root,
    loader: "ts",
  },
  bundle: true,
  outfile,
  platform: "node",
  format: "cjs",
  packages: "external",
  loader: { ".json": "json" },
  logLevel: "warning",
});
const { derive, scanDescriptions, rules } = createRequire(import.meta.url)(outfile);

let written = 0;
for (const [file, text] of derive(rules, scanDescriptions, { read })) {
  if (read(file) === text) continue;
  writeFileSync(join(root, file), text);
  console.log(`derive: wrote ${file}`);
  written += 1;
}
if (written === 0) console.log("derive: everything is up to date");

/** @param {string} file */
function read(file) {
  return existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : undefined;
}
