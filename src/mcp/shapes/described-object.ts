import type { Expression, Module } from "../../syntax/program";
import type { Schema } from "../../schema/schema";
import type { FoundHandler } from "../handlers";
import { findHandler, handlerOfObject } from "../handlers";
import type { Input } from "../model";
import { emptyEnvironment, instanceOf, memberOf } from "../environment";
import type { Value } from "../environment";
import type { Values } from "../values";
import { placeOfArguments } from "./arguments-place";
import { descriptionKeys, schemaKeys } from "./described";
import { baseName, exportedValue } from "./exports";
import { firstProperty, schemaIn } from "./shape";
import type { Declaration, DeclaredShape } from "./shape";

/** Methods by which classes of tools are run; `read` or `load` may be anything's. */
const METHODS: readonly string[] = ["execute", "handle", "run", "call", "invoke", "handler", "callback"];

/** A text for the model, something that says what may be passed, and a function: most files hold one of these words, few hold all. */
const LOOKS_LIKE_ONE = /^(?=[\s\S]*?(?:\bdesc(?:ription)?\b|\{\s*\.\.\.))(?=[\s\S]*?\b(?:inputSchema|parameters|schema|params(?:Schema|Shape)|args(?:Schema|Shape)?|inputShape|validator|input|params|arguments)\s*[:=(,}])(?=[\s\S]*?(?:tool|\b(?:handler|execute|run|callback|call|cb|handle|invoke|func|fn|action)\s*[:=(,}]))/i;

/** The same for a file that is a tool by what it exports; the text may stand elsewhere. */
const EXPORTS_ONE = /^(?=[\s\S]*?\bexport\s+(?:const|let)\s+(?:inputSchema|parameters|schema|params(?:Schema|Shape)|argsSchema|inputShape|params)\b)(?=[\s\S]*?\bexport\s+(?:const|let|(?:async\s+)?function)\s+(?:handler|execute|run|callback|call|handle|invoke)\b)/;

/**
 * What looks like a tool and is registered where nobody sees it, by another package or by code that can't be followed:
 * `{name, description, inputSchema, handler}`, `defineTool({name, description, schema}, handler)`, `{read: tool({description, parameters, execute})}`,
 * classes with these members, and files that export them. A guess: flows from it are never certain.
 */
export const describedObject: DeclaredShape = {
  marker: new RegExp(`${LOOKS_LIKE_ONE.source}|${EXPORTS_ONE.source}`, "i"),
  read: (module, values) => [...objectsIn(module, values), ...classesIn(module, values), ...moduleIn(module, values)],
};

/** A guess needs a name, a text for the model, something that says what may be passed, and a function. */
function objectsIn(module: Module, values: Values): readonly Declaration[] {
  const { objects, calls } = values.indexOf(module);
  const beside = calls.flatMap(({ call }) => {
    const [object, last, ...others] = call.arguments;
    const isTool = object?.kind === "object" && last !== undefined && others.length === 0 && /tool/i.test(lastName(call.callee));
    return isTool ? [{ object, key: undefined, handler: last }] : [];
  });
  const whole = objects.filter(({ object }) => mayDescribe(object)).map(({ object, key }) => ({ object, key, handler: undefined }));
  return [...whole, ...beside].flatMap(({ object, key, handler: written }) => {
    const at = (expression: Expression): Value => ({ expression, module, env: emptyEnvironment });
    const handler = written === undefined ? handlerOfObject(at(object), values) : findHandler(at(written), values);
    const name = values.text(firstProperty(at(object), ["name", "toolName", "id"], values)) ?? (has(object, "name") ? undefined : key);
    return handler === undefined || name === undefined ? [] : guess(name, at(object), handler, object.range, values);
  });
}

function mayDescribe(object: Expression): boolean {
  // `{...definitions.read, execute}`: the text and the schema stand elsewhere.
  if (object.kind === "object" && object.properties.some(({ key }) => key === undefined) && METHODS.some((key) => has(object, key))) return true;
  return descriptionKeys.some((key) => has(object, key)) && schemaKeys.some((key) => has(object, key));
}

function has(object: Expression, key: string): boolean {
  return object.kind === "object" && object.properties.some((each) => each.key === key);
}

function lastName(callee: Expression): string {
  return callee.kind === "name" ? callee.name : callee.kind === "member" ? (callee.property ?? "") : "";
}

function classesIn(module: Module, values: Values): readonly Declaration[] {
  return [...module.classes.values()].flatMap((node) => {
    const isRunnable = node.members.some((each) => METHODS.includes(each.name) && !each.isStatic && each.function !== undefined && each.function.body.length > 0);
    if (!isRunnable) return [];
    const self: Value = { expression: instanceOf(node), module, env: emptyEnvironment };
    const own: Value = { ...self, expression: { kind: "class", class: node, range: node.range } };
    const name = values.text(firstProperty(self, ["name", "toolName"], values)) ?? values.text(firstProperty(own, ["toolName"], values));
    const method = METHODS.find((each) => node.members.some((member) => member.name === each && member.function !== undefined));
    const handler = method === undefined ? undefined : findHandler({ ...self, expression: memberOf(self.expression, method) }, values);
    return name === undefined || handler === undefined ? [] : guess(name, self, handler, node.range, values);
  });
}

/**
 * `tools/boot.ts` with `export const schema` and `export const handler`, found by its path when the server starts.
 * The folder, or a text for the model beside them, tells it from a route of a web framework.
 */
function moduleIn(module: Module, values: Values): readonly Declaration[] {
  const at = (name: string): Value | undefined => exportedValue(module, name);
  const method = METHODS.find((each) => at(each) !== undefined);
  const written = schemaKeys.find((each) => at(each) !== undefined);
  const target = method === undefined ? undefined : at(method);
  const text = descriptionKeys.map(at).find((each) => each !== undefined);
  const handler = target === undefined ? undefined : findHandler(target, values);
  if (target === undefined || written === undefined || handler === undefined) return [];
  if (text === undefined && !/[\\/]tools?[\\/]/i.test(module.file)) return [];
  const name = values.text(at("name") ?? at("toolName")) ?? baseName(module.file);
  return guessOf(name, values.text(text), schemaIn(at(written), values), handler, target.expression.range);
}

function guess(name: string, described: Value, handler: FoundHandler, range: Declaration["range"], values: Values): readonly Declaration[] {
  const description = firstProperty(described, descriptionKeys, values);
  const written = firstProperty(described, schemaKeys, values);
  return description === undefined ? [] : guessOf(name, values.text(description), schemaIn(written, values), handler, range);
}

function guessOf(name: string, text: string | undefined, schema: Schema | undefined, handler: FoundHandler, range: Declaration["range"]): readonly Declaration[] {
  if (schema === undefined || !isOfArguments(schema)) return [];
  const inputs = [argumentsOf(handler, schema)];
  return [{ kind: "tool", name, ...(text === undefined ? {} : { description: text }), handler, inputs, range, isGuess: true }];
}

/** `isStrict ? full.shape : short.shape` is one of two objects. */
function isOfArguments(schema: Schema): boolean {
  return schema.kind === "union" ? schema.options.every(isOfArguments) : schema.kind === "object" || schema.kind === "unknown" || schema.kind === "refined";
}

function argumentsOf({ ref, shift }: FoundHandler, schema: Schema): Input {
  const fields = schema.kind === "object" ? new Set(schema.fields.keys()) : undefined;
  const { parameter, path } = placeOfArguments(ref, shift, fields);
  return { parameter: parameter - shift, path, role: "arguments", schema };
}
