import type { Expression } from "../syntax/program";
import { type Taint, type Value, mergeTaints } from "./value";

/** Data that reach one place of a filter. */
export interface FilterPart {
  /** The data are the filter (or a stage of a pipeline); or a value in it; or code that the database runs. */
  readonly kind: "whole" | "value" | "code";
  readonly taints: readonly Taint[];
  readonly expression: Expression;
}

/** Operators that hold filters themselves. What the others are given is compared as it is, objects included. */
const holdsFilters = new Set(["$and", "$or", "$nor", "$not", "$match", "$elemMatch", "$expr", "$facet", "$lookup", "$graphLookup"]);
const holdsCode = new Set(["$where", "$function", "$accumulator"]);

/** Filters nest rarely deeper. */
const maximumDepth = 6;

/** Takes a filter of MongoDB apart. Objects that came from the model may be operators wherever a filter or a value is expected. */
export function filterParts(filter: Value, expression: Expression, depth = 0): readonly FilterPart[] {
  // The elements of a list and the members of a record are as much the filter as the whole is.
  const whole = mergeTaints([...filter.taints, ...(filter.fields?.get("[]")?.taints ?? [])]);
  const found: FilterPart[] = whole.length > 0 ? [{ kind: "whole", taints: whole, expression }] : [];
  if (depth >= maximumDepth) return found;
  for (const [name, member] of filter.fields ?? []) {
    if (name === "[]") continue;
    const at = memberOf(expression, name);
    if (holdsCode.has(name)) found.push({ kind: "code", taints: mergeTaints([...member.taints, ...(member.fields?.get("body")?.taints ?? [])]), expression: at });
    else if (holdsFilters.has(name) || /^\d+$/.test(name)) found.push(...filterParts(member, at, depth + 1));
    else if (!name.startsWith("$")) found.push(...valueParts(member, at, depth + 1));
  }
  return found;
}

/** A value in a filter: data, or an object of the server's own with operators in it. */
function valueParts(value: Value, expression: Expression, depth: number): readonly FilterPart[] {
  const found: FilterPart[] = value.taints.length > 0 ? [{ kind: "value", taints: value.taints, expression }] : [];
  const rest = filterParts({ ...value, taints: [] }, expression, depth);
  return [...found, ...rest.map((part): FilterPart => (part.kind === "whole" ? { ...part, kind: "value" } : part))];
}

function memberOf(expression: Expression, name: string): Expression {
  if (expression.kind === "object") return expression.properties.find((one) => one.key === name)?.value ?? expression;
  return expression.kind === "array" ? (expression.elements[Number(name)] ?? expression) : expression;
}
