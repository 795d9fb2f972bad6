import { mkdirSync, writeFileSync } from "node:fs";
import type { ServerReading } from "../../../src/audit/connect";

/** One hostile server and what a person reads about it. */
export interface Row {
  readonly server: string;
  readonly words: string;
  readonly seconds: number;
}

/** Everything that a person reads about a server, in one line. */
export function said({ surface, unreachable }: ServerReading): string {
  return unreachable ?? (surface?.flaws.map(({ place, message }) => `${place} ${message}`).join("; ") || `${surface?.tools.length ?? 0} tools, nothing to say`);
}

/** Writes the table below out/, for whoever wants to read it. */
export function writeTable(name: string, rows: readonly Row[]): void {
  mkdirSync("out", { recursive: true });
  const lines = rows.map(({ server, words, seconds }) => `| ${server} | ${words.replaceAll("|", "\\|").slice(0, 200)} | ${seconds.toFixed(1)} |`);
  writeFileSync(`out/hostile-${name}.md`, ["| server | what the person reads | s |", "|---|---|---|", ...lines, ""].join("\n"));
}
