import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEditor, openFile, runCommand } from "../harness/editor.mjs";
import { projectFolder } from "../harness/sample.mjs";

const SERVER = join(projectFolder, "test/audit/servers/notes.mjs");

describe("the audit panel", () => {
  let editor: Awaited<ReturnType<typeof openEditor>>;
  const panel = () => editor.page.frameLocator("iframe.webview").frameLocator("iframe");
  beforeAll(async () => {
    editor = await openEditor();
    await openFile(editor, "src/tools/files.ts");
  });
  afterAll(async () => {
    await editor?.close();
  });

  it("asks before a server is started, and shows what is wrong with it", async ({ onTestFailed }) => {
    const { page } = editor;
    onTestFailed(async () => {
      mkdirSync(join(projectFolder, "out"), { recursive: true });
      await page.screenshot({ path: join(projectFolder, "out/e2e-audit.png") });
    });
    await runCommand(editor, "Portcullis: Audit MCP Server");
    await page.getByRole("option", { name: /Type a command/ }).click();
    await page.getByPlaceholder(/npx -y/).fill(`${process.execPath} ${SERVER} poisoned`);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByText(`Command: ${process.execPath}`).waitFor();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await panel().getByRole("article", { name: /error:.*tag characters/ }).waitFor();
    await panel().getByRole("img", { name: /invisible characters that spell/ }).first().waitFor();
  });

  it("takes nothing that a server says for markup", async () => {
    await panel().getByRole("tab", { name: /Tools/ }).click();
    await panel().getByRole("option", { name: /<img src=x/ }).click();
    await panel().getByRole("region", { name: "Details" }).getByText("<script>").first().waitFor();
    await editor.page.waitForTimeout(300);
    const titles = await Promise.all(editor.page.frames().map((frame) => frame.evaluate("document.title")));
    expect(titles.filter((title) => title === "owned")).toEqual([]);
    expect(await panel().locator("body img, body b, body script:not([nonce])").count()).toBe(0);
  });

  it("leads from a tool to the line that registers it, with what was found in its code", async () => {
    await panel().getByRole("option", { name: /^tool read_note/ }).click();
    await panel().getByRole("region", { name: "Details" }).getByText("What its code does").waitFor();
    await panel().getByRole("button", { name: /Go to src\/tools\/files\.ts:\d+/ }).click();
    await editor.page.getByRole("tab", { name: /files\.ts/, selected: true }).first().waitFor();
  });
});
