import type { Expression, Module } from "../../syntax/program";
import type { PlacedFact } from "../flows/placed-facts";
import type { Repair, RuleContext, RuleFix } from "../rule";
import { codeOf, isRefused, refuse, replace, unwrap, type Refused } from "./code";
import { isEvidentlyString } from "./string-type";
import { readTextParts } from "./text-parts";

const title = "Encode the values in the path";

/** Encodes every value of the path that is no more than one segment. */
export const encodeSegments: RuleFix<PlacedFact> = {
  title,
  safety: "safe",
  edit: (fact, context) => {
    const outcome = encode(fact, context);
    return isRefused(outcome) || outcome.note === undefined ? outcome : undefined;
  },
};

/** The same where a value may be several segments on purpose. */
export const encodeSegmentsOnReview: RuleFix<PlacedFact> = {
  title,
  safety: "review",
  edit: (fact, context) => {
    const outcome = encode(fact, context);
    return isRefused(outcome) || outcome.note !== undefined ? outcome : undefined;
  },
};

function encode({ text, values }: PlacedFact, context: RuleContext): Repair | Refused {
  if (!text || values.length === 0) return refuse("Where the value gets into the path there is no text that it could be encoded in");
  const { module } = text;
  if (module.language === "python") return refuse("This language has no such rewrite yet");
  if ([...module.bindings.values()].some(({ name }) => name === "encodeURIComponent")) return refuse("The name `encodeURIComponent` means something else in this file");
  const edits = values.map((value) => replace(module, value.range, encoded(value, module, context)));
  const several = values.find((value) => !isOneSegment(value, text));
  if (!several) return { edits };
  // The note is a sentence with code in backticks, which the code must not end.
  return { edits, note: `Verify that \`${codeOf(module, several).replaceAll("`", "")}\` is one segment: a slash in it is encoded as well. Of a path with several, encode each segment by itself.` };
}

function encoded(value: Expression, module: Module, context: RuleContext): string {
  const whole = unwrap(value);
  // `encodeURI` leaves slashes, question marks and dots as they are.
  if (whole.kind === "call" && whole.callee.kind === "name" && whole.callee.name === "encodeURI" && whole.arguments[0]) return `encodeURIComponent(${codeOf(module, whole.arguments[0])})`;
  const isText = module.language === "javascript" || isEvidentlyString(value, { module, mcp: context.mcp, workspace: context.workspace });
  return isText ? `encodeURIComponent(${codeOf(module, value)})` : `encodeURIComponent(String(${codeOf(module, value)}))`;
}

/** Whether a value is one segment beyond doubt: it stands between slashes or at the end, and its name is that of an identifier. */
function isOneSegment(value: Expression, { module, expression }: NonNullable<PlacedFact["text"]>): boolean {
  const name = nameOf(value);
  if (!name || !/(?:id|iid|ids|number|key|uuid|sha|hash|owner|user|username|login|code)$/i.test(name) || /path|file|ref|branch|url|project|repo|page|encoded/i.test(name)) return false;
  const parts = readTextParts(expression, module);
  const at = parts?.findIndex((part) => part.kind === "value" && part.expression === value) ?? -1;
  const [before, after] = at < 0 ? [undefined, undefined] : [parts?.[at - 1], parts?.[at + 1]];
  return before?.kind === "text" && before.value.endsWith("/") && (after === undefined || (after.kind === "text" && /^[/?#]/.test(after.value)));
}

function nameOf(value: Expression): string | undefined {
  const whole = unwrap(value);
  return whole.kind === "name" ? whole.name : whole.kind === "member" ? whole.property : undefined;
}
