import type { Call, Expression, TaggedTemplate } from "../syntax/program";
import type { Validation } from "../schema/read";
import { answerTo } from "./answers";
import { setPlace, rootOf } from "./assign";
import { callMethod } from "./builtins/methods";
import { recordLookalike, recordSinks } from "./sinks";
import { elementsOf } from "./lists";
import type { Activation, CallSite, Machine } from "./machine";
import { baseOf } from "./members";
import { throughSchema } from "./schemas";
import { type Value, joinValues, unknown } from "./value";

/** Evaluates a call or a construction: its callee, its arguments in order, and what it gives. */
export function evaluateCall(machine: Machine, expression: Call, activation: Activation): Value {
  if (expression.callee.kind === "super") return callSuper(machine, expression, activation);
  const validation = machine.validation(expression, activation.module);
  if (validation) return validated(machine, validation, activation, expression);
  const { callee } = expression;
  const target = callee.kind === "typed" ? callee.value : callee;
  if (target.kind !== "member") {
    const value = machine.evaluate(target, activation);
    return machine.callValue(value, siteOf(machine, expression, activation, undefined, undefined));
  }
  const receiver = machine.evaluate(target.object, activation);
  const method = memberFor(machine, receiver, target, activation);
  const site = siteOf(machine, expression, activation, receiver, target.object);
  if (activation.isDead) return unknown;
  const indirect = indirectCall(machine, receiver, target.property, site);
  if (indirect) return indirect;
  if (isCallable(machine, method, site)) return machine.callValue(method, site);
  const answer = answerTo(machine, target.property ?? "", site);
  if (answer) return answer;
  recordLookalike(target.property ?? "", site);
  return callMethod(machine, target.property ?? "", receiver, site);
}

/** `Schema.parse(x)`: what comes out has passed. */
function validated(machine: Machine, validation: Validation, activation: Activation, at: Expression): Value {
  const value = throughSchema(machine, machine.evaluate(validation.input, activation), validation.schema, activation, at);
  if (validation.result === "value") return value;
  return { taints: [], fields: new Map([[validation.result.property, value], ["success", unknown], ["issues", unknown], ["error", unknown]]) };
}

function memberFor(machine: Machine, receiver: Value, target: Extract<Expression, { kind: "member" }>, activation: Activation): Value {
  if (target.property !== undefined) return machine.member(receiver, target.property, activation, target);
  return machine.evaluate(target, activation);
}

/** Whether something is known to call; a symbol that no table knows may still be a method of a text. */
function isCallable(machine: Machine, method: Value, site: CallSite): boolean {
  if (method.functions?.length || method.classes?.length) return true;
  if (!method.symbols?.length) return false;
  return site.isNew || method.symbols.some((symbol) => machine.knowsSymbol(symbol));
}

function siteOf(machine: Machine, expression: Call, activation: Activation, receiver: Value | undefined, receiverExpression: Expression | undefined): CallSite {
  const values: Value[] = [];
  const expressions: Expression[] = [];
  for (const argument of expression.arguments) {
    if (argument.kind !== "spread") {
      values.push(machine.evaluate(argument, activation));
      expressions.push(argument);
      continue;
    }
    const list = machine.evaluate(argument.value, activation);
    const elements = list.taints.length === 0 ? elementsOf(list) : [];
    if (elements.some(({ place }) => place === "0")) for (const { value, isMany } of elements) push(values, expressions, value, isMany ? argument : argument.value);
    else push(values, expressions, machine.member(list, "[]", activation, argument), argument);
  }
  return { expression, activation, arguments: values, argumentExpressions: expressions, receiver, receiverExpression, isNew: expression.isNew };
}

function push(values: Value[], expressions: Expression[], value: Value, expression: Expression): void {
  values.push(value);
  expressions.push(expression);
}

/** `f.call(this, a)`, `f.apply(this, [a])`, `f.bind(this, a)`. */
function indirectCall(machine: Machine, callee: Value, property: string | undefined, site: CallSite): Value | undefined {
  if (!callee.functions?.length && !callee.symbols?.length) return undefined;
  const [, ...rest] = site.arguments;
  if (property === "bind" && (callee.functions || callee.symbols?.some((symbol) => machine.knowsSymbol(symbol)))) {
    const receiver = site.arguments[0];
    return { ...callee, functions: callee.functions?.map((one) => ({ ...one, ...(receiver ? { receiver } : {}), bound: [...(one.bound ?? []), ...rest] })) } as Value;
  }
  if (property === "call" && callee.functions) {
    return machine.callValue({ ...callee, functions: callee.functions.map((one) => (site.arguments[0] ? { ...one, receiver: site.arguments[0] } : one)) }, { ...site, arguments: rest, argumentExpressions: site.argumentExpressions.slice(1), receiver: site.arguments[0] });
  }
  if (property === "apply" && callee.functions) {
    const list = site.arguments[1] ?? unknown;
    const listed = [...(list.fields ?? [])].filter(([name]) => /^\d+$/.test(name)).map(([, value]) => value);
    const at = site.argumentExpressions[1] ?? site.expression;
    return machine.callValue(callee, { ...site, arguments: listed, argumentExpressions: listed.map(() => at), receiver: site.arguments[0] });
  }
  return undefined;
}

function callSuper(machine: Machine, expression: Call, activation: Activation): Value {
  const self = activation.environment.variables.get("this");
  const site = siteOf(machine, expression, activation, self, undefined);
  const owner = activation.function.memberOf === undefined ? undefined : activation.module.classes.get(activation.function.memberOf);
  const base = owner ? baseOf(machine, { class: owner, module: activation.module }) : undefined;
  const built = base?.class.members.find((one) => one.kind === "constructor")?.function;
  if (!base || !built || !self) return unknown;
  machine.call({ function: built, module: base.module, captured: undefined, home: -1, receiver: self }, { ...site, receiverExpression: { kind: "this", range: expression.range } });
  return unknown;
}

/** A tagged template: the tag decides whether its values are bound or pasted. */
export function evaluateTagged(machine: Machine, expression: TaggedTemplate, activation: Activation): Value {
  const tag = machine.evaluate(expression.tag, activation);
  const values = expression.values.map((value) => machine.evaluate(value, activation));
  const receiver = expression.tag.kind === "member" ? machine.evaluate(expression.tag.object, activation) : undefined;
  const site: CallSite = { expression, activation, arguments: values, argumentExpressions: expression.values, receiver, receiverExpression: undefined, isNew: false };
  let result: Value | undefined;
  for (const symbol of tag.symbols ?? []) {
    recordSinks(machine, symbol, site);
    const instance = machine.library.result(symbol, false);
    if (instance !== undefined) result = joinValues(result, { taints: [], symbols: [instance] });
  }
  if (tag.functions) {
    const texts: Value = { taints: [], isCollection: true, fields: new Map(expression.texts.map((text, index) => [String(index), { taints: [], text: text.value, constant: { value: text.value } }])) };
    result = joinValues(result, machine.callValue({ taints: [], functions: tag.functions }, { ...site, arguments: [texts, ...values], argumentExpressions: [expression, ...expression.values] }));
  }
  return result ?? unknown;
}

/** After a call that changed its receiver or an argument in place, the variable that holds it has the new value. */
export function writeBack(machine: Machine, place: Expression | undefined, value: Value, activation: Activation): void {
  if (!place || rootOf(place) === undefined) return;
  const root = rootOf(place);
  if (root === undefined) return;
  const wasRebound = activation.rebound.has(root);
  setPlace(machine, place, value, activation);
  activation.mutated.add(root);
  if (!wasRebound) activation.rebound.delete(root);
}
