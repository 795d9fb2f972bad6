import type { Call, ClassNode, Expression, FunctionNode, Module } from "../syntax/program";
import { childExpressions } from "../syntax/walk";
import type { Callers, CallSite } from "./callers";
import { bindElement, elementsOf, loopEnvironments } from "./elements";
import { findHandler } from "./handlers";
import { bindArguments, bindingKey, instanceOf, memberOf } from "./environment";
import type { Environment, Value } from "./environment";
import type { Values } from "./values";

/** One way in which a call runs: with what its open names stand for, and the outermost call that decides it. */
export interface Expansion {
  readonly env: Environment;
  /** The call of a local wrapper; undefined where the registering call itself names everything. */
  readonly site?: { readonly call: Call; readonly module: Module };
}

/** Loops inside wrappers inside loops: no server nests deeper. */
const MAX_DEPTH = 6;
/** One registering call stands for at most so many tools; more is generated from data that is not in the text. */
const MAX_EXPANSIONS = 3000;
/** Methods of lists that run a callback for each element. */
const EACH_METHODS = /^(forEach|map|flatMap|filter|some|every|find)$/;

/** An open name, with the function or loop that gives it its values. */
type Root =
  | { readonly kind: "element"; readonly binding: string; readonly module: Module }
  | { readonly kind: "parameter"; readonly binding: string; readonly module: Module; readonly function: FunctionNode }
  | { readonly kind: "this"; readonly class: ClassNode; readonly module: Module };

/** What has to be known before a registering call can be read. */
export interface Drivers {
  readonly name: Value | undefined;
  readonly handler: Value | undefined;
}

/**
 * Unrolls the loops and wrappers around a registering call, as far as its name and its handler depend on them.
 * Gives one expansion without additions where nothing is open, or nothing is known of what is.
 */
export function expand(drivers: (env: Environment) => Drivers, env: Environment, values: Values, callers: Callers): readonly Expansion[] {
  let budget = MAX_EXPANSIONS;

  function again(current: Expansion, depth: number): readonly Expansion[] {
    const root = depth >= MAX_DEPTH || budget <= 0 ? undefined : openRoot(drivers(current.env), values);
    const options = root === undefined ? [] : optionsOf(root, current, values, callers);
    if (root === undefined || options.length === 0) {
      budget--;
      return [current];
    }
    return options.flatMap((each) => (budget <= 0 ? [] : again(closed(root, each), depth + 1)));
  }
  return again({ env }, 0);
}

/** A parameter for which the call has no argument is bound too, or it would be looked for again. */
function closed(root: Root, expansion: Expansion): Expansion {
  const key = bindingKey(root.module, root.kind === "this" ? "this" : root.binding);
  if (expansion.env.has(key)) return expansion;
  const absent: Expression = { kind: "literal", value: undefined, range: { start: 0, end: 0 } };
  return { ...expansion, env: new Map(expansion.env).set(key, { expression: absent, module: root.module }) };
}

function openRoot(drivers: Drivers, values: Values): Root | undefined {
  const seen = new Set<Expression>();
  if (drivers.name !== undefined && values.text(drivers.name) === undefined) {
    const root = rootOf(drivers.name, values, seen);
    if (root !== undefined) return root;
  }
  if (drivers.handler === undefined || isKnownHandler(drivers.handler, values)) return undefined;
  return rootOf(drivers.handler, values, seen);
}

/** A function that is known, or an object written in place, needs no caller to tell what it is. */
function isKnownHandler(handler: Value, values: Values): boolean {
  const settled = values.settle(handler);
  if (settled.kind === "expression" && settled.value.expression.kind === "object") return true;
  return findHandler(handler, values) !== undefined;
}

/** The first open name that an expression depends on. */
function rootOf(value: Value, values: Values, seen: Set<Expression>): Root | undefined {
  const { expression, module, env } = value;
  if (seen.has(expression) || seen.size > 200) return undefined;
  seen.add(expression);
  if (expression.kind === "name") return rootOfName(value, values, seen);
  if (expression.kind === "member") {
    const found = expression.property === undefined ? undefined : values.property({ ...value, expression: expression.object }, expression.property);
    if (found !== undefined) return rootOf(found, values, seen);
    if (expression.object.kind === "this") return rootOfThis(value, expression.property ?? "", values);
  }
  for (const each of childExpressions(expression)) {
    const root = rootOf({ expression: each, module, env }, values, seen);
    if (root !== undefined) return root;
  }
  return undefined;
}

function rootOfName(value: Value, values: Values, seen: Set<Expression>): Root | undefined {
  const { expression, module, env } = value;
  const binding = expression.kind === "name" ? expression.binding : undefined;
  if (binding === undefined) return undefined;
  const known = env.get(bindingKey(module, binding));
  if (known !== undefined) return rootOf({ ...known, env }, values, seen);
  const declared = module.bindings.get(binding);
  if (declared === undefined) return undefined;
  if (declared.kind === "parameter") {
    const node = module.functions.get(declared.scope);
    return node === undefined ? undefined : { kind: "parameter", binding, module, function: node };
  }
  if (declared.path?.[0] === "[]") return { kind: "element", binding, module };
  if (declared.init === undefined || declared.writes !== 1) return undefined;
  return rootOf({ ...value, expression: (declared.path ?? []).reduce(memberOf, declared.init) }, values, seen);
}

/** A member that a class leaves to the classes that extend it. */
function rootOfThis(value: Value, property: string, values: Values): Root | undefined {
  const { module, env, expression } = value;
  if (env.has(bindingKey(module, "this"))) return undefined;
  const owner = values.settle({ ...value, expression: expression.kind === "member" ? expression.object : expression });
  if (owner.kind !== "instance") return undefined;
  const isMethod = values.settle(value).kind === "function";
  return isMethod || property === "" ? undefined : { kind: "this", class: owner.class, module: owner.module };
}

function optionsOf(root: Root, current: Expansion, values: Values, callers: Callers): readonly Expansion[] {
  switch (root.kind) {
    case "element":
      return (loopEnvironments(root.binding, root.module, current.env, values) ?? []).map((env) => ({ ...current, env }));
    case "parameter":
      return callbackOptions(root, current, values) ?? callOptions(root, current, values, callers);
    case "this":
      return subclassOptions(root, current, callers);
  }
}

/** `tools.forEach((tool) => …)`. Undefined where the function is not written as an argument of such a method. */
function callbackOptions(root: Extract<Root, { kind: "parameter" }>, current: Expansion, values: Values): readonly Expansion[] | undefined {
  const { module } = root;
  const passed = values.indexOf(module).passedTo.get(root.function.id);
  if (passed === undefined || passed.argument !== 0 || passed.call.callee.kind !== "member") return undefined;
  if (!EACH_METHODS.test(passed.call.callee.property ?? "")) return undefined;
  const list = { expression: passed.call.callee.object, module, env: current.env };
  const isMap = isMapValue(list, values);
  const callback = { kind: "function" as const, function: root.function, module, env: current.env, shift: 0 };
  return (elementsOf(list, values) ?? []).map((element) => ({ ...current, env: new Map([...current.env, ...bindElement(element, callback, isMap).env]) }));
}

function isMapValue(list: Value, values: Values): boolean {
  const settled = values.settle(list);
  if (settled.kind !== "expression" || settled.value.expression.kind !== "call") return false;
  const { callee, isNew } = settled.value.expression;
  return isNew && callee.kind === "name" && callee.name === "Map";
}

/** A local wrapper: what its callers pass. */
function callOptions(root: Extract<Root, { kind: "parameter" }>, current: Expansion, values: Values, callers: Callers): readonly Expansion[] {
  return callers.of(root.function, root.module).map((each) => {
    const env = bindArguments(withReceiver(each, current.env, values), root.function, root.module, argumentsOf(each, current.env, values));
    return { env, site: { call: each.call, module: each.module } };
  });
}

/** `wrap(...definition)` passes the elements of a list. */
function argumentsOf(each: CallSite, env: Environment, values: Values): readonly { readonly expression: Expression; readonly module: Module }[] {
  return each.call.arguments.flatMap((argument): readonly { readonly expression: Expression; readonly module: Module }[] =>
    argument.kind === "spread" ? (elementsOf({ expression: argument.value, module: each.module, env }, values) ?? []) : [{ expression: argument, module: each.module }],
  );
}

/** `new ReadTool().register(server)`: inside of the method `this` is that object. */
function withReceiver(each: CallSite, env: Environment, values: Values): Environment {
  const { callee } = each.call;
  if (callee.kind !== "member" || callee.object.kind === "this") return env;
  const receiver = values.settle({ expression: callee.object, module: each.module, env });
  if (receiver.kind !== "instance" || receiver.env.size === env.size) return env;
  return new Map([...env, ...receiver.env]);
}

function subclassOptions(root: Extract<Root, { kind: "this" }>, current: Expansion, callers: Callers): readonly Expansion[] {
  const key = bindingKey(root.module, "this");
  return leaves(root.class, root.module, callers, 0).flatMap((each) => {
    const constructor = each.class.members.find((member) => member.kind === "constructor")?.function;
    const made = constructor === undefined ? [] : callers.of(constructor, each.module).filter(({ call }) => call.isNew);
    const sites = made.length > 0 ? made.map(({ call, module }) => ({ expression: call, module })) : [{ expression: instanceOf(each.class), module: each.module }];
    return sites.map((site) => ({ ...current, env: new Map(current.env).set(key, site) }));
  });
}

/** The classes below a class that nothing extends further. */
function leaves(node: ClassNode, module: Module, callers: Callers, level: number): readonly { readonly class: ClassNode; readonly module: Module }[] {
  if (level > 5) return [];
  return callers.subclasses(node, module).flatMap((each) => {
    const below = leaves(each.class, each.module, callers, level + 1);
    return below.length > 0 ? below : [each];
  });
}
