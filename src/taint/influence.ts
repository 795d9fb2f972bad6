import type { Expression } from "../syntax/program";
import { walkExpression } from "../syntax/walk";
import type { Activation } from "./machine";
import { type Value, anyTruth, isTainted } from "./value";

/**
 * Whether untrusted data have a say in a test. Where they have none, the operator's configuration decides which branch is taken,
 * and a guard inside of it is switched on or off by that configuration.
 */
export function isInfluenced(test: Expression, value: Value, activation: Activation): boolean {
  const { whenTrue, whenFalse } = value.truth ?? anyTruth;
  if (isTainted(value) || (whenTrue?.clean.size ?? 0) + (whenFalse?.clean.size ?? 0) > 0) return true;
  const { variables } = activation.environment;
  let found = false;
  walkExpression(test, {
    expression(part) {
      const held = part.kind === "name" && part.binding !== undefined ? variables.get(part.binding) : part.kind === "this" ? variables.get("this") : undefined;
      if (held && isTainted(held)) found = true;
    },
  });
  return found;
}
