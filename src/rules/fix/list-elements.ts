import type { Call, Expression, Module } from "../../syntax/program";
import { walkFunction } from "../../syntax/walk";
import { codeOf, isRefused, refuse, unwrap, type Refused } from "./code";
import { splitShellText } from "./shell-words";
import { readTextParts } from "./text-parts";

/** How far constants are followed. */
const MOST_HOPS = 6;

/** Methods whose result holds nothing but elements of the list. */
const selections = new Set(["slice", "filter", "sort", "toSorted", "reverse", "toReversed", "concat", "flat"]);

/**
 * Refuses a list whose elements the shell would have taken apart once they were joined: `["-H \"Accept: x\""].join(" ")`.
 * What a tool or a caller hands over is taken for one word each; what another function returns can't be seen.
 */
export function checkElements(list: Expression, module: Module, hops = 0, isFiltered = false): Refused | undefined {
  const value = unwrap(list);
  const unseen = refuse(`What \`${shorten(codeOf(module, value))}\` holds can't be seen here, and its elements may be several words each`);
  if (hops > MOST_HOPS) return unseen;
  switch (value.kind) {
    case "array":
      return firstRefusal(value.elements.map((element) => (element.kind === "spread" ? checkElements(element.value, module, hops + 1, isFiltered) : checkElement(element, module, isFiltered))));
    case "call":
      return checkCall(value, module, hops, unseen, isFiltered);
    case "conditional":
      return checkElements(value.then, module, hops + 1, isFiltered) ?? checkElements(value.else, module, hops + 1, isFiltered);
    case "logical":
      return checkElements(value.left, module, hops + 1, isFiltered) ?? checkElements(value.right, module, hops + 1, isFiltered);
    case "member":
      return undefined;
    case "name":
      return checkName(value, module, hops, unseen, isFiltered);
    default:
      return unseen;
  }
}

function checkCall(call: Call, module: Module, hops: number, unseen: Refused, isFiltered: boolean): Refused | undefined {
  if (call.callee.kind !== "member") return unseen;
  const { property = "", object } = call.callee;
  if (property === "split") return undefined;
  if (selections.has(property)) return checkElements(object, module, hops + 1, isFiltered || property === "filter") ?? (property === "concat" ? firstRefusal(call.arguments.map((other) => checkElements(other, module, hops + 1, isFiltered))) : undefined);
  if (property !== "map" && property !== "flatMap") return unseen;
  const callback = call.arguments[0] && unwrap(call.arguments[0]);
  const [statement] = callback?.kind === "function" ? callback.function.body : [];
  if (callback?.kind !== "function" || callback.function.body.length !== 1 || statement?.kind !== "return" || !statement.value) return unseen;
  const returned = unwrap(statement.value);
  return returned.kind === "array" ? checkElements(returned, module, hops + 1, isFiltered) : checkElement(returned, module, isFiltered);
}

function checkName(name: Expression & { readonly kind: "name" }, module: Module, hops: number, unseen: Refused, isFiltered: boolean): Refused | undefined {
  const binding = name.binding === undefined ? undefined : module.bindings.get(name.binding);
  if (!binding) return unseen;
  if (binding.kind === "parameter" || binding.path?.length) return undefined;
  if (binding.writes !== 1 || !binding.init) return unseen;
  const pushed: (Refused | undefined)[] = [];
  walkFunction(module.top, {
    expression: (expression) => {
      if (expression.kind !== "call" || expression.callee.kind !== "member") return;
      const { object, property } = expression.callee;
      if (object.kind !== "name" || object.binding !== binding.id || (property !== "push" && property !== "unshift")) return;
      pushed.push(...expression.arguments.map((argument) => (argument.kind === "spread" ? checkElements(argument.value, module, hops + 1, isFiltered) : checkElement(argument, module, isFiltered))));
    },
  });
  return checkElements(binding.init, module, hops + 1, isFiltered) ?? firstRefusal(pushed);
}

/** A text has to be one word without quotes; any other value is taken for one. An empty one is left out by a filter, and by the shell, but not by a program. */
function checkElement(element: Expression, module: Module, isFiltered: boolean): Refused | undefined {
  const whole = unwrap(element);
  const both = whole.kind === "conditional" ? [whole.then, whole.else] : whole.kind === "logical" ? [whole.left, whole.right] : [];
  if (both.length > 0) return firstRefusal(both.map((part) => checkElement(part, module, isFiltered)));
  if (isFiltered && whole.kind === "literal" && whole.value === "") return undefined;
  const parts = readTextParts(element, module);
  const split = parts && splitShellText(parts, true);
  if (!split) return undefined;
  if (isRefused(split)) return split;
  const isWord = split.words.length === 1 && split.words[0]?.isQuoted === false;
  return isWord ? undefined : refuse(`\`${shorten(codeOf(module, element))}\` is an element of the list, and the shell would take it apart`);
}

function firstRefusal(outcomes: readonly (Refused | undefined)[]): Refused | undefined {
  return outcomes.find((outcome) => outcome !== undefined);
}

function shorten(code: string): string {
  const line = code.replace(/\s+/g, " ").replaceAll("`", "'");
  return line.length <= 40 ? line : `${line.slice(0, 37)}…`;
}
