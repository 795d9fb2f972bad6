import type { Expression, ObjectProperty } from "../../syntax/program";
import { walkExpression } from "../../syntax/walk";
import type { SinkFact } from "../flows/sink-facts";
import type { RuleFix } from "../rule";
import { codeOf, replace } from "./code";

/** Says that a value is compared as it is: `{ name }` becomes `{ name: { $eq: name } }`. */
export const compareLiterally: RuleFix<SinkFact> = {
  title: "Compare with $eq",
  safety: "safe",
  edit: ({ sinks }) => {
    const edits = sinks.flatMap(({ argument, call, module, model }) => {
      const property = model.fix?.kind === "operator" ? propertyOf(argument, call) : undefined;
      if (!property || argument.kind === "object") return [];
      const compared = `{ $eq: ${codeOf(module, argument)} }`;
      return [replace(module, argument.range, property.isShorthand ? `${codeOf(module, argument)}: ${compared}` : compared)];
    });
    return edits.length === sinks.length ? { edits } : undefined;
  },
};

/** The property of a written object whose value an expression is. */
function propertyOf(value: Expression, call: Expression): ObjectProperty | undefined {
  let found: ObjectProperty | undefined;
  walkExpression(call, {
    expression: (expression) => {
      if (expression.kind === "object") found ??= expression.properties.find((property) => property.key !== undefined && property.value === value);
    },
  });
  return found;
}
