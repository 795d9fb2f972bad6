import type { Severity } from "../base/finding";
import type { Flow, Weakness } from "../taint/taint";
import { fetchPublicAddresses } from "./fix/fetch-public";
import { groupBySink, severityOf, type SinkFact } from "./flows/sink-facts";
import { tell, type Predicate } from "./flows/wording";
import { rule } from "./rule";

/** What is done with the address, as a verb that "a host" follows. */
const deeds = { fetch: "sends a request to", browser: "opens a page of", socket: "connects to", other: "sends a request to" } as const;

/** What a check that is there lets through. */
const lacks: Readonly<Partial<Record<Weakness, string>>> = {
  "scheme-check": "and checks its scheme only: `https://169.254.169.254/` passes",
  "host-affix": "and compares only a beginning or an end of it, which `api.example.com.evil.com` or `evilexample.com` has as well",
  "literal-host": "and looks for private addresses only as they are written: a name that leads to `127.0.0.1`, and a redirect, pass",
  "optional-guard": "and checks it only in some configurations",
};

/** A tool argument must not choose where the server sends a request. */
export const ssrf = rule<SinkFact>({
  id: "ssrf",
  summary: "A tool argument chooses the host that the server sends a request to",
  severity: "error",
  precision: "high",
  cwe: [918],
  find: ({ taint }) => groupBySink(taint.flowsTo("OutboundRequest")),
  say: (fact) => ({
    message: tell(fact, predicateOf(fact)),
    severity: gradeOf(fact),
  }),
  fixes: [fetchPublicAddresses],
});

/**
 * A host of which a part is fixed, a check that is there, and a browser, which goes where it is told by trade, are less than a free hand.
 * Whoever looks for private addresses has met the danger, and what is left takes a name of the attacker's own: worth a note.
 */
function gradeOf(fact: SinkFact): Severity | undefined {
  const general = severityOf(fact);
  if (fact.flows.every((flow) => flow.weakenedBy === "literal-host")) return "note";
  if (general !== undefined) return general;
  return apiOf(fact) === "browser" || fact.flows.every((flow) => isLess(flow)) ? "warning" : undefined;
}

function isLess(flow: Flow): boolean {
  return flow.isPartial === true || flow.weakenedBy !== undefined || !flow.isCertain;
}

function apiOf({ sink }: SinkFact): keyof typeof deeds {
  return sink.model.fix?.kind === "request" ? sink.model.fix.api : "other";
}

function predicateOf(fact: SinkFact): Predicate {
  const deed = deeds[apiOf(fact)];
  const first = fact.flows[0];
  const lack = first?.weakenedBy === undefined ? "" : ` ${lacks[first.weakenedBy] ?? ""}`;
  if (first?.isPartial) {
    return {
      told: (parameters) => `puts ${parameters} into the host that a request goes to${lack}`,
      unnamed: `becomes a part of the host that a request goes to${lack}`,
      unnamedPlural: `become a part of the host that a request goes to${lack}`,
    };
  }
  return {
    told: (parameters) => `${deed} a host that ${parameters} chooses${lack}`,
    unnamed: `chooses the host that a request goes to${lack}`,
    unnamedPlural: `choose the host that a request goes to${lack}`,
  };
}
