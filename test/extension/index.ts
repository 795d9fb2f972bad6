/**
 * What VS Code calls to run the extension tests: `run()`, the same for the embedded VS Code and for a desktop one.
 */
import { readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";
import * as vscode from "vscode";

/** One failed test, in words that help without the rest of the log. */
interface Failure {
  title: string;
  message: string;
}

/** Runs every `*.test.js` beside this module, and fails when one of them fails. */
export async function run(): Promise<void> {
  // VS Code in a browser saves by itself after a second; what a test types must be gone when the test is.
  await vscode.workspace.getConfiguration("files").update("autoSave", "off", vscode.ConfigurationTarget.Workspace);
  const mocha = new Mocha({ ui: "bdd", timeout: 20_000, forbidOnly: true, forbidPending: true });
  for (const name of readdirSync(__dirname)) {
    if (name.endsWith(".test.js")) mocha.addFile(join(__dirname, name));
  }
  const passed: string[] = [];
  const failures: Failure[] = [];
  await new Promise<void>((resolve, reject) => {
    try {
      mocha
        .run(() => resolve())
        .on("pass", (test) => passed.push(test.fullTitle()))
        .on("fail", (test, error: Error) => failures.push({ title: test.fullTitle(), message: error.stack ?? String(error) }));
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  }).catch((error: Error) => failures.push({ title: "loading the tests", message: error.stack ?? error.message }));
  writeResults({ passed, failures });
  if (failures.length > 0) throw new Error(`${failures.length} extension tests failed`);
}

/** Hands the results to the runner outside; renamed into place, so that it never reads half a file. */
function writeResults(results: { passed: string[]; failures: Failure[] }): void {
  const file = process.env["PORTCULLIS_RESULTS"];
  if (file === undefined) {
    for (const failure of results.failures) process.stderr.write(`${failure.title}\n${failure.message}\n`);
    return;
  }
  writeFileSync(`${file}.partial`, JSON.stringify(results));
  renameSync(`${file}.partial`, file);
}
