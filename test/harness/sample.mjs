import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, without a separator at its end. */
export const projectFolder = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/**
 * Copies the sample server to a folder of its own, so that applied fixes never change the checkout. Its packages are the
 * project's own, by a link: what TypeScript says about the code is then about the code.
 * @returns {{ folder: string, remove: () => void }}
 */
export function copySample() {
  const parent = mkdtempSync(join(realpathSync(tmpdir()), "portcullis-sample-"));
  const folder = join(parent, "sample-server");
  cpSync(join(projectFolder, "test/sample-server"), folder, { recursive: true });
  symlinkSync(join(projectFolder, "node_modules"), join(folder, "node_modules"), "junction");
  return { folder, remove: () => rmSync(parent, { recursive: true, force: true }) };
}
