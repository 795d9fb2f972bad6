import type { Expression } from "../../syntax/program";
import type { SinkFact } from "../flows/sink-facts";
import type { RuleFix } from "../rule";
import { codeOf, replace, stringLiteral, unwrap } from "./code";
import { isOwnValue } from "./own-values";
import { isEvidentlyString, type TypeQuestion } from "./string-type";
import { readTextParts } from "./text-parts";

/** What means something in a regular expression, as MDN has it. */
const special = [".", "*", "+", "?", "^", "$", "{", "}", "(", ")", "|", "[", "\\]", "\\\\"];

/** Escapes what is searched for, so that it is found as it is written. */
export const escapePattern: RuleFix<SinkFact> = {
  title: "Escape the text",
  safety: "review",
  edit: ({ sinks }, { mcp, workspace }) => {
    const edits = sinks.flatMap(({ argument, module }) => {
      const question: TypeQuestion = { module, mcp, workspace };
      const values = valuesOf(argument, module).filter((value) => !isOwnValue(value, module));
      return values.map((value) => {
        const from = beforeWildcards(value);
        return from && replace(module, from.value.range, escaped(from.value, from.wildcards, question));
      });
    });
    if (edits.length === 0) return undefined;
    if (!edits.every((edit) => edit !== undefined)) return { refused: "Parts of the text are made into a pattern before it gets here. Escape what the tool is given before that." };
    return { edits, note: "The text is then found as it is written. Where regular expressions are what the tool offers, use an engine that never goes back, such as RE2." };
  },
};

/** The values that a text is made of; of anything else the whole. */
function valuesOf(argument: Expression, module: TypeQuestion["module"]): readonly Expression[] {
  const parts = readTextParts(argument, module);
  return parts ? parts.flatMap((part) => (part.kind === "value" ? [part.expression] : [])) : [argument];
}

/** A text, and what in it stands for a pattern. */
interface Wildcards {
  readonly value: Expression;
  readonly wildcards: ReadonlySet<string>;
}

/** `name.replace(/[*]/g, ".*")`: the name is escaped before its wildcards become a pattern, and they are left for that. Undefined where more becomes one. */
function beforeWildcards(value: Expression): Wildcards | undefined {
  const wildcards = new Set<string>();
  let current = value;
  for (;;) {
    const call = unwrap(current);
    if (call.kind !== "call" || call.callee.kind !== "member" || !/^replace(?:All)?$/.test(call.callee.property ?? "")) return { value: wildcards.size === 0 ? value : current, wildcards };
    const [pattern, by] = call.arguments;
    // What is removed, or is no pattern in its turn, may happen before.
    if (by?.kind !== "literal" || typeof by.value !== "string") return undefined;
    if (/[.*+?^${}()|[\]\\]/.test(by.value)) {
      const listed = pattern?.kind === "regex" ? charactersIn(pattern.pattern) : undefined;
      // Escaped in part: the rest is escaped before, but for the backslash, which that would double.
      const isEscape = by.value === "\\$&" && listed?.includes("\\\\") === false;
      if (listed === undefined || !(isEscape || listed.every((each) => each === "*" || each === "?"))) return undefined;
      for (const each of listed) wildcards.add(each);
    }
    current = call.callee.object;
  }
}

/** The characters that a pattern such as `[.*]` or `\*` means, as `special` writes them. */
function charactersIn(source: string): readonly string[] | undefined {
  const listed = /^\[((?:[^\]\\^-]|\\[^\w])+)\]$/.exec(source)?.[1] ?? /^\\[^\w]$/.exec(source)?.[0];
  return listed?.match(/\\?[^]/g)?.map((each) => (special.includes(each) ? each : each.slice(-1)));
}

function escaped(value: Expression, wildcards: ReadonlySet<string>, question: TypeQuestion): string {
  const { module } = question;
  const code = codeOf(module, value);
  const isSimple = ["name", "member", "call"].includes(unwrap(value).kind) && value.kind !== "typed";
  const text = !isEvidentlyString(value, question) ? `String(${code})` : isSimple ? code : `(${code})`;
  return `${text}.replace(/[${special.filter((each) => !wildcards.has(each)).join("")}]/g, ${stringLiteral(module, "\\$&")})`;
}
