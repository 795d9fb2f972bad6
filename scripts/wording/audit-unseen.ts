import { readFileSync, writeFileSync } from "node:fs";
import { auditChange, auditTools } from "../../src/audit/audit-saved";
import type { Check, ServerAudit } from "../../src/audit/audit";
import { driftCheck } from "../../src/audit/checks/drift";
import { poisoningChecks } from "../../src/audit/checks/poisoning";
import { isJsonObject, type JsonObject, type JsonValue } from "../../src/base/json";
import { auditToJson } from "../../src/report/audit-json";
import type { WordingModel } from "../../src/wording/scorer/score-text";
import { modelWithout } from "./figures";
import { areAlike, FOLDS, shingles } from "./folds";
import type { Row } from "./rows";

/** What models are trained of, and how. */
export interface Training {
  readonly rows: readonly Row[];
  readonly examples: readonly Row[];
  readonly folds: ReadonlyMap<Row, number>;
  readonly thresholds: Pick<WordingModel, "error" | "warning">;
}

/**
 * Audits what stands in a file, as `portcullis audit` does, with models that have not seen it: JSON Lines of {"server", "tools"} where `server` is the id of a row,
 * each with the model of its fold; or of {"server", "before", "after"}, all with one model of which every row that resembles one of these texts was left out.
 */
export function auditUnseen(input: string, output: string, training: Training): void {
  const lines = readFileSync(input, "utf8").trim().split("\n").map((line) => JSON.parse(line) as JsonObject);
  const audits = lines.some((line) => "before" in line) ? auditChanges(lines, training) : auditRows(lines, training);
  writeFileSync(output, auditToJson({ audits, suppressed: [], checks: [], version: "unseen" }));
}

function auditRows(lines: readonly JsonObject[], { rows, examples, folds, thresholds }: Training): readonly ServerAudit[] {
  const foldOf = new Map(rows.map((row) => [row.id, folds.get(row) ?? 0]));
  const checksOf = Array.from({ length: FOLDS }, (_, fold): readonly Check[] => poisoningChecks({ ...modelWithout(rows, examples, (row) => folds.get(row) === fold), ...thresholds }));
  return lines.map(({ server, tools }) => {
    const checks = checksOf[foldOf.get(String(server)) ?? -1];
    if (checks === undefined) throw new Error(`${String(server)} is no id of a row`);
    return auditTools(String(server), Array.isArray(tools) ? (tools as readonly JsonValue[]) : [], checks);
  });
}

function auditChanges(lines: readonly JsonObject[], { rows, examples, thresholds }: Training): readonly ServerAudit[] {
  const texts = lines.flatMap(({ before, after }) => [before, after]).flatMap((tool) => (isJsonObject(tool) && typeof tool["description"] === "string" ? [shingles(tool["description"])] : []));
  const model = { ...modelWithout(rows, examples, (row) => isSeen(row, texts)), ...thresholds };
  const checks = [driftCheck(model)];
  return lines.map(({ server, before, after }) => auditChange(String(server), before ?? null, after ?? null, checks));
}

function isSeen(row: Row, texts: readonly ReadonlySet<string>[]): boolean {
  const own = shingles(row.description);
  return texts.some((text) => areAlike(own, text));
}
