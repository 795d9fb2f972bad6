import { keepInsideRoot } from "./fix/path-guard";
import { isWeaklyChecked, pathSeverity, tellPath } from "./flows/path-deeds";
import { pathFacts } from "./flows/program-paths";
import type { SinkFact } from "./flows/sink-facts";
import { tell } from "./flows/wording";
import { rule } from "./rule";

/** A tool argument must not choose a file outside of the folders that the server means to serve. */
export const pathTraversal = rule<SinkFact>({
  id: "path-traversal",
  summary: "A tool argument chooses a file without a check that it stays inside a folder",
  severity: "error",
  precision: "high",
  cwe: [22],
  find: ({ taint, workspace }) => pathFacts(taint.flowsTo("FilePath"), workspace).filter((fact) => !isWeaklyChecked(fact)),
  say: (fact) => ({
    message: tell(fact, tellPath(fact, lackOf(fact))),
    severity: pathSeverity(fact),
  }),
  fixes: [keepInsideRoot],
});

/** What is missing: the check, or one that always takes place. */
function lackOf({ flows }: SinkFact): string {
  if (flows.every((flow) => flow.weakenedBy === "optional-guard")) return "and checks only in some configurations that it stays inside a folder";
  return "without checking that it stays inside a folder";
}
