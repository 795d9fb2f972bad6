import { rowsOf } from "../builders";
import type { CallSite, Machine } from "../machine";
import { writeBack } from "../call-expressions";
import { callCallbacks } from "../calls";
import { Clean, type CleanBits, type Label, PathState } from "../label";
import { type ListElement, append, elementsOf, listOfElements, maximumPlaces, withoutFirst } from "../lists";
import { elementsApart } from "../entries";
import { elementOf } from "../members";
import { type Knowledge, type Truth, type Value, addKnowledge, allTaints, anyTruth, elementValues, joinTruth, joinValues, literal, mergeTaints, noKnowledge, unknown, unknownText, withField } from "../value";
import { caught, chained } from "../promises";
import { recordMatching } from "../language-sinks";
import { recordWeakGuard } from "../sinks";
import { endsWith, escapingPrefix, folderSought, groupsOf, includes, indexOf, matches, startsWith } from "./guards";
import { callTextMethod } from "./text";

/** A method that many kinds of objects have, when nothing says what the object is: of texts, lists, maps, promises. */
export function callMethod(machine: Machine, name: string, receiver: Value, site: CallSite): Value {
  const [first = unknown] = site.arguments;
  switch (name) {
    case "startsWith":
      recordWeakGuard(site, escapingPrefix(receiver, first), "at-start");
      return startsWith(receiver, first);
    case "includes":
      recordWeakGuard(site, folderSought(receiver, first), "anywhere");
      return includes(receiver, first);
    case "has":
    case "hasOwnProperty":
      return refusing(machine, includes(receiver, first), first);
    case "endsWith":
      return endsWith(receiver, first);
    case "indexOf":
      recordWeakGuard(site, escapingPrefix(receiver, first), "at-start");
      return indexOf(receiver, first);
    case "test":
      return matches(receiver.pattern, first);
    case "exec":
      if (receiver.pattern) return matchResult(machine, receiver.pattern, first);
      break;
    // A schema from elsewhere: what it lets through is what went in.
    case "parse":
    case "parseAsync":
      return first;
    case "safeParse":
    case "safeParseAsync":
      return { taints: [], fields: new Map([["data", first], ["success", unknown], ["error", unknown]]) };
    case "matchAll":
    case "search":
      recordMatching(name, receiver, site);
      break;
    case "match":
      recordMatching(name, receiver, site);
      return matchResult(machine, first.pattern, receiver);
  }
  return callTextMethod(machine, name, receiver, site) ?? callListMethod(machine, name, receiver, site) ?? otherwise(machine, receiver, site);
}

/** Where an option was compared with a list of forbidden ones and is none of them. The name of the option may have been cut out of it before. */
function refusing(machine: Machine, answer: Value, part: Value): Value {
  if (part.taints.length === 0 || answer.truth?.whenFalse === undefined) return answer;
  const clean = new Map<Label, CleanBits>();
  for (const { label } of part.taints) {
    clean.set(label, Clean.denied);
    if (label.derived !== "") clean.set(machine.labels.of(label.root, label.path), Clean.denied);
  }
  return { ...answer, truth: { whenTrue: answer.truth.whenTrue, whenFalse: addKnowledge(answer.truth.whenFalse, { clean, equal: new Map() }) } };
}

function matchResult(machine: Machine, pattern: Value["pattern"], subject: Value): Value {
  const part: Value = { taints: subject.taints.map((taint) => ({ ...taint, label: machine.labels.derive(taint.label, "match") })) };
  const groups = pattern ? groupsOf(pattern) : [];
  const named = groups.filter(({ name }) => name !== undefined);
  const of = ({ bits }: { readonly bits: CleanBits }): Value => ({ taints: part.taints.map((taint) => ({ ...taint, clean: taint.clean | bits })) });
  const fields = new Map([...groups.map((group, index): [string, Value] => [String(index + 1), of(group)]), ["[]", part] as const]);
  fields.set("groups", named.length > 0 ? { taints: [], fields: new Map(named.map((group) => [group.name ?? "", of(group)])) } : part);
  return { taints: [], isCollection: true, fields, truth: matches(pattern, subject).truth ?? anyTruth };
}

/** Of untrusted data any method gives untrusted data; of anything else nothing untrusted comes back. */
function otherwise(machine: Machine, receiver: Value, site: CallSite): Value {
  const taints = receiver.taints.map((taint) => ({ ...taint, label: machine.labels.derive(taint.label, "part") }));
  callCallbacks(machine, site, taints.length > 0 ? { taints } : unknown);
  return taints.length === 0 ? unknown : { taints };
}

// eslint-disable-next-line max-lines-per-function -- one case per method of a list; apart they would say the same with more words
function callListMethod(machine: Machine, name: string, receiver: Value, site: CallSite): Value | undefined {
  const [first = unknown, second = unknown] = site.arguments;
  switch (name) {
    case "push":
    case "unshift":
    case "add":
      return added(machine, name, receiver, site);
    case "set":
      return stored(machine, receiver, site);
    case "get":
      return first.constant !== undefined ? machine.member(receiver, String(first.constant.value), site.activation, site.expression) : lookedUp(machine, receiver, first);
    case "join":
      return joined(receiver, first);
    case "map":
    case "flatMap":
      return mapped(machine, name, receiver, site);
    case "filter":
      return filtered(machine, receiver, first, site);
    case "find":
    case "findLast":
      return { ...elementOf(machine, receiver), truth: { whenTrue: callOnElement(machine, receiver, first, site).truth?.whenTrue ?? anyTruth.whenTrue, whenFalse: anyTruth.whenFalse } };
    case "findIndex":
    case "findLastIndex": {
      const found = callOnElement(machine, receiver, first, site).truth?.whenTrue ?? noKnowledge;
      return { taints: [], question: { whenEquals: new Map([["-1", { whenTrue: noKnowledge, whenFalse: found }]]) } };
    }
    case "some":
    case "every": {
      const truth = callOnElement(machine, receiver, first, site).truth;
      const asked = truth ? { whenTrue: truth.whenTrue ?? anyTruth.whenTrue, whenFalse: truth.whenFalse ?? anyTruth.whenFalse } : anyTruth;
      const found = withoutClimbing(machine, name, receiver, first, asked, site);
      return found === anyTruth ? unknown : { taints: [], truth: found };
    }
    case "forEach":
      for (const element of elementsApart(receiver) ?? [elementOf(machine, receiver)]) callOn(machine, first, element, site);
      return unknown;
    case "reduce":
    case "reduceRight":
      return reduced(machine, receiver, first, second, site);
    case "concat":
      return concatenated(machine, [{ ...receiver, isCollection: true }, ...site.arguments]);
    case "flat":
      return receiver.fields && receiver.taints.length === 0 ? concatenated(machine, elementValues(receiver)) : listOf(elementOf(machine, receiver));
    case "slice":
      return receiver.fields || receiver.taints.length > 0 ? sliced(machine, receiver, first, site.arguments[1]) : undefined;
    case "splice":
    case "reverse":
    case "toReversed":
    case "sort":
    case "toSorted":
    case "values":
    case "toArray":
      return receiver.fields || receiver.taints.length > 0 ? listOf(elementOf(machine, receiver)) : undefined;
    case "shift":
      return shifted(machine, receiver, site);
    case "pop":
    case "at":
      return elementOf(machine, receiver);
    case "entries":
      return listOf({ taints: [], isCollection: true, fields: new Map([["0", unknown], ["1", elementOf(machine, receiver)]]) });
    case "keys":
      return listOf(unknown);
    case "then":
      return site.arguments.some((argument) => argument.functions) ? chained(machine, rowsOf(machine, receiver), first, site) : receiver;
    case "catch":
      return caught(machine, receiver, first, site);
    case "finally":
      callCallbacks(machine, site, unknown);
      return receiver;
    default:
      return undefined;
  }
}

/** `folders.some((each) => each === "." || each === "..")`: asked of `..` itself, the callback says yes, so where none says yes nothing climbs. */
function withoutClimbing(machine: Machine, name: "some" | "every", folders: Value, callback: Value, asked: Truth, site: CallSite): Truth {
  const learned = elementOf(machine, folders).question?.whenEquals.get("..")?.whenFalse;
  if (!learned) return asked;
  const { truth } = callOn(machine, callback, literal(".."), site);
  if (name === "some") return truth?.whenTrue && !truth.whenFalse ? { ...asked, whenFalse: addKnowledge(asked.whenFalse, learned) } : asked;
  return truth?.whenFalse && !truth.whenTrue ? { ...asked, whenTrue: addKnowledge(asked.whenTrue, learned) } : asked;
}

function listOf(element: Value): Value {
  return { taints: [], isCollection: true, fields: new Map([["[]", element]]) };
}

function added(machine: Machine, name: string, receiver: Value, site: CallSite): Value {
  const given = site.arguments.flatMap((argument, index): readonly ListElement[] => {
    const isSpread = site.argumentExpressions[index]?.kind === "spread";
    return [{ place: "", value: argument, isMany: isSpread }];
  });
  const elements = name === "unshift" ? [...given, ...elementsOf(receiver)] : given;
  const fields = new Map(name === "unshift" ? [] : receiver.fields);
  for (const { value, isMany } of elements) append(fields, value, isMany, maximumPlaces);
  writeBack(machine, site.receiverExpression, { ...receiver, fields, constant: undefined, truth: undefined, isCollection: true, isGrown: true } as Value, site.activation);
  return unknown;
}

/** `list.shift()`: the first element, and the list has one less. */
function shifted(machine: Machine, receiver: Value, site: CallSite): Value {
  const first = receiver.fields?.get("0");
  if (!first || !receiver.isCollection) return elementOf(machine, receiver);
  writeBack(machine, site.receiverExpression, withoutFirst(receiver, 1), site.activation);
  return first;
}

/** A part of a list: in order where it is known which part. */
function sliced(machine: Machine, receiver: Value, from: Value, to: Value | undefined): Value {
  const count = from === unknown ? 0 : from.constant?.value;
  if (to || typeof count !== "number" || count < 0 || receiver.taints.length > 0) return listOf(elementOf(machine, receiver));
  return withoutFirst(receiver, count);
}

/** Lists put together, nested ones as well. */
function concatenated(machine: Machine, parts: readonly Value[]): Value {
  const elements = parts.flatMap((part): readonly { readonly value: Value; readonly isMany: boolean }[] => {
    if (!part.isCollection && !part.fields?.has("[]")) return [{ value: part, isMany: false }];
    return part.taints.length > 0 && !part.fields ? [{ value: elementOf(machine, part), isMany: true }] : elementsOf(part);
  });
  return { ...listOfElements(elements), taints: mergeTaints(parts.flatMap((part) => (part.isCollection ? part.taints : []))) };
}

/** What is left of a list once a test has taken elements out; nobody knows which. */
function filtered(machine: Machine, receiver: Value, callback: Value, site: CallSite): Value {
  if (elementsApart(receiver)) return filteredApart(machine, receiver, callback, site);
  const { truth } = callOnElement(machine, receiver, callback, site);
  const known = truth?.whenTrue;
  const leaves = truth ? { leaves: { whenTrue: truth.whenTrue ?? noKnowledge, whenFalse: truth.whenFalse ?? noKnowledge } } : {};
  if (!receiver.fields || receiver.taints.length > 0) return { ...listOf(whenTrue(elementOf(machine, receiver), known)), ...leaves };
  const isGone = (element: Value): boolean => callback.symbols?.includes("global:Boolean") === true && element.constant !== undefined && !element.constant.value;
  const fields = new Map([...receiver.fields].filter(([, element]) => !isGone(element)).map(([place, element]) => [place, { ...whenTrue(element, known), mayBeMissing: true }]));
  return { taints: [], isCollection: true, fields, ...leaves };
}

/** `entries.filter(([key]) => key !== "token")`: of each member it is known whether it stays. */
function filteredApart(machine: Machine, receiver: Value, callback: Value, site: CallSite): Value {
  const kept = [...(receiver.fields ?? [])].flatMap(([place, element]): readonly [string, Value][] => {
    const { truth } = callOn(machine, callback, element, site);
    const isGone = truth !== undefined && truth.whenTrue === undefined;
    return isGone ? [] : [[place, { ...whenTrue(element, truth?.whenTrue), mayBeMissing: true }]];
  });
  return { ...receiver, fields: new Map(kept) };
}

function stored(machine: Machine, receiver: Value, site: CallSite): Value {
  const [key = unknown, value = unknown] = site.arguments;
  const name = key.constant === undefined ? "[]" : String(key.constant.value);
  const changed = withField(receiver, name, name === "[]" ? joinValues(receiver.fields?.get("[]"), value) : value);
  writeBack(machine, site.receiverExpression, changed, site.activation);
  return receiver;
}

/** A map asked by an untrusted key: any of its values, and the function that comes out knows which key it was. */
function lookedUp(machine: Machine, receiver: Value, key: Value): Value {
  const by = key.taints[0]?.label;
  const element = elementOf(machine, receiver);
  if (!by || !receiver.fields) return element;
  const functions = [...receiver.fields].flatMap(([name, value]) => (value.functions ?? []).map((callee) => (name === "[]" ? callee : { ...callee, chosenBy: { label: by, key: name } })));
  return functions.length > 0 ? { ...element, functions } : element;
}

function joined(receiver: Value, separator: Value): Value {
  const sep = separator.text ?? ",";
  const parts = [...(receiver.fields?.values() ?? [])];
  // A separator of paths puts folders together again that a split had taken apart.
  const keep = /[/\\]/.test(sep) ? ~(Clean.path | Clean.noDotDot) : ~0n;
  const taints = allTaints(receiver).map((taint) => ({ ...taint, clean: taint.clean & keep, state: PathState.raw }));
  return { taints: mergeTaints(taints), text: parts.map((part) => part.text ?? unknownText).join(sep) };
}

function mapped(machine: Machine, name: string, receiver: Value, site: CallSite): Value {
  const [callback = unknown] = site.arguments;
  const places = [...(receiver.fields ?? [])];
  if (name === "map" && places.length > 0 && places.length <= maximumPlaces && receiver.taints.length === 0) {
    return { taints: [], isCollection: true, fields: new Map(places.map(([place, value]) => [place, callOn(machine, callback, value, site)])) };
  }
  const result = callOnElement(machine, receiver, callback, site);
  if (name !== "flatMap" || !result.isCollection || result.taints.length > 0) return listOf(result);
  // One round stands for all of them, so that a value stays behind its option: `flatMap((x) => ["--label", x])`.
  const round = elementsOf(result).map(({ value, isMany }) => ({ value: { ...value, mayBeMissing: true }, isMany }));
  return listOfElements([{ value: unknown, isMany: true }, ...round]);
}

function callOnElement(machine: Machine, receiver: Value, callback: Value, site: CallSite): Value {
  return callOn(machine, callback, elementOf(machine, receiver), site);
}

/** Calls a callback with one value; places and the list itself are not told. */
function callOn(machine: Machine, callback: Value, value: Value, site: CallSite): Value {
  if (!callback.functions && !callback.symbols) return unknown;
  const at = site.receiverExpression ?? site.expression;
  const wasDead = site.activation.isDead;
  const result = machine.callValue(callback, { ...site, arguments: [value], argumentExpressions: [at], receiver: undefined, receiverExpression: undefined, isNew: false });
  // A callback that always throws ends the call only where the list has elements.
  site.activation.isDead = wasDead;
  return result;
}

function reduced(machine: Machine, receiver: Value, callback: Value, initial: Value, site: CallSite): Value {
  const element = elementOf(machine, receiver);
  const at = site.receiverExpression ?? site.expression;
  const next = (before: Value, each: Value): Value => machine.callValue(callback, { ...site, arguments: [before, each], argumentExpressions: [at, at], receiver: undefined, receiverExpression: undefined, isNew: false });
  if (initial.constant?.value === false) return answered((before) => next(before, element));
  let result = site.arguments.length > 1 ? initial : element;
  for (const each of elementsApart(receiver) ?? [element, element]) result = joinValues(result, next(result, each));
  return result;
}

/** `folders.reduce((found, each) => found || isIn(each), false)`: what an element has made true teaches the same in every round after it. */
function answered(next: (before: Value) => Value): Value {
  const first = next(literal(false));
  const later = next(literal(true));
  const found = first.truth?.whenTrue ?? (first.truth ? undefined : noKnowledge);
  const truth = joinTruth(first.truth, { whenTrue: addKnowledge(found, (later.truth ?? anyTruth).whenTrue), whenFalse: (later.truth ?? anyTruth).whenFalse });
  return { ...joinValues(literal(false), joinValues(first, later)), truth: joinTruth(literal(false).truth, truth) };
}

/** The elements for which a test held. */
function whenTrue(element: Value, known: Knowledge | undefined): Value {
  if (!known || known.clean.size === 0) return element;
  return { ...element, taints: element.taints.map((taint) => ({ ...taint, clean: taint.clean | (known.clean.get(taint.label) ?? 0n) })) };
}
