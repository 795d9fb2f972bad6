import type { Expression } from "../syntax/program";
import { Clean, PathState } from "./label";
import type { Activation, CallSite } from "./machine";
import type { SinkModel } from "./models/model";
import { recordAt } from "./sinks";
import type { Value } from "./value";

/** `import(name)` and `require(name)`: the data choose which code runs. Behind the name of a folder they reach less of it. */
export function recordLoading(expression: Extract<Expression, { kind: "module" }>, specifier: Value, activation: Activation): void {
  const place = { call: expression, argument: expression.specifier, activation };
  const symbol = expression.isPromise ? "import" : "require";
  const isBelow = (taint: Value["taints"][number]): boolean => (taint.state & PathState.below) !== 0;
  recordAt(loads("any"), symbol, place, specifier.taints.filter((taint) => !isBelow(taint)));
  recordAt(loads("folder"), symbol, place, specifier.taints.filter(isBelow));
}

function loads(reach: "any" | "folder"): SinkModel {
  return { concept: "ModuleLoading", argument: 0, fix: { kind: "module", reach } };
}

/** `text.match(pattern)`: a text in the place of a pattern is compiled. Other things have methods of these names, so that the receiver must be a text. */
export function recordMatching(method: string, receiver: Value, site: CallSite): void {
  const [pattern] = site.arguments;
  const [argument] = site.argumentExpressions;
  if (!pattern || !argument || pattern.pattern || pattern.symbols || !isText(receiver, site.receiverExpression)) return;
  const model: SinkModel = { concept: "RegularExpression", argument: 0, fix: { kind: "pattern" } };
  recordAt(model, `?.${method}`, { call: site.expression, argument, activation: site.activation }, pattern.taints);
}

function isText(value: Value, expression: Expression | undefined): boolean {
  if (value.text !== undefined || value.typeName === "string" || value.taints.some((taint) => taint.clean & Clean.text)) return true;
  return expression?.kind === "concat" || (expression?.kind === "call" && expression.callee.kind === "member" && textMethods.has(expression.callee.property ?? ""));
}

/** Methods that give a text whatever they are called on. */
const textMethods: ReadonlySet<string> = new Set(["toLowerCase", "toUpperCase", "toString", "trim", "join", "replace", "replaceAll", "padStart", "padEnd"]);
