import { powers, sortByIntent } from "./flows/handed-over";
import { groupBySink, severityOf, type SinkFact } from "./flows/sink-facts";
import { tell, type Predicate } from "./flows/wording";
import { rule } from "./rule";

type Power = (typeof powers)[number];

/** What is run, and what to offer in its place. */
const deeds: Readonly<Record<Power, { readonly what: string; readonly instead: string }>> = {
  CommandExecution: { what: "shell command", instead: "a tool for each task that is needed would hand over less" },
  SqlQuery: { what: "SQL", instead: "a tool for each question that is needed would hand over less" },
  CodeExecution: { what: "code", instead: "a tool for each task that is needed would hand over less" },
  QueryText: { what: "query", instead: "a tool for each question that is needed would hand over less" },
};

/** A tool should not run whatever it is given; where it is meant to, someone has to say that this is accepted, and why. */
export const excessiveTool = rule<SinkFact>({
  id: "excessive-tool",
  summary: "A tool is made to run any command, query or code that it is given",
  severity: "warning",
  precision: "high",
  cwe: [749, 77, 89, 94],
  find: ({ taint, mcp }) => oncePerTool(powers.flatMap((concept) => groupBySink(sortByIntent(taint.flowsTo(concept), mcp).handedOver))),
  say: (fact) => ({
    message: tell(fact, predicateOf(fact)),
    severity: severityOf(fact) === undefined ? undefined : "note",
  }),
  fixes: [],
});

/** What a tool can do is judged once, at the first of the calls that it makes with what it is given. */
function oncePerTool(facts: readonly SinkFact[]): readonly SinkFact[] {
  const told = new Set<string>();
  const inOrder = [...facts].sort((a, b) => (a.location.file === b.location.file ? a.location.range.start - b.location.range.start : a.location.file < b.location.file ? -1 : 1));
  return inOrder.filter((fact) => {
    const tools = fact.flows.map(({ source }) => source.tool ?? `${source.location.file}:${source.parameter}`);
    const isNew = tools.some((tool) => !told.has(tool));
    for (const tool of tools) told.add(tool);
    return isNew;
  });
}

function predicateOf({ sink }: SinkFact): Predicate {
  const { what, instead } = deeds[sink.model.concept as Power]; // The flows were asked for by these concepts.
  return {
    told: (parameters) => `runs any ${what} that it is given in ${parameters}; ${instead}`,
    unnamed: `is run as ${what}, whatever it is; ${instead}`,
    unnamedPlural: `are run as ${what}, whatever they are; ${instead}`,
  };
}
