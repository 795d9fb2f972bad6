import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { openPage } from "../harness/browser.mjs";
import { copySample, projectFolder } from "../harness/sample.mjs";
import { address, createProfile, installVsix, startServer } from "../harness/vscode.mjs";

/** A real VS Code with the packed extension, open on a copy of the sample server. */
export interface Editor {
  readonly page: Page;
  /** The copy's folder, absolute. */
  readonly folder: string;
  /** Ends the browser and the server, and removes what they wrote. */
  close(): Promise<void>;
}

/** A busy machine has taken 20 s to the first squiggle; what takes longer than this is broken. */
const TIMEOUT_MS = 60_000;

/** Opens the sample server as a person would who has just installed the extension. */
export async function openEditor(): Promise<Editor> {
  const vsix = join(projectFolder, "out/portcullis.vsix");
  if (!existsSync(vsix)) throw new Error("out/portcullis.vsix is missing. Run these tests with: npm run test:e2e");
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const closer of closers.reverse()) await closer();
  };
  try {
    const sample = copySample();
    closers.push(sample.remove);
    const profile = createProfile();
    closers.push(profile.remove);
    await installVsix(vsix, profile.folder);
    const server = await startServer({ profile: profile.folder });
    closers.push(server.stop);
    const { browser, page }: { browser: Browser; page: Page } = await openPage();
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

/** Opens a file by its path inside the folder, through the quick open box, and waits until its text is there. */
export async function openFile({ page }: Editor, path: string): Promise<void> {
  const name = path.slice(path.lastIndexOf("/") + 1);
  await page.keyboard.press("Control+p");
  await page.getByRole("textbox", { name: /Search files by name/ }).fill(path);
  await page.getByRole("option", { name: new RegExp(`^${name.replace(".", "\\.")}`) }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("tab", { name: new RegExp(name.replace(".", "\\.")), selected: true }).waitFor();
  await squiggles(page).first().waitFor({ state: "attached" });
}

/** The red squiggles of the file that is shown. */
export function squiggles(page: Page) {
  return page.locator(".editor-instance .squiggly-error");
}

/** Goes to the first problem of the file, opens the light bulb there, and applies the quick fix of that title. */
export async function applyQuickFix({ page }: Editor, title: RegExp): Promise<void> {
  // The peek of the problem comes and goes on its own time; a key that is pressed before that is lost.
  const peek = page.locator(".marker-widget");
  await page.keyboard.press("F8");
  await peek.waitFor();
  await page.keyboard.press("Escape");
  await peek.waitFor({ state: "hidden" });
  // The bulb appears when every extension has answered; an earlier key shows a menu that goes again with the next answer.
  await page.locator(".lightBulbWidget").waitFor();
  await page.keyboard.press("Control+.");
  await page.locator(".action-widget .monaco-list-row", { hasText: title }).click();
}
