/** `npm run package`: builds, and packs the extension into out/portcullis.vsix. */
import { existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { installOnce, npmInstall } from "../test/harness/cache.mjs";
import { ensureNode24 } from "../test/harness/node24.mjs";
import { run, say } from "../test/harness/process.mjs";
import { projectFolder } from "../test/harness/sample.mjs";
import { ensureDependencies } from "./dependencies.mjs";

const VSCE_VERSION = "4.1.0";

/** Builds every program into dist/, and with `tests` the extension tests into out/. */
export async function build({ tests = false } = {}) {
  await ensureDependencies();
  say("building");
  const args = ["esbuild.mjs", ...(tests ? ["--tests"] : [])];
  await run(process.execPath, args, { cwd: projectFolder, show: true, what: "the build" });
}

/**
 * Packs what is built.
 * @returns {Promise<{ vsix: string, bytes: number }>}
 */
export async function packExtension() {
  const node = await ensureNode24();
  // Kept in the cache and not among the project's packages: it needs a newer Node than the project does.
  const folder = await installOnce(`vsce-${VSCE_VERSION}`, async (partial) => {
    say(`installing the packaging tool (vsce ${VSCE_VERSION})`);
    await npmInstall(partial, [`@vscode/vsce@${VSCE_VERSION}`]);
  });
  say("packaging");
  const vsix = join(projectFolder, "out/portcullis.vsix");
  mkdirSync(join(projectFolder, "out"), { recursive: true });
  rmSync(vsix, { force: true });
  const vsce = join(folder, "node_modules/@vscode/vsce/vsce");
  const args = ["package", "--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links", "--out", vsix];
  await run(node, [vsce, ...args], { cwd: projectFolder, what: "vsce package" });
  if (!existsSync(vsix)) throw new Error(`vsce said it succeeded, but ${vsix} is not there.`);
  return { vsix, bytes: statSync(vsix).size };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await build();
    const { vsix, bytes } = await packExtension();
    console.log(`${vsix} (${(bytes / 1024 / 1024).toFixed(2)} MB)`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
