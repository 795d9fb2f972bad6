import type { JsonObject } from "../../src/base/json";
import { readMarkdown } from "../support/markdown";

/** One case of a check's spec. */
export interface CheckCase {
  readonly title: string;
  readonly isReported: boolean;
  readonly line: number;
  readonly example: JsonObject;
  /** What the check must report, each as "severity field", sorted. */
  readonly expected: readonly string[];
}

/**
 * Reads the spec of a check: under "Reported" and "Not reported" a heading and a sentence per case, and a JSON fence with a server.
 * Behind `json` stand the findings of this check: "error description, warning inputSchema.properties.a".
 */
export function readCheckSpec(text: string): readonly CheckCase[] {
  const cases: CheckCase[] = [];
  let isReported = true;
  let title = "";
  for (const block of readMarkdown(text)) {
    if (block.kind === "heading" && block.level === 2) isReported = block.text !== "Not reported";
    if (block.kind === "heading" && block.level === 3) title = block.text;
    if (block.kind !== "fence" || !block.info.startsWith("json")) continue;
    const expected = block.info.slice("json".length).split(",").map((each) => each.trim()).filter((each) => each !== "").sort();
    cases.push({ title, isReported, line: block.line, example: JSON.parse(block.text) as JsonObject, expected });
  }
  return cases;
}
