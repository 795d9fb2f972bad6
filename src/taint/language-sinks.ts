import type { Expression } from "../syntax/program";
import { PathState } from "./label";
import type { Activation } from "./machine";
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
