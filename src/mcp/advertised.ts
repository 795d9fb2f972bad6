import type { FunctionNode } from "../syntax/program";
import { walkFunction } from "../syntax/walk";
import { elementsOf } from "./elements";
import { findHandler, handlerOfObject } from "./handlers";
import type { AdvertisedTool } from "./model";
import { descriptionKeys, schemaKeys } from "./shapes/described";
import { firstProperty, schemaIn } from "./shapes/shape";
import type { Value } from "./environment";
import type { Settled, Values } from "./values";

type FunctionValue = Extract<Settled, { kind: "function" }>;

/** The tools that a handler of "tools/list" gives back. */
export function advertisedBy(list: Value, values: Values): readonly AdvertisedTool[] {
  const handler = findHandler(list, values);
  const settled = values.settle(list);
  if (handler === undefined || settled.kind !== "function") return [];
  const tools = values.returned(settled, []).flatMap((each) => toolsOf(each, values));
  return tools.flatMap((each) => describedTool(each, values) ?? []);
}

/** `{tools: […]}`, also where the whole answer comes from a function. */
function toolsOf(answer: Value, values: Values): readonly Value[] {
  const tools = values.property(answer, "tools");
  return tools === undefined ? (elementsOf(answer, values) ?? []) : (elementsOf(tools, values) ?? []);
}

/** Reads an object (or an instance) that describes one tool. */
function describedTool(value: Value, values: Values): AdvertisedTool | undefined {
  const name = values.text(firstProperty(value, ["name", "toolName"], values)) ?? values.text(values.property({ ...value }, "id"));
  if (name === undefined) return undefined;
  const schema = schemaIn(firstProperty(value, schemaKeys, values), values);
  const handler = handlerOfObject(value, values)?.ref;
  const description = values.text(firstProperty(value, descriptionKeys, values));
  return {
    name,
    location: locationOf(value, values),
    ...(description === undefined ? {} : { description }),
    ...(schema === undefined ? {} : { schema }),
    ...(handler === undefined ? {} : { handler }),
  };
}

function locationOf(value: Value, values: Values): AdvertisedTool["location"] {
  const settled = values.settle(value);
  const at = settled.kind === "expression" ? settled.value : value;
  return { file: at.module.file, range: at.expression.range };
}

/**
 * Functions that a dispatcher finds by the name of the tool: `handlers[name](args)` with `handlers = {read: readFile}`.
 * Functions that a `switch` leads to need no such table: the flow itself passes the case.
 */
export function tableOf(dispatcher: FunctionValue, values: Values): ReadonlyMap<string, NonNullable<AdvertisedTool["handler"]>> {
  const table = new Map<string, NonNullable<AdvertisedTool["handler"]>>();
  for (const list of tablesIn(dispatcher.function)) {
    const value = { expression: list, module: dispatcher.module, env: dispatcher.env };
    for (const entry of entriesOf(value, values)) {
      const name = values.text(values.property(entry, "0"));
      const target = values.property(entry, "1");
      const handler = target === undefined ? undefined : (findHandler(target, values) ?? handlerOfObject(target, values));
      if (name !== undefined && handler !== undefined && !table.has(name)) table.set(name, handler.ref);
    }
  }
  return table;
}

/** Objects and maps that are asked for a member whose name is computed. */
function tablesIn(node: FunctionNode): readonly Value["expression"][] {
  const tables: Value["expression"][] = [];
  walkFunction(node, {
    expression(expression) {
      if (expression.kind === "member" && expression.key !== undefined && /^(name|member)$/.test(expression.object.kind)) tables.push(expression.object);
      const isLookup = expression.kind === "call" && expression.callee.kind === "member" && expression.callee.property === "get" && expression.arguments.length === 1;
      if (isLookup && expression.callee.kind === "member") tables.push(expression.callee.object);
    },
  });
  return tables;
}

function entriesOf(table: Value, values: Values): readonly Value[] {
  const settled = values.settle(table);
  if (settled.kind !== "expression") return [];
  const { expression } = settled.value;
  if (expression.kind === "call") return elementsOf(settled.value, values) ?? [];
  if (expression.kind !== "object") return [];
  return expression.properties.flatMap((each) =>
    typeof each.key !== "string"
      ? []
      : [{ ...settled.value, expression: { kind: "array" as const, elements: [{ kind: "literal" as const, value: each.key, range: each.range }, each.value], range: each.range } }],
  );
}
