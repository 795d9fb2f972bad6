import { encodeSegments, encodeSegmentsOnReview } from "./fix/encode-segment";
import { placesOf, type PlacedFact } from "./flows/placed-facts";
import { severityOf } from "./flows/sink-facts";
import { tell, type Predicate } from "./flows/wording";
import { rule } from "./rule";

const predicate: Predicate = {
  told: (parameters) => `puts ${parameters} into the path of a request without encoding it`,
  unnamed: "becomes a part of the path of a request without being encoded",
  unnamedPlural: "become a part of the path of a request without being encoded",
};

/** A tool argument must stay in its place in the path of a request. */
export const urlPathInjection = rule<PlacedFact>({
  id: "url-path-injection",
  summary: "A tool argument becomes a part of a request's path without being encoded",
  severity: "warning",
  precision: "high",
  cwe: [22, 918],
  find: ({ taint, workspace }) => placesOf(taint.flowsTo("RequestPath"), taint.flowsTo("OutboundRequest"), workspace),
  say: (fact) => ({
    message: tell(fact, predicate),
    severity: severityOf(fact) === "note" ? "note" : undefined,
  }),
  fixes: [encodeSegments, encodeSegmentsOnReview],
});
