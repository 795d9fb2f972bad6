import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listenProtected, type ProtectedServer } from "../audit/servers/oauth-servers";
import { openEditor, openFile, runCommand } from "../harness/editor.mjs";
import { projectFolder } from "../harness/sample.mjs";

describe("a server that wants authorization", () => {
  let editor: Awaited<ReturnType<typeof openEditor>>;
  let server: ProtectedServer;
  const panel = () => editor.page.frameLocator("iframe.webview").frameLocator("iframe");
  beforeAll(async () => {
    server = await listenProtected({ asksPerson: true });
    editor = await openEditor();
    // Servers of this computer are reached through code-server's own layer, which is not started here.
    await editor.page.context().route(/\/proxy\/\d+\//, async (route) => {
      await route.fulfill({ status: 302, headers: { location: route.request().url().replace(/\/\/[^/]+\/proxy\/(\d+)\//, "//127.0.0.1:$1/") } });
    });
    await openFile(editor, "src/tools/files.ts");
  });
  afterAll(async () => {
    await editor?.close();
    await server?.close();
  });

  it("is audited once a person has agreed in the browser, which comes back to the editor", async ({ onTestFailed }) => {
    const { page } = editor;
    onTestFailed(async () => {
      mkdirSync(join(projectFolder, "out"), { recursive: true });
      await page.screenshot({ path: join(projectFolder, "out/e2e-oauth.png") });
    });
    await runCommand(editor, "Portcullis: Audit MCP Server");
    await page.getByRole("option", { name: /Type an address/ }).click();
    await page.getByPlaceholder("https://example.com/mcp").fill(server.url);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByText(server.url).first().waitFor();
    const opening = page.context().waitForEvent("page");
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    const browser = await opening;
    await panel().locator("header").getByText(/Waiting for authorization in the browser/).waitFor();
    await browser.getByRole("button", { name: "Allow" }).click();
    await panel().getByRole("tab", { name: /Tools/ }).click();
    await panel().getByRole("option", { name: /^tool add/ }).waitFor();
    expect(server.asked.map(({ path }) => path)).toEqual(["/register", "/authorize", "/allow", "/token"]);
  });

  it("is audited again with what the editor keeps, without the browser", async () => {
    server.expireTokens();
    await panel().getByRole("button", { name: "Audit Again" }).click();
    await expect.poll(() => server.asked.length, { timeout: 20_000 }).toBe(5);
    expect(server.asked.at(-1)).toMatchObject({ path: "/token", parameters: { grant_type: "refresh_token" } });
    await panel().getByRole("button", { name: "Audit Again" }).waitFor();
    await panel().getByRole("option", { name: /^tool add/ }).waitFor();
    expect(editor.page.context().pages().filter((each) => each !== editor.page && !each.url().includes("/callback"))).toEqual([]);
  });
});
