import { randomBytes } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UsageError } from "./console";

/**
 * Writes a file so that nobody ever reads half of it: to a file beside it first, which then takes its name.
 * @param what begins the sentence when it fails
 * @throws UsageError when the file system refuses
 */
export function writeOutput(file: string, text: string, what = "The report"): void {
  const draft = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    writeFileSync(draft, text, { flag: "wx" });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UsageError(`${what} can't be written to ${file} (${code})`);
  }
}
