import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ConnectPorts, Limits, StdioTarget } from "../../../src/audit/connect";

/** Ports for tests, with a short patience. */
export function testPorts(limits: Partial<Limits> = {}, more: Partial<ConnectPorts> = {}): ConnectPorts {
  return { environment: process.env, version: "0.0.0", limits, ...more };
}

/** A server script of test/audit, started by this Node. */
export function script(path: string, ...args: readonly string[]): StdioTarget {
  return { transport: "stdio", name: path, command: process.execPath, args: [fileURLToPath(new URL(`../${path}`, import.meta.url)), ...args] };
}

/** The living processes whose command line or environment holds a text; zombies are dead. */
export function processesWith(text: string): readonly number[] {
  return readdirSync("/proc").filter((name) => /^\d+$/u.test(name) && Number(name) !== process.pid).flatMap((name) => {
    try {
      if (/\) Z /u.test(readFileSync(`/proc/${name}/stat`, "utf8"))) return [];
      const all = readFileSync(`/proc/${name}/cmdline`, "utf8") + readFileSync(`/proc/${name}/environ`, "latin1");
      return all.includes(text) ? [Number(name)] : [];
    } catch {
      // It has ended in between, or belongs to somebody else.
      return [];
    }
  });
}
