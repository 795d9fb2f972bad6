import { runWithoutShell, runWithoutShellOnReview } from "./fix/use-exec-file";
import { sortByIntent } from "./flows/handed-over";
import { groupBySink, severityOf, type SinkFact } from "./flows/sink-facts";
import { tell, type Predicate } from "./flows/wording";
import { rule } from "./rule";

/** A tool argument must not become part of a text that a shell parses. */
export const commandInjection = rule<SinkFact>({
  id: "command-injection",
  summary: "A tool argument becomes part of a command that a shell parses",
  severity: "error",
  precision: "high",
  cwe: [78],
  find: ({ taint, mcp }) => groupBySink(sortByIntent(taint.flowsTo("CommandExecution"), mcp).injections),
  say: (fact) => ({
    message: tell(fact, predicateOf(fact)),
    severity: severityOf(fact),
  }),
  fixes: [runWithoutShell, runWithoutShellOnReview],
  leaves: "argument-injection",
});

function predicateOf(fact: SinkFact): Predicate {
  const isQuoted = fact.flows.every((flow) => flow.weakenedBy === "quoting");
  const how = isQuoted ? ", quoted" : "";
  return {
    told: (parameters) => `passes ${parameters} to a shell${how}`,
    unnamed: `reaches a shell${how}`,
    unnamedPlural: `reach a shell${how}`,
  };
}
