/**
 * `npm run screenshots`: pictures of the real thing. The README's go to docs/images/, the others to out/screenshots/, to be
 * looked at whenever what the editor shows has changed.
 */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openEditor, openFile, openLightBulb, runCommand, squiggles } from "../test/harness/editor.mjs";
import { say } from "../test/harness/process.mjs";
import { projectFolder } from "../test/harness/sample.mjs";
import { build, packExtension } from "./package.mjs";

const PICTURES = join(projectFolder, "out/screenshots");
const PANEL_PICTURE = join(projectFolder, "docs/images/audit-panel.png");
const README_PICTURE = join(projectFolder, "docs/images/screenshot.png");

await build();
await packExtension();
mkdirSync(PICTURES, { recursive: true });
mkdirSync(join(projectFolder, "docs/images"), { recursive: true });
const editor = await openEditor();
const { page } = editor;
try {
  await openFile(editor, "src/tools/history.ts");
  await page.locator(".lightBulbWidget, .view-line").first().waitFor();
  await takeHover();
  await takeProblems();
  await takeLightBulb();
  await takeWorkspaceScan();
  await takeAuditPanel();
} finally {
  await editor.close();
}

async function takeHover() {
  await squiggles(page).first().hover({ force: true });
  await page.locator(".monaco-hover:visible", { hasText: "shell" }).first().waitFor();
  await take("hover");
}

/** The Problems panel with the path of the data below the problem. */
async function takeProblems() {
  await page.mouse.move(5, 5);
  await page.keyboard.press("Control+Shift+m");
  const problem = page.locator(".markers-panel .monaco-list-row", { hasText: "passes" }).first();
  await problem.click();
  await page.keyboard.press("ArrowRight");
  await page.locator(".markers-panel .monaco-list-row", { hasText: "reaches" }).first().waitFor();
  await take("problems");
}

async function takeLightBulb() {
  await page.keyboard.press("Control+1");
  await openLightBulb(editor);
  await take("light-bulb");
  await page.screenshot({ path: README_PICTURE });
  await page.keyboard.press("Escape");
}

async function takeWorkspaceScan() {
  await runCommand(editor, "Portcullis: Scan");
  await page.locator(".markers-panel .monaco-list-row", { hasText: "count_words" }).first().waitFor();
  await take("workspace-scan");
}

/** The panel on a poisoned server of the tests, which a configuration in the folder names: no path of this computer is shown. */
async function takeAuditPanel() {
  copyFileSync(join(projectFolder, "test/audit/servers/notes.mjs"), join(editor.folder, "notes.mjs"));
  mkdirSync(join(editor.folder, ".vscode"), { recursive: true });
  writeFileSync(join(editor.folder, ".vscode/mcp.json"), JSON.stringify({ servers: { notes: { command: "node", args: ["notes.mjs", "poisoned"] } } }));
  await page.keyboard.press("Control+j");
  await runCommand(editor, "Notifications: Clear All Notifications");
  await runCommand(editor, "Portcullis: Audit MCP Server");
  await page.getByRole("option", { name: /notes/ }).first().click();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  const panel = page.frameLocator("iframe.webview").frameLocator("iframe");
  await panel.getByRole("button", { name: "Audit Again" }).waitFor();
  await panel.getByRole("article", { name: /error/ }).first().waitFor();
  await take("audit-panel");
  await page.screenshot({ path: PANEL_PICTURE });
}

async function take(/** @type {string} */ name) {
  const path = join(PICTURES, `${name}.png`);
  await page.screenshot({ path });
  say(path);
}
