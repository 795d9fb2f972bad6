import type { Input } from "../model";
import { calleeName } from "../module-index";
import type { Value } from "../environment";
import type { Values } from "../values";

/** The variables of a URI template (RFC 6570): `{+path}` and `{#path}` may hold slashes, others may not. */
export function readTemplate(text: string): NonNullable<Input["template"]> {
  const variables = [...text.matchAll(/\{([+#./;?&]?)([^}]*)\}/g)].flatMap(([, operator, names]) =>
    (names ?? "").split(",").map((name) => ({ name: name.replace(/\*$|:\d+$/, "").trim(), mayHoldSlash: operator === "+" || operator === "#" || name.endsWith("*") })),
  );
  return { text, variables };
}

/** The text of `new ResourceTemplate("…")`, or undefined where a value is no template. */
export function templateText(value: Value, values: Values): { readonly text: string | undefined } | undefined {
  const settled = values.settle(value);
  if (settled.kind !== "expression" || settled.value.expression.kind !== "call") return undefined;
  const call = settled.value.expression;
  if (!call.isNew || !/Template$/.test(calleeName(call) ?? "")) return undefined;
  const [first] = call.arguments;
  return { text: first === undefined ? undefined : values.text({ ...settled.value, expression: first }) };
}

/** The inputs of a handler of resources: of a fixed URI nothing is free, of a template the variables and the URI made of them. */
export function resourceInputs(target: Value | undefined, values: Values): readonly Input[] {
  if (target === undefined || values.text(target) !== undefined) return [];
  const found = templateText(target, values);
  if (found === undefined) return [];
  return templateInputs(found.text);
}

/** The inputs of a handler that is given the URI and the variables of a template, whose text may not be known; of a text without variables none. */
export function templateInputs(text: string | undefined): readonly Input[] {
  const template = text === undefined ? {} : { template: readTemplate(text) };
  if (template.template?.variables.length === 0) return [];
  return [
    { parameter: 0, path: [], role: "uri", ...template },
    { parameter: 1, path: [], role: "variables", ...template },
  ];
}
