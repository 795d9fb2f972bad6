import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPage } from "./browser.mjs";
import { copySample, projectFolder } from "./sample.mjs";
import { address, createProfile, startServer } from "./vscode.mjs";

/** Longer than every test of the suite together; a host that says nothing by then hangs. */
const TIMEOUT_MS = 180_000;

/**
 * Runs a built module of tests in a real extension host, on a copy of the sample server, with the built extension.
 * @param {string} name of the module below out/test/extension, such as "index"
 * @returns {Promise<any>} what the module wrote to the file that `PORTCULLIS_RESULTS` names
 */
export async function runInExtensionHost(name) {
  const module = join(projectFolder, "out/test/extension", `${name}.js`);
  if (!existsSync(module)) throw new Error(`${module} is missing. Build it with: node esbuild.mjs --tests`);
  const scratch = mkdtempSync(join(tmpdir(), "portcullis-results-"));
  const results = join(scratch, "results.json");
  const sample = copySample();
  const profile = createProfile();
  try {
    const server = await startServer({ profile: profile.folder, testing: true, env: { PORTCULLIS_RESULTS: results } });
    try {
      const tests = { extension: projectFolder, module };
      return await openAndWait(address(server, { folder: sample.folder, tests }), results, server);
    } finally {
      await server.stop();
    }
  } finally {
    for (const each of [sample, profile]) each.remove();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * @param {string} url
 * @param {string} results
 * @param {import("./vscode.mjs").Server} server
 */
async function openAndWait(url, results, server) {
  const { browser, page } = await openPage();
  /** @type {string[]} */
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  try {
    await page.goto(url);
    const end = Date.now() + TIMEOUT_MS;
    while (!existsSync(results) && Date.now() < end) await page.waitForTimeout(100);
    if (existsSync(results)) return JSON.parse(readFileSync(results, "utf8"));
    const picture = join(projectFolder, "out/extension-tests.png");
    mkdirSync(join(projectFolder, "out"), { recursive: true });
    await page.screenshot({ path: picture });
    const tail = [...said.slice(-15), ...server.log().split("\n").slice(-15)].join("\n");
    throw new Error(`The extension host gave no results within ${TIMEOUT_MS / 1000} s. Screenshot: ${picture}\n${tail}`);
  } finally {
    await browser.close();
  }
}
