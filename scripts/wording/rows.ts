import { readFileSync } from "node:fs";
import { isJsonObject, type JsonObject, type JsonValue } from "../../src/base/json";
import { readTexts, type OfferReading } from "../../src/wording/read-texts";
import { featuresOf } from "../../src/wording/scorer/features";
import { isScored } from "../../src/wording/scorer/score-text";
import { surfaceOfTools } from "../../src/wording/surface";

/** A labelled tool, read as the audit reads it. */
export interface Row {
  readonly id: string;
  readonly isMalicious: boolean;
  readonly stratum: string;
  /** The repository that it was collected from. */
  readonly source: string;
  readonly description: string;
  readonly reading: OfferReading;
  /** The texts that are scored. */
  readonly texts: readonly { readonly isDescription: boolean; readonly features: readonly string[] }[];
}

/** The attacks that figures are about. */
export const coreStrata: ReadonlySet<string> = new Set(["mcptox", "bench", "poc"]);

/** The tools of real servers. */
export const realStrata: ReadonlySet<string> = new Set(["real-live", "real-repo"]);

/** Reads rows of JSON Lines: a tool with `id`, `label`, `stratum` and `source_repo`. */
export function readRows(file: string): readonly Row[] {
  return readFileSync(file, "utf8").trim().split("\n").map((line) => toRow(JSON.parse(line) as JsonObject));
}

/** Our own sentences, one a line. */
export function readExamples(file: string): readonly Row[] {
  const lines = readFileSync(file, "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((description, i) => toRow({ id: `own-${i}`, label: "malicious", stratum: "own", source_repo: "own", description }));
}

function toRow(row: JsonObject): Row {
  const text = (key: string): string => (typeof row[key] === "string" ? row[key] : "");
  const reading = readTool(Object.fromEntries(["name", "description", "inputSchema", "annotations"].flatMap((key) => (row[key] === undefined ? [] : [[key, row[key]]]))));
  const texts = reading.texts.filter(isScored).map(({ path, plain }) => ({ isDescription: path === "description", features: [...featuresOf(plain, { names: reading.own }).keys()] }));
  const description = reading.texts.find(({ path }) => path === "description")?.plain ?? "";
  return { id: text("id"), isMalicious: row["label"] === "malicious", stratum: text("stratum"), source: text("source_repo"), description, reading, texts };
}

/** Reads one tool. */
export function readTool(tool: JsonValue): OfferReading {
  const [reading] = readTexts(surfaceOfTools("row", isJsonObject(tool) ? [tool] : [])).offers.filter(({ offer }) => offer !== undefined);
  return reading ?? { texts: [], own: new Set() };
}
