import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run, say } from "./process.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "brave-browser"];
const OUTSIDE_PATH = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];
const REMEDY = "Install Chromium or Chrome, or set CHROME_PATH to one that is installed.";

/** The path of a Chromium; on Debian, as root, one is installed when there is none. */
export async function ensureBrowser() {
  const wanted = process.env.CHROME_PATH;
  if (wanted) {
    if (isExecutable(wanted)) return wanted;
    throw new Error(`CHROME_PATH is ${wanted}, which is not an executable file. ${REMEDY}`);
  }
  const found = findBrowser();
  if (found) return found;
  if (!existsSync("/etc/debian_version")) throw new Error(`No Chromium was found. ${REMEDY}`);
  if (process.getuid?.() !== 0) throw new Error(`No Chromium was found. Run: sudo apt-get install chromium. ${REMEDY}`);
  say("installing Chromium (Debian's package)");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env });
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { env });
  const installed = findBrowser();
  if (installed) return installed;
  throw new Error(`apt-get installed the package chromium, but no browser is on the PATH. ${REMEDY}`);
}

/**
 * Opens a headless Chromium with one page of a laptop's size.
 * @returns {Promise<{ browser: import("playwright-core").Browser, page: import("playwright-core").Page }>}
 */
export async function openPage() {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: [
      // Chromium's sandbox refuses to run as root; the only page opened is our own server's.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  return { browser, page: await context.newPage() };
}

function findBrowser() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const candidates = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...OUTSIDE_PATH];
  return candidates.find(isExecutable);
}

function isExecutable(/** @type {string} */ path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
