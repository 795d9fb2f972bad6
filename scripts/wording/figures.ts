import { scoreText, isScored, type WordingModel } from "../../src/wording/scorer/score-text";
import { signals } from "../../src/wording/signals/index";
import { FOLDS } from "./folds";
import { coreStrata, realStrata, type Row } from "./rows";
import { round, trainModel } from "./train-model";

/** Real tools that may be reported as an error, and in all. A little below 1 % and 3 %, for the next thousand are others. */
const SHARES = { error: 0.008, warning: 0.025 } as const;

/** What a model that never saw a row makes of it. */
export interface Judged {
  readonly row: Row;
  readonly score: number;
  /** The worst that the named signals say, without any model. */
  readonly signal: "error" | "warning" | "none";
}

/** Scores every row by a model that was trained without its fold. */
export function judgeOutOfFold(rows: readonly Row[], folds: ReadonlyMap<Row, number>, extra: readonly Row[]): readonly Judged[] {
  return Array.from({ length: FOLDS }, (_, fold) => {
    const model = modelWithout(rows, extra, (row) => folds.get(row) === fold);
    return rows.filter((row) => folds.get(row) === fold).map((row) => judge(row, model));
  }).flat();
}

/** A model of all rows but some. */
export function modelWithout(rows: readonly Row[], extra: readonly Row[], isLeftOut: (row: Row) => boolean): WordingModel {
  return trainModel([...rows.filter((row) => !isLeftOut(row)), ...extra]);
}

/** Judges one row. */
export function judge(row: Row, model: WordingModel): Judged {
  const scores = row.reading.texts.filter(isScored).map(({ plain }) => scoreText(plain, { names: row.reading.own }, model).value);
  const levels = signals.flatMap((signal) => signal.find(row.reading).map(({ severity }) => severity));
  return { row, score: Math.max(-99, ...scores), signal: levels.includes("error") ? "error" : levels.includes("warning") ? "warning" : "none" };
}

/** Thresholds that hold the shares of real tools, what the signals report included. */
export function thresholdsFor(judged: readonly Judged[]): Pick<WordingModel, "error" | "warning"> {
  const real = judged.filter(({ row }) => realStrata.has(row.stratum));
  const find = (share: number, isReported: (each: Judged) => boolean): number => {
    const room = Math.floor(real.length * share) - real.filter(isReported).length;
    const scores = real.filter((each) => !isReported(each)).map(({ score }) => score).sort((a, b) => b - a);
    return round((scores[Math.max(0, room)] ?? 0) + 1e-3);
  };
  return { error: find(SHARES.error, ({ signal }) => signal === "error"), warning: find(SHARES.warning, ({ signal }) => signal !== "none") };
}

/** A table of how much is reported: by the scorer alone, and with the named signals. */
export function tableOf(judged: readonly Judged[], { error, warning }: Pick<WordingModel, "error" | "warning">): string {
  const groups = new Map<string, Judged[]>();
  const put = (name: string, each: Judged): void => void groups.set(name, [...(groups.get(name) ?? []), each]);
  for (const each of judged) {
    put(each.row.stratum, each);
    if (coreStrata.has(each.row.stratum)) put("CORE", each);
    if (realStrata.has(each.row.stratum)) put("REAL", each);
  }
  const lines = [...groups].sort().map(([name, all]) => {
    const share = (isReported: (each: Judged) => boolean): string => `${((100 * all.filter(isReported).length) / all.length).toFixed(1)} %`.padStart(8);
    const alone = [share(({ score }) => score >= error), share(({ score }) => score >= warning)];
    const both = [share(({ score, signal }) => score >= error || signal === "error"), share(({ score, signal }) => score >= warning || signal !== "none")];
    return `${name.padEnd(18)} ${String(all.length).padStart(5)} ${[...alone, ...both].join(" ")}`;
  });
  return [`${"".padEnd(18)} ${"n".padStart(5)}    alone: high, review   with signals: high, review`, ...lines].join("\n");
}

/** How attacks of a kind that was never seen are found: a stratum, or a source, is left out of the training as a whole. */
export function leaveOneOut(rows: readonly Row[], folds: ReadonlyMap<Row, number>, extra: readonly Row[]): string {
  const core = rows.filter((row) => coreStrata.has(row.stratum));
  const sources = [...new Set(core.map(({ source }) => source))].filter((source) => core.filter((row) => row.source === source).length >= 5);
  const tests = [...[...coreStrata].map((stratum) => ({ name: stratum, isOut: (row: Row) => row.stratum === stratum || (stratum === "mcptox" && row.stratum === "derived") })), ...sources.map((source) => ({ name: source, isOut: (row: Row) => row.isMalicious && row.source === source }))];
  const lines = tests.map(({ name, isOut }) => {
    const halves = [0, 1].map((half) => {
      const isTest = (row: Row): boolean => isOut(row) || (!row.isMalicious && (folds.get(row) ?? 0) % 2 === half);
      const model = modelWithout(rows, extra, isTest);
      const judged = rows.filter(isTest).map((row) => judge(row, model));
      const limits = thresholdsFor(judged);
      const out = judged.filter(({ row }) => isOut(row) && coreStrata.has(row.stratum));
      const share = (isReported: (each: Judged) => boolean): number => out.filter(isReported).length / out.length;
      return [share(({ score }) => score >= limits.error), share(({ score }) => score >= limits.warning), share(({ score, signal }) => score >= limits.error || signal === "error"), share(({ score, signal }) => score >= limits.warning || signal !== "none")];
    });
    const means = [0, 1, 2, 3].map((i) => `${(50 * ((halves[0]?.[i] ?? 0) + (halves[1]?.[i] ?? 0))).toFixed(1)} %`.padStart(8));
    return `${name.slice(0, 40).padEnd(40)} ${means.join(" ")}`;
  });
  return [`${"left out".padEnd(40)}    alone: high, review   with signals: high, review`, ...lines].join("\n");
}
