import type { Expression } from "../../syntax/program";
import type { SinkFact } from "../flows/sink-facts";
import type { RuleFix } from "../rule";
import { codeOf, replace, stringLiteral, unwrap } from "./code";
import { isOwnValue } from "./own-values";
import { isEvidentlyString, type TypeQuestion } from "./string-type";
import { readTextParts } from "./text-parts";

/** What means something in a regular expression, as MDN has it. */
const special = "/[.*+?^${}()|[\\]\\\\]/g";

/** Escapes what is searched for, so that it is found as it is written. */
export const escapePattern: RuleFix<SinkFact> = {
  title: "Escape the text",
  safety: "review",
  edit: ({ sinks }, { mcp, workspace }) => {
    const edits = sinks.flatMap(({ argument, module }) => {
      const question: TypeQuestion = { module, mcp, workspace };
      const values = valuesOf(argument, module).filter((value) => !isOwnValue(value, module));
      return values.map((value) => replace(module, value.range, escaped(value, question)));
    });
    if (edits.length === 0) return undefined;
    return { edits, note: "The text is then found as it is written. Where regular expressions are what the tool offers, use an engine that never goes back, such as RE2." };
  },
};

/** The values that a text is made of; of anything else the whole. */
function valuesOf(argument: Expression, module: TypeQuestion["module"]): readonly Expression[] {
  const parts = readTextParts(argument, module);
  return parts ? parts.flatMap((part) => (part.kind === "value" ? [part.expression] : [])) : [argument];
}

function escaped(value: Expression, question: TypeQuestion): string {
  const { module } = question;
  const code = codeOf(module, value);
  const isSimple = ["name", "member", "call"].includes(unwrap(value).kind) && value.kind !== "typed";
  const text = !isEvidentlyString(value, question) ? `String(${code})` : isSimple ? code : `(${code})`;
  return `${text}.replace(${special}, ${stringLiteral(module, "\\$&")})`;
}
