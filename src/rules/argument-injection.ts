import type { Severity } from "../base/finding";
import { severities } from "../base/finding";
import type { Flow } from "../taint/taint";
import { endOptions, refuseDash } from "./fix/end-options";
import { groupBySink, severityOf, type SinkFact } from "./flows/sink-facts";
import { tell, type Predicate } from "./flows/wording";
import { rule } from "./rule";

/** A tool argument must not stand where a program looks for its options. */
export const argumentInjection = rule<SinkFact>({
  id: "argument-injection",
  summary: "A tool argument can become an option of a program that is run",
  severity: "error",
  precision: "high",
  cwe: [88],
  find: ({ taint }) => groupBySink(taint.flowsTo("ProgramOption")),
  say: (fact) => ({
    message: tell(fact, predicateOf(worstOf(fact))),
    severity: gradeOf(fact),
  }),
  fixes: [endOptions, refuseDash],
});

/** Only where an option is known to do harm is this an error; of a program that nobody knows it is likely, and of one that is known to have none it is good to know. */
function gradeOf(fact: SinkFact): Severity | undefined {
  const grade = gradeOfFlow(worstOf(fact));
  const certainty = severityOf(fact) ?? "error";
  const milder = severities[Math.max(severities.indexOf(grade), severities.indexOf(certainty))];
  return milder === "error" ? undefined : milder;
}

function gradeOfFlow({ sink: { option } }: Flow): Severity {
  // A tool that hands over all arguments does so on purpose.
  if (!option || option.kind === "all") return "warning";
  if (option.danger !== undefined) return "error";
  return option.isKnown && option.kind !== "words" ? "note" : "warning";
}

/** The flow that is told: among those that are equally certain the one whose program is the most dangerous. */
function worstOf(fact: SinkFact): Flow {
  const [first, ...others] = fact.flows;
  if (!first) throw new Error("A fact without a flow");
  const isRival = (flow: Flow) => flow.isCertain === first.isCertain && flow.weakenedBy === first.weakenedBy;
  return others.filter(isRival).reduce((worst, flow) => (severities.indexOf(gradeOfFlow(flow)) < severities.indexOf(gradeOfFlow(worst)) ? flow : worst), first);
}

function predicateOf({ sink: { option } }: Flow): Predicate {
  const program = option?.program === undefined ? "a program" : `\`${option.program}\``;
  const danger = option?.danger === undefined ? "" : `, whose options can ${option.danger}`;
  switch (option?.kind) {
    case "words":
      return { told: (parameters) => `lets ${parameters} add arguments to the command line of ${program}${danger}`, unnamed: `can add arguments to the command line of ${program}${danger}`, unnamedPlural: `can add arguments to the command line of ${program}${danger}` };
    case "all":
    case "list":
      return { told: (parameters) => `passes ${parameters} as arguments to ${program}${danger}`, unnamed: `is passed as arguments to ${program}${danger}`, unnamedPlural: `are passed as arguments to ${program}${danger}` };
    default:
      return { told: (parameters) => `lets ${parameters} become an option of ${program}${danger}`, unnamed: `can become an option of ${program}${danger}`, unnamedPlural: `can become options of ${program}${danger}` };
  }
}
