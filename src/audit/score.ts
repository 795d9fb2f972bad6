import type { AuditFinding, Score } from "./audit";

/** What one finding takes off: enough that a single error with high confidence makes a server look bad. */
const points = {
  error: { high: 40, medium: 25, low: 15 },
  warning: { high: 12, medium: 8, low: 4 },
  note: { high: 2, medium: 1, low: 1 },
} as const;

/** Many findings of one check are mostly one mistake made again: together they take off no more than this many times the first. */
const MOST_TIMES = 2;

/** Of a server that could not be reached: nothing speaks for it, and a check that was not made must not look like one that passed. */
export const unreachableScore: Score = { value: 0, deductions: [{ reason: "could not be reached", points: 100 }] };

/** Scores a server by its findings. */
export function scoreOf(findings: readonly AuditFinding[]): Score {
  const byCheck = new Map<string, { worst: number; sum: number; count: number }>();
  for (const { check, severity, confidence } of findings) {
    const each = points[severity][confidence];
    const known = byCheck.get(check) ?? { worst: 0, sum: 0, count: 0 };
    byCheck.set(check, { worst: Math.max(known.worst, each), sum: known.sum + each, count: known.count + 1 });
  }
  const deductions = [...byCheck].map(([check, { worst, sum, count }]) => ({ reason: count === 1 ? check : `${check} (${count})`, points: Math.min(sum, MOST_TIMES * worst) }));
  deductions.sort((a, b) => b.points - a.points);
  return { value: Math.max(0, 100 - deductions.reduce((total, each) => total + each.points, 0)), deductions };
}
