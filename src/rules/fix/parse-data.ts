import type { SinkFact } from "../flows/sink-facts";
import type { RuleFix } from "../rule";
import { codeOf, hasComment, refuse, replace } from "./code";
import { readTextParts } from "./text-parts";

/** Reads data with the parser for data, where `eval("(" + text + ")")` says that they are no program. */
export const parseData: RuleFix<SinkFact> = {
  title: "Read the data with JSON.parse",
  safety: "review",
  edit: ({ sink }) => {
    const { call, module, symbol, argument } = sink;
    if (!/^global:(?:\w+\.)?eval$/.test(symbol) || call.kind !== "call" || call.arguments.length !== 1) return undefined;
    const [open, value, close, ...rest] = readTextParts(argument, module) ?? [];
    const isData = open?.kind === "text" && open.value.trim() === "(" && close?.kind === "text" && close.value.trim() === ")" && rest.length === 0;
    if (!isData || value?.kind !== "value") return undefined;
    if (hasComment(module, call.range, [value.expression.range])) return refuse("A comment stands inside of the call, and would be lost.");
    return {
      edits: [replace(module, call.range, `JSON.parse(${codeOf(module, value.expression)})`)],
      note: "Check that the text is JSON: names and texts stand in double quotes there, and nothing is computed.",
    };
  },
};
