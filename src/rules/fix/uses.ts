import type { Expression, Module } from "../../syntax/program";
import { walkFunction } from "../../syntax/walk";

/** A place where a binding is read. */
export interface Use {
  readonly expression: Expression;
  /** `{ name }`: the property's key has no place of its own. */
  readonly isShorthand: boolean;
}

/** Every place in a module where a binding is read; declarations, assignments and exports are not among them. */
export function usesOf(module: Module, binding: string): readonly Use[] {
  const uses: Use[] = [];
  const shorthands = new Set<Expression>();
  walkFunction(module.top, {
    expression: (expression) => {
      if (expression.kind === "object") {
        for (const property of expression.properties) if (property.isShorthand) shorthands.add(property.value);
      }
      if (expression.kind === "name" && expression.binding === binding) uses.push({ expression, isShorthand: shorthands.has(expression) });
    },
  });
  return uses;
}

/** Whether a name can be seen from outside of the module. */
export function isExported(module: Module, binding: string): boolean {
  return module.exports.some((item) => item.binding === binding || (item.value?.kind === "name" && item.value.binding === binding));
}

/** Whether `typeof name` may stand in a type: types are erased from the program, so that the text has the last word. */
export function isNamedInTypes(module: Module, name: string): boolean {
  return new RegExp(`\\btypeof\\s+${name.replaceAll("$", "\\$")}(?![\\w$])`).test(module.text);
}
