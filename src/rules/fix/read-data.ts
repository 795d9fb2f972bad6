import type { Sink } from "../../taint/taint";
import type { SinkFact } from "../flows/sink-facts";
import type { Repair, RuleFix } from "../rule";
import { codeOf, hasComment, refuse, replace, unwrap, type Refused } from "./code";
import { dropImport } from "./imports";
import { objectOf } from "./options";

/** Functions whose texts are JSON as long as no function is in them, so that a parser of JSON reads the same data from them. */
const readersOfJson: ReadonlySet<string> = new Set(["node-serialize.unserialize", "json-fn.parse"]);
/** Functions that read a program of which data written as JSON are one form. */
const readersOfCode: ReadonlySet<string> = new Set(["serialize-to-js.deserialize", "seroval.deserialize"]);

const otherFormat = "Another format has to be read here, and written where the data come from: JSON, or a YAML schema without functions";

/** Reads data with a parser that builds data only. */
export const readData: RuleFix<SinkFact> = {
  title: ({ sink }) => (isYaml(sink) ? "Read YAML without functions" : "Read the data with JSON.parse"),
  safety: "review",
  edit: ({ sink }) => (isYaml(sink) ? useSafeSchema(sink) : parseJson(sink)),
};

function isYaml({ symbol }: Sink): boolean {
  return symbol.startsWith("js-yaml.");
}

function parseJson({ call, module, symbol, argument }: Sink): Repair | Refused {
  const isJson = readersOfJson.has(symbol);
  if ((!isJson && !readersOfCode.has(symbol)) || call.kind !== "call" || call.arguments.length !== 1) return refuse(otherFormat);
  if (hasComment(module, call.range, [argument.range])) return refuse("A comment stands inside of the call, and would be lost");
  const callee = unwrap(call.callee);
  const root = callee.kind === "member" ? unwrap(callee.object) : callee;
  const binding = root.kind === "name" && root.binding !== undefined ? module.bindings.get(root.binding) : undefined;
  return {
    edits: [...(binding ? dropImport(module, binding, 1) : []), replace(module, call.range, `JSON.parse(${codeOf(module, argument)})`)],
    note: isJson ? "Functions in the data stay texts from now on, and are not run." : "Check that the data are written as JSON, with `JSON.stringify`, where they come from.",
  };
}

/** The schema that js-yaml 3 has for data from others; version 4 knows no functions. */
function useSafeSchema({ call, module }: Sink): Repair | Refused {
  const options = call.kind === "call" ? call.arguments[1] : undefined;
  const schema = options && objectOf(options)?.properties.find(({ key }) => key === "schema")?.value;
  const value = schema && unwrap(schema);
  if (value?.kind !== "member" || value.property !== "DEFAULT_FULL_SCHEMA") return refuse("Which schema is meant can't be seen here");
  return { edits: [replace(module, value.propertyRange, "DEFAULT_SAFE_SCHEMA")], note: "Tags such as `!!js/function` and `!!js/regexp` are errors from now on." };
}
