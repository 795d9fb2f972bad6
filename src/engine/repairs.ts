import type { Fix, Limit } from "../base/finding";
import type { Repair, RuleContext, RuleFix } from "../rules/rule";
import { clashes } from "./combine-fixes";
import { guarded, type RaisedFact } from "./pipeline";

/** A way to mend a fact that has yet to prove itself. */
export interface Candidate {
  readonly raised: RaisedFact;
  readonly fix: Fix;
}

/** The rewrites that a rule offers for a fact, best first, and why there is none where it says so. */
export interface Proposal {
  readonly candidates: readonly Candidate[];
  readonly refused?: string;
}

/** Asks a rule how to mend what it has found. */
export function propose(raised: RaisedFact, context: RuleContext, limits: Limit[]): Proposal {
  const candidates: Candidate[] = [];
  let refused = raised.statement()?.noFix;
  for (const ruleFix of raised.rule.fixes) {
    const answer = guarded(raised.rule, limits, raised.fact.location.file, () => ruleFix.edit(raised.fact, context));
    if (answer === undefined) continue;
    if ("refused" in answer) refused ??= answer.refused;
    else if (isSound(answer)) candidates.push({ raised, fix: toFix(ruleFix, raised, answer) });
  }
  return { candidates, refused: candidates.length === 0 ? refused : undefined };
}

function toFix(ruleFix: RuleFix, raised: RaisedFact, repair: Repair): Fix {
  return {
    title: typeof ruleFix.title === "string" ? ruleFix.title : ruleFix.title(raised.fact),
    safety: ruleFix.safety,
    edits: repair.edits,
    newFiles: repair.newFiles ?? [],
    ...(repair.note === undefined ? {} : { note: repair.note }),
  };
}

/** Edits that overlap among themselves can't be applied by anybody. */
function isSound({ edits }: Repair): boolean {
  return edits.length > 0 && edits.every((edit, i) => edits.every((other, j) => i === j || !clashes(edit, other)));
}
