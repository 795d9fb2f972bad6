import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { readSavedChanges, readSavedTools, SavedListError, type SavedChange, type SavedTools } from "../audit/saved-lists";
import { UsageError } from "./console";

/** Larger files are refused: no list of tools is near, and the text must fit into memory several times. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Reads saved lists of tools from a file.
 * @param name what a server is called that the file gives no name
 * @throws UsageError with the place of the mistake
 */
export function savedToolsIn(file: string, cwd: string, name: string): readonly SavedTools[] {
  return told(() => readSavedTools(readText(file, cwd), file, name));
}

/**
 * Reads saved changes from a file.
 * @throws UsageError with the place of the mistake
 */
export function savedChangesIn(file: string, cwd: string, name: string): readonly SavedChange[] {
  return told(() => readSavedChanges(readText(file, cwd), file, name));
}

function told<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof SavedListError ? new UsageError(error.message) : error;
  }
}

function readText(file: string, cwd: string): string {
  try {
    const path = resolve(cwd, file);
    const { size } = statSync(path);
    if (size > MAX_BYTES) throw new UsageError(`${file} is larger than ${MAX_BYTES / 1024 / 1024} MB`);
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UsageError(code === "ENOENT" ? `There is no file "${file}"` : `${file} can't be read (${code})`);
  }
}
