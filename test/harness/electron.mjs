/**
 * `npm run test:electron`: the extension tests in a desktop VS Code, for machines that can download one.
 * `VSCODE_PATH` names an installed VS Code to use instead of downloading; `VSCODE_VERSION` chooses what is downloaded.
 */
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { run } from "./process.mjs";
import { copySample, projectFolder } from "./sample.mjs";

await run(process.execPath, ["esbuild.mjs", "--tests"], { cwd: projectFolder, show: true });
const sample = copySample();
try {
  const installed = process.env.VSCODE_PATH;
  process.exitCode = await runTests({
    ...(installed ? { vscodeExecutablePath: installed } : { version: process.env.VSCODE_VERSION ?? "stable" }),
    extensionDevelopmentPath: projectFolder,
    extensionTestsPath: join(projectFolder, "out/test/extension/index.js"),
    launchArgs: [sample.folder, "--disable-extensions", "--disable-workspace-trust"],
  });
} finally {
  sample.remove();
}
