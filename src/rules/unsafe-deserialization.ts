import { readData } from "./fix/read-data";
import { groupBySink, severityOf, type SinkFact } from "./flows/sink-facts";
import { tell, type Predicate } from "./flows/wording";
import { rule } from "./rule";

/** What the text can do, as the end of a sentence. */
const dangers = {
  code: "may hold functions, and runs them",
  memory: "was never meant for data from others",
} as const;

/** A tool argument must not be turned into objects of whatever kind it asks for. */
export const unsafeDeserialization = rule<SinkFact>({
  id: "unsafe-deserialization",
  summary: "A tool argument is turned into objects by a format that can hold code",
  severity: "error",
  precision: "high",
  cwe: [502],
  find: ({ taint }) => groupBySink(taint.flowsTo("Deserialization")),
  say: (fact) => ({
    message: tell(fact, predicateOf(fact)),
    severity: severityOf(fact) ?? (dangerOf(fact) === "memory" ? "warning" : undefined),
  }),
  fixes: [readData],
});

function dangerOf({ sink }: SinkFact): keyof typeof dangers {
  const { fix } = sink.model;
  return fix?.kind === "objects" ? fix.danger : "code";
}

function predicateOf(fact: SinkFact): Predicate {
  const danger = dangers[dangerOf(fact)];
  return {
    told: (parameters) => `builds objects from ${parameters} in a format that ${danger}`,
    unnamed: `is turned into objects by a format that ${danger}`,
    unnamedPlural: `are turned into objects by a format that ${danger}`,
  };
}
