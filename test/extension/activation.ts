/** Measures, for `npm run bench`, what activating the extension costs in a real extension host. */
import { renameSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import * as vscode from "vscode";

/** Activates the extension once and writes the milliseconds to the file that `PORTCULLIS_RESULTS` names. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension("portcullis.portcullis");
  const wasActive = extension?.isActive ?? false;
  const start = performance.now();
  await extension?.activate();
  const activationMs = performance.now() - start;
  const file = process.env["PORTCULLIS_RESULTS"];
  if (file === undefined || extension === undefined) throw new Error("The extension or the results file is missing");
  writeFileSync(`${file}.partial`, JSON.stringify({ wasActive, activationMs }));
  renameSync(`${file}.partial`, file);
}
