import type { ObjectExpression } from "../../syntax/program";
import { findHandler } from "../handlers";
import type { Input } from "../model";
import { calleeName } from "../module-index";
import { memberOf } from "../environment";
import type { Value } from "../environment";
import type { Values } from "../values";
import { argument } from "./shape";
import type { Registration, Shape } from "./shape";

/** What has been typed so far, and the arguments that are known already. */
const INPUTS: readonly Input[] = [
  { parameter: 0, path: [], role: "completion" },
  { parameter: 1, path: ["arguments"], role: "completion" },
];

/** Functions that answer while a person types: `completable(schema, complete)` and `new ResourceTemplate(uri, {complete: {id: (value, context) => …}})`. */
export const completionCallbacks: Shape = {
  marker: /\bcompletable\s*\(|\bcomplete\b/,
  matches: (call) => (call.isNew ? calleeName(call) === "ResourceTemplate" : calleeName(call) === "completable") && call.arguments.length === 2,
  drivers: () => ({}),
  read(call, values) {
    const second = argument(call, 1);
    if (second === undefined) return [];
    if (!call.expression.isNew) return answeredBy(second, undefined, values);
    const complete = values.property(second, "complete");
    return complete === undefined ? [] : namesOf(complete, values).flatMap((name) => answeredBy({ ...complete, expression: memberOf(complete.expression, name) }, name, values));
  },
};

function namesOf(object: Value, values: Values): readonly string[] {
  const settled = values.settle(object);
  if (settled.kind !== "expression" || settled.value.expression.kind !== "object") return [];
  const written: ObjectExpression = settled.value.expression;
  return written.properties.flatMap(({ key }) => (typeof key === "string" ? [key] : []));
}

function answeredBy(callback: Value, name: string | undefined, values: Values): readonly Registration[] {
  const handler = findHandler(callback, values);
  return handler === undefined ? [] : [{ kind: "completion", ...(name === undefined ? {} : { name }), handler, inputs: INPUTS }];
}
