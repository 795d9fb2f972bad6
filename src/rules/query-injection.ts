import type { Severity } from "../base/finding";
import { compareLiterally } from "./fix/compare-literally";
import { quoteGraphqlValues } from "./fix/quote-values";
import { sortByIntent } from "./flows/handed-over";
import { groupBySink, severityOf, type SinkFact } from "./flows/sink-facts";
import { tell, type Predicate } from "./flows/wording";
import { rule } from "./rule";

/** A tool argument must not become part of a query, nor an operator in one. */
export const queryInjection = rule<SinkFact>({
  id: "query-injection",
  summary: "A tool argument becomes part of a query, or an operator in a filter",
  severity: "error",
  precision: "high",
  cwe: [943, 90, 643],
  find: ({ taint, mcp }) => [...groupBySink(sortByIntent(taint.flowsTo("QueryText"), mcp).injections), ...groupBySink(taint.flowsTo("QueryOperator"))],
  say: (fact) => ({
    message: tell(fact, predicateOf(fact)),
    severity: severity(fact),
  }),
  fixes: [quoteGraphqlValues, compareLiterally],
});

/** A search that finds more than it should, and a filter that the model writes, do less than a query that changes data or runs code. */
function severity(fact: SinkFact): Severity | undefined {
  const { fix } = fact.sink.model;
  const isMilder = fix?.kind === "query" && (fix.language === "search" || fix.language === "filter");
  return severityOf(fact) ?? (isMilder ? "warning" : undefined);
}

function predicateOf({ sink }: SinkFact): Predicate {
  const { fix } = sink.model;
  if (fix?.kind === "operator") {
    return {
      told: (parameters) => `compares with ${parameters}, in which an object such as \`{ $ne: null }\` is an operator`,
      unnamed: "is compared with, and an object such as `{ $ne: null }` in it is an operator",
      unnamedPlural: "are compared with, and an object such as `{ $ne: null }` in them is an operator",
    };
  }
  const called = fix?.kind === "query" ? fix.called : "a query";
  return {
    told: (parameters) => `puts ${parameters} into ${called}`,
    unnamed: `becomes part of ${called}`,
    unnamedPlural: `become part of ${called}`,
  };
}
