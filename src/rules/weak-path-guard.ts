import type { Severity } from "../base/finding";
import type { WeakCheck } from "../taint/taint";
import { addSeparator } from "./fix/add-separator";
import { keepInsideRoot } from "./fix/path-guard";
import { isWeaklyChecked, pathSeverity, tellPath } from "./flows/path-deeds";
import { pathFacts } from "./flows/program-paths";
import { groupBySink, severityOf, type SinkFact } from "./flows/sink-facts";
import { tell, type Predicate } from "./flows/wording";
import { rule } from "./rule";

/** What is wrong with a check, and what slips by. */
const flaws: Readonly<Record<WeakCheck, string>> = {
  "dot-dot": "of which only `..` is refused, so that `/etc/passwd` passes",
  "raw-prefix": "of which the beginning is compared before `..` is resolved, so that `/data/../etc/passwd` passes for `/data/`",
  extension: "of which only the end is checked, so that files of that kind in all folders pass",
  "before-decoding": "that is checked before it is decoded, so that `%2e%2e%2f` passes",
  "before-links": "that is checked before its links are followed, so that a link inside of the folder leads out of it",
};

/** A check that is meant to keep a path inside a folder must not let others through. */
export const weakPathGuard = rule<SinkFact>({
  id: "weak-path-guard",
  summary: "A check of a path lets others through than those of the allowed folder",
  severity: "error",
  precision: "high",
  cwe: [22, 23, 59],
  find: ({ taint, workspace }) => [...groupBySink(taint.flowsTo("WeakPathGuard")), ...pathFacts(taint.flowsTo("FilePath"), workspace).filter(isWeaklyChecked)],
  say: (fact) => ({
    message: tell(fact, predicateOf(fact)),
    severity: severityFor(fact),
  }),
  fixes: [addSeparator, keepInsideRoot],
});

function predicateOf(fact: SinkFact): Predicate {
  const { fix } = fact.sink.model;
  if (fix?.kind !== "guard") return tellPath(fact, flaws[fact.flows[0]?.weakCheck ?? "dot-dot"]);
  const how = fix.looks === "at-start" ? "by a prefix without a separator, so that `/data-evil` passes for `/data`" : "by looking for the folder anywhere in it, so that `/tmp/data/x` passes for `/data`";
  return {
    told: (parameters) => `checks a path made of ${parameters} ${how}`,
    unnamed: `becomes a path that is checked ${how}`,
    unnamedPlural: `become a path that is checked ${how}`,
  };
}

/** A link must be there before it can be followed; everything else takes one call. */
function severityFor(fact: SinkFact): Severity | undefined {
  if (fact.sink.model.fix?.kind === "guard") return severityOf(fact);
  const severity = pathSeverity(fact);
  return severity ?? (fact.flows.every((flow) => flow.weakCheck === "before-links") ? "warning" : undefined);
}
