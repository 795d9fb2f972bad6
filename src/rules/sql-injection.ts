import { bindParameters } from "./fix/bind-parameters";
import { sortByIntent } from "./flows/handed-over";
import { groupBySink, severityOf, type SinkFact } from "./flows/sink-facts";
import { tell, type Predicate } from "./flows/wording";
import { rule } from "./rule";

const predicate: Predicate = {
  told: (parameters) => `puts ${parameters} into the text of an SQL query`,
  unnamed: "becomes part of the text of an SQL query",
  unnamedPlural: "become part of the text of an SQL query",
};

/** A tool argument must not become part of a text that a database parses. */
export const sqlInjection = rule<SinkFact>({
  id: "sql-injection",
  summary: "A tool argument becomes part of the text of an SQL query",
  severity: "error",
  precision: "high",
  cwe: [89],
  find: ({ taint, mcp }) => groupBySink(sortByIntent(taint.flowsTo("SqlQuery"), mcp).injections),
  say: (fact) => ({
    message: tell(fact, predicate),
    severity: severityOf(fact),
  }),
  fixes: [bindParameters],
});
