import { Clean, type CleanBits, type Label, pathBits, withWholes } from "./label";
import { type Knowledge, type Truth, type Value, addKnowledge, anyTruth, joinClean, joinTruth, joinValues } from "./value";

/** What was learned on the way that was taken because something equals a constant. Neither it nor the data change, so it holds wherever the same is asked again. */
export interface Implication {
  /** The question, as text. */
  readonly question: string;
  readonly clean: ReadonlyMap<Label, CleanBits>;
}

/** What is known at one point of a function: the variables, and what guards have established about labels. */
export class Environment {
  readonly variables: Map<string, Value>;
  /** Clean bits by label; replaced, never changed, so that forks share it. */
  clean: ReadonlyMap<Label, CleanBits>;
  /** Labels that equal a constant here. */
  equal: ReadonlyMap<Label, string>;
  /** What is known as soon as a question is answered with yes: `if (action === "save") check(path)`, asked before. */
  implied: readonly Implication[];

  constructor(variables: Map<string, Value> = new Map(), clean: ReadonlyMap<Label, CleanBits> = new Map(), equal: ReadonlyMap<Label, string> = new Map(), implied: readonly Implication[] = []) {
    this.variables = variables;
    this.clean = clean;
    this.equal = equal;
    this.implied = implied;
  }

  fork(): Environment {
    return new Environment(new Map(this.variables), this.clean, this.equal, this.implied);
  }

  /** Adds what a passed guard established. */
  learn(knowledge: Knowledge): void {
    if (knowledge.clean.size > 0) {
      const clean = new Map(this.clean);
      for (const [label, bits] of knowledge.clean) {
        clean.set(label, (clean.get(label) ?? 0n) | bits);
        for (let { notationOf: base, openedFrom } = label; base; { notationOf: base, openedFrom } = base) clean.set(base, (clean.get(base) ?? 0n) | (bits & pathBits) | (openedFrom ? Clean.linksChecked : 0n));
        if (label.extensionOf) clean.set(label.extensionOf, (clean.get(label.extensionOf) ?? 0n) | Clean.extension);
      }
      this.clean = withWholes(clean);
    }
    for (const [name, { joined, then }] of knowledge.held ?? []) if (this.variables.get(name) === joined) this.variables.set(name, then);
    if (knowledge.equal.size > 0) this.equal = new Map([...this.equal, ...knowledge.equal]);
  }

  /** Writes what is known about labels into a value, so that it stays with the value where control joins other ways. */
  bake(value: Value, depth = 2): Value {
    if (this.clean.size === 0 || (value.taints.length === 0 && !value.fields)) return value;
    let changed = false;
    const taints = value.taints.map((taint) => {
      const bits = this.clean.get(taint.label) ?? 0n;
      if ((taint.clean | bits) === taint.clean) return taint;
      changed = true;
      return { ...taint, clean: taint.clean | bits };
    });
    let fields = value.fields;
    if (fields && depth > 0) {
      let fieldsChanged = false;
      const baked = new Map<string, Value>();
      for (const [name, member] of fields) {
        const result = this.bake(member, depth - 1);
        if (result !== member) fieldsChanged = true;
        baked.set(name, result);
      }
      if (fieldsChanged) {
        fields = baked;
        changed = true;
      }
    }
    return changed ? { ...value, taints, ...(fields ? { fields } : {}) } : value;
  }

  /** What is known when control comes from here or from there; undefined stands for a way that is not taken. */
  static join(a: Environment | undefined, b: Environment | undefined): Environment | undefined {
    if (!a || a === b) return b;
    if (!b) return a;
    const variables = new Map(a.variables);
    const differ = a.clean !== b.clean;
    if (differ && a.clean.size > 0) for (const [name, value] of variables) variables.set(name, a.bake(value));
    for (const [name, value] of b.variables) {
      const here = differ ? b.bake(value) : value;
      const other = variables.get(name);
      if (other !== here) variables.set(name, joinValues(other, here));
    }
    rememberFlags(a, b, variables);
    return new Environment(variables, a.clean === b.clean ? a.clean : joinClean(a.clean, b.clean), same(a.equal, b.equal), a.implied === b.implied ? a.implied : a.implied.filter((each) => b.implied.includes(each)));
  }
}

/** More flags than these are not set in one branch. */
const maximumFlags = 8;

/**
 * A boolean that has been set on one way and not on the other tells later which way was taken: `let ok = false; for (…) if (inside) ok = true;`.
 * What was known on that way holds when the flag does, and what variables held there they hold.
 */
function rememberFlags(a: Environment, b: Environment, joined: Map<string, Value>): void {
  const flags = [...b.variables].filter(([name, value]) => isFlag(value) && isFlag(a.variables.get(name)) && a.variables.get(name) !== value && isOther(a.variables.get(name), value));
  if (flags.length === 0 || flags.length > maximumFlags) return;
  const [heldInA, heldInB] = [heldOnOneWay(a, b, joined), heldOnOneWay(b, a, joined)];
  for (const [name, value] of flags) {
    const other = a.variables.get(name);
    if (other) joined.set(name, { ...joinValues(other, value), truth: joinTruth(withKnowledge(other.truth, a, heldInA), withKnowledge(value.truth, b, heldInB)) });
  }
}

function isFlag(value: Value | undefined): boolean {
  return value !== undefined && value.taints.length === 0 && (typeof value.constant?.value === "boolean" || (value.truth !== undefined && !value.fields && !value.functions && !value.symbols));
}

/** Both the same constant say nothing about the way. */
function isOther(a: Value | undefined, b: Value): boolean {
  return (typeof a?.constant?.value === "boolean" || typeof b.constant?.value === "boolean") && a?.constant?.value !== b.constant?.value;
}

/** Variables that hold untrusted data on the other way and none on this one. */
function heldOnOneWay(here: Environment, there: Environment, joined: ReadonlyMap<string, Value>): NonNullable<Knowledge["held"]> {
  const held = new Map<string, { readonly joined: Value; readonly then: Value }>();
  for (const [name, value] of here.variables) {
    const both = joined.get(name);
    if (both && value.taints.length === 0 && (there.variables.get(name)?.taints.length ?? 0) > 0) held.set(name, { joined: both, then: value });
  }
  return held;
}

/** What is known about each element of a list is not known of all of them because one has passed. */
function withKnowledge(truth: Truth | undefined, { clean, equal }: Environment, held: NonNullable<Knowledge["held"]>): Truth {
  const single = new Map([...clean].filter(([label]) => !label.path.includes("[]")));
  const known: Knowledge = { clean: single, equal, ...(held.size > 0 ? { held } : {}) };
  const { whenTrue, whenFalse } = truth ?? anyTruth;
  return { whenTrue: addKnowledge(whenTrue, whenTrue && known), whenFalse: addKnowledge(whenFalse, whenFalse && known) };
}

function same(a: ReadonlyMap<Label, string>, b: ReadonlyMap<Label, string>): ReadonlyMap<Label, string> {
  if (a === b) return a;
  const joined = new Map<Label, string>();
  for (const [label, value] of a) if (b.get(label) === value) joined.set(label, value);
  return joined;
}
