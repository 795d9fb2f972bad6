import type { Severity } from "../../base/finding";
import type { Flow } from "../../taint/taint";
import { severityOf, type SinkFact } from "./sink-facts";
import type { Predicate } from "./wording";

/** What is done to the path, as verbs that "a path" follows, and as a participle. */
const deeds = {
  read: { has: "open", does: "opens", done: "opened" },
  write: { has: "write to", does: "writes to", done: "written to" },
  list: { has: "list", does: "lists", done: "listed" },
  remove: { has: "remove", does: "removes", done: "removed" },
  probe: { has: "look up", does: "looks up", done: "looked up" },
  other: { has: "use", does: "uses", done: "used" },
} as const;

/** Says what a call does with a path, and what is wrong with the way there. */
export function tellPath(fact: SinkFact, flaw: string): Predicate {
  const deed = deeds[accessOf(fact)];
  const { program } = fact.sink;
  if (program !== undefined) {
    const end = `by \`${program}\` ${flaw}`;
    return { told: (parameters) => `has \`${program}\` ${deed.has} a path made of ${parameters} ${flaw}`, unnamed: `becomes a path that is ${deed.done} ${end}`, unnamedPlural: `become a path that is ${deed.done} ${end}` };
  }
  return {
    told: (parameters) => `${deed.does} a path made of ${parameters} ${flaw}`,
    unnamed: `becomes a path that is ${deed.done} ${flaw}`,
    unnamedPlural: `become a path that is ${deed.done} ${flaw}`,
  };
}

/** How bad it is to choose this path. Whether a file exists and how large it is says little; the call that opens it is told for itself. */
export function pathSeverity(fact: SinkFact): Severity | undefined {
  if (accessOf(fact) === "probe") return "note";
  // What a program makes of the file, and who gets to see that, is the program's affair.
  return severityOf(fact) ?? (fact.sink.program === undefined ? undefined : "warning");
}

/** Whether every way to a call passes a check that is told by itself. */
export function isWeaklyChecked({ flows }: { readonly flows: readonly Flow[] }): boolean {
  return flows.every((flow) => flow.weakCheck !== undefined && flow.weakenedBy === undefined);
}

function accessOf(fact: SinkFact): keyof typeof deeds {
  const { fix } = fact.sink.model;
  return fix?.kind === "path" ? fix.access : "other";
}
