import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Configuration } from "../engine/api";
import { CONFIGURATION_FILE, defaultConfiguration, readConfiguration } from "../engine/configuration";
import { toHostName } from "../files/names";
import { UsageError } from "./console";

/**
 * Loads the configuration: the file that was named, or the nearest one from the scanned folder up to the top of its repository.
 * @throws UsageError with every mistake and its place
 */
export function loadConfiguration(named: string | undefined, base: string, cwd: string, knownRules: readonly string[]): Configuration {
  const file = named === undefined ? findConfiguration(base) : resolve(cwd, named);
  if (file === undefined) return { ...defaultConfiguration, folder: base };
  const read = readConfiguration(readText(file, named), toHostName(dirname(realpathSync(file))), knownRules);
  if ("configuration" in read) return read.configuration;
  const shown = named ?? file;
  throw new UsageError(read.errors.map(({ place, message }) => `${shown}:${place.line}:${place.column}: ${message}`).join("\n"));
}

function findConfiguration(base: string): string | undefined {
  for (let at = base; ; at = dirname(at)) {
    const file = join(at, CONFIGURATION_FILE);
    if (existsSync(file)) return file;
    if (existsSync(join(at, ".git")) || dirname(at) === at) return undefined;
  }
}

function readText(file: string, named: string | undefined): string {
  try {
    return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : code === "EACCES" ? "it may not be read" : "it can't be read";
    throw new UsageError(`The configuration ${named ?? file} can't be used: ${reason}`);
  }
}
