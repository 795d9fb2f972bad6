import { mkdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { ServerAudit, ServerPin } from "../audit/audit";
import { compare } from "../audit/pins/compare";
import { pinOf } from "../audit/pins/normalise";
import { PinFileError, readPins, writePins } from "../audit/pins/pin-file";
import { visible } from "../report/plain-text";
import { counted } from "../report/report";
import { UsageError } from "./console";
import { writeOutput } from "./write-output";

/** The pins of a file; none where there is no such file yet. */
export type Pins = ReadonlyMap<string, ServerPin>;

/**
 * Reads a file of pins.
 * @throws UsageError where it is there and can't be used
 */
export function loadPins(file: string, cwd: string): Pins {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (code === "ENOENT") return new Map();
    throw new UsageError(`${file} can't be read (${code})`);
  }
  try {
    return readPins(text);
  } catch (error) {
    if (error instanceof PinFileError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

/**
 * Pins servers that have no pin yet, and with `update` takes what the others say now as accepted. A server that was not read to its
 * end is not pinned: what is missing today would look new tomorrow.
 * @returns what was done, a sentence a server; nothing where the file is as it was
 * @throws UsageError where the file can't be written
 */
export function savePins(file: string, cwd: string, pins: Pins, audits: readonly ServerAudit[], update: boolean): readonly string[] {
  const all = new Map(pins);
  const notes = audits.flatMap(({ server, surface }): string[] => {
    if (surface === undefined) return [];
    const known = pins.get(server);
    if (known !== undefined && (!update || compare(known, surface).length === 0)) return [];
    if (surface.isCut) return [`${visible(server)} was not pinned: it was not read to its end`];
    all.set(server, { ...pinOf(surface, new Date().toISOString()), name: server });
    const tools = counted(surface.tools.length, "tool");
    return [known === undefined ? `Pinned ${visible(server)} (${tools}) in ${file}; later audits compare with it` : `Accepted what ${visible(server)} says now (${tools}) as its pin in ${file}`];
  });
  if ([...all].some(([name, pin]) => pins.get(name) !== pin)) {
    const path = resolve(cwd, file);
    mkdirSync(dirname(path), { recursive: true });
    writeOutput(path, writePins(all.values()), "The pin file");
  }
  return notes;
}
