import { refuseInheritedKeys } from "./fix/safe-key";
import { groupBySink, severityOf, type SinkFact } from "./flows/sink-facts";
import { tell, type Predicate } from "./flows/wording";
import { rule } from "./rule";

const predicate: Predicate = {
  told: (parameters) => `lets ${parameters} choose the object that is written into: under \`__proto__\`, all objects get what is written`,
  unnamed: "chooses the object that is written into: under `__proto__`, all objects get what is written",
  unnamedPlural: "choose the object that is written into: under `__proto__`, all objects get what is written",
};

/** Tool arguments must not lead to what all objects inherit from. */
export const prototypePollution = rule<SinkFact>({
  id: "prototype-pollution",
  summary: "Tool arguments choose two keys in a row, by which they change every object",
  severity: "error",
  precision: "high",
  cwe: [1321],
  find: ({ taint }) => groupBySink(taint.flowsTo("ObjectKey")),
  say: (fact) => ({
    message: tell(fact, predicate),
    severity: severityOf(fact),
  }),
  fixes: [refuseInheritedKeys],
});
