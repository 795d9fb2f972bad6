import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of the repository, with a slash at its end. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Every file that git knows or would take, by its path from the root, sorted. */
export function repositoryFiles(): readonly string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8", maxBuffer: 16 * 1024 * 1024 });
  return listed.split("\0").filter((file) => file !== "" && existsSync(root + file)).sort();
}

/** Those of them that lie in a folder and end in one of some endings. */
export function filesIn(folder: string, ...endings: readonly string[]): readonly string[] {
  return repositoryFiles().filter((file) => file.startsWith(`${folder}/`) && endings.some((ending) => file.endsWith(ending)));
}

/** The text of a file of the repository. */
export function read(file: string): string {
  return readFileSync(root + file, "utf8");
}

/** Whether the repository has a file or folder. */
export function exists(file: string): boolean {
  return existsSync(root + file);
}
