import { keepInsideRoot } from "./fix/path-guard";
import { groupBySink, severityOf, whyNoFix, type SinkFact } from "./flows/sink-facts";
import { tell, type Predicate } from "./flows/wording";
import { rule } from "./rule";

const fixes = [keepInsideRoot];

/** What is done to the path, as a verb that "a path" follows, and as a participle. */
const deeds = {
  read: { does: "opens", done: "opened" },
  write: { does: "writes to", done: "written to" },
  list: { does: "lists", done: "listed" },
  remove: { does: "removes", done: "removed" },
  probe: { does: "looks up", done: "looked up" },
  other: { does: "uses", done: "used" },
} as const;

/** A tool argument must not choose a file outside of the folders that the server means to serve. */
export const pathTraversal = rule<SinkFact>({
  id: "path-traversal",
  summary: "A tool argument chooses a file without a check that it stays inside a folder",
  severity: "error",
  precision: "high",
  cwe: [22],
  find: ({ taint }) => groupBySink(taint.flowsTo("FilePath")),
  say: (fact, context) => ({
    message: tell(fact, predicateOf(fact)),
    // Whether a file exists and how large it is says little; the call that opens it is told for itself.
    severity: accessOf(fact) === "probe" ? "note" : severityOf(fact),
    noFix: whyNoFix(fixes, fact, context),
  }),
  fixes,
});

function accessOf(fact: SinkFact): keyof typeof deeds {
  const { fix } = fact.sink.model;
  return fix?.kind === "path" ? fix.access : "other";
}

function predicateOf(fact: SinkFact): Predicate {
  const deed = deeds[accessOf(fact)];
  const lack = lackOf(fact);
  return {
    told: (parameters) => `${deed.does} a path made of ${parameters} ${lack}`,
    unnamed: `becomes a path that is ${deed.done} ${lack}`,
    unnamedPlural: `become a path that is ${deed.done} ${lack}`,
  };
}

/** What is missing: the check, or one that always takes place. */
function lackOf({ flows }: SinkFact): string {
  if (flows.every((flow) => flow.weakenedBy === "optional-guard")) return "and checks only in some configurations that it stays inside a folder";
  return "without checking that it stays inside a folder";
}
