import { type Validation, validationOf } from "../schema/read";
import type { BodyEdit } from "../syntax/body-edit";
import type { Call, ClassNode, FunctionNode, Module } from "../syntax/program";
import type { Workspace } from "../syntax/workspace";
import { bindParameters, call, callValue, runCall, type Summaries } from "./calls";
import { createCarrier, Untranslatable } from "./carry";
import { Environment } from "./environment";
import { evaluate } from "./evaluate";
import { execute } from "./execute";
import { LabelTable } from "./label";
import { type Library, symbolOf } from "./library";
import { createImplementers } from "./implementers";
import { type Activation, BudgetExceeded, type CallInput, type Machine, type Summary } from "./machine";
import { cutShort, type Evidence, Memory, type Note } from "./memory";
import { member } from "./members";
import { OuterValues } from "./outer";
import { hasBuiltin } from "./builtins/functions";
import { Identities, Shape } from "./summaries";
import type { SourceFunction } from "./taint";
import { type FunctionValue, type Value, noKnowledge, unknown } from "./value";

/** The interpreter with all that it has learned about a workspace; it outlives single runs. */
export interface Interpreter extends Machine, Summaries {
  /** What it has learned. */
  readonly memory: Memory;
  /** Forgets what rests on files that have changed, or on what was asked by one of these words. */
  forget(files: ReadonlySet<string>): void;
  /** Takes what is known over an edit; what was worked out from the body is doubted, and of the rest only what can't be carried over. */
  carryOver(edit: BodyEdit): void;
  /** Works out again what is doubted; what rests on it is doubted only where that gives something else. */
  settle(): void;
  /** Sets what the next run may cost, who may end it, and which functions serve which tool. */
  start(options: { readonly named: ReadonlyMap<FunctionNode, string>; isCancelled(): boolean; cancel(): never }): void;
  /** Runs a source function with the values of its parameters. */
  enter(node: FunctionNode, values: readonly Value[], activation: Activation): void;
  /** Starts counting work anew, for the next entry. */
  refill(): void;
  /** Work done since `start`, in evaluated expressions. */
  steps(): number;
}

/** Work that one entry may take, in evaluated expressions; the largest entry seen in real servers needs a fiftieth. */
const maximumWork = 1_000_000;
/** Work that all entries together may take in one analysis, in evaluated expressions: a hundred and fifty times what the largest real server needs. */
const maximumTotal = 8_000_000;
/** Deeper chains of calls than this do not occur between a handler and its sink. */
const maximumDepth = 24;
/** A function that calls itself with other values each time, directly or through others, is followed so many times; more says nothing new of where they go. */
const maximumRecursion = 4;
/** A function that has been called in so many shapes is not followed into itself any more: the walk over a tree makes a shape of every node. */
const manyShapes = 40;
/** Shapes of one function that are told apart; later ones are taken for calls about which nothing is known. */
const maximumShapes = 200;

/** What a call gives about which nothing can be said. */
const nothingKnown: Summary = { result: unknown, leaves: false, learned: noKnowledge, hits: [], writes: new Map(), mutations: new Map() };

/** The summary of one function for one shape of call. */
interface Asked {
  readonly input: CallInput;
  readonly key: string;
}

/** Creates an interpreter for a workspace. */
// eslint-disable-next-line max-lines-per-function -- the state of one analysis, and the functions that share it
export function createInterpreter(workspace: Workspace, library: Library): Interpreter {
  const labels = new LabelTable();
  const identities = new Identities();
  const memory = new Memory();
  // By the number of the function, which it keeps when it is edited.
  const summaries = new Map<number, Map<string, Note<Summary, Asked>>>();
  const busy = new Set<string>();
  // How many times each function is being run at the moment.
  const running = new Map<number, number>();
  let activations = 0;
  let work = 0;
  let done = 0;
  let options: Parameters<Interpreter["start"]>[0] = { named: new Map(), isCancelled: () => false, cancel: () => { throw new Error("cancelled"); } };
  let validations = new WeakMap<Call, Validation | undefined>();
  const implementers = createImplementers(workspace);

  const machine: Interpreter = {
    workspace,
    labels,
    library,
    memory,
    get named() {
      return options.named;
    },
    evaluate: (expression, activation) => activation.given?.get(expression) ?? evaluate(machine, expression, activation),
    execute: (statements, activation) => execute(machine, statements, activation),
    call: (callee, site) => call(machine, callee, site),
    callValue: (callee, site) => callValue(machine, callee, site),
    outer: (module, key, activation) => outer.get(module, key, activation),
    member: (object, property, activation, at) => member(machine, object, property, activation, at),
    knowsSymbol: (symbol) => library.model(symbol.replace(/^promisify:/, "")) !== undefined || symbol.startsWith("promisify:") || hasBuiltin(symbol),
    validation: (expression, module) => {
      if (validations.has(expression)) return validations.get(expression);
      const found = validationOf(expression, module, workspace);
      validations.set(expression, found);
      return found;
    },
    typed: (type, module, activation) => {
      const definition = workspace.resolveType(type, module);
      if (definition?.kind === "class") return { taints: [], instances: [{ class: definition.class, module: definition.module }], typeName: type.name };
      if (definition?.kind === "external") return { taints: [], symbols: [library.instanceOf(symbolOf(definition))] };
      if (type.name === "Promise" && type.args[0]) return machine.typed(type.args[0], module, activation);
      return type.name === "" ? unknown : { taints: [], typeName: type.name };
    },
    wholeModule: (specifier, activation) => {
      const definition = workspace.resolve({ kind: "module", specifier, isPromise: false, range: specifier.range }, activation.module);
      // A module that is chosen at run time, or no code at all: nothing is known of it.
      if (definition.kind === "expression" && definition.expression.kind === "module") return unknown;
      return outer.definition(definition, activation);
    },
    implementing: (typeName, activation) => implementers.of(typeName, activation.files),
    newActivation: (module, node, from) => {
      from?.files.add(module.file);
      return {
      id: ++activations,
      module,
      function: node,
      environment: new Environment(),
      isDead: false,
      jumps: [],
      exits: [],
      hits: new Map(),
      mutated: new Set(),
      rebound: new Set(),
      files: from?.files ?? new Set([module.file]),
      uses: from?.uses ?? new Set(),
      depth: from ? from.depth + 1 : 0,
      };
    },
    tick: () => {
      work++;
      if ((work & 1023) === 0 && options.isCancelled()) options.cancel();
      if (work > maximumWork || done + work > maximumTotal) throw new BudgetExceeded("An entry takes more work than it may.");
    },
    shapeFor: (activation, withConstants) => new Shape(labels, identities, withConstants, (callee) => machine.capturedOf(callee, activation)),
    capturedOf: (callee, activation) => capturedOf(callee, activation),
    summary: (input, { key }, from) => {
      const number = identities.of(input.callee.function);
      const known = summaries.get(number)?.get(key);
      const shapes = summaries.get(number)?.size ?? 0;
      const isRecursion = () => busy.has(`${number}|${key}`) || (running.get(number) ?? 0) >= (shapes < manyShapes ? maximumRecursion : 1);
      if (known?.isStale && !busy.has(`${number}|${key}`)) memory.renew(known);
      const isTooMuch = () => isRecursion() || from.depth >= maximumDepth || shapes >= maximumShapes;
      const note = known?.isStale === false ? known : isTooMuch() ? undefined : remember({ input, key }, from.depth);
      if (note === undefined) {
        from.files.add(input.callee.module.file);
        // What calls itself is looked into where it was called first; anything else is left out here.
        if (!isRecursion()) from.files.add(cutShort);
        return nothingKnown;
      }
      from.uses.add(note);
      for (const file of note.files) from.files.add(file);
      return note.value;
    },
    isRunning: (node) => (running.get(identities.of(node)) ?? 0) > 0,
    enter: (node, values, activation) => {
      bindParameters(machine, { function: node, module: activation.module, captured: undefined, home: -1 }, values, activation);
      execute(machine, node.body, activation);
    },
    forget: (files) => {
      implementers.forget();
      validations = new WeakMap();
      memory.forget(files);
    },
    carryOver: (edit) => {
      validations = new WeakMap();
      implementers.forget();
      const carry = createCarrier(edit);
      const carried = (note: Note): boolean => attemptCarry(note, carry);
      const read = new Set(outer.move(edit));
      for (const note of [...memory.notes()]) {
        if (!note.files.has(edit.before.file)) continue;
        const isDoubtful = read.has(note) || isOfBody(note, edit);
        if (!carried(note)) memory.drop(note);
        else if (isDoubtful) memory.doubt(note);
      }
      for (const [before, after] of replacedBy(edit)) {
        identities.replace(before, after);
        // What rests on a body that has been read is carried over, so the body still counts as read.
        if ("captures" in before && "captures" in after && workspace.wasRead(before)) workspace.readBody(after);
      }
      options = { ...options, named: carriedNames(options.named, edit) };
    },
    settle: () => {
      memory.settle((work) => {
        machine.refill();
        try {
          work();
          return true;
        } catch (error) {
          if (error instanceof BudgetExceeded || error instanceof RangeError) return false;
          throw error;
        }
      });
    },
    start: (given) => {
      doubtRenamed(options.named, given.named);
      options = given;
      work = 0;
      done = 0;
    },
    refill: () => {
      // Most entries are too small to ask for themselves.
      if (options.isCancelled()) options.cancel();
      done += work;
      work = 0;
    },
    steps: () => done + work,
  };
  const outer = new OuterValues(machine, memory);

  function remember(asked: Asked, depth: number): Note<Summary, Asked> {
    const evidence: Evidence = { files: new Set(), uses: new Set() };
    const summary = workOut(asked, evidence, depth);
    const number = identities.of(asked.input.callee.function);
    const note: Note<Summary, Asked> = memory.add(asked, summary, evidence, workOut, () => {
      const shapes = summaries.get(number);
      if (shapes?.get(asked.key) === note) shapes.delete(asked.key);
      if (shapes?.size === 0) summaries.delete(number);
    });
    const shapes = summaries.get(number) ?? new Map<string, Note<Summary, Asked>>();
    summaries.set(number, shapes.set(asked.key, note));
    return note;
  }

  function workOut({ input, key }: Asked, evidence: Evidence, depth = 0): Summary {
    const { callee } = input;
    const number = identities.of(callee.function);
    const id = `${number}|${key}`;
    busy.add(id);
    running.set(number, (running.get(number) ?? 0) + 1);
    try {
      evidence.files.add(callee.module.file);
      return runCall(machine, input, { ...machine.newActivation(callee.module, callee.function, undefined), ...evidence, depth: depth + 1 });
    } finally {
      busy.delete(id);
      running.set(number, (running.get(number) ?? 1) - 1);
    }
  }

  /** A function that serves another tool than before: its callers have told it under the old name. */
  function doubtRenamed(before: ReadonlyMap<FunctionNode, string>, after: ReadonlyMap<FunctionNode, string>): void {
    for (const node of new Set([...before.keys(), ...after.keys()])) {
      if (before.get(node) === after.get(node)) continue;
      for (const note of summaries.get(identities.of(node))?.values() ?? []) for (const user of note.users) memory.doubt(user);
    }
  }

  return machine;
}

/** What a function closes over: where it is now, or what it took along. */
function capturedOf(callee: FunctionValue, activation: Activation): ReadonlyMap<string, Value> | undefined {
  if (callee.captured || callee.function.captures.length === 0) return callee.captured;
  if (callee.home !== activation.id) return undefined;
  const captured = new Map<string, Value>();
  for (const name of callee.function.captures) {
    const value = activation.environment.variables.get(name);
    if (value) captured.set(name, value);
  }
  return captured;
}

/** Whether a note is about running the edited body: the summary of a function, or the run of a handler that is in it or was made in it. */
function isOfBody({ input }: Note, { before, edited, touched }: BodyEdit): boolean {
  const { input: call, function: handler, bound } = input as Partial<Asked> & Partial<SourceFunction>;
  const node = call?.callee.function ?? handler;
  if (node !== undefined && touched.has(node.id) && before.functions.get(node.id) === node) return true;
  return bound?.some(({ module, value }) => module === before && value.range.start >= edited.range.start && value.range.end <= edited.range.end) === true;
}

function attemptCarry(note: Note, carry: <T>(data: T) => T): boolean {
  try {
    const [input, value] = [carry(note.input), carry(note.value)];
    note.input = input;
    note.value = value;
    return true;
  } catch (error) {
    if (error instanceof Untranslatable || error instanceof RangeError) return false;
    throw error;
  }
}

type Replaced = readonly [Module | FunctionNode | ClassNode, Module | FunctionNode | ClassNode];

/** What takes the place of what: the module, its functions and its classes. */
function replacedBy({ before, after, counterpart }: BodyEdit): readonly Replaced[] {
  const pairs: Replaced[] = [[before, after]];
  for (const node of [...before.functions.values(), ...before.classes.values()]) {
    const now = counterpart(node);
    if (now !== undefined) pairs.push([node, now]);
  }
  return pairs;
}

function carriedNames(named: ReadonlyMap<FunctionNode, string>, { before, counterpart }: BodyEdit): ReadonlyMap<FunctionNode, string> {
  return new Map([...named].map(([node, name]) => [(before.functions.get(node.id) === node ? counterpart(node) : undefined) ?? node, name]));
}
