import type { Call } from "../syntax/program";
import { walkFunction } from "../syntax/walk";
import type { BoundName, HandlerRef } from "./model";
import { bindingKey, memberOf } from "./environment";
import type { Value } from "./environment";
import type { Settled, Values } from "./values";

/** A handler, and how many of its leading parameters are taken already. */
export interface FoundHandler {
  readonly ref: HandlerRef;
  readonly shift: number;
}

type FunctionValue = Extract<Settled, { kind: "function" }>;

/**
 * The function that a value stands for: written in place, named, imported, a method, made by a factory, or wrapped by
 * something from outside (`wrap(async (args) => …)`), where the function that is passed is what counts.
 */
export function findHandler(value: Value, values: Values): FoundHandler | undefined {
  const settled = values.settle(value);
  if (settled.kind === "function") return found(passedThrough(settled, values) ?? settled, values);
  if (settled.kind !== "expression" || settled.value.expression.kind !== "call") return undefined;
  const { expression, module, env } = settled.value;
  for (const each of [...expression.arguments].reverse()) {
    const argument = values.settle({ expression: each, module, env });
    if (argument.kind === "function") return found(argument, values);
  }
  return undefined;
}

/** `(...args) => inner(...args)` adds nothing: the inner function is the handler. */
function passedThrough(outer: FunctionValue, values: Values): FunctionValue | undefined {
  const [only, ...others] = outer.function.parameters;
  if (only?.isRest !== true || others.length > 0 || only.pattern.kind !== "bind") return undefined;
  const rest = only.pattern.binding;
  let inner: FunctionValue | undefined;
  walkFunction(outer.function, {
    expression(expression) {
      if (inner === undefined && expression.kind === "call" && passesAll(expression, rest)) {
        const callee = values.settle({ expression: expression.callee, module: outer.module, env: outer.env });
        if (callee.kind === "function" && callee.function !== outer.function) inner = callee;
      }
    },
  });
  return inner;
}

function passesAll(call: Call, rest: string): boolean {
  const [only, ...others] = call.arguments;
  return others.length === 0 && only?.kind === "spread" && only.value.kind === "name" && only.value.binding === rest;
}

function found(settled: FunctionValue, values: Values): FoundHandler {
  const self = receiver(settled, values);
  const ref: HandlerRef = {
    function: settled.function,
    module: settled.module,
    bound: boundNames(settled, values),
    ...(self?.kind === "instance" ? { classId: self.class.id, ...(self.module === settled.module ? {} : { classModule: self.module }) } : settled.classId === undefined ? {} : { classId: settled.classId }),
  };
  return { ref, shift: settled.shift };
}

/** The object that `this` is known to be. */
function receiver(settled: FunctionValue, values: Values): Settled | undefined {
  const site = settled.env.get(bindingKey(settled.module, "this"));
  return site === undefined || settled.classId === undefined ? undefined : values.settle({ ...site, env: settled.env });
}

/** All that is known of names around a handler. Names of other modules are told as well: a bound value may use them. */
function boundNames(settled: FunctionValue, values: Values): readonly BoundName[] {
  const names: BoundName[] = [];
  for (const [key, site] of settled.env) {
    const cut = key.lastIndexOf("#");
    const file = key.slice(0, cut);
    const owner = file === settled.module.file ? undefined : values.workspace.module(file);
    const value = shortest({ ...site, env: settled.env }, values);
    const isOwn = file === settled.module.file;
    if (!isOwn && owner === undefined) continue;
    names.push({ binding: key.slice(cut + 1), value: value.expression, module: value.module, ...(owner === undefined ? {} : { owner }) });
  }
  return names;
}

/** Follows a value as long as it only leads through names and members that stand for something known. */
function shortest(value: Value, values: Values): Value {
  let current = value;
  for (let steps = 0; steps < 20; steps++) {
    const next = nextOf(current, values);
    if (next === undefined) return current;
    current = next;
  }
  return current;
}

function nextOf(value: Value, values: Values): Value | undefined {
  const { expression, module, env } = value;
  if (expression.kind === "typed") return { ...value, expression: expression.value };
  if (expression.kind === "name" && expression.binding !== undefined) {
    const known = env.get(bindingKey(module, expression.binding));
    return known === undefined ? undefined : { ...known, env };
  }
  if (expression.kind !== "member" || expression.property === undefined) return undefined;
  return values.property({ ...value, expression: expression.object }, expression.property);
}

/** Names of the members under which objects that describe a tool keep the function that serves it. */
const handlerKeys: readonly string[] = ["handler", "execute", "run", "callback", "call", "cb", "handle", "invoke", "func", "fn", "action", "createTask", "load", "handleRequest", "toolHandler", "implementation", "impl", "readCallback", "generator"];

/** The handler that an object (or an instance) carries. */
export function handlerOfObject(object: Value, values: Values): FoundHandler | undefined {
  for (const key of handlerKeys) {
    const member = values.property(object, key);
    const handler = member === undefined ? methodOf(object, key, values) : findHandler(member, values);
    if (handler !== undefined) return handler;
  }
  return undefined;
}

function methodOf(object: Value, key: string, values: Values): FoundHandler | undefined {
  const owner = values.settle(object);
  if (owner.kind !== "instance" && owner.kind !== "class") return undefined;
  return findHandler({ ...object, expression: memberOf(object.expression, key) }, values);
}
