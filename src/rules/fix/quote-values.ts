import type { TextEdit } from "../../base/text";
import type { Expression, Module } from "../../syntax/program";
import type { SinkFact } from "../flows/sink-facts";
import type { RuleContext, RuleFix } from "../rule";
import { codeOf, refuse, replace, unwrap, type Refused } from "./code";
import { isOwnValue } from "./own-values";
import { isEvidentlyString } from "./string-type";
import { readTextParts, type TextPart, type TextValue } from "./text-parts";

/** Writes each value that stands between quotes of the code as a string literal of its own: `"${name}"` becomes `${JSON.stringify(name)}`. */
export const quoteValues: RuleFix<SinkFact> = {
  title: "Write the value as a string of the code",
  safety: "safe",
  edit: (fact, context) => {
    const quotes = quotesOf(fact);
    return quotes === undefined ? undefined : quoted(fact, context, quotes);
  },
};

/** Writes the values of a text that stand between some quotes as string literals. Undefined where the text is not built in this place. */
export function quoted({ sink }: SinkFact, context: RuleContext, quotes: string): { readonly edits: readonly TextEdit[] } | Refused | undefined {
  const { module } = sink;
  const parts = readTextParts(builtAt(sink.argument, module), module);
  if (!parts?.some((part) => part.kind === "text")) return undefined;
  const edits: TextEdit[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind !== "value" || isOwnValue(part.expression, module) || isQuoted(part.expression, module)) continue;
    const edit = quoteValue(module, parts[index - 1], part, parts[index + 1], quotes, context);
    if ("refused" in edit) return edit;
    edits.push(...edit);
  }
  return edits.length > 0 ? { edits } : undefined;
}

/** The same for strings of GraphQL, whose notation is that of JSON. */
export const quoteGraphqlValues: RuleFix<SinkFact> = {
  title: "Write the value as a string of the query",
  safety: "safe",
  edit: (fact, context) => {
    const { fix } = fact.sink.model;
    return fix?.kind === "query" && fix.language === "graphql" ? quoted(fact, context, `"`) : undefined;
  },
};

/** JSON is a notation of strings in JavaScript, Python and AppleScript; in languages that fill in values between double quotes it is not. */
function quotesOf({ sink }: SinkFact): string | undefined {
  const { fix } = sink.model;
  if (fix?.kind !== "code") return undefined;
  if (fix.runs !== "program") return fix.runs === "template" ? undefined : `"'`;
  const program = sink.call.kind === "call" ? sink.call.arguments[0] : undefined;
  const name = program?.kind === "literal" && typeof program.value === "string" ? program.value : "";
  if (/(?:^|[\\/])osascript$/.test(name)) return `"`;
  return /(?:^|[\\/])(?:node|python[\d.]*)(?:\.exe)?$/.test(name) ? `"'` : undefined;
}

/** The expression that builds a text: a constant beside the call counts. */
function builtAt(argument: Expression, module: Module): Expression {
  const value = unwrap(argument);
  if (value.kind === "array") return value.elements.at(-1) ?? value;
  if (value.kind !== "name" || value.binding === undefined) return value;
  const binding = module.bindings.get(value.binding);
  return binding?.kind === "variable" && binding.writes === 1 && binding.init && !binding.path?.length ? unwrap(binding.init) : value;
}

function isQuoted(expression: Expression, module: Module): boolean {
  return /^(?:JSON\.stringify|Number|parseInt|Boolean)\s*\(/.test(codeOf(module, expression));
}

function quoteValue(module: Module, left: TextPart | undefined, value: TextValue, right: TextPart | undefined, quotes: string, context: RuleContext): readonly TextEdit[] | Refused {
  const code = codeOf(module, value.expression);
  if (left?.kind !== "text" || right?.kind !== "text") return refuse(`\`${code}\` is not a string of the text that it is put into.`);
  const opening = /\\?(["'])$/.exec(module.text.slice(left.range.start, left.range.end));
  const closing = /^\\?(["'])/.exec(module.text.slice(right.range.start, right.range.end));
  if (!opening || !closing || opening[1] !== closing[1] || !quotes.includes(opening[1] ?? "-")) return refuse(`\`${code}\` is not a whole string of the text that it is put into.`);
  const isText = isEvidentlyString(value.expression, { module, mcp: context.mcp, workspace: context.workspace });
  return [
    replace(module, { start: left.range.end - opening[0].length, end: left.range.end }, ""),
    replace(module, value.expression.range, `JSON.stringify(${isText ? code : `String(${code})`})`),
    replace(module, { start: right.range.start, end: right.range.start + closing[0].length }, ""),
  ];
}
