import { existsSync } from "node:fs";
import { join } from "node:path";
import { openPage } from "./browser.mjs";
import { copySample, projectFolder } from "./sample.mjs";
import { address, createProfile, installVsix, startServer } from "./vscode.mjs";

/** A busy machine has taken 20 s to the first squiggle; what takes longer than this is broken. */
const TIMEOUT_MS = 60_000;

/**
 * A real VS Code with the packed extension, open on a copy of the sample server.
 * @typedef {object} Editor
 * @property {import("playwright-core").Page} page
 * @property {string} folder the copy's folder, absolute
 * @property {() => Promise<void>} close ends the browser and the server, and removes what they wrote
 */

/**
 * Opens the sample server as a person would who has just installed the extension.
 * @returns {Promise<Editor>}
 */
export async function openEditor() {
  const vsix = join(projectFolder, "out/portcullis.vsix");
  if (!existsSync(vsix)) throw new Error("out/portcullis.vsix is missing. Pack it with: npm run package");
  /** @type {Array<() => unknown>} */
  const closers = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const sample = copySample();
    closers.push(sample.remove);
    const profile = createProfile();
    closers.push(profile.remove);
    await installVsix(vsix, profile.folder);
    const server = await startServer({ profile: profile.folder });
    closers.push(server.stop);
    const { browser, page } = await openPage();
    closers.push(() => browser.close());
    page.setDefaultTimeout(TIMEOUT_MS);
    await page.goto(address(server, { folder: sample.folder }));
    await page.getByRole("tree", { name: "Files Explorer" }).waitFor();
    return { page, folder: sample.folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Opens a file by its path inside the folder, through the quick open box, and waits for its first squiggle.
 * @param {Editor} editor
 * @param {string} path
 */
export async function openFile({ page }, path) {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(".", "\\.");
  await page.keyboard.press("Control+p");
  await page.getByRole("textbox", { name: /Search files by name/ }).fill(path);
  await page.getByRole("option", { name: new RegExp(`^${name}`) }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("tab", { name: new RegExp(name), selected: true }).waitFor();
  await squiggles(page).first().waitFor({ state: "attached" });
}

/**
 * The red squiggles of the file that is shown.
 * @param {import("playwright-core").Page} page
 */
export function squiggles(page) {
  return page.locator(".editor-instance .squiggly-error");
}

/**
 * Goes to the first problem of the file and opens the light bulb there.
 * @param {Editor} editor
 * @returns the entries of its menu
 */
export async function openLightBulb({ page }) {
  // The peek of the problem comes and goes on its own time; a key that is pressed before that is lost.
  const peek = page.locator(".marker-widget");
  await page.keyboard.press("F8");
  await peek.waitFor();
  await page.keyboard.press("Escape");
  await peek.waitFor({ state: "hidden" });
  // The bulb appears when every extension has answered; an earlier key shows a menu that goes again with the next answer.
  await page.locator(".lightBulbWidget").waitFor();
  await page.keyboard.press("Control+.");
  const entries = page.locator(".action-widget .monaco-list-row");
  await entries.first().waitFor();
  return entries;
}

/**
 * Runs a command by its title, through the command palette. The palette lists what there is when it opens: it is opened again until an extension that
 * is still starting has its commands there.
 * @param {Editor} editor
 * @param {string} title
 */
export async function runCommand({ page }, title) {
  const command = page.getByRole("option", { name: new RegExp(`^${title}`) }).first();
  for (let left = OPENED_AGAIN; ; left--) {
    await page.keyboard.press("F1");
    await page.getByRole("textbox", { name: /Type the name of a command/ }).fill(`>${title}`);
    const isThere = await command.waitFor({ timeout: 6_000 }).then(() => true, (error) => {
      if (left === 0) throw error;
      return false;
    });
    if (isThere) break;
    await page.keyboard.press("Escape");
  }
  await page.keyboard.press("Enter");
}

/** An extension starts within a minute, also on a busy machine. */
const OPENED_AGAIN = 9;
