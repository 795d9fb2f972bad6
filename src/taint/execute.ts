import type { Expression, Statement, TypeRef } from "../syntax/program";
import { constantOf, truthOf } from "./conditions";
import { orDeclared, withDeclaredElements } from "./declared";
import { Environment } from "./environment";
import { Clean, type CleanBits, type Label, cleanForAll, weakHostBits } from "./label";
import { impliedBy, impliedByBody, impliedByCase, withImplied } from "./implied";
import { isInfluenced } from "./influence";
import type { Activation, Machine } from "./machine";
import { assign } from "./assign";
import { elementsApart, keyList } from "./entries";
import { elementOf } from "./members";
import { awaited } from "./promises";
import { type Knowledge, type Value, allTaints, anyTruth, joinClean, noKnowledge, unknown } from "./value";

/** Runs statements in order; false when control does not come out at the end. */
export function execute(machine: Machine, statements: readonly Statement[], activation: Activation): boolean {
  for (const statement of statements) {
    if (!executeOne(machine, statement, activation) || activation.isDead) return false;
  }
  return true;
}

function executeOne(machine: Machine, statement: Statement, activation: Activation): boolean {
  machine.tick();
  switch (statement.kind) {
    case "expression":
      machine.evaluate(statement.value, activation);
      return true;
    case "declare":
      declare(machine, statement, activation);
      return true;
    case "if":
      return executeIf(machine, statement, activation);
    case "loop":
      return executeLoop(machine, statement, activation);
    case "each":
      return executeEach(machine, statement, activation);
    case "switch":
      return executeSwitch(machine, statement, activation);
    case "try":
      return executeTry(machine, statement, activation);
    case "return":
      leave(returned(statement.value ? machine.evaluate(statement.value, activation) : unknown, activation), activation);
      return false;
    case "throw":
      if (statement.value) machine.evaluate(statement.value, activation);
      return false;
    case "break":
    case "continue":
      jump(statement.kind, statement.label, activation);
      return false;
    case "block":
      return executeBlock(machine, statement, activation);
    case "function":
      activation.environment.variables.set(statement.binding, {
        taints: [],
        functions: [{ function: statement.function, module: activation.module, captured: undefined, home: activation.id }],
      });
      return true;
    case "class":
      activation.environment.variables.set(statement.binding, { taints: [], classes: [{ class: statement.class, module: activation.module }] });
      return true;
  }
}

function declare(machine: Machine, statement: Extract<Statement, { kind: "declare" }>, activation: Activation): void {
  if (statement.value) assign(machine, statement.pattern, declared(machine, machine.evaluate(statement.value, activation), statement.type, activation), activation, "declare");
  else if (statement.pattern.kind === "bind") activation.environment.variables.set(statement.pattern.binding, unknown);
}

/** What an async function returns is waited for by whoever waits for the function. */
function returned(value: Value, activation: Activation): Value {
  return activation.function.isAsync ? awaited(value, activation) : value;
}

function declared(machine: Machine, value: Value, type: TypeRef | undefined, activation: Activation): Value {
  return withDeclaredElements(machine, orDeclared(machine, value, type, activation.module, activation), type, activation.module, activation);
}

/** Records a way out: what is returned there, and what is known there. A constant tells how the function ended. */
export function leave(value: Value, activation: Activation): void {
  if (!activation.isDead) activation.exits.push({ value, environment: activation.environment.fork() });
}

function executeIf(machine: Machine, statement: Extract<Statement, { kind: "if" }>, activation: Activation): boolean {
  const test = machine.evaluate(statement.test, activation);
  if (activation.isDead) return false;
  const truth = truthOf(test, statement.test);
  const exits = activation.exits.length;
  const then = branch(machine, statement.then, truth.whenTrue && withImplied(truth.whenTrue, statement.test, activation), activation);
  if (!then && activation.exits.length > exits && statement.else.length === 0 && !isInfluenced(statement.test, test, activation)) for (const exit of activation.exits.slice(exits)) exit.isConfigured = true;
  const otherwise = branch(machine, statement.else, truth.whenFalse, activation);
  const joined = Environment.join(then, otherwise);
  if (!then && joined && test.switchedOn) joined.learn(test.switchedOn);
  if (then && otherwise && joined && then.clean !== otherwise.clean && !isInfluenced(statement.test, test, activation)) joined.learn(switchedOn(then, otherwise));
  if (then && joined) joined.implied = [...joined.implied, ...impliedBy(statement.test, then, joined, activation.module)];
  return continueWith(joined, activation);
}

/** `if (config.root) check(p)`: where the model has no say in the test, the operator decides whether the guard is there. */
export function switchedOn(then: Pick<Environment, "clean">, otherwise: Pick<Environment, "clean">): Knowledge {
  const clean = new Map<Label, CleanBits>();
  for (const [label, bits] of then.clean) {
    const gained = bits & ~(otherwise.clean.get(label) ?? 0n);
    if ((gained & everything) === everything) clean.set(label, Clean.optional);
    else {
      // What lets others through is told as it is, whoever has switched it on.
      const some = (gained & weakHostBits) | (gained & Clean.path ? Clean.optionalPath : 0n) | (gained & Clean.host ? Clean.optionalHost : 0n) | (gained & (Clean.option | Clean.denied) ? Clean.optionalOption : 0n);
      if (some) clean.set(label, some);
    }
  }
  return { clean, equal: new Map() };
}

const everything = Clean.command | Clean.sql | Clean.path;

/** Runs a branch in a copy of the environment; undefined when it is impossible or does not come out. */
function branch(machine: Machine, statements: readonly Statement[], known: Knowledge | undefined, activation: Activation): Environment | undefined {
  if (!known) return undefined;
  const before = activation.environment;
  const environment = before.fork();
  environment.learn(known);
  const after = runIn(machine, statements, environment, activation);
  activation.environment = before;
  return after;
}

/** Runs statements in an environment; gives the one that control comes out with. */
function runIn(machine: Machine, statements: readonly Statement[], environment: Environment, activation: Activation): Environment | undefined {
  activation.environment = environment;
  const completes = machine.execute(statements, activation) && !activation.isDead;
  activation.isDead = false;
  return completes ? activation.environment : undefined;
}

function continueWith(environment: Environment | undefined, activation: Activation): boolean {
  if (!environment) return false;
  activation.environment = environment;
  return true;
}

function jump(kind: "break" | "continue", label: string | undefined, activation: Activation): void {
  for (let i = activation.jumps.length - 1; i >= 0; i--) {
    const target = activation.jumps[i];
    if (!target || (label !== undefined && target.label !== label)) continue;
    if (label === undefined && kind === "continue" && !target.isLoop) continue;
    if (label === undefined && target.label !== undefined && !target.isLoop) continue;
    (kind === "break" ? target.breaks : target.continues).push(activation.environment.fork());
    return;
  }
}

/** Two rounds: the second sees what the first left in the variables. More never changed a result on real servers. */
const rounds = 2;

function executeLoop(machine: Machine, statement: Extract<Statement, { kind: "loop" }>, activation: Activation): boolean {
  const target = { label: undefined, isLoop: true, breaks: [] as Environment[], continues: [] as Environment[] };
  activation.jumps.push(target);
  let out: Environment | undefined;
  let current: Environment | undefined = activation.environment;
  for (let round = 0; round < rounds && current; round++) {
    activation.environment = current.fork();
    const test = statement.test && (statement.testFirst || round > 0) ? machine.evaluate(statement.test, activation) : undefined;
    const truth = (test ?? unknown).truth ?? anyTruth;
    const entry = activation.environment;
    if (statement.test && truth.whenFalse) out = Environment.join(out, learned(entry, truth.whenFalse));
    if (statement.test && !truth.whenTrue) break;
    let after = runIn(machine, statement.body, learned(entry, truth.whenTrue ?? noKnowledge), activation);
    for (const environment of target.continues.splice(0)) after = Environment.join(after, environment);
    if (after && statement.update) {
      activation.environment = after;
      machine.evaluate(statement.update, activation);
      after = activation.environment;
    }
    if (after && statement.test) out = Environment.join(out, after);
    current = Environment.join(current, after);
  }
  activation.jumps.pop();
  for (const environment of target.breaks) out = Environment.join(out, environment);
  return continueWith(out, activation);
}

function learned(environment: Environment, known: Knowledge): Environment {
  const fork = environment.fork();
  fork.learn(known);
  return fork;
}

function executeEach(machine: Machine, statement: Extract<Statement, { kind: "each" }>, activation: Activation): boolean {
  const over = machine.evaluate(statement.over, activation);
  const list = statement.keys ? keyList(machine, over) : over;
  const apart = elementsApart(list);
  if (apart) return executeApart(machine, statement, apart, activation);
  const element = elementOf(machine, list);
  const target = { label: undefined, isLoop: true, breaks: [] as Environment[], continues: [] as Environment[] };
  activation.jumps.push(target);
  const before = activation.environment;
  let current: Environment | undefined = before;
  let after: Environment | undefined;
  for (let round = 0; round < rounds && current; round++) {
    activation.environment = current.fork();
    assign(machine, statement.pattern, element, activation, "declare");
    after = runIn(machine, statement.body, activation.environment, activation);
    for (const environment of target.continues.splice(0)) after = Environment.join(after, environment);
    current = Environment.join(current, after);
  }
  activation.jumps.pop();
  let out: Environment | undefined = Environment.join(before, current);
  if (out && after && target.breaks.length === 0) out.learn(aboutElements(element, after));
  for (const environment of target.breaks) out = Environment.join(out, environment);
  return continueWith(out, activation);
}

/** One round for each member of an object, in order; each may be missing. */
function executeApart(machine: Machine, statement: Extract<Statement, { kind: "each" }>, elements: readonly Value[], activation: Activation): boolean {
  const target = { label: undefined, isLoop: true, breaks: [] as Environment[], continues: [] as Environment[] };
  activation.jumps.push(target);
  let current = activation.environment;
  for (const element of elements) {
    activation.environment = current.fork();
    assign(machine, statement.pattern, element, activation, "declare");
    let after = runIn(machine, statement.body, activation.environment, activation);
    for (const environment of target.continues.splice(0)) after = Environment.join(after, environment);
    const joined = Environment.join(current, after) ?? current;
    if (after && target.breaks.length === 0) joined.learn(aboutElements(element, after));
    current = joined;
  }
  activation.jumps.pop();
  let out: Environment | undefined = current;
  for (const environment of target.breaks) out = Environment.join(out, environment);
  return continueWith(out, activation);
}

/** A check of every element holds for all of them after the loop, also where there are none. */
function aboutElements(element: Value, after: Environment): Knowledge {
  const clean = new Map<Label, CleanBits>();
  for (const { label } of allTaints(element)) {
    const bits = after.clean.get(label);
    if (bits) clean.set(label, bits);
  }
  return { clean, equal: new Map() };
}

function executeSwitch(machine: Machine, statement: Extract<Statement, { kind: "switch" }>, activation: Activation): boolean {
  const subject = machine.evaluate(statement.subject, activation);
  const target = { label: undefined, isLoop: false, breaks: [] as Environment[], continues: [] as Environment[] };
  activation.jumps.push(target);
  let before = activation.environment;
  let fallen: Environment | undefined;
  let hasDefault = false;
  const ends: { readonly tests: readonly Expression[]; readonly clean: Environment["clean"] }[] = [];
  for (const oneCase of statement.cases) {
    if (oneCase.tests.length === 0) hasDefault = true;
    activation.environment = before.fork();
    const entry = enterCase(machine, oneCase.tests, subject, activation);
    if (entry) entry.learn(impliedByCase(statement.subject, oneCase.tests, activation));
    const start = Environment.join(fallen, entry);
    const left = target.breaks.length;
    fallen = start ? runIn(machine, oneCase.body, start.fork(), activation) : undefined;
    const [end, ...others] = [...target.breaks.slice(left), ...(fallen ? [fallen] : [])];
    if (end) ends.push({ tests: oneCase.tests, clean: others.reduce((clean, other) => joinClean(clean, other.clean), end.clean) });
    if (subject.constant?.value === true) before = withoutMatch(machine, oneCase.tests, before, activation);
  }
  activation.jumps.pop();
  let out = hasDefault ? fallen : Environment.join(fallen, before);
  for (const environment of target.breaks) out = Environment.join(out, environment);
  if (out) for (const end of ends) out.implied = [...out.implied, ...impliedByBody(statement.subject, end.tests, end, out, activation.module)];
  return continueWith(out, activation);
}

/** `switch (true)`: what comes after a case has not passed its tests. */
function withoutMatch(machine: Machine, tests: Extract<Statement, { kind: "switch" }>["cases"][number]["tests"], before: Environment, activation: Activation): Environment {
  let left = before;
  for (const test of tests) {
    activation.environment = left.fork();
    const known = (machine.evaluate(test, activation).truth ?? anyTruth).whenFalse;
    if (known) left = learned(left, known);
  }
  return left;
}

/** In a case the subject equals one of the tests; undefined when it can't. */
function enterCase(machine: Machine, tests: Extract<Statement, { kind: "switch" }>["cases"][number]["tests"], subject: Value, activation: Activation): Environment | undefined {
  if (tests.length === 0) return activation.environment;
  const values = tests.map((test) => machine.evaluate(test, activation));
  if (subject.constant && values.every((value) => value.constant && value.constant.value !== subject.constant?.value)) return undefined;
  if (subject.constant?.value === true) {
    let whenTrue: Environment | undefined;
    for (const value of values) {
      const known = (value.truth ?? anyTruth).whenTrue;
      if (known) whenTrue = Environment.join(whenTrue, learned(activation.environment, known));
    }
    return whenTrue;
  }
  const environment = activation.environment;
  const [tag] = values.length === 1 ? values.map(({ constant }) => constant) : [];
  const tagged = tag && subject.question?.isTag ? subject.question.whenEquals.get(String(tag.value)) : undefined;
  if (tagged) return tagged.whenTrue && learned(environment, tagged.whenTrue);
  if (values.some((value) => value.taints.length > 0)) return environment;
  const constant = values.length === 1 && values[0] ? constantOf(values[0]) : undefined;
  environment.learn({
    clean: new Map(subject.taints.map((taint) => [taint.label, cleanForAll])),
    equal: constant === undefined ? new Map() : new Map(subject.taints.map((taint) => [taint.label, constant])),
  });
  return environment;
}

/** Anything in the body may throw: the handler starts with what was known before it, joined with what is known after. */
function executeTry(machine: Machine, statement: Extract<Statement, { kind: "try" }>, activation: Activation): boolean {
  const before = activation.environment;
  const after = runIn(machine, statement.body, before.fork(), activation);
  let out = after;
  if (statement.handler) {
    const start = (Environment.join(before, after) ?? before).fork();
    activation.environment = start;
    if (statement.caught) assign(machine, statement.caught, unknown, activation, "declare");
    out = Environment.join(after, runIn(machine, statement.handler, activation.environment, activation));
  }
  if (statement.finally.length > 0) {
    const completed = runIn(machine, statement.finally, (out ?? before).fork(), activation);
    out = out && completed;
  }
  return continueWith(out, activation);
}

function executeBlock(machine: Machine, statement: Extract<Statement, { kind: "block" }>, activation: Activation): boolean {
  if (statement.label === undefined) return machine.execute(statement.body, activation);
  const target = { label: statement.label, isLoop: false, breaks: [] as Environment[], continues: [] as Environment[] };
  activation.jumps.push(target);
  let out = runIn(machine, statement.body, activation.environment, activation);
  activation.jumps.pop();
  for (const environment of [...target.breaks, ...target.continues]) out = Environment.join(out, environment);
  return continueWith(out, activation);
}
