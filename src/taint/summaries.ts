import type { Expression, FunctionNode, Module } from "../syntax/program";
import { isAnswer } from "./answers";
import { type CleanBits, type Label, type LabelTable, wholeDisk } from "./label";
import type { Hit } from "./machine";
import { graphqlText, programs, shellFlag, shellName, sqlText } from "./models";
import { cleanAfter } from "./reopen";
import { endsHost } from "./url-text";
import { type Step, withInner, withStep } from "./trace";
import { type FunctionValue, type Knowledge, type Pending, type Question, type Taint, type Truth, type Value, allTaints, addKnowledge, isTainted, mergeTaints, noKnowledge, unknownText } from "./value";

/**
 * The shape of a call: what is passed, with everything untrusted replaced by placeholders. A function is analysed once per shape,
 * whichever tool the data came from; `slots` says what the placeholders stand for at this call.
 */
export class Shape {
  readonly slots: (readonly Taint[])[] = [];
  /** What conditions that are passed would teach: `invariant(isInside(p))`. */
  readonly truths: Truth[] = [];
  readonly #parts: string[] = [];
  readonly #labels: LabelTable;
  readonly #identities: Identities;
  readonly #capturedOf: (callee: FunctionValue) => ReadonlyMap<string, Value> | undefined;
  /** Constants are told apart only where something untrusted or callable is passed too: `log("a")` and `log("b")` are one call. `..` is always: a callback may be asked whether it knows it. */
  readonly #withConstants: boolean;

  constructor(labels: LabelTable, identities: Identities, withConstants: boolean, capturedOf: (callee: FunctionValue) => ReadonlyMap<string, Value> | undefined) {
    this.#labels = labels;
    this.#identities = identities;
    this.#withConstants = withConstants;
    this.#capturedOf = capturedOf;
  }

  get key(): string {
    return this.#parts.join("");
  }

  /** Replaces the untrusted parts of a value; `step` is added to the way of each. */
  add(value: Value | undefined, step?: Step): Value {
    const replaced = this.#replace(value, step, 0);
    this.#parts.push(";");
    return replaced;
  }

  #replace(value: Value | undefined, step: Step | undefined, depth: number): Value {
    if (!value) return { taints: [] };
    if (depth >= maximumDepth) {
      const taints = allTaints(value);
      return { taints: this.#slot("T", taints, step) };
    }
    const result: { -readonly [K in keyof Value]: Value[K] } = { taints: this.#slot("T", value.taints, step) };
    if (value.constant !== undefined && (this.#withConstants || typeof value.constant.value === "boolean" || value.constant.value === "..")) {
      const text = String(value.constant.value);
      if (text.length <= maximumConstant) {
        this.#parts.push(`c${typeof value.constant.value}:${text},`);
        result.constant = value.constant;
        if (value.truth) result.truth = value.truth;
      }
    }
    if (value.truth && result.constant === undefined && teaches(value.truth)) result.truth = this.#truth(value.truth);
    if (value.pending) {
      this.#parts.push("~");
      const { learned, truth } = value.pending;
      const kept = this.#truth({ whenTrue: learned, whenFalse: undefined }).whenTrue;
      result.pending = { learned: kept, ...(truth ? { truth: this.#truth(truth) } : {}) };
    }
    const text = value.text === undefined ? undefined : canonicalText(value.text, result.constant !== undefined);
    if (text !== undefined) {
      result.text = text;
      if (result.constant === undefined) this.#parts.push(`x${text},`);
    }
    if (value.fields) this.#fields(value, result, step, depth);
    if (value.functions) result.functions = value.functions.map((callee) => this.#function(callee, step, depth));
    for (const name of ["symbols", "typeName", "isCollection"] as const) if (value[name] !== undefined) this.#parts.push(`${name[0] ?? ""}${String(value[name])},`);
    if (value.symbols) result.symbols = value.symbols;
    if (value.typeName !== undefined) result.typeName = value.typeName;
    if (value.isCollection) result.isCollection = true;
    if (value.mayBeMissing) {
      this.#parts.push("?,");
      result.mayBeMissing = true;
    }
    for (const list of [value.classes, value.instances]) for (const item of list ?? []) this.#parts.push(`C${this.#identities.of(item.class)},`);
    if (value.classes) result.classes = value.classes;
    if (value.instances) result.instances = value.instances;
    if (value.namespace) {
      this.#parts.push(`M${this.#identities.of(value.namespace)},`);
      result.namespace = value.namespace;
    }
    if (value.pattern) {
      this.#parts.push(`r${value.pattern.source}/${value.pattern.flags},`);
      result.pattern = value.pattern;
    }
    if (value.schema) {
      this.#parts.push(`S${this.#identities.of(value.schema)},`);
      result.schema = value.schema;
    }
    if (value.wayTo) result.wayTo = this.#slot("W", value.wayTo, step);
    if (value.baseOf) result.baseOf = this.#slot("B", value.baseOf, step);
    // What is handed on as it is may be written into; inside of other objects it is not followed, or every table would be told apart.
    if (value.underKey && depth === 0) result.underKey = this.#slot("K", value.underKey, step);
    return result;
  }

  /** A condition, or what a promise holds back, as a placeholder. */
  #truth(truth: Truth): Truth {
    this.#parts.push(`?${truth.whenTrue ? "+" : ""}${truth.whenFalse ? "-" : ""}`);
    const root = `${conditionRoot}${this.truths.length}`;
    this.truths.push(truth);
    const about = (outcome: string, known: Knowledge | undefined): Knowledge | undefined => known && { clean: new Map([[this.#labels.of(root + outcome), 1n]]), equal: new Map() };
    return { whenTrue: about("+", truth.whenTrue), whenFalse: about("-", truth.whenFalse) };
  }

  #fields(value: Value, result: { -readonly [K in keyof Value]: Value[K] }, step: Step | undefined, depth: number): void {
    const fields = value.fields;
    if (!fields || (fields.size > maximumFields && !isTainted(value))) return;
    this.#parts.push("{");
    const replaced = new Map<string, Value>();
    for (const [name, member] of fields) {
      this.#parts.push(`${name}=`);
      replaced.set(name, this.#replace(member, step, depth + 1));
    }
    this.#parts.push("}");
    result.fields = replaced;
  }

  #function(callee: FunctionValue, step: Step | undefined, depth: number): FunctionValue {
    this.#parts.push(`f${this.#identities.of(callee.function)}`);
    const captured = this.#capturedOf(callee);
    const result: { -readonly [K in keyof FunctionValue]: FunctionValue[K] } = { ...callee, home: -1, captured: undefined, chosenBy: undefined };
    if (captured && captured.size > 0) {
      this.#parts.push("(");
      const replaced = new Map<string, Value>();
      for (const [name, value] of captured) {
        this.#parts.push(`${name}=`);
        replaced.set(name, this.#replace(value, step, depth + 1));
      }
      this.#parts.push(")");
      result.captured = replaced;
    }
    if (callee.receiver) result.receiver = this.#replace(callee.receiver, step, depth + 1);
    if (callee.bound) result.bound = callee.bound.map((value) => this.#replace(value, step, depth + 1));
    return result;
  }

  #slot(kind: string, taints: readonly Taint[], step: Step | undefined): readonly Taint[] {
    if (taints.length === 0) return [];
    let state = -1;
    for (const taint of taints) state &= taint.state;
    this.#parts.push(`${kind}${state},`);
    const label = this.#labels.of(`p${this.slots.length}`);
    this.slots.push(step ? taints.map((taint) => ({ ...taint, trace: withStep(taint.trace, step) })) : taints);
    return [{ label, clean: 0n, state, isUncertain: false, trace: undefined }];
  }
}

/** Begins the labels that stand for a passed condition having held ("+") or failed ("-"). */
const conditionRoot = "c";

function teaches({ whenTrue, whenFalse }: Truth): boolean {
  return (whenTrue?.clean.size ?? 0) + (whenFalse?.clean.size ?? 0) > 0;
}

/** Objects and lists inside arguments are told apart to this depth. */
const maximumDepth = 4;
const maximumConstant = 32;
const maximumFields = 60;

/** Gives objects numbers, so that they can stand in a key. */
export class Identities {
  readonly #numbers = new WeakMap<object, number>();
  #next = 1;

  /** Gives an object the number of another, which it takes the place of. */
  replace(before: object, after: object): void {
    const number = this.#numbers.get(before);
    if (number !== undefined) this.#numbers.set(after, number);
  }

  of(object: object): number {
    let number = this.#numbers.get(object);
    if (number === undefined) {
      number = this.#next++;
      this.#numbers.set(object, number);
    }
    return number;
  }
}

/** Of a text that is not wholly known, only what sinks and guards ask for is kept: that it looks like SQL, names a shell (or its flag) or a program, begins like an option, or ends like a folder. */
function canonicalText(text: string, isConstant: boolean): string | undefined {
  if (isConstant) return text;
  if (sqlText.test(text)) return `SELECT * FROM ${unknownText}`;
  if (graphqlText.test(text)) return `query { ${unknownText} }`;
  if (shellName.test(text)) return "sh";
  if (shellFlag.test(text)) return text;
  const command = /^[\w.-]+ \S*/.exec(text)?.[0];
  if (command !== undefined && Object.hasOwn(programs, command.slice(0, command.indexOf(" ")))) return `${command} ${unknownText}`;
  if (text.startsWith("-")) return text.includes("=") ? `-=${unknownText}` : `-${unknownText}`;
  const end = /[/\\]$/.test(text) ? "/" : "";
  if (endsHost(text)) return `${/[?#]/.test(text) ? urlBase.query : urlBase.path}${end}`;
  return end === "" ? undefined : `${unknownText}/`;
}

/** Stand for URLs whose host is written, up to their path or their query. */
const urlBase = { path: `https://host/${unknownText}`, query: `https://host/?${unknownText}` } as const;

/** Where a summary is used: turns what it says of placeholders into what holds at the call. */
export class Instance {
  readonly #labels: LabelTable;
  readonly #slots: readonly (readonly Taint[])[];
  readonly #truths: readonly Truth[];

  constructor(labels: LabelTable, { slots, truths }: Pick<Shape, "slots" | "truths">) {
    this.#labels = labels;
    this.#slots = slots;
    this.#truths = truths;
  }

  taints(inner: readonly Taint[]): readonly Taint[] {
    if (inner.length === 0) return inner;
    const result: Taint[] = [];
    for (const taint of inner) for (const outer of this.#outer(taint.label)) result.push(this.#compose(outer, taint));
    return mergeTaints(result);
  }

  value(inner: Value, depth = 0): Value {
    const isPlain = this.#slots.length + this.#truths.length === 0;
    if (isPlain || depth > maximumDepth + 1) return isPlain ? inner : { ...inner, taints: this.taints(allTaints(inner)), fields: undefined, functions: undefined, truth: undefined } as Value;
    const result: { -readonly [K in keyof Value]: Value[K] } = { ...inner, taints: this.taints(inner.taints) };
    if (inner.fields) result.fields = new Map([...inner.fields].map(([name, member]) => [name, this.value(member, depth + 1)]));
    if (inner.functions) result.functions = inner.functions.map((callee) => this.#function(callee, depth));
    if (inner.truth) result.truth = this.#truth(inner.truth);
    if (inner.question) result.question = this.#question(inner.question);
    if (inner.pending) result.pending = this.#pending(inner.pending);
    if (inner.wayTo) result.wayTo = this.taints(inner.wayTo);
    if (inner.baseOf) result.baseOf = this.taints(inner.baseOf);
    if (inner.underKey) result.underKey = this.taints(inner.underKey);
    return result;
  }

  knowledge(inner: Knowledge): Knowledge {
    if (inner === noKnowledge || (inner.clean.size === 0 && inner.equal.size === 0)) return noKnowledge;
    const clean = new Map<Label, CleanBits>();
    let passed: Knowledge | undefined = noKnowledge;
    for (const [label, bits] of inner.clean) {
      if (label === wholeDisk) clean.set(label, bits);
      if (label.root.startsWith(conditionRoot)) passed = addKnowledge(passed, this.#condition(label)) ?? passed;
      for (const outer of this.#outer(label)) {
        const composed = this.#labels.compose(outer.label, label);
        clean.set(composed, (clean.get(composed) ?? 0n) | bits);
      }
    }
    return addKnowledge(passed, { clean, equal: this.equal(inner.equal) }) ?? noKnowledge;
  }

  /** What a condition that was passed teaches, now that the callee has found it to hold or to fail. */
  #condition({ root }: Label): Knowledge | undefined {
    const truth = this.#truths[Number.parseInt(root.slice(conditionRoot.length), 10)];
    return root.endsWith("+") ? truth?.whenTrue : truth?.whenFalse;
  }

  equal(inner: ReadonlyMap<Label, string>): ReadonlyMap<Label, string> {
    const equal = new Map<Label, string>();
    for (const [label, value] of inner) for (const outer of this.#outer(label)) equal.set(this.#labels.compose(outer.label, label), value);
    return equal;
  }

  /** The hit once for each datum that was passed where it came in. */
  hits(hit: Hit): readonly Hit[] {
    const equal = this.equal(hit.equal);
    const passed = this.#outer(hit.taint.label);
    // Several data in one place share the least that is so of all of them; outside, each is known again for itself.
    const shared = passed.reduce((state, outer) => state & outer.state, -1);
    const isUnchanged = hit.taint.label.derived === "" && hit.taint.state === shared;
    return passed.map((outer) => ({ ...hit, taint: this.#compose(outer, isUnchanged ? { ...hit.taint, state: outer.state } : hit.taint), equal }));
  }

  #outer(label: Label): readonly Taint[] {
    // An answer is asked for inside, and nobody passed it.
    if (isAnswer(label.root)) return [{ label: this.#labels.of(label.root), clean: 0n, state: 0, isUncertain: false, trace: undefined }];
    return label.root.startsWith("p") ? (this.#slots[Number(label.root.slice(1))] ?? []) : [];
  }

  #compose(outer: Taint, inner: Taint): Taint {
    return {
      label: this.#labels.compose(outer.label, inner.label),
      clean: cleanAfter(outer.label.derived, outer.clean, inner.label.derived) | inner.clean,
      state: inner.state,
      isUncertain: outer.isUncertain || inner.isUncertain,
      trace: withInner(outer.trace, inner.trace),
    };
  }

  #truth(truth: Truth): Truth {
    return { whenTrue: truth.whenTrue && this.knowledge(truth.whenTrue), whenFalse: truth.whenFalse && this.knowledge(truth.whenFalse) };
  }

  #question(question: Question): Question {
    return { ...question, whenEquals: new Map([...question.whenEquals].map(([text, truth]) => [text, this.#truth(truth)])) };
  }

  #pending(pending: Pending): Pending {
    const { learned, truth, question } = pending;
    return { ...pending, learned: learned && this.knowledge(learned), ...(truth ? { truth: this.#truth(truth) } : {}), ...(question ? { question: this.#question(question) } : {}) };
  }

  #function(callee: FunctionValue, depth: number): FunctionValue {
    const result: { -readonly [K in keyof FunctionValue]: FunctionValue[K] } = { ...callee, home: -1 };
    if (callee.captured) result.captured = new Map([...callee.captured].map(([name, value]) => [name, this.value(value, depth + 1)]));
    if (callee.receiver) result.receiver = this.value(callee.receiver, depth + 1);
    if (callee.bound) result.bound = callee.bound.map((value) => this.value(value, depth + 1));
    return result;
  }
}

/** The step "passed to …" at an argument. */
export function passStep(module: Module, argument: Expression, callee: FunctionNode): Step {
  return { kind: "pass", module, range: argument.range, ...(callee.name === undefined ? {} : { name: callee.name }) };
}
