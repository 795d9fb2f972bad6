import type { Severity } from "../base/finding";
import { parseData } from "./fix/parse-data";
import { quoteValues } from "./fix/quote-values";
import { sortByIntent } from "./flows/handed-over";
import { groupBySink, severityOf, type SinkFact } from "./flows/sink-facts";
import { tell, type Predicate } from "./flows/wording";
import { rule } from "./rule";

/** What is done with the text, as the two halves of a message. */
const deeds = {
  server: { does: (parameters: string) => `runs ${parameters} as code`, becomes: "run as code" },
  page: { does: (parameters: string) => `runs ${parameters} as code in a page`, becomes: "run as code in a page" },
  program: { does: (parameters: string) => `hands ${parameters} to another program as code`, becomes: "handed to another program as code" },
  template: { does: (parameters: string) => `compiles ${parameters} as a template that may hold code`, becomes: "compiled as a template that may hold code" },
  sandbox: { does: (parameters: string) => `runs ${parameters} as code in a sandbox that has been left before`, becomes: "run as code in a sandbox that has been left before" },
  timer: { does: (parameters: string) => `sets a timer with ${parameters} as its code`, becomes: "set as the code of a timer" },
  any: { does: (parameters: string) => `loads and runs a module that ${parameters} chooses`, becomes: "the name of a module that is loaded and run" },
  folder: { does: (parameters: string) => `loads and runs a module below a folder that ${parameters} chooses`, becomes: "the name of a module below a folder that is loaded and run" },
} as const;

/** Where what can be done is less than with the server itself. */
const milder: ReadonlySet<keyof typeof deeds> = new Set(["page", "sandbox", "timer", "folder"]);

/** A tool argument must not be run as code. */
export const codeInjection = rule<SinkFact>({
  id: "code-injection",
  summary: "A tool argument is run as code, or chooses the code that is run",
  severity: "error",
  precision: "high",
  cwe: [94, 95],
  find: ({ taint, mcp }) => [...groupBySink(sortByIntent(taint.flowsTo("CodeExecution"), mcp).injections), ...groupBySink(taint.flowsTo("ModuleLoading"))],
  say: (fact) => ({
    message: tell(fact, predicateOf(fact)),
    severity: severity(fact),
  }),
  fixes: [quoteValues, parseData],
});

function severity(fact: SinkFact): Severity | undefined {
  return severityOf(fact) ?? (milder.has(deedOf(fact)) ? "warning" : undefined);
}

function deedOf({ sink }: SinkFact): keyof typeof deeds {
  const { fix } = sink.model;
  if (fix?.kind === "module") return fix.reach;
  return fix?.kind === "code" ? fix.runs : "server";
}

function predicateOf(fact: SinkFact): Predicate {
  const deed = deeds[deedOf(fact)];
  return { told: deed.does, unnamed: `is ${deed.becomes}`, unnamedPlural: `are ${deed.becomes}` };
}
