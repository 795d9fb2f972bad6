import type { Host } from "../base/host";
import { folderOf, pathBelow } from "./paths";

/**
 * Names files independently of where a workspace lies on a disk and of which part of it is analysed:
 * the name of the nearest package, and the path in it.
 */
export function createStableNames(host: Pick<Host, "read">, folder: string | undefined): (file: string) => string {
  const packages = new Map<string, string | undefined>();

  const packageIn = (at: string): string | undefined => {
    if (packages.has(at)) return packages.get(at);
    const text = host.read(at.endsWith("/") ? `${at}package.json` : `${at}/package.json`);
    const name = text === undefined ? undefined : nameOf(text);
    packages.set(at, name);
    return name;
  };

  return (file) => {
    for (let at = folderOf(file); at !== ""; at = at === "/" ? "" : folderOf(at)) {
      const name = packageIn(at);
      if (name !== undefined) return `${name}:${pathBelow(at, file) ?? file}`;
    }
    const below = folder === undefined ? undefined : pathBelow(folder, file);
    return below ?? file.slice(file.lastIndexOf("/") + 1);
  };
}

/** A digest of 64 bits as 16 hexadecimal digits. It tells findings apart and guards nothing, so a small hash will do. */
export function digest(parts: readonly string[]): string {
  // Two rounds of FNV-1a with different starts, mixed at the end as MurmurHash does.
  const text = parts.join("\0");
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return hex(mix(low ^ (high >>> 15))) + hex(mix(high ^ (low >>> 13)));
}

/** Code as it counts for a fingerprint: layout changes nothing. */
export function normalizeCode(code: string): string {
  return code.replace(/\s+/g, " ").trim();
}

function nameOf(packageJson: string): string | undefined {
  try {
    const value: unknown = JSON.parse(packageJson);
    if (typeof value !== "object" || value === null || !("name" in value)) return "";
    return typeof value.name === "string" ? value.name : "";
  } catch {
    return ""; // Broken while it is being edited: its folder is still that of a package.
  }
}

function mix(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}
