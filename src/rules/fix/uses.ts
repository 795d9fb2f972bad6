import type { Expression, Module } from "../../syntax/program";
import { walkFunction } from "../../syntax/walk";

/** A place where a binding is read. */
export interface Use {
  readonly expression: Expression;
  /** `{ name }`: the property's key has no place of its own. */
  readonly isShorthand: boolean;
  /** Only asked whether there is anything: `if (name)`, `!name`. */
  readonly isTest: boolean;
}

/** Every place in a module where a binding is read; declarations, assignments and exports are not among them. */
export function usesOf(module: Module, binding: string): readonly Use[] {
  const uses: Use[] = [];
  const shorthands = new Set<Expression>();
  const tests = new Set<Expression>();
  walkFunction(module.top, {
    statement: (statement) => {
      if ((statement.kind === "if" || statement.kind === "loop") && statement.test) tests.add(statement.test);
    },
    expression: (expression) => {
      noteTests(expression, tests);
      if (expression.kind === "object") {
        for (const property of expression.properties) if (property.isShorthand) shorthands.add(property.value);
      }
      if (expression.kind !== "name" || expression.binding !== binding) return;
      uses.push({ expression, isShorthand: shorthands.has(expression), isTest: tests.has(expression) });
    },
  });
  return uses;
}

function noteTests(expression: Expression, tests: Set<Expression>): void {
  if (expression.kind === "unary" && expression.operator === "not") tests.add(expression.value);
  if (expression.kind === "conditional") tests.add(expression.test);
  if (expression.kind !== "logical" || expression.operator === "coalesce") return;
  // The left side of `a && b` is only asked; what it is comes out of `a || b`, unless the whole is only asked itself.
  if (expression.operator === "and" || tests.has(expression)) tests.add(expression.left);
  if (tests.has(expression)) tests.add(expression.right);
}

/** Whether a name can be seen from outside of the module. */
export function isExported(module: Module, binding: string): boolean {
  return module.exports.some((item) => item.binding === binding || (item.value?.kind === "name" && item.value.binding === binding));
}

/** Whether `typeof name` may stand in a type: types are erased from the program, so that the text has the last word. */
export function isNamedInTypes(module: Module, name: string): boolean {
  return new RegExp(`\\btypeof\\s+${name.replaceAll("$", "\\$")}(?![\\w$])`).test(module.text);
}
