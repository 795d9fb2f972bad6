import type { Limit } from "../base/finding";
import type { FixAnswer } from "./api";
import type { Judged } from "./judgement";
import type { Outcome, RaisedFact } from "./pipeline";
import { propose, type Candidate } from "./repairs";
import type { Proof, Trial } from "./trial";

/** Said where a rewrite was thought of and did not hold up. */
const DISPROVEN = "No rewrite could be shown to remove the finding and to bring no other, so none is offered";

/** Said where there was too much to try. */
const UNTRIED = "A rewrite was thought of, and there was too much else to try it: scan this folder by itself";

/**
 * Characters that may be looked through for the fixes in one file: a fix looks at the whole file, so that each costs as much as the file is long.
 * No file that a person has written comes near; a bundle of two megabytes has its first findings mended.
 */
const MAX_REPAIR_WORK = 15_000_000;
/** Whatever the length of a file, so many findings of it are looked at, and no more. */
const REPAIRS = { least: 10, most: 500 } as const;

/** Fixes for findings, proven once and remembered as long as the findings stand. */
export interface Remedies {
  /** What can be done about each of the findings; suppressed ones are passed over. */
  for(judged: readonly Judged[], outcome: Outcome, limits: Limit[]): ReadonlyMap<Judged, FixAnswer>;
  /** Why there is no fix for each of the findings of which that is known without trying any. */
  reasons(judged: readonly Judged[], outcome: Outcome, limits: Limit[]): ReadonlyMap<Judged, string>;
}

/** Looks for fixes with a trial. */
export function createRemedies(trial: Trial): Remedies {
  // Facts are made anew whenever anything has changed, and so are the answers about them.
  const known = new WeakMap<RaisedFact, FixAnswer>();

  return {
    for(judged, outcome, limits) {
      const wanted = withinWork(judged, outcome, limits).filter((raised) => !known.has(raised));
      const proposals = wanted.map((raised) => ({ raised, ...propose(raised, outcome.context, limits) }));
      const proof = trial.prove(proposals.flatMap(({ candidates }) => candidates), outcome);
      for (const { raised, candidates, refused } of proposals) known.set(raised, answer(candidates, proof, refused));
      limits.push(...leftUntried(proof, wanted.length));
      return new Map(judged.map((each) => [each, answerFor(each, known)]));
    },
    reasons(judged, outcome, limits) {
      const wanted = new Set(withinWork(judged, outcome, limits));
      const reasons = judged.flatMap((each): [Judged, string][] => {
        const refused = each.raised !== undefined && wanted.has(each.raised) ? propose(each.raised, outcome.context, limits).refused : undefined;
        return refused === undefined ? [] : [[each, refused]];
      });
      return new Map(reasons);
    },
  };
}

/** The findings that fixes are looked for, by file and offset as they come; the rest of a file is said to have been left. */
function withinWork(judged: readonly Judged[], { context }: Outcome, limits: Limit[]): readonly RaisedFact[] {
  const seen = new Map<string, number>();
  const most = (file: string) => Math.min(REPAIRS.most, Math.max(REPAIRS.least, Math.floor(MAX_REPAIR_WORK / (context.workspace.text(file)?.length ?? 1))));
  const wanted = judged.flatMap(({ raised, ignore, location: { file } }) => {
    if (raised === undefined || ignore !== undefined) return [];
    const number = (seen.get(file) ?? 0) + 1;
    seen.set(file, number);
    return number <= most(file) ? [raised] : [];
  });
  for (const [file, number] of seen) {
    if (number > most(file)) limits.push({ file, reason: `fixes were looked for in part only: for the first ${most(file)} of ${number} findings` });
  }
  return wanted;
}

/** Says, for each file, of how many findings the fixes were not tried. */
function leftUntried({ proven, untried }: Proof, all: number): readonly Limit[] {
  const mended = new Set([...proven].map(({ raised }) => raised));
  const left = new Set([...untried].map(({ raised }) => raised).filter((raised) => !mended.has(raised)));
  const files = [...left].map(({ fact }) => fact.location.file);
  const reason = (number: number) => `fixes were tried in part only: not for ${number} of its findings, for there are ${all} in all; scan a part of the workspace by itself`;
  return [...new Set(files)].map((file) => ({ file, reason: reason(files.filter((each) => each === file).length) }));
}

function answer(candidates: readonly Candidate[], { proven, untried }: Proof, refused: string | undefined): FixAnswer {
  const fixes = candidates.filter((each) => proven.has(each)).map(({ fix }) => fix);
  if (fixes.length > 0) return { fixes };
  const noFix = candidates.some((each) => untried.has(each)) ? UNTRIED : candidates.length > 0 ? DISPROVEN : refused;
  return noFix === undefined ? { fixes } : { fixes, noFix };
}

function answerFor({ raised, ownFixes }: Judged, known: WeakMap<RaisedFact, FixAnswer>): FixAnswer {
  return (raised === undefined ? undefined : known.get(raised)) ?? { fixes: ownFixes };
}
