import type { Row } from "./rows";

/** How many parts the rows are split into. */
export const FOLDS = 8;

/** Two descriptions are near-duplicates when this share of the shorter one's runs of three words stands in the other. */
const ALIKE = 0.5;

/**
 * Splits rows so that what is alike never sits on both sides. Benign rows are split by source; attacks by clusters of near-duplicates,
 * since a third of all attacks come from one source. (What happens without a whole source is shown apart, by leaving it out.)
 */
export function foldsOf(rows: readonly Row[]): ReadonlyMap<Row, number> {
  const attacks = rows.filter((row) => row.isMalicious);
  const clusters = clustersOf(attacks);
  return new Map([
    ...spread(rows.filter((row) => !row.isMalicious), (row) => (row.stratum === "hard-benign" ? row.id : row.source)),
    ...spread(attacks, (row) => String(clusters.get(row))),
  ]);
}

/** Runs of three words. */
export function shingles(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return new Set(words.slice(2).map((word, i) => `${words[i] ?? ""} ${words[i + 1] ?? ""} ${word}`));
}

/** Whether one of two texts repeats much of the other. */
export function areAlike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const each of small) if (large.has(each)) shared++;
  return small.size > 0 && shared >= small.size * ALIKE;
}

function clustersOf(rows: readonly Row[]): ReadonlyMap<Row, number> {
  const parent = rows.map((_, i) => i);
  const rootOf = (i: number): number => {
    let at = i;
    while (parent[at] !== undefined && parent[at] !== at) at = parent[at] ?? at;
    return at;
  };
  const runs = rows.map((row) => shingles(row.description));
  runs.forEach((a, i) => {
    for (let j = 0; j < i; j++) if (areAlike(a, runs[j] ?? new Set())) parent[rootOf(i)] = rootOf(j);
  });
  return new Map(rows.map((row, i) => [row, rootOf(i)]));
}

/** Groups, largest first, each to the fold that has least. */
function spread(rows: readonly Row[], groupOf: (row: Row) => string): ReadonlyMap<Row, number> {
  const sizes = new Map<string, number>();
  for (const row of rows) sizes.set(groupOf(row), (sizes.get(groupOf(row)) ?? 0) + 1);
  const load = Array.from({ length: FOLDS }, () => 0);
  const foldOf = new Map<string, number>();
  for (const [group, size] of [...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    const least = load.indexOf(Math.min(...load));
    load[least] = (load[least] ?? 0) + size;
    foldOf.set(group, least);
  }
  return new Map(rows.map((row) => [row, foldOf.get(groupOf(row)) ?? 0]));
}
