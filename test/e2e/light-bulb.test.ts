import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEditor, openFile, openLightBulb, squiggles } from "../harness/editor.mjs";
import { projectFolder } from "../harness/sample.mjs";

/** What a person sees, clicks and gets, for each kind of hole of the sample. */
const HOLES = [
  { file: "src/tools/history.ts", title: /without a shell/, before: "await run(`git log", after: /await runFile\("git", \[\s*"log",[^\]]*"--end-of-options",\s*branch/ },
  { file: "src/tools/search.ts", title: /parameter/i, before: "'${author}'", after: /author = \$1 LIMIT .*\[author/ },
  { file: "src/tools/files.ts", title: /path inside/, before: "readFile(path.join(NOTES, name)", after: /readFile\(resolveInside\(NOTES, name\)/ },
];

describe("the light bulb", () => {
  let editor: Awaited<ReturnType<typeof openEditor>>;
  beforeAll(async () => {
    editor = await openEditor();
  });
  afterAll(async () => {
    await editor?.close();
  });

  it.for(HOLES)("fixes $file", async ({ file, title, before, after }, { onTestFailed }) => {
    const { page, folder } = editor;
    onTestFailed(async () => {
      mkdirSync(join(projectFolder, "out"), { recursive: true });
      await page.screenshot({ path: join(projectFolder, `out/e2e-${file.replaceAll("/", "-")}.png`) });
    });
    const path = join(folder, file);
    expect(readFileSync(path, "utf8")).toContain(before);
    await openFile(editor, file);
    await (await openLightBulb(editor)).filter({ hasText: title }).click();
    await squiggles(page).first().waitFor({ state: "detached" });
    await page.keyboard.press("Control+s");
    await expect.poll(() => readFileSync(path, "utf8"), { timeout: 10_000 }).toMatch(after);
    expect(readFileSync(path, "utf8")).not.toContain(before);
  });

  it("leaves code that compiles", () => {
    const compile = () => execFileSync(process.execPath, [join(projectFolder, "node_modules/typescript/bin/tsc"), "--noEmit"], { cwd: editor.folder, encoding: "utf8" });
    expect(compile).not.toThrow();
  });
});
