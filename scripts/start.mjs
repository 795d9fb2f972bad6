/**
 * `npm start`: from a fresh clone to a VS Code with the extension on a sample MCP server that has each kind of hole.
 *
 *   npm start                 the embedded VS Code, opened in a browser at the address that is printed
 *   npm start -- --code       the `code` that is on the PATH
 *   npm start -- --port N     the embedded VS Code on a port of your choice
 *   npm start -- --check      everything without a person: waits for the squiggles, saves a screenshot, and exits
 */
import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openPage } from "../test/harness/browser.mjs";
import { run, runToEnd, say } from "../test/harness/process.mjs";
import { copySample, projectFolder } from "../test/harness/sample.mjs";
import { address, createProfile, installVsix, startServer } from "../test/harness/vscode.mjs";
import { build, packExtension } from "./package.mjs";

const SHOWN_FILE = "src/tools/history.ts";
/** The first squiggle needs the workbench, the extension host and the first analysis; a cold machine has taken 20 s. */
const SQUIGGLE_TIMEOUT_MS = 60_000;

try {
  const options = readArguments();
  await build();
  const { vsix } = await packExtension();
  const sample = copySample();
  try {
    await printScan(sample.folder);
    if (options.code) await openDesktop(vsix, sample.folder);
    else process.exitCode = await openEmbedded(vsix, sample.folder, options);
  } finally {
    // A desktop VS Code goes on using the folder after this script ends.
    if (!options.code) sample.remove();
  }
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      check: { type: "boolean", default: false },
      code: { type: "boolean", default: false },
      port: { type: "string", default: "0" },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`--port ${values.port} is not a port number.`);
  return { check: values.check, code: values.code, port };
}

/** Shows the main job on the terminal, for a machine where no browser is at hand. */
async function printScan(/** @type {string} */ folder) {
  say("portcullis scan, on the sample server");
  const { code } = await runToEnd(process.execPath, [join(projectFolder, "dist/cli.js"), "scan", "."], { cwd: folder, show: true });
  if (code !== 1) throw new Error(`The scan of the sample should find its holes and exit with 1; it exited with ${code}.`);
}

async function openDesktop(/** @type {string} */ vsix, /** @type {string} */ folder) {
  const found = await runToEnd("code", ["--version"]).catch(() => undefined);
  if (found?.code !== 0) throw new Error("There is no `code` on the PATH. Leave --code away to use the embedded VS Code.");
  await run("code", ["--install-extension", vsix, "--force"], { show: true });
  await run("code", ["--new-window", folder, "--goto", join(folder, SHOWN_FILE)], { show: true });
}

/**
 * @param {string} vsix
 * @param {string} folder
 * @param {{ check: boolean, port: number }} options
 * @returns {Promise<number>} the exit code
 */
async function openEmbedded(vsix, folder, { check, port }) {
  const profile = createProfile();
  try {
    await installVsix(vsix, profile.folder);
    const server = await startServer({ profile: profile.folder, port });
    try {
      const url = address(server, { folder, file: join(folder, SHOWN_FILE) });
      if (check) return await checkPage(url);
      console.log(`\nOpen this in a browser on this machine (Ctrl+C ends it):\n\n  ${url}\n`);
      await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
      return 0;
    } finally {
      await server.stop();
    }
  } finally {
    profile.remove();
  }
}

/** Opens the page as a person would and waits for what must be seen there. */
async function checkPage(/** @type {string} */ url) {
  const picture = join(projectFolder, "out/check.png");
  const { browser, page } = await openPage();
  try {
    await page.goto(url);
    const seen = await page
      .waitForSelector(".squiggly-error", { state: "attached", timeout: SQUIGGLE_TIMEOUT_MS })
      .then(() => true, () => false);
    await page.screenshot({ path: picture });
    console.log(`Screenshot: ${picture}`);
    console.log(seen ? `${SHOWN_FILE} has its squiggle.` : `No squiggle appeared in ${SHOWN_FILE} within ${SQUIGGLE_TIMEOUT_MS / 1000} s.`);
    return seen ? 0 : 1;
  } finally {
    await browser.close();
  }
}
