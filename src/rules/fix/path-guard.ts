import type { SinkFact } from "../flows/sink-facts";
import type { RuleFix } from "../rule";

/** Under construction: offers nothing yet. */
export const keepInsideRoot: RuleFix<SinkFact> = { title: "", safety: "review", edit: () => undefined };
