import type { Environment } from "./environment";
import { Clean, type CleanBits, type Label } from "./label";
import type { Activation, CallSite, Machine } from "./machine";
import { type Knowledge, type Pending, type Value, addKnowledge, joinValues, noKnowledge, unknown } from "./value";

/**
 * What an async function gives: a promise, which is always true and never throws. What the function has found out holds for whoever waits for it.
 * @param learned what holds once it has returned; undefined where it never does
 */
export function promised(value: Value, learned: Knowledge | undefined): Value {
  const { truth, question, constant, ...rest } = value;
  const isPlain = learned !== undefined && learned.clean.size + learned.equal.size === 0;
  if (isPlain && !truth && !question && !constant) return value;
  const pending: Pending = { learned, ...(truth ? { truth } : {}), ...(question ? { question } : {}), ...(constant ? { constant } : {}) };
  return { ...rest, pending };
}

/** What comes out of a promise when somebody waits for it, and of the promises in a list. */
export function awaited(value: Value, activation: Activation): Value {
  if (value.isCollection && value.fields) return { ...settle(value, activation), fields: new Map([...value.fields].map(([place, element]) => [place, settle(element, activation)])) };
  return settle(value, activation);
}

/** What may be awaited where nobody can see it: inside of a library that is handed the promise. */
export function handedOver(values: readonly Value[], { environment }: Activation): void {
  for (const { pending } of values) if (pending?.learned) learnAll(pending, pending.learned, environment);
}

/** `promise.then(next)`: what was found out holds in there, and what is found out in there holds for whoever waits for all of it. */
export function chained(machine: Machine, receiver: Value, callback: Value, site: CallSite): Value {
  const { activation } = site;
  const { environment } = activation;
  const before = environment.clean;
  const given = settle(receiver, activation);
  if (activation.isDead) {
    activation.isDead = false;
    return receiver;
  }
  const result = called(machine, callback, given, site);
  const settled = awaited(result.value, activation);
  const learned = result.leaves || activation.isDead ? undefined : { clean: environment.clean, equal: new Map<Label, string>() };
  activation.isDead = false;
  environment.clean = before;
  return promised(settled, learned);
}

/** `promise.catch(handler)`: where the handler does not throw itself, the failure is forgotten, and a check has refused nothing. */
export function caught(machine: Machine, receiver: Value, callback: Value, site: CallSite): Value {
  const { value, leaves } = called(machine, callback, unknown, site);
  const { pending } = receiver;
  if (!pending || leaves || (value.pending && !value.pending.learned)) return receiver;
  const { pending: _, ...rest } = receiver;
  const { learned: __, ...known } = pending;
  learnAll(pending, noKnowledge, site.activation.environment);
  return promised(joinValues({ ...rest, ...known }, callback.functions ? value : unknown), noKnowledge);
}

/** A promise that fails for nobody: `Promise.allSettled`. */
export function withoutFailure(list: Value): Value {
  if (!list.fields) return list;
  return { ...list, fields: new Map([...list.fields].map(([place, element]) => [place, element.pending ? { ...element, pending: { ...element.pending, learned: noKnowledge } } : element])) };
}

function settle(value: Value, activation: Activation): Value {
  const { pending, ...rest } = value;
  if (!pending) return value;
  const { learned, ...known } = pending;
  if (!learned) {
    activation.isDead = true;
    return unknown;
  }
  learnAll(pending, learned, activation.environment);
  return { ...rest, ...known };
}

function called(machine: Machine, callback: Value, given: Value, site: CallSite): { readonly value: Value; readonly leaves: boolean } {
  if (!callback.functions && !callback.symbols) return { value: unknown, leaves: false };
  const { activation } = site;
  const wasDead = activation.isDead;
  const at = site.receiverExpression ?? site.expression;
  const value = machine.callValue(callback, { ...site, arguments: [given], argumentExpressions: [at], receiver: undefined, receiverExpression: undefined, isNew: false });
  const leaves = activation.isDead;
  activation.isDead = wasDead;
  return { value, leaves };
}

/** What was begun has come to its end, whatever it has found out. */
function learnAll(pending: Pending, learned: Knowledge, environment: Environment): void {
  const clean = new Map(environment.clean);
  for (const label of begun(pending).clean.keys()) if (clean.has(label)) clean.set(label, (clean.get(label) ?? 0n) & ~Clean.unawaited);
  environment.clean = clean;
  environment.learn(learned);
}

/** Somebody began to look at these data, and has not been waited for yet. */
export function begun({ learned, truth }: Pending): Knowledge {
  const clean = new Map<Label, CleanBits>();
  for (const known of [learned, truth?.whenTrue, truth?.whenFalse]) for (const [label, bits] of known?.clean ?? []) if (bits & guarded) clean.set(label, Clean.unawaited);
  return clean.size === 0 ? noKnowledge : { clean, equal: new Map() };
}

/** What guards establish that are worth waiting for. */
const guarded = Clean.command | Clean.sql | Clean.path | Clean.option | Clean.host | Clean.code | Clean.query;

/** What several functions give of which any may be meant: whoever waits has waited for all. */
export function alsoPending(joined: Value, before: Value | undefined, value: Value): Value {
  if (!before?.pending || !value.pending) return joined;
  const learned = before.pending.learned && value.pending.learned ? addKnowledge(before.pending.learned, value.pending.learned) : (before.pending.learned ?? value.pending.learned);
  return { ...joined, pending: { ...joined.pending, learned } };
}
