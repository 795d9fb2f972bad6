/**
 * A real VS Code from the npm registry alone: the package `code-server` carries VS Code's own server and workbench, which
 * a browser opens. Only VS Code's parts of it are used, started directly.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installOnce, npmInstall } from "./cache.mjs";
import { ensureNode24 } from "./node24.mjs";
import { run, say } from "./process.mjs";

const VERSION = "4.139.1";
/** A cold start reads hundreds of files; a slow disk has taken 20 s. */
const START_TIMEOUT_MS = 60_000;

/** Settings that keep VS Code's own first-run surfaces out of the way of what is shown and tested. */
const QUIET_SETTINGS = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "update.mode": "none",
  "git.openRepositoryInParentFolders": "never",
  "security.workspace.trust.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
};

/**
 * The folder of the embedded VS Code, installed on first use (about 600 MB, under a minute).
 * @returns {Promise<string>}
 */
export async function ensureVsCode() {
  if (process.platform === "win32") {
    throw new Error("The embedded VS Code does not run on Windows. Install VS Code and use `npm start -- --code`.");
  }
  const folder = await installOnce(`code-server-${VERSION}`, async (partial) => {
    say(`installing the embedded VS Code (code-server ${VERSION}, about 600 MB)`);
    await npmInstall(partial, [`code-server@${VERSION}`]);
    const vscode = join(partial, "node_modules/code-server/lib/vscode");
    await npmInstall(vscode, []);
    await npmInstall(join(vscode, "extensions"), []);
  });
  return join(folder, "node_modules/code-server/lib/vscode");
}

/**
 * A profile of its own: settings, installed extensions and state in one folder that the caller removes.
 * @param {Record<string, unknown>} [settings] beside the quiet defaults
 */
export function createProfile(settings = {}) {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-vscode-"));
  const machine = join(folder, "data", "Machine");
  mkdirSync(machine, { recursive: true });
  mkdirSync(join(folder, "extensions"));
  writeFileSync(join(machine, "settings.json"), JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) };
}

/**
 * Installs a VSIX into a profile, as `code --install-extension` does.
 * @param {string} vsix
 * @param {string} profile
 */
export async function installVsix(vsix, profile) {
  const { node, args } = await serverCommand(profile);
  const what = `installing ${vsix}`;
  const output = await run(node, [...args, "--install-extension", vsix, "--start-server=false"], { what });
  if (!output.includes("successfully installed")) throw new Error(`${what} did not succeed:\n${output}`);
}

/**
 * @typedef {object} Server
 * @property {string} origin
 * @property {number} port
 * @property {string} token what a page must know: whoever opens this VS Code can run programs
 * @property {() => Promise<void>} stop
 * @property {() => string} log the last of what the server printed
 */

/**
 * Starts the server part of VS Code on a free port of this machine only.
 * @param {{ profile: string, port?: number, testing?: boolean, env?: NodeJS.ProcessEnv }} options
 *   `testing` lets the page name an extension under development and a module of tests
 * @returns {Promise<Server>}
 */
export async function startServer({ profile, port = 0, testing = false, env = {} }) {
  const { node, args } = await serverCommand(profile);
  const token = randomBytes(16).toString("hex");
  const extra = ["--host", "127.0.0.1", "--port", String(port), "--connection-token", token, "--disable-workspace-trust"];
  if (testing) extra.push("--enable-smoke-test-driver");
  // A parent that is itself a VS Code terminal would hand its own settings down.
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VSCODE_")));
  const child = spawn(node, [...args, ...extra], { stdio: ["ignore", "pipe", "pipe"], env: { ...inherited, ...env } });
  let log = "";
  const stop = () => stopChild(child);
  const actualPort = await new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ why) => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      reject(new Error(`The embedded VS Code ${why}:\n${log.slice(-2000)}`));
    };
    const timer = setTimeout(() => fail(`did not start within ${START_TIMEOUT_MS / 1000} s`), START_TIMEOUT_MS);
    const read = (/** @type {Buffer} */ chunk) => {
      log = (log + chunk).slice(-200_000);
      const found = /Extension host agent listening on (\d+)/.exec(log);
      if (!found) return;
      clearTimeout(timer);
      resolve(Number(found[1]));
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", (error) => fail(`could not be started (${error.message})`));
    child.once("exit", (code) => fail(`ended with exit code ${code}`));
  });
  return { origin: `http://127.0.0.1:${actualPort}`, port: actualPort, token, stop, log: () => log };
}

/**
 * The address that opens a folder, and with `tests` runs a module of tests in the extension host.
 * @param {Server} server
 * @param {{ folder: string, file?: string, tests?: { extension: string, module: string } }} options absolute paths
 */
export function address(server, { folder, file, tests }) {
  const remote = (/** @type {string} */ path) => `vscode-remote://127.0.0.1:${server.port}${path}`;
  /** @type {Array<[string, string]>} */
  const payload = [];
  if (file) payload.push(["openFile", remote(file)]);
  if (tests) {
    payload.push(["extensionDevelopmentPath", remote(tests.extension)], ["extensionTestsPath", remote(tests.module)]);
  }
  payload.push(["skipWelcome", "true"]);
  const query = new URLSearchParams({ tkn: server.token, folder, payload: JSON.stringify(payload) });
  return `${server.origin}/?${query}`;
}

async function serverCommand(/** @type {string} */ profile) {
  const [node, vscode] = [await ensureNode24(), await ensureVsCode()];
  const main = join(vscode, "out/server-main.js");
  if (!existsSync(main)) throw new Error(`${main} is missing. Remove ${vscode} and run this again.`);
  const folders = ["--server-data-dir", profile, "--extensions-dir", join(profile, "extensions")];
  return { node, args: [main, ...folders, "--accept-server-license-terms", "--disable-telemetry"] };
}

/** Ends a server with its extension hosts, which it takes down itself when it is asked politely. */
function stopChild(/** @type {import("node:child_process").ChildProcess} */ child) {
  return new Promise((/** @type {(value: void) => void} */ resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const hard = setTimeout(() => child.kill("SIGKILL"), 5_000);
    child.removeAllListeners("exit");
    child.once("exit", () => {
      clearTimeout(hard);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
