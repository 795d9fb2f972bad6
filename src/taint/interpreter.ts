import { type Validation, validationOf } from "../schema/read";
import type { Call, FunctionNode, Module } from "../syntax/program";
import type { Workspace } from "../syntax/workspace";
import { bindParameters, call, callValue, summarise, type Summaries } from "./calls";
import { Environment } from "./environment";
import { evaluate } from "./evaluate";
import { execute } from "./execute";
import { LabelTable } from "./label";
import { type Library, symbolOf } from "./library";
import { type Activation, BudgetExceeded, type Machine, type Summary } from "./machine";
import { member } from "./members";
import { OuterValues, shareAny } from "./outer";
import { hasBuiltin } from "./builtins/functions";
import { Identities, Shape } from "./summaries";
import { type ClassValue, type FunctionValue, type Value, noKnowledge, unknown } from "./value";

/** The interpreter with all that it has learned about a workspace; it outlives single runs. */
export interface Interpreter extends Machine, Summaries {
  /** Forgets what rests on files that have changed. */
  forget(files: ReadonlySet<string>): void;
  /** Sets what the next run may cost, who may end it, and which functions serve which tool. */
  start(options: { readonly named: ReadonlyMap<FunctionNode, string>; isCancelled(): boolean; cancel(): never }): void;
  /** Runs a source function with the values of its parameters. */
  enter(node: FunctionNode, values: readonly Value[], activation: Activation): void;
  /** Starts counting work anew, for the next entry. */
  refill(): void;
}

/** Work that one entry may take, in evaluated expressions; the largest entry seen in real servers needs a twentieth. */
const maximumWork = 4_000_000;
/** Deeper chains of calls than this do not occur between a handler and its sink. */
const maximumDepth = 24;
/** Shapes of one function that are told apart; later ones are taken for calls about which nothing is known. */
const maximumShapes = 80;

/** What a call gives about which nothing can be said. */
function nothingKnown(module: Module): Summary {
  return { result: unknown, leaves: false, learned: noKnowledge, hits: [], writes: new Map(), mutations: new Map(), files: new Set([module.file]) };
}

/** Creates an interpreter for a workspace. */
// eslint-disable-next-line max-lines-per-function -- the state of one analysis, and the functions that share it
export function createInterpreter(workspace: Workspace, library: Library): Interpreter {
  const labels = new LabelTable();
  const identities = new Identities();
  const summaries = new Map<FunctionNode, Map<string, Summary>>();
  const busy = new Set<string>();
  let activations = 0;
  let work = 0;
  let options: Parameters<Interpreter["start"]>[0] = { named: new Map(), isCancelled: () => false, cancel: () => { throw new Error("cancelled"); } };
  let validations = new WeakMap<Call, Validation | undefined>();
  const implementers = new Map<string, readonly ClassValue[]>();

  const machine: Interpreter = {
    workspace,
    labels,
    library,
    get named() {
      return options.named;
    },
    evaluate: (expression, activation) => evaluate(machine, expression, activation),
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
    implementing: (typeName) => {
      let found = implementers.get(typeName);
      if (!found) implementers.set(typeName, (found = findImplementing(workspace, typeName)));
      return found;
    },
    newActivation: (module, node, from) => ({
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
      files: new Set([module.file]),
      depth: from ? from.depth + 1 : 0,
    }),
    tick: () => {
      work++;
      if ((work & 1023) === 0 && options.isCancelled()) options.cancel();
      if (work > maximumWork) throw new BudgetExceeded("An entry takes more work than it may.");
    },
    shapeFor: (activation, withConstants) => new Shape(labels, identities, withConstants, (callee) => machine.capturedOf(callee, activation)),
    capturedOf: (callee, activation) => capturedOf(callee, activation),
    summary: (callee, shape, begin, from) => {
      const { key } = shape;
      let known = summaries.get(callee.function);
      if (!known) summaries.set(callee.function, (known = new Map()));
      const summary = known.get(key);
      if (summary) return summary;
      const id = `${identities.of(callee.function)}|${key}`;
      if (busy.has(id) || from.depth >= maximumDepth || known.size >= maximumShapes) return nothingKnown(callee.module);
      busy.add(id);
      try {
        const started = machine.newActivation(callee.module, callee.function, from);
        begin(started);
        const result = summarise(machine, started, callee.function.parameters.map((parameter) => parameter.pattern));
        known.set(key, result);
        return result;
      } finally {
        busy.delete(id);
      }
    },
    enter: (node, values, activation) => {
      bindParameters(machine, { function: node, module: activation.module, captured: undefined, home: -1 }, values, activation);
      execute(machine, node.body, activation);
    },
    forget: (files) => {
      outer.forget(files);
      implementers.clear();
      validations = new WeakMap();
      for (const [node, known] of summaries) {
        for (const [key, summary] of known) if (shareAny(summary.files, files)) known.delete(key);
        if (known.size === 0) summaries.delete(node);
      }
    },
    start: (given) => {
      options = given;
      work = 0;
    },
    refill: () => {
      work = 0;
    },
  };
  const outer = new OuterValues(machine);
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

function findImplementing(workspace: Workspace, typeName: string): readonly ClassValue[] {
  const found: ClassValue[] = [];
  for (const module of workspace.lowered()) {
    for (const owner of module.classes.values()) {
      const isNamed = owner.name === typeName || owner.implements.some((type) => type.name === typeName) || (owner.base?.kind === "name" && owner.base.name === typeName);
      if (isNamed) found.push({ class: owner, module });
    }
  }
  return found;
}
