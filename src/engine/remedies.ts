import type { Limit } from "../base/finding";
import type { FixAnswer } from "./api";
import type { Judged } from "./judgement";
import type { Outcome, RaisedFact } from "./pipeline";
import { propose, type Candidate } from "./repairs";
import type { Trial } from "./trial";

/** Said where a rewrite was thought of and did not hold up. */
const DISPROVEN = "No rewrite could be shown to remove the finding and to bring no other, so none is offered";

/** Fixes for findings, proven once and remembered as long as the findings stand. */
export interface Remedies {
  /** What can be done about each of the findings; suppressed ones are passed over. */
  for(judged: readonly Judged[], outcome: Outcome, limits: Limit[]): ReadonlyMap<Judged, FixAnswer>;
}

/** Looks for fixes with a trial. */
export function createRemedies(trial: Trial): Remedies {
  // Facts are made anew whenever anything has changed, and so are the answers about them.
  const known = new WeakMap<RaisedFact, FixAnswer>();

  return {
    for(judged, outcome, limits) {
      const wanted = judged.flatMap(({ raised, ignore }) => (raised === undefined || ignore !== undefined || known.has(raised) ? [] : [raised]));
      const proposals = wanted.map((raised) => ({ raised, ...propose(raised, outcome.context, limits) }));
      const proven = trial.prove(proposals.flatMap(({ candidates }) => candidates), outcome);
      for (const { raised, candidates, refused } of proposals) known.set(raised, answer(candidates, proven, refused));
      return new Map(judged.map((each) => [each, answerFor(each, known)]));
    },
  };
}

function answer(candidates: readonly Candidate[], proven: ReadonlySet<Candidate>, refused: string | undefined): FixAnswer {
  const fixes = candidates.filter((each) => proven.has(each)).map(({ fix }) => fix);
  if (fixes.length > 0) return { fixes };
  const noFix = candidates.length > 0 ? DISPROVEN : refused;
  return noFix === undefined ? { fixes } : { fixes, noFix };
}

function answerFor({ raised, ownFixes }: Judged, known: WeakMap<RaisedFact, FixAnswer>): FixAnswer {
  return (raised === undefined ? undefined : known.get(raised)) ?? { fixes: ownFixes };
}
