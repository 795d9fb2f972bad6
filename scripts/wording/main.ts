import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { auditUnseen } from "./audit-unseen";
import { judgeOutOfFold, leaveOneOut, tableOf, thresholdsFor } from "./figures";
import { foldsOf } from "./folds";
import { readExamples, readRows } from "./rows";
import { trainModel } from "./train-model";

/** Trains the scorer and prints how it does on rows that it has not seen; see scripts/train-wording.mjs. */
export function main(argv: readonly string[], root: string): void {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: { quick: { type: "boolean" }, audit: { type: "string" }, output: { type: "string" } } });
  const [file] = positionals;
  if (file === undefined) throw new Error("Say where the labelled rows are: node scripts/train-wording.mjs ROWS.jsonl");
  const rows = readRows(file);
  const examples = readExamples(join(root, "scripts/wording-examples.txt"));
  const folds = foldsOf(rows);
  const judged = judgeOutOfFold(rows, folds, examples);
  const thresholds = thresholdsFor(judged);
  if (values.audit !== undefined) return auditUnseen(values.audit, values.output ?? "audit.json", { rows, examples, folds, thresholds });
  console.log(`Out of fold (a row is scored by a model that saw neither its source, if benign, nor its near-duplicates)\n${tableOf(judged, thresholds)}\n`);
  if (values.quick !== true) console.log(`Left out as a whole\n${leaveOneOut(rows, folds, examples)}\n`);
  const model = { ...trainModel([...rows, ...examples]), ...thresholds };
  const text = `${JSON.stringify(model)}\n`;
  writeFileSync(join(root, "src/wording/scorer/weights.json"), text);
  console.log(`Wrote ${Object.keys(model.terms).length} terms, ${text.length} bytes; error from ${model.error}, warning from ${model.warning}`);
}
