import type { Expression, Module } from "../../syntax/program";
import { childExpressions } from "../../syntax/walk";

/** How far constants are followed. */
const MOST_HOPS = 8;

/** Whether a value is the server's own: nothing in it comes from a parameter, as far as one file tells. */
export function isOwnValue(expression: Expression, module: Module, hops = 0): boolean {
  if (hops > MOST_HOPS) return false;
  switch (expression.kind) {
    case "literal":
    case "this":
      return true;
    case "name": {
      if (expression.binding === undefined) return true;
      const binding = module.bindings.get(expression.binding);
      if (!binding || binding.kind === "parameter" || binding.kind === "catch") return false;
      if (binding.kind !== "variable") return true;
      if (binding.scope === "top" && binding.writes <= 1) return true;
      return binding.writes === 1 && binding.init !== undefined && isOwnValue(binding.init, module, hops + 1);
    }
    case "call":
    case "await":
    case "yield":
      return expression.kind === "call" && expression.arguments.length === 0 && isOwnValue(expression.callee, module, hops + 1);
    case "function":
    case "class":
    case "unknown":
      return false;
    default:
      return childExpressions(expression).every((part) => isOwnValue(part, module, hops + 1));
  }
}
