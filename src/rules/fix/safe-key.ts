import type { Expression } from "../../syntax/program";
import { walkStatements } from "../../syntax/walk";
import type { Sink } from "../../taint/taint";
import type { SinkFact } from "../flows/sink-facts";
import type { Repair, RuleContext, RuleFix } from "../rule";
import { codeOf, hasComment, isRefused, refuse, replace, unwrap, type Refused } from "./code";
import { importHelper, type FileFlavour, type HelperFile } from "./helper-import";

/** Refuses the keys that lead from one object to what all objects inherit from. */
export const refuseInheritedKeys: RuleFix<SinkFact> = {
  title: "Refuse keys that lead to all objects",
  safety: "review",
  edit: (fact, context) => (fact.sink.module.language === "python" ? undefined : wrapKeys(fact, context)),
};

const helperName = "safeKey";
const helper: HelperFile = { name: "safe-key", exports: { key: helperName }, text: helperText };

function wrapKeys({ sinks }: SinkFact, { workspace }: RuleContext): Repair | Refused {
  const [first] = sinks;
  if (!first) return refuse("There is no key here");
  const { module } = first;
  const keys = uniqueKeys(sinks.flatMap((sink) => keysOf(sink)));
  if (keys.length === 0) return refuse("Where the object comes from is not written here: refuse the names where the first key is used, or keep the data in a `Map`");
  if (keys.some((key) => hasComment(module, key.range))) return refuse("A comment stands inside of the key, and would be lost");
  const access = importHelper(module, helper, [helperName], workspace);
  if (isRefused(access)) return access;
  return {
    edits: [...access.edits, ...keys.map((key) => replace(module, key.range, `${helperName}(${codeOf(module, key)})`))],
    newFiles: access.newFiles,
    note: "Calls with the keys `__proto__`, `constructor` and `prototype` fail from now on.",
  };
}

/** The keys under which the object that is written into was taken out of others: where it is written, or where its name was given to it. */
function keysOf({ argument, function: within, module }: Sink): readonly Expression[] {
  const object = unwrap(argument);
  if (object.kind !== "name" || object.binding === undefined) return keysIn(object);
  const { binding } = object;
  const declared = module.bindings.get(binding);
  const keys = declared?.init && declared.path === undefined ? [...keysIn(declared.init)] : [];
  walkStatements(within.body, {
    expression(expression) {
      if (expression.kind === "assign" && expression.target.kind === "bind" && expression.target.binding === binding) keys.push(...keysIn(expression.value));
    },
    nested: () => false,
  });
  return keys;
}

function keysIn(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "typed":
      return keysIn(expression.value);
    case "member":
      return expression.key ? [expression.key] : [];
    case "logical":
      return [...keysIn(expression.left), ...keysIn(expression.right)];
    case "conditional":
      return [...keysIn(expression.then), ...keysIn(expression.else)];
    case "assign":
      return [...(expression.target.kind === "place" ? keysIn(expression.target.place) : []), ...keysIn(expression.value)];
    default:
      return [];
  }
}

function uniqueKeys(keys: readonly Expression[]): readonly Expression[] {
  return [...new Map(keys.map((key) => [key.range.start, key])).values()];
}

/**
 * The text of a file with a function that lets keys through. It is added to the user's project and belongs to the user from then on.
 * The name is compared as the text that it becomes as a key: `["__proto__"]` is that name as well.
 */
function helperText({ isTyped, modules, quote, lineBreak }: FileFlavour): string {
  const isEsm = modules === "esm";
  const lines = [
    "/** Gives back a key that a tool call asks for, and throws where it would lead from one object to what all objects inherit from. */",
    `${isEsm ? "export " : ""}function ${helperName}${isTyped ? "<K extends PropertyKey>(key: K): K" : "(key)"} {`,
    "  const name = String(key);",
    `  if (name === "__proto__" || name === "constructor" || name === "prototype") {`,
    "    throw new Error(`This key is not allowed: ${name}`);",
    "  }",
    "  return key;",
    "}",
    ...(isEsm ? [] : ["", `module.exports = { ${helperName} };`]),
    "",
  ];
  const text = lines.join(lineBreak);
  return quote === '"' ? text : text.replaceAll('"', "'");
}

