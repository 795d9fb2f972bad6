import type { ClassNode, FunctionNode, Module } from "../syntax/program";
import type { Schema } from "../schema/schema";
import { Clean, type CleanBits, type Label, ofKnownValue, pathBits, wholeDisk, withWholes } from "./label";
import { joinGrown } from "./lists";
import type { Trace } from "./trace";

/** One way in which a value is untrusted. */
export interface Taint {
  readonly label: Label;
  /** Bits of `Clean` that this very copy of the datum has earned; the environment may know more about its label. */
  readonly clean: CleanBits;
  /** Bits of `PathState`. */
  readonly state: number;
  /** Whether it went through something that the engine does not know. */
  readonly isUncertain: boolean;
  readonly trace: Trace | undefined;
}

/** A function as a value, with what it closes over. */
export interface FunctionValue {
  readonly function: FunctionNode;
  readonly module: Module;
  /** Values of its captured names when it left its home; undefined while it is still there. */
  readonly captured: ReadonlyMap<string, Value> | undefined;
  /** The activation that it was made in, where its captured names still live. */
  readonly home: number;
  readonly receiver?: Value;
  /** Arguments that `bind` has already supplied. */
  readonly bound?: readonly Value[];
  /** It was chosen from a table by this datum, which therefore equals this key. */
  readonly chosenBy?: { readonly label: Label; readonly key: string };
}

/** A class as a value, or the class of an instance. */
export interface ClassValue {
  readonly class: ClassNode;
  readonly module: Module;
}

/** What is known when a value turns out truthy or falsy. */
export interface Knowledge {
  /** Clean bits by label. */
  readonly clean: ReadonlyMap<Label, CleanBits>;
  /** Labels known to equal a constant. */
  readonly equal: ReadonlyMap<Label, string>;
  /** What variables hold, as long as they still hold what was joined there: a flag tells which of two ways was taken. */
  readonly held?: ReadonlyMap<string, { readonly joined: Value; readonly then: Value }>;
}

/** What a condition teaches, whichever way it turns out. */
export interface Truth {
  /** Undefined: this outcome is impossible. */
  readonly whenTrue: Knowledge | undefined;
  readonly whenFalse: Knowledge | undefined;
}

/** What holds when something equals a constant (by its text). */
export interface Question {
  readonly whenEquals: ReadonlyMap<string, Truth>;
  /** It is one of these constants: `status` of what a helper returns. */
  readonly isTag?: boolean;
}

/** What a promise holds back from whoever does not wait for it. */
export interface Pending {
  /** What holds once it has been fulfilled; undefined where it never is. */
  readonly learned: Knowledge | undefined;
  readonly truth?: Truth;
  readonly question?: Question;
  readonly constant?: Value["constant"];
}

/** An abstract value: everything that an expression may stand for at one point of the program. Immutable. */
export interface Value {
  readonly taints: readonly Taint[];
  /** Known members. Elements of lists are "0", "1", …; "[]" is an element at an unknown place. */
  readonly fields?: ReadonlyMap<string, Value>;
  readonly functions?: readonly FunctionValue[];
  /** Library symbols, as in `models/`. */
  readonly symbols?: readonly string[];
  readonly classes?: readonly ClassValue[];
  readonly instances?: readonly ClassValue[];
  /** The one literal that it is. */
  readonly constant?: { readonly value: string | number | boolean | null | undefined };
  /** The text as far as it is known; U+FFFC stands for what is not. */
  readonly text?: string;
  readonly pattern?: { readonly source: string; readonly flags: string };
  readonly truth?: Truth;
  /** It is the way from a trusted folder to these data (`path.relative`): when it does not climb, they are inside. */
  readonly wayTo?: readonly Taint[];
  /** A file name without folders, made from these data: equal to them, they hold no folder. */
  readonly baseOf?: readonly Taint[];
  /** The pieces of these data, split at folders: without a `..` among them, nothing climbs. */
  readonly partsOf?: readonly Taint[];
  /** It was taken out of an object under a key that these data choose. */
  readonly underKey?: readonly Taint[];
  /** A schema, whose `parse` gives checked data. */
  readonly schema?: Schema;
  /** A type known by name only (an interface): its methods are looked for in the classes that implement it. */
  readonly typeName?: string;
  /** A number or word about data that is only useful in a comparison: `x.indexOf("..")`, `typeof x`. What holds when it equals a constant (by its text). */
  readonly question?: Question;
  /** A list, set or map: `includes` and `has` ask for membership. */
  readonly isCollection?: boolean;
  /** Of a list of those for which a test holds: what it tells that one is left, and that none is. */
  readonly leaves?: Truth;
  /** A list that elements were added to: on two ways it may have grown differently. */
  readonly isGrown?: boolean;
  /** The keys or entries of an object, whose elements are as different as its members. */
  readonly isKeyed?: boolean;
  /** An element of a list that is there on some ways only. */
  readonly mayBeMissing?: boolean;
  /** A test with a part in which the model has no say: what the operator's configuration refuses when it holds. */
  readonly switchedOn?: Knowledge;
  /** The promise of an async function: what has to be awaited before it is known. */
  readonly pending?: Pending;
  /** The answer of a library function that no table knows. */
  readonly isOpaque?: boolean;
  /** A whole module of the workspace. */
  readonly namespace?: Module;
}

/** Stands for what is not known inside a text. */
export const unknownText = "\uFFFC";

/** Nothing is known, and nothing untrusted is in it. */
export const unknown: Value = { taints: [] };

/** Nothing is known. */
export const noKnowledge: Knowledge = { clean: new Map(), equal: new Map() };

/** More ways of being untrusted than this are not told apart: the flows shown are enough, and time stays bounded. */
const maximumTaints = 24;
/** A table of handlers of a large server has hundreds of members; beyond this they are one. */
const maximumFields = 600;
const maximumFunctions = 400;
/** Texts are known to this length: what guards and tables ask for stands at the beginning. */
export const maximumText = 400;

/** The value of a literal. */
export function literal(value: string | number | boolean | null | undefined): Value {
  const truth: Truth = value ? { whenTrue: noKnowledge, whenFalse: undefined } : { whenTrue: undefined, whenFalse: noKnowledge };
  return typeof value === "string" ? { taints: [], constant: { value }, text: value.slice(0, maximumText), truth } : { taints: [], constant: { value }, truth };
}

/** Adds taints to a value; the value's structure stays. */
export function withTaints(value: Value, taints: readonly Taint[]): Value {
  return taints.length === 0 ? value : { ...value, taints: mergeTaints([...value.taints, ...taints]) };
}

/** The value with one member set. */
export function withField(value: Value, name: string, member: Value): Value {
  const fields = new Map(value.fields);
  if (fields.size >= maximumFields && !fields.has(name)) fields.set("[]", joinValues(fields.get("[]"), member));
  else fields.set(name, member);
  return { ...value, fields, constant: undefined, truth: undefined };
}

/** All ways in which a value or something inside it is untrusted, as when it is turned into text. */
export function allTaints(value: Value, depth = 3): readonly Taint[] {
  if (!value.fields || depth === 0) return value.taints;
  const found = [...value.taints];
  for (const member of value.fields.values()) for (const taint of allTaints(member, depth - 1)) if (found.length < 2 * maximumTaints) found.push(taint);
  return mergeTaints(found);
}

/** Data that are a text for certain: what was an object is none any more. */
export function asText(taints: readonly Taint[]): readonly Taint[] {
  return taints.map((taint) => (taint.clean & Clean.text ? taint : { ...taint, clean: taint.clean | Clean.text }));
}

/** The members of a list. */
export function elementValues(value: Value): readonly Value[] {
  return [...(value.fields?.values() ?? [])];
}

/** Whether anything untrusted is in the value. */
export function isTainted(value: Value, depth = 3): boolean {
  if (value.taints.length > 0) return true;
  if (depth === 0) return false;
  if (value.fields) for (const member of value.fields.values()) if (isTainted(member, depth - 1)) return true;
  return false;
}

/** One taint per label and certainty; what is clean in all copies stays clean. */
export function mergeTaints(taints: readonly Taint[]): readonly Taint[] {
  if (taints.length < 2) return taints;
  const byLabel = new Map<Label, Taint>();
  for (const taint of taints) {
    const other = byLabel.get(taint.label);
    if (!other) {
      if (byLabel.size < maximumTaints) byLabel.set(taint.label, taint);
      continue;
    }
    if (other === taint) continue;
    byLabel.set(taint.label, {
      label: taint.label,
      clean: other.clean & taint.clean,
      state: other.state & taint.state,
      isUncertain: other.isUncertain && taint.isUncertain,
      trace: other.trace,
    });
  }
  return [...byLabel.values()];
}

/** What a value may be when it is one or the other. */
export function joinValues(a: Value | undefined, b: Value | undefined): Value {
  if (!a || a === b) return b ?? unknown;
  if (!b) return a;
  const joined: Mutable<Value> = { taints: mergeTaints(a.taints.length === 0 ? b.taints : b.taints.length === 0 ? a.taints : [...a.taints, ...b.taints]) };
  const fields = joinFields(a, b);
  if (fields) joined.fields = fields;
  const functions = joinLists(a.functions, b.functions, (x, y) => x.function === y.function && x.captured === y.captured, maximumFunctions);
  if (functions) joined.functions = functions;
  const symbols = joinLists(a.symbols, b.symbols, (x, y) => x === y, 12);
  if (symbols) joined.symbols = symbols;
  const classes = joinLists(a.classes, b.classes, (x, y) => x.class === y.class, 12);
  if (classes) joined.classes = classes;
  const instances = joinLists(a.instances, b.instances, (x, y) => x.class === y.class, 12);
  if (instances) joined.instances = instances;
  if (a.constant && b.constant && a.constant.value === b.constant.value) joined.constant = a.constant;
  const text = joinText(a.text, b.text);
  if (text !== undefined) joined.text = text;
  if (a.truth || b.truth) joined.truth = joinTruth(a.truth, b.truth);
  const question = joinTags(a.question, b.question);
  if (question) joined.question = question;
  if (a.pattern && a.pattern === b.pattern) joined.pattern = a.pattern;
  if (a.wayTo && b.wayTo) joined.wayTo = mergeTaints([...a.wayTo, ...b.wayTo]);
  if (a.baseOf && b.baseOf) joined.baseOf = mergeTaints([...a.baseOf, ...b.baseOf]);
  if (a.underKey || b.underKey) joined.underKey = mergeTaints([...(a.underKey ?? []), ...(b.underKey ?? [])]);
  const schema = a.schema ?? b.schema;
  if (schema) joined.schema = schema;
  const typeName = a.typeName ?? b.typeName;
  if (typeName) joined.typeName = typeName;
  if (a.isCollection || b.isCollection) joined.isCollection = true;
  if (a.isGrown || b.isGrown) joined.isGrown = true;
  if (a.mayBeMissing || b.mayBeMissing) joined.mayBeMissing = true;
  if (a.pending || b.pending) joined.pending = joinPending(a, b);
  const namespace = a.namespace ?? b.namespace;
  if (namespace) joined.namespace = namespace;
  return joined;
}

/** What is no promise has nothing to wait for. */
function joinPending(a: Value, b: Value): Pending {
  const [left, right]: readonly Pending[] = [a, b].map(({ pending, truth }) => pending ?? { learned: noKnowledge, ...(truth ? { truth } : {}) });
  const truth = left?.truth || right?.truth ? { truth: joinTruth(left?.truth, right?.truth) } : {};
  return { learned: left?.learned && right?.learned ? joinKnowledge(left.learned, right.learned) : (left?.learned ?? right?.learned), ...truth };
}

/** Of two ways that end with tags, each tag tells which way was taken. */
function joinTags(a: Question | undefined, b: Question | undefined): Question | undefined {
  if (!a?.isTag || !b?.isTag || a === b) return a === b ? a : undefined;
  const known = (question: Question, tag: string): Truth => {
    const own = question.whenEquals.get(tag);
    if (own) return own;
    return { whenTrue: undefined, whenFalse: [...question.whenEquals.values()].reduce<Knowledge | undefined>((all, { whenTrue }) => joinKnowledge(all, whenTrue), undefined) };
  };
  const tags = new Set([...a.whenEquals.keys(), ...b.whenEquals.keys()]);
  return { isTag: true, whenEquals: new Map([...tags].map((tag) => [tag, joinTruth(known(a, tag), known(b, tag))])) };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A member that only one side has keeps its value: the other side's `undefined` is not data. */
function joinFields(a: Value, b: Value): ReadonlyMap<string, Value> | undefined {
  if (!a.fields) return b.fields;
  if (!b.fields || a.fields === b.fields) return a.fields;
  if (a.isCollection && b.isCollection && (a.isGrown || b.isGrown)) return joinGrown(a, b);
  const joined = new Map(a.fields);
  for (const [name, member] of b.fields) joined.set(name, joinValues(joined.get(name), member));
  // Of a list it matters that an element may be absent: a `--` that is there on some ways only ends no options.
  if (a.isCollection && b.isCollection) for (const [name, member] of joined) if (name !== "[]" && a.fields.has(name) !== b.fields.has(name)) joined.set(name, { ...member, mayBeMissing: true });
  return joined;
}

function joinLists<T>(a: readonly T[] | undefined, b: readonly T[] | undefined, same: (x: T, y: T) => boolean, most: number): readonly T[] | undefined {
  if (!a || a === b) return b;
  if (!b) return a;
  const joined = [...a];
  for (const item of b) if (joined.length < most && !joined.some((other) => same(other, item))) joined.push(item);
  return joined;
}

/** Prefers the text that ends like a folder: `root.endsWith("/") ? root : root + "/"` ends with a separator either way. */
function joinText(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined || a === b) return a ?? b;
  return endsWithSeparator(b) && !endsWithSeparator(a) ? b : a;
}

/** Whether a text is known to end with a path separator. */
export function endsWithSeparator(text: string): boolean {
  return text.endsWith("/") || text.endsWith("\\");
}

/** An outcome that only one side can have keeps what that side knows. */
export function joinTruth(a: Truth | undefined, b: Truth | undefined): Truth {
  const left = a ?? anyTruth;
  const right = b ?? anyTruth;
  return { whenTrue: joinKnowledge(left.whenTrue, right.whenTrue), whenFalse: joinKnowledge(left.whenFalse, right.whenFalse) };
}

/** Nothing is known about a value's truth. */
export const anyTruth: Truth = { whenTrue: noKnowledge, whenFalse: noKnowledge };

/** What is known when one of two things holds. */
export function joinKnowledge(a: Knowledge | undefined, b: Knowledge | undefined): Knowledge | undefined {
  if (!a || a === b) return b;
  if (!b) return a;
  if (a === noKnowledge || b === noKnowledge) return noKnowledge;
  const clean = joinClean(a.clean, b.clean);
  const equal = new Map<Label, string>();
  for (const [label, value] of a.equal) if (b.equal.get(label) === value) equal.set(label, value);
  return clean.size === 0 && equal.size === 0 ? noKnowledge : { clean, equal };
}

/** What is clean whichever of two things holds. Where the allowed folder is the whole disk, every path is inside it. */
export function joinClean(left: ReadonlyMap<Label, CleanBits>, right: ReadonlyMap<Label, CleanBits>): ReadonlyMap<Label, CleanBits> {
  const [a, b] = [withWholes(left), withWholes(right)];
  const joined = new Map<Label, CleanBits>();
  const implied = (known: ReadonlyMap<Label, CleanBits>): CleanBits => (known.has(wholeDisk) ? pathBits : 0n);
  const fromA = implied(a);
  const fromB = implied(b);
  for (const [label, bits] of a) {
    const common = bits & ((b.get(label) ?? 0n) | ofKnownValue(b, label) | fromB);
    if (common) joined.set(label, common);
  }
  for (const [label, bits] of b) {
    const common = bits & ofKnownValue(a, label);
    if (common) joined.set(label, (joined.get(label) ?? 0n) | common);
  }
  if (fromA) for (const [label, bits] of b) if (bits & fromA) joined.set(label, (joined.get(label) ?? 0n) | (bits & fromA));
  return joined;
}

/** What is known when both hold. */
export function addKnowledge(a: Knowledge | undefined, b: Knowledge | undefined): Knowledge | undefined {
  if (!a || !b) return undefined;
  if (a === noKnowledge) return b;
  if (b === noKnowledge) return a;
  const clean = new Map(a.clean);
  for (const [label, bits] of b.clean) clean.set(label, (clean.get(label) ?? 0n) | bits);
  const held = a.held || b.held ? { held: new Map([...(a.held ?? []), ...(b.held ?? [])]) } : {};
  return { clean, equal: new Map([...a.equal, ...b.equal]), ...held };
}

/** A truth value that tells something about labels. */
export function truthAbout(whenTrue: ReadonlyMap<Label, CleanBits>, whenFalse: ReadonlyMap<Label, CleanBits> = new Map(), equal: ReadonlyMap<Label, string> = new Map()): Value {
  const known = (clean: ReadonlyMap<Label, CleanBits>, eq: ReadonlyMap<Label, string>): Knowledge => (clean.size === 0 && eq.size === 0 ? noKnowledge : { clean, equal: eq });
  return { taints: [], truth: { whenTrue: known(whenTrue, equal), whenFalse: known(whenFalse, new Map()) } };
}

/** The opposite: `!value`. */
export function negated(truth: Truth | undefined): Truth {
  const of = truth ?? anyTruth;
  return { whenTrue: of.whenFalse, whenFalse: of.whenTrue };
}
