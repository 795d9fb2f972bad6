import { rowsOf } from "./builders";
import type { Concat, Expression, ObjectExpression } from "../syntax/program";
import { assign, setPlace } from "./assign";
import { compare, truthOf } from "./conditions";
import { Environment } from "./environment";
import { Clean, type CleanBits, PathState, withWholes } from "./label";
import { isInfluenced } from "./influence";
import { append, elementsOf } from "./lists";
import type { Activation, Machine } from "./machine";
import { elementOf } from "./members";
import { bareObject, recordKeyWrite, takenUnder } from "./object-keys";
import { awaited } from "./promises";
import { recordLoading } from "./language-sinks";
import { evaluateCall, evaluateTagged } from "./call-expressions";
import { typeofQuestion } from "./builtins/guards";
import { shellFlag } from "./models";
import { type Step, withStep } from "./trace";
import { enclosesCode, stateInText } from "./url-text";
import { type FunctionValue, type Knowledge, type Taint, type Truth, type Value, addKnowledge, allTaints, anyTruth, joinKnowledge, joinValues, literal, maximumText, mergeTaints, negated, unknown, unknownText, withTaints } from "./value";

/** What an expression may stand for at this point. */
// eslint-disable-next-line max-lines-per-function -- one case per kind of expression, and the compiler checks that none is missing
export function evaluate(machine: Machine, expression: Expression, activation: Activation): Value {
  machine.tick();
  switch (expression.kind) {
    case "literal":
      return literal(expression.value);
    case "concat":
      return evaluateConcat(machine, expression, activation);
    case "regex":
      return { taints: [], pattern: { source: expression.pattern, flags: expression.flags } };
    case "name":
      return evaluateName(machine, expression, activation);
    case "this":
      return activation.environment.variables.get("this") ?? machine.outer(activation.module, `this:${activation.function.id}`, activation);
    case "super":
      return activation.environment.variables.get("this") ?? unknown;
    case "member":
      return evaluateMember(machine, expression, activation);
    case "call":
      return evaluateCall(machine, expression, activation);
    case "tagged":
      return evaluateTagged(machine, expression, activation);
    case "object":
      return evaluateObject(machine, expression, activation);
    case "array":
      return evaluateArray(machine, expression, activation);
    case "spread":
      return elementOf(machine, machine.evaluate(expression.value, activation));
    case "function":
      return { taints: [], functions: [functionHere(expression.function, activation)] };
    case "class":
      return { taints: [], classes: [{ class: expression.class, module: activation.module }] };
    case "conditional":
      return evaluateConditional(machine, expression, activation);
    case "logical":
      return evaluateLogical(machine, expression, activation);
    case "binary": {
      const left = machine.evaluate(expression.left, activation);
      const right = machine.evaluate(expression.right, activation);
      if (expression.operator === "add") return added(left, right) ?? joinText([left, right], expression, activation);
      return expression.operator === "arithmetic" || expression.operator === "other" ? unknown : compare(expression.operator, left, right);
    }
    case "unary": {
      const value = machine.evaluate(expression.value, activation);
      if (expression.operator === "not") return { taints: [], truth: negated(truthOf(value, expression.value)) };
      if (expression.operator === "typeof") return typeofQuestion(value);
      return expression.operator === "negate" && typeof value.constant?.value === "number" ? literal(-value.constant.value) : unknown;
    }
    case "assign":
      return evaluateAssign(machine, expression, activation);
    case "await":
    case "yield":
      return awaited(settled(machine, machine.evaluate(expression.value, activation), expression.value), activation);
    case "sequence":
      return expression.values.reduce((_, value) => machine.evaluate(value, activation), unknown);
    case "typed": {
      const value = machine.evaluate(expression.value, activation);
      if (value !== unknown) return value;
      return machine.typed(expression.type, activation.module, activation);
    }
    case "module":
      if (expression.specifier.kind !== "literal") recordLoading(expression, machine.evaluate(expression.specifier, activation), activation);
      return machine.wholeModule(expression.specifier, activation);
    case "unknown": {
      // Data inside something unknown (JSX, an import attribute) do not come out of it, but calls inside still happen.
      for (const part of expression.parts) machine.evaluate(part, activation);
      return unknown;
    }
  }
}

/** `depth + 1`: numbers make no text. */
function added({ constant: left }: Value, { constant: right }: Value): Value | undefined {
  return typeof left?.value === "number" && typeof right?.value === "number" ? literal(left.value + right.value) : undefined;
}

function functionHere(node: FunctionValue["function"], activation: Activation): FunctionValue {
  return { function: node, module: activation.module, captured: undefined, home: activation.id };
}

function evaluateName(machine: Machine, expression: Extract<Expression, { kind: "name" }>, activation: Activation): Value {
  if (expression.binding === undefined) return expression.name === "undefined" ? literal(undefined) : { taints: [], symbols: [`global:${expression.name}`] };
  return activation.environment.variables.get(expression.binding) ?? machine.outer(activation.module, expression.binding, activation);
}

/** What an awaited call gives from a library that nobody knows is an answer from outside, not what went in. */
function settled(machine: Machine, value: Value, from: Expression): Value {
  if (from.kind === "call" && value.isOpaque) return unknown;
  return rowsOf(machine, value);
}

function evaluateMember(machine: Machine, expression: Extract<Expression, { kind: "member" }>, activation: Activation): Value {
  const object = machine.evaluate(expression.object, activation);
  if (expression.property !== undefined) return machine.member(object, expression.property, activation, expression);
  const key = expression.key ? machine.evaluate(expression.key, activation) : unknown;
  if (key.constant !== undefined) return machine.member(object, String(key.constant.value), activation, expression);
  return takenUnder(key, object, chosen(machine, object, key, activation, expression), activation);
}

/** `table[key]`: any member. Where the key is untrusted and the table is not, the function that comes out says which key it was. */
function chosen(machine: Machine, object: Value, key: Value, activation: Activation, expression: Expression): Value {
  const element = elementOf(machine, object);
  const by = key.taints[0]?.label;
  if (!by || !object.fields) return withStepRead(element, expression, activation);
  const functions: FunctionValue[] = [];
  const fields = new Map<string, Value>();
  for (const [name, value] of object.fields) {
    for (const callee of value.functions ?? []) functions.push({ ...callee, chosenBy: { label: by, key: name } });
    for (const [inner, member] of value.fields ?? []) {
      const marked = member.functions ? { ...member, functions: member.functions.map((callee) => ({ ...callee, chosenBy: { label: by, key: name } })) } : member;
      fields.set(inner, joinValues(fields.get(inner), marked));
    }
  }
  return { ...element, ...(functions.length > 0 ? { functions } : {}), ...(fields.size > 0 ? { fields } : {}), truth: anyTruth };
}

function withStepRead(value: Value, expression: Expression, activation: Activation): Value {
  if (value.taints.length === 0) return value;
  return { ...value, taints: value.taints.map((taint) => ({ ...taint, trace: withStep(taint.trace, { kind: "read", module: activation.module, range: expression.range, name: "an element" }) })) };
}

function evaluateConcat(machine: Machine, expression: Concat, activation: Activation): Value {
  return joinText(expression.parts.map((part) => machine.evaluate(part, activation)), expression, activation);
}

/** Text made of values, one behind the other. */
export function joinText(parts: readonly Value[], expression: Expression, activation: Activation): Value {
  const taints: Taint[] = [];
  let text = "";
  let isKnown = true;
  let stands = false;
  const isAlone = parts.filter((part) => knownText(part) !== "").length < 2;
  const kept = isAlone ? 0 : enclosesCode(parts.map((part) => knownText(part) ?? unknownText)) ? PathState.enclosed : 0;
  parts.forEach((part, index) => {
    const known = knownText(part);
    const step = { kind: "text" as const, module: activation.module, range: expression.range };
    for (const taint of allTaints(part)) {
      const clean = taint.clean | (activation.environment.clean.get(taint.label) ?? 0n);
      const state = stateInText(isAlone ? taint.state : taint.state & ~(PathState.whole | PathState.enclosed), clean, stands ? text : "", parts[index + 1]?.text) | (taint.state & kept);
      // Where data get behind the host is where they can still be encoded.
      const placed = state & ~taint.state & PathState.behindHost ? partRange(expression, index) : undefined;
      taints.push({ ...taint, clean: taint.clean | Clean.text | quotedBits(taint.clean, text) | (text.startsWith("/") ? Clean.rooted : 0n), trace: placed ? { previous: taint.trace, step: { ...step, placed } } : withStep(taint.trace, step), state });
    }
    if (known === undefined || part.constant === undefined) isKnown = false;
    if (text.length < maximumText) text += known ?? unknownText;
    if (known !== "") stands = true;
  });
  if (taints.length === 0 && isKnown) return literal(text);
  return { taints: mergeTaints(taints), text: text.slice(0, maximumText) };
}

/** A name whose quotes are doubled can't leave those that stand around it. */
function quotedBits(clean: CleanBits, before: string): CleanBits {
  if (clean & Clean.doubledBackticks && before.endsWith("`")) return Clean.sql | Clean.query;
  const isQuoted = (clean & Clean.doubledQuotes && before.endsWith('"')) || (clean & Clean.doubledBrackets && before.endsWith("["));
  return isQuoted ? Clean.sql : 0n;
}

function knownText(part: Value): string | undefined {
  return part.text ?? (part.constant ? String(part.constant.value) : undefined);
}

/** Where one of the parts that a text is joined from stands; undefined where it is not written here. */
function partRange(expression: Expression, index: number): Expression["range"] | undefined {
  if (expression.kind === "concat") return expression.parts[index]?.range;
  if (expression.kind === "binary") return index === 0 ? expression.left.range : expression.right.range;
  if (expression.kind === "assign") return index === 0 ? undefined : expression.value.range;
  return expression.kind === "call" && index > 0 ? expression.arguments[index - 1]?.range : undefined;
}

function evaluateObject(machine: Machine, expression: ObjectExpression, activation: Activation): Value {
  let result: Value = { taints: [], fields: new Map() };
  const fields = new Map<string, Value>();
  for (const property of expression.properties) {
    const value = machine.evaluate(property.value, activation);
    if (property.key === undefined) {
      for (const [name, member] of value.fields ?? []) fields.set(name, member);
      result = { ...withTaints(result, value.taints), ...(value.instances ? { instances: value.instances } : {}), ...(value.symbols ? { symbols: value.symbols } : {}) };
      continue;
    }
    const key = typeof property.key === "string" ? property.key : machine.evaluate(property.key, activation).constant?.value;
    if (key === "__proto__" && value.constant?.value === null) result = { ...result, symbols: [bareObject] };
    else if (key === undefined) fields.set("[]", joinValues(fields.get("[]"), value));
    else fields.set(String(key), value);
  }
  return { ...result, fields };
}

function evaluateArray(machine: Machine, expression: Extract<Expression, { kind: "array" }>, activation: Activation): Value {
  const fields = new Map<string, Value>();
  let taints: readonly Taint[] = [];
  let flag: string | undefined;
  for (const element of expression.elements) {
    if (element.kind !== "spread") {
      const value = machine.evaluate(element, activation);
      append(fields, flag === undefined ? value : behindFlag(value, { kind: "flag", module: activation.module, range: element.range, name: flag, placed: element.range }));
      if (value.text !== undefined && shellFlag.test(value.text)) flag = value.text;
      continue;
    }
    const list = machine.evaluate(element.value, activation);
    taints = mergeTaints([...taints, ...list.taints]);
    for (const { value, isMany } of elementsOf(list)) append(fields, value, isMany);
    if (!list.fields) append(fields, elementOf(machine, list), true);
  }
  return { taints, fields, isCollection: true };
}

/** Behind `-c` a word of a list becomes the text that a shell reads, wherever the list is handed over. */
function behindFlag(value: Value, step: Step): Value {
  return value.taints.length === 0 ? value : { ...value, taints: value.taints.map((taint) => ({ ...taint, trace: { previous: taint.trace, step } })) };
}

function evaluateConditional(machine: Machine, expression: Extract<Expression, { kind: "conditional" }>, activation: Activation): Value {
  const test = machine.evaluate(expression.test, activation);
  const truth = truthOf(test, expression.test);
  const before = activation.environment;
  const ways: { readonly value: Value; readonly environment: Environment; readonly known: Truth }[] = [];
  for (const [known, part] of [[truth.whenTrue, expression.then], [truth.whenFalse, expression.else]] as const) {
    if (!known) continue;
    activation.environment = before.fork();
    activation.environment.learn(known);
    const value = activation.environment.bake(machine.evaluate(part, activation));
    const inner = value.truth ?? anyTruth;
    if (!activation.isDead) ways.push({ value, environment: activation.environment, known: { whenTrue: addKnowledge(known, inner.whenTrue), whenFalse: addKnowledge(known, inner.whenFalse) } });
    activation.isDead = false;
  }
  const [first, second] = ways;
  if (!first) {
    activation.environment = before;
    activation.isDead = true;
    return unknown;
  }
  activation.environment = Environment.join(first.environment, second?.environment) ?? before;
  if (!second) return first.value;
  return {
    ...joinValues(first.value, second.value),
    truth: { whenTrue: joinKnowledge(first.known.whenTrue, second.known.whenTrue), whenFalse: joinKnowledge(first.known.whenFalse, second.known.whenFalse) },
  };
}

function evaluateLogical(machine: Machine, expression: Extract<Expression, { kind: "logical" }>, activation: Activation): Value {
  const left = machine.evaluate(expression.left, activation);
  const leftTruth = expression.operator === "coalesce" ? anyTruth : truthOf(left, expression.left);
  const [goesOn, stays] = expression.operator === "and" ? [leftTruth.whenTrue, leftTruth.whenFalse] : [leftTruth.whenFalse, leftTruth.whenTrue];
  if (expression.operator === "coalesce" && left.constant && left.constant.value != null) return left;
  const before = activation.environment;
  const skipped = stays ? before.fork() : undefined;
  if (skipped && stays) skipped.learn(stays);
  if (!goesOn) return left;
  activation.environment = before.fork();
  activation.environment.learn(goesOn);
  const right = activation.environment.bake(machine.evaluate(expression.right, activation));
  const died = activation.isDead;
  activation.isDead = died && !skipped;
  const after = died ? undefined : activation.environment;
  activation.environment = Environment.join(after, skipped) ?? before;
  if (died) return left;
  const rightTruth = truthOf(right, expression.right);
  const truth: Truth =
    expression.operator === "and"
      ? { whenTrue: addKnowledge(leftTruth.whenTrue, rightTruth.whenTrue), whenFalse: joinKnowledge(leftTruth.whenFalse, addKnowledge(leftTruth.whenTrue, rightTruth.whenFalse)) }
      : { whenTrue: joinKnowledge(leftTruth.whenTrue, addKnowledge(leftTruth.whenFalse, rightTruth.whenTrue)), whenFalse: addKnowledge(leftTruth.whenFalse, rightTruth.whenFalse) };
  // When `a && b` gives `a`, that is something falsy, in which no text is left.
  const value = expression.operator === "and" ? right : joinValues(left, right);
  const switched = expression.operator === "and" && !isInfluenced(expression.left, left, activation) ? switchedOn(left, right) : undefined;
  return { ...value, constant: undefined, truth: expression.operator === "coalesce" ? anyTruth : truth, ...(switched ? { switchedOn: switched } : {}) } as Value;
}

/** What is left of a list of allowed values, whatever it is used for. */
const allowed = Clean.command | Clean.sql | Clean.path;

/** `if (REMOTE && path) throw`: where the model has no say in the left side, the operator decides whether the guard is there. */
function switchedOn(left: Value, right: Value): Knowledge | undefined {
  const { whenTrue, whenFalse } = left.truth ?? anyTruth;
  if (!whenTrue || !whenFalse) return undefined;
  const clean = new Map(right.taints.map((taint) => [taint.label, Clean.optional]));
  for (const [label, bits] of withWholes(right.truth?.whenFalse?.clean ?? new Map())) {
    const some = (bits & Clean.path ? Clean.optionalPath : 0n) | (bits & Clean.host ? Clean.optionalHost : 0n) | (bits & (Clean.option | Clean.denied) ? Clean.optionalOption : 0n);
    const optional = (bits & allowed) === allowed ? Clean.optional : some;
    if (optional) clean.set(label, (clean.get(label) ?? 0n) | optional);
  }
  return clean.size === 0 ? undefined : { clean, equal: new Map() };
}

function evaluateAssign(machine: Machine, expression: Extract<Expression, { kind: "assign" }>, activation: Activation): Value {
  const value = machine.evaluate(expression.value, activation);
  const { target, operator } = expression;
  if (operator === undefined) {
    assign(machine, target, value, activation, "set");
    return value;
  }
  const place: Expression | undefined = target.kind === "bind" ? { kind: "name", name: target.binding, binding: target.binding, range: target.range } : target.kind === "place" ? target.place : undefined;
  if (!place) return value;
  if (operator === "add" || operator === "other") recordKeyWrite(machine, place, value, activation);
  const current = machine.evaluate(place, activation);
  const result = operator === "add" ? joinText([current, value], expression, activation) : operator === "other" ? unknown : operator === "and" ? value : joinValues(current, value);
  setPlace(machine, place, result, activation);
  return result;
}
