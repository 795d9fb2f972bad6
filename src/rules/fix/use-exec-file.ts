import type { SinkFact } from "../flows/sink-facts";
import type { RuleFix } from "../rule";

/** Under construction: offers nothing yet. */
export const runWithoutShell: RuleFix<SinkFact> = { title: "", safety: "review", edit: () => undefined };
/** Under construction: offers nothing yet. */
export const runWithoutShellOnReview: RuleFix<SinkFact> = { title: "", safety: "review", edit: () => undefined };
