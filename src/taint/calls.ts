import { readSchema } from "../schema/read";
import type { FunctionNode, Pattern } from "../syntax/program";
import { answerOfKind } from "./answers";
import { assign } from "./assign";
import { callBuiltin } from "./builtins/functions";
import { callMethod } from "./builtins/methods";
import { writeBack } from "./call-expressions";
import { leave, switchedOn } from "./execute";
import { Clean, cleanBit } from "./label";
import { withoutPlaces } from "./lists";
import type { Activation, CallInput, CallSite, Machine, Summary } from "./machine";
import { baseOf } from "./members";
import { alsoPending, begun, handedOver, promised } from "./promises";
import { addHit, promisified, recordSinks, seenFrom } from "./sinks";
import { throughSchema } from "./schemas";
import { Instance, type Shape, passStep } from "./summaries";
import { type ClassValue, type FunctionValue, type Taint, type Value, allTaints, isTainted, joinKnowledge, joinTruth, joinValues, mergeTaints, noKnowledge, unknown, addKnowledge } from "./value";
import { orDeclared } from "./declared";

/** Calls whatever a value may stand for. Nothing known: the functions that are passed are run once, and nothing comes back. */
export function callValue(machine: Machine, callee: Value, site: CallSite): Value {
  let result: Value | undefined;
  let returns = false;
  const functions = callee.functions ?? [];
  for (const one of functions) {
    const wasDead = site.activation.isDead;
    const value = machine.call(one, site);
    // Where several functions may be meant, control goes on unless none of them returns.
    if (!site.activation.isDead) {
      returns = true;
      result = alsoPending(joinValues(result, value), result, value);
    }
    site.activation.isDead = wasDead;
  }
  if (functions.length > 0 && !returns && !callee.classes && !callee.symbols) site.activation.isDead = true;
  for (const one of callee.classes ?? []) result = joinValues(result, construct(machine, one, site));
  for (const symbol of callee.symbols ?? []) result = joinValues(result, callSymbol(machine, symbol, site));
  // Only now, for of several functions that may be meant one has not begun what another does.
  if (result?.pending) site.activation.environment.learn(begun(result.pending));
  if (result) return result;
  if (functions.length === 0) {
    callCallbacks(machine, site, unknown);
    handedOver(site.arguments, site.activation);
  }
  return unknown;
}

/** Runs the functions that are passed to something unknown: their bodies may hold sinks. */
export function callCallbacks(machine: Machine, site: CallSite, given: Value): void {
  site.arguments.forEach((argument) => {
    for (const callback of argument.functions ?? []) {
      const result = machine.call(callback, { ...site, arguments: callback.function.parameters.map(() => given), argumentExpressions: callback.function.parameters.map(() => site.expression), receiver: undefined, receiverExpression: undefined });
      handedOver([result], site.activation);
    }
  });
}

function construct(machine: Machine, owner: ClassValue, site: CallSite): Value {
  let current: ClassValue | undefined = owner;
  for (let depth = 0; current && depth < 8; depth++) {
    const built = current.class.members.find((one) => one.kind === "constructor")?.function;
    if (built) {
      const self: Value = { taints: [], instances: [owner] };
      const changed = invoke(machine, { function: built, module: current.module, captured: undefined, home: -1, receiver: self }, site).receiver;
      return changed ?? self;
    }
    current = baseOf(machine, current);
  }
  return { taints: [], instances: [owner] };
}

function callSymbol(machine: Machine, symbol: string, site: CallSite): Value {
  recordSinks(machine, symbol, site);
  const plain = symbol.startsWith(promisified) ? symbol.slice(promisified.length) : symbol;
  const model = machine.library.model(plain);
  const builtin = callBuiltin(machine, plain, site);
  if (builtin) return builtin;
  handedOver(site.arguments, site.activation);
  if (model?.leaves) {
    site.activation.isDead = true;
    return unknown;
  }
  if (model?.gives) return answerOfKind(machine, model.gives, site);
  if (!model && site.receiver && !site.isNew) {
    const property = plain.slice(Math.max(plain.lastIndexOf("."), plain.lastIndexOf("#")) + 1);
    return callMethod(machine, property, site.receiver, site);
  }
  if (model?.hands) handParameters(machine, model.hands, site);
  else callCallbacks(machine, site, unknown);
  const special = model?.returnsWith && hasOption(site.arguments[0], model.returnsWith.property) ? model.returnsWith.symbol : undefined;
  const instance = special ?? machine.library.result(plain, site.isNew);
  const result: Value = instance === undefined ? unknown : { taints: [], symbols: [instance] };
  if (model?.passes) return checked(machine, { ...result, taints: passed(machine, model, site) }, model.checkedBy, site);
  if (model || instance !== undefined || site.isNew) return result;
  return opaque(machine, plain, site);
}

/** Whether an object has a property; one of an object in it is written `connect.lookup`. */
function hasOption(options: Value | undefined, path: string): boolean {
  return path.split(".").reduce((value: Value | undefined, name) => value?.fields?.get(name), options) !== undefined;
}

function checked(machine: Machine, value: Value, checkedBy: number | undefined, site: CallSite): Value {
  const schema = checkedBy === undefined ? undefined : site.argumentExpressions[checkedBy];
  if (schema === undefined) return value;
  return throughSchema(machine, value, readSchema(schema, site.activation.module, machine.workspace), site.activation, site.expression);
}

/** A library function that no table knows: what goes in may come out, which is less than certain. */
function opaque(machine: Machine, symbol: string, site: CallSite): Value {
  if (symbol.startsWith("global:") || symbol.includes("#") || machine.library.knowsPackage(symbol)) return unknown;
  const taints = site.arguments.flatMap((argument) => allTaints(argument)).map((taint) => ({ ...taint, label: machine.labels.derive(taint.label, "call"), isUncertain: true, clean: 0n }));
  return taints.length === 0 ? unknown : { taints: mergeTaints(taints), isOpaque: true };
}

function passed(machine: Machine, model: NonNullable<ReturnType<Machine["library"]["model"]>>, site: CallSite): readonly Taint[] {
  const from = (model.passes ?? []).flatMap((which): readonly (Value | undefined)[] => (which === "receiver" ? [site.receiver] : which === "all" ? site.arguments : [site.arguments[which]]));
  let bits = model.quotes ? Clean.quoted : 0n;
  for (const concept of model.cleans ?? []) bits |= cleanBit(concept);
  return mergeTaints(from.flatMap((value) => (value ? allTaints(value) : [])).map((taint) => ({ ...taint, clean: taint.clean | bits, label: machine.labels.derive(taint.label, "passed") })));
}

function handParameters(machine: Machine, hands: NonNullable<NonNullable<ReturnType<Machine["library"]["model"]>>["hands"]>, site: CallSite): void {
  site.arguments.forEach((argument, index) => {
    for (const callback of argument.functions ?? []) {
      const given = callback.function.parameters.map((_, place): Value => {
        const hand = hands.find((one) => one.parameter === place && (one.callback === index || (one.callback === "last" && index === site.arguments.length - 1)));
        return hand ? { taints: [], symbols: [hand.symbol] } : unknown;
      });
      machine.call(callback, { ...site, arguments: given, argumentExpressions: given.map(() => site.expression), receiver: undefined, receiverExpression: undefined });
    }
  });
}

/** Calls a function of the workspace and puts what it does into the caller's environment. */
export function call(machine: Machine & Summaries, callee: FunctionValue, site: CallSite): Value {
  const result = invoke(machine, callee, site);
  if (result.receiver && site.receiverExpression && result.receiver !== callee.receiver) writeBack(machine, site.receiverExpression, result.receiver, site.activation);
  return result.value;
}

/** The part of the machine that keeps summaries. */
export interface Summaries {
  shapeFor(activation: Activation, withConstants: boolean): Shape;
  capturedOf(callee: FunctionValue, activation: Activation): ReadonlyMap<string, Value> | undefined;
  summary(input: CallInput, shape: Shape, from: Activation): Summary;
  /** Whether a function is being looked into, so that a call of it is one by itself. */
  isRunning(node: FunctionNode): boolean;
}

function invoke(machine: Machine, callee: FunctionValue, site: CallSite): { readonly value: Value; readonly receiver: Value | undefined } {
  const { activation } = site;
  const summaries = machine as Machine & Summaries;
  const isOwn = summaries.isRunning(callee.function);
  const given = padded([...(callee.bound ?? []), ...site.arguments], callee, site).map((value) => (isOwn ? atAnyLevel(value) : value));
  const self = callee.function.ownThis ? (callee.receiver ?? site.receiver) : undefined;
  const captured = summaries.capturedOf(callee, activation);
  const matters = given.some((value) => isTainted(value) || value.functions) || (self !== undefined && isTainted(self)) || (captured !== undefined && [...captured.values()].some((value) => isTainted(value)));
  const shape = summaries.shapeFor(activation, matters);
  const offset = callee.bound?.length ?? 0;
  const values = given.map((value, index) => {
    const expression = site.argumentExpressions[index - offset];
    return shape.add(value, expression && value.taints.length + (value.fields?.size ?? 0) > 0 ? passStep(activation.module, expression, callee.function) : undefined);
  });
  const inside = new Map([...(captured ?? [])].map(([name, value]) => [name, shape.add(value)] as const));
  const selfInside = self === undefined ? undefined : shape.add(self);
  const summary = summaries.summary({ callee, values, captured: inside, self: selfInside }, shape, activation);
  return apply(machine, callee, site, summary, shape, self);
}

/** What a function hands to itself: a list that grows and a number that is counted up would make another shape of every level. */
function atAnyLevel(value: Value): Value {
  return typeof value.constant?.value === "number" ? unknown : withoutPlaces(value);
}

/** Runs a function from the start and sums up what it does. */
export function runCall(machine: Machine & Summaries, { callee, values, captured, self }: CallInput, started: Activation): Summary {
  const { variables } = started.environment;
  for (const [name, value] of captured) variables.set(name, value);
  if (self) variables.set("this", self);
  bindParameters(machine, callee, values, started);
  return summarise(machine, started, callee.function.parameters.map((parameter) => parameter.pattern));
}

/** Gives the parameters their values; what was not passed has its default, or is known by type only. */
export function bindParameters(machine: Machine, callee: FunctionValue, values: readonly Value[], started: Activation): void {
  callee.function.parameters.forEach((parameter, index) => {
    let value: Value | undefined = parameter.isRest ? listOf(values.slice(index)) : values[index];
    const isEmpty = value === undefined || (value.taints.length === 0 && Object.keys(value).length === 1);
    if (isEmpty && parameter.type) value = machine.typed(parameter.type, callee.module, started);
    const isAbsent = values[index] === undefined || (value?.constant !== undefined && value.constant.value === undefined);
    if (parameter.default && (isAbsent || isEmpty)) value = defaultOf(value, machine.evaluate(parameter.default, started), isAbsent);
    assign(machine, parameter.pattern, value ?? unknown, started, "declare");
    if (parameter.isField && parameter.pattern.kind === "bind") setField(started, started.module.bindings.get(parameter.pattern.binding)?.name ?? parameter.pattern.binding, value ?? unknown);
  });
}

/** What is absent for certain has the default, and a flag (`useShell = false`) decides its branches; what is merely not known may be anything else. */
function defaultOf(given: Value | undefined, written: Value, isAbsent: boolean): Value {
  return isAbsent && written.constant !== undefined ? written : joinValues(given, written);
}

function setField(started: Activation, name: string, value: Value): void {
  const self = started.environment.variables.get("this") ?? unknown;
  started.environment.variables.set("this", { ...self, fields: new Map([...(self.fields ?? []), [name, value]]) });
  started.mutated.add("this");
}

function listOf(values: readonly Value[]): Value {
  return { taints: [], isCollection: true, fields: new Map(values.map((value, index) => [String(index), value])) };
}

/** Behind a list of unknown length (`run(...args)`) no parameter is absent for certain. */
function padded(given: readonly Value[], callee: FunctionValue, site: CallSite): readonly Value[] {
  const missing = callee.function.parameters.length - given.length;
  return missing > 0 && site.argumentExpressions.at(-1)?.kind === "spread" ? [...given, ...Array.from({ length: missing }, () => unknown)] : given;
}

function apply(machine: Machine, callee: FunctionValue, site: CallSite, summary: Summary, shape: Shape, self: Value | undefined): { readonly value: Value; readonly receiver: Value | undefined } {
  const { activation } = site;
  const instance = new Instance(machine.labels, shape);
  const tool = machine.named.get(callee.function);
  for (const inner of summary.hits) {
    for (const hit of instance.hits(inner)) {
      const seen = seenFrom(hit, activation.environment.clean);
      if (!seen) continue;
      const equal = new Map([...activation.environment.equal, ...seen.equal]);
      if (callee.chosenBy) equal.set(callee.chosenBy.label, callee.chosenBy.key);
      addHit(activation, { ...seen, equal, tool: seen.tool ?? tool });
    }
  }
  const isPromise = callee.function.isAsync && !callee.function.isGenerator;
  if (summary.leaves) {
    if (isPromise) return { value: promised(unknown, undefined), receiver: undefined };
    activation.isDead = true;
    return { value: unknown, receiver: undefined };
  }
  const learned = instance.knowledge(summary.learned);
  if (!isPromise) activation.environment.learn(learned);
  let receiver: Value | undefined;
  for (const [name, value] of summary.writes) {
    const seen = instance.value(value);
    if (name === "this" && callee.function.ownThis) receiver = seen;
    else if (activation.environment.variables.has(name)) {
      activation.environment.variables.set(name, joinValues(activation.environment.variables.get(name), seen));
      activation.mutated.add(name);
    }
  }
  const offset = callee.bound?.length ?? 0;
  for (const [index, value] of summary.mutations) {
    const place = site.argumentExpressions[index - offset];
    if (place && place.kind !== "function") writeBack(machine, place, joinValues(site.arguments[index - offset], instance.value(value)), activation);
  }
  const value = instance.value(summary.result);
  return { value: isPromise ? promised(value, learned) : value, receiver: receiver ?? self };
}

/** Runs a body from the start that was prepared, and sums up what it did. */
function summarise(machine: Machine & Summaries, activation: Activation, parameters: readonly (Pattern | undefined)[]): Summary {
  const completes = machine.execute(activation.function.body, activation);
  if (completes && !activation.isDead) leave(unknown, activation);
  let result: Value | undefined;
  let learned: Summary["learned"] | undefined;
  const end = activation.environment;
  for (const exit of activation.exits) {
    const known = { clean: exit.environment.clean, equal: exit.environment.equal };
    const value = withOutcome(close(machine, exit.environment.bake(exit.value), activation), known);
    result = result === undefined ? value : { ...joinValues(result, value), truth: joinTruth(result.truth, value.truth) };
    learned = joinKnowledge(learned, known);
    if (exit.environment !== end) for (const [name, changed] of exit.environment.variables) if (activation.mutated.has(name) || isCaptured(activation, name)) end.variables.set(name, joinValues(end.variables.get(name), changed));
  }
  const writes = new Map<string, Value>();
  const mutations = new Map<number, Value>();
  for (const name of activation.function.captures) {
    const value = end.variables.get(name);
    if (value && (activation.mutated.has(name) || activation.rebound.has(name))) writes.set(name, close(machine, value, activation));
  }
  const self = end.variables.get("this");
  if (self && activation.mutated.has("this")) writes.set("this", close(machine, self, activation));
  parameters.forEach((pattern, index) => {
    if (pattern?.kind !== "bind" || !activation.mutated.has(pattern.binding) || activation.rebound.has(pattern.binding)) return;
    const value = end.variables.get(pattern.binding);
    if (value) mutations.set(index, close(machine, value, activation));
  });
  if (learned) learned = addKnowledge(learned, configured(activation, learned));
  const returned = orDeclared(machine, result ?? unknown, activation.function.returns, activation.module, activation);
  return { result: returned, leaves: activation.exits.length === 0, learned: learned ?? noKnowledge, hits: [...activation.hits.values()], writes, mutations };
}

/** What a function makes sure of unless the operator has switched that off. */
function configured(activation: Activation, learned: Summary["learned"]): Summary["learned"] {
  const checked = activation.exits.filter(({ isConfigured }) => !isConfigured);
  if (checked.length === 0 || checked.length === activation.exits.length) return noKnowledge;
  const known = checked.map(({ environment: { clean, equal } }): Summary["learned"] => ({ clean, equal })).reduce<Summary["learned"] | undefined>((a, b) => joinKnowledge(a, b), undefined);
  return known ? switchedOn(known, learned) : noKnowledge;
}

function isCaptured(activation: Activation, name: string): boolean {
  return activation.function.captures.includes(name);
}

/** What is known at a return holds when the caller sees its result: `true` here means that this guard has passed. */
function withOutcome(value: Value, known: Summary["learned"]): Value {
  if (known.clean.size === 0 && known.equal.size === 0) return value.fields ? { ...value, fields: new Map([...value.fields].map(([name, member]) => [name, typeof member.constant?.value === "string" ? tagged(member, known) : member])) } : value;
  const truth = value.truth ?? (isNothing(value) ? { whenTrue: undefined, whenFalse: noKnowledge } : { whenTrue: noKnowledge, whenFalse: noKnowledge });
  const add = (outcome: Summary["learned"] | undefined): Summary["learned"] | undefined => outcome && { clean: merge(outcome.clean, known.clean), equal: new Map([...outcome.equal, ...known.equal]) };
  const fields = value.fields && new Map([...value.fields].map(([name, member]) => [name, tagged(member, known)]));
  return { ...value, ...(fields ? { fields } : {}), truth: { whenTrue: add(truth.whenTrue), whenFalse: add(truth.whenFalse) } };
}

/** A constant in a result (`ok: true`, `status: "denied"`) tells which return it came from. */
function tagged(member: Value, known: Summary["learned"]): Value {
  const tag = member.constant?.value;
  if (typeof tag === "boolean") return withOutcome(member, known);
  return typeof tag === "string" ? { ...member, question: { isTag: true, whenEquals: new Map([[tag, { whenTrue: known, whenFalse: undefined }]]) } } : member;
}

function isNothing(value: Value): boolean {
  return value.constant !== undefined && !value.constant.value;
}

function merge(a: Summary["learned"]["clean"], b: Summary["learned"]["clean"]): Summary["learned"]["clean"] {
  const merged = new Map(a);
  for (const [label, bits] of b) merged.set(label, (merged.get(label) ?? 0n) | bits);
  return merged;
}

/** Functions that leave their home take the values of the names they close over with them. */
function close(machine: Machine & Summaries, value: Value, activation: Activation, depth = 0): Value {
  if (depth > 3 || (!value.functions && !value.fields)) return value;
  const functions = value.functions?.map((callee): FunctionValue => {
    if (callee.home !== activation.id || callee.captured) return callee;
    return { ...callee, home: -1, captured: machine.capturedOf(callee, activation) };
  });
  let changed = false;
  const fields = value.fields && new Map([...value.fields].map(([name, member]) => {
    const closed = close(machine, member, activation, depth + 1);
    if (closed !== member) changed = true;
    return [name, closed];
  }));
  if (!functions && !changed) return value;
  return { ...value, ...(functions ? { functions } : {}), ...(fields ? { fields } : {}) };
}
