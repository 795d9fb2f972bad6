import { addSeparator } from "./fix/add-separator";
import { groupBySink, severityOf, whyNoFix, type SinkFact } from "./flows/sink-facts";
import { tell, type Predicate } from "./flows/wording";
import { rule } from "./rule";

const fixes = [addSeparator];

const predicate: Predicate = {
  told: (parameters) => `checks a path made of ${parameters} by a prefix without a separator, so that \`/data-evil\` passes for \`/data\``,
  unnamed: "becomes a path that is checked by a prefix without a separator, so that `/data-evil` passes for `/data`",
  unnamedPlural: "become a path that is checked by a prefix without a separator, so that `/data-evil` passes for `/data`",
};

/** A check that is meant to keep a path inside a folder must not let the folder's neighbours through. */
export const weakPathGuard = rule<SinkFact>({
  id: "weak-path-guard",
  summary: "A check of a path lets the neighbours of the allowed folder through",
  severity: "error",
  precision: "high",
  cwe: [22, 23],
  find: ({ taint }) => groupBySink(taint.flowsTo("WeakPathGuard")),
  say: (fact, context) => ({
    message: tell(fact, predicate),
    severity: severityOf(fact),
    noFix: whyNoFix(fixes, fact, context),
  }),
  fixes,
});
