import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { reasonOf } from "./walk";

/** As git does: a NUL in the first bytes means that a file is not text. */
export const BINARY_PROBE_BYTES = 8 * 1024;

/** What reading a file has come to; `refused` says why in words. */
export type ReadResult = { readonly text: string } | { readonly refused: string } | { readonly absent: true } | { readonly folder: true };

/**
 * Reads a text file, without its byte order mark.
 * Opened once and asked through the handle, so that a file which is swapped meanwhile can't slip past the limits.
 */
export function readText(file: string, maximumBytes: number): ReadResult {
  let handle: number | undefined;
  try {
    handle = openSync(file, "r");
    const status = fstatSync(handle);
    if (status.isDirectory()) return { folder: true };
    if (!status.isFile()) return { refused: "not a regular file" };
    if (status.size > maximumBytes) return { refused: `larger than ${maximumBytes / 1024 / 1024} MB` };
    const bytes = readFileSync(handle);
    if (bytes.subarray(0, BINARY_PROBE_BYTES).includes(0)) return { refused: "not text (it has a NUL byte near its start)" };
    return { text: withoutByteOrderMark(bytes.toString("utf8")) };
  } catch (error) {
    const reason = reasonOf(error);
    return reason === "there is no such file" || isNoFile(error) ? { absent: true } : { refused: reason };
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function isNoFile(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOTDIR" || error.code === "EISDIR");
}

function withoutByteOrderMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
