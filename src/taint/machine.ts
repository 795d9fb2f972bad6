import type { Validation } from "../schema/read";
import type { Call, Expression, FunctionNode, Module, TypeRef } from "../syntax/program";
import type { Workspace } from "../syntax/workspace";
import type { Concept } from "./concepts";
import type { Environment } from "./environment";
import type { Label, LabelTable } from "./label";
import type { Library } from "./library";
import type { Evidence } from "./memory";
import type { Sink } from "./taint";
import type { ClassValue, FunctionValue, Knowledge, Taint, Value } from "./value";

/** Untrusted data at a sink, in the labels of the function that is looked at. */
export interface Hit {
  readonly concept: Concept;
  readonly sink: Sink;
  readonly taint: Taint;
  /** Labels that equal a constant on this way: how a dispatcher's tool is known. */
  readonly equal: ReadonlyMap<Label, string>;
  /** The tool, where the function that serves it is known by name. */
  readonly tool: string | undefined;
  /** The sink was recognised by its looks only. */
  readonly isGuess: boolean;
}

/** What calling a function does, in labels of its placeholders. */
export interface Summary {
  readonly result: Value;
  /** It never returns normally. */
  readonly leaves: boolean;
  /** What holds once it has returned. */
  readonly learned: Knowledge;
  readonly hits: readonly Hit[];
  /** Captured names (and "this") that it changed. */
  readonly writes: ReadonlyMap<string, Value>;
  /** Parameters that it changed in place, by index. */
  readonly mutations: ReadonlyMap<number, Value>;
}

/** What a function is called with, in placeholders. */
export interface CallInput {
  readonly callee: FunctionValue;
  readonly values: readonly Value[];
  readonly captured: ReadonlyMap<string, Value>;
  readonly self: Value | undefined;
}

/** One way out of a function. */
export interface Exit {
  readonly value: Value;
  readonly environment: Environment;
  /** Taken where the operator's configuration says so, whatever the data are: `if (config.unsafe) return;`. */
  isConfigured?: boolean;
}

/** A loop, a switch or a labelled block that can be left. */
export interface Jump {
  readonly label: string | undefined;
  readonly isLoop: boolean;
  readonly breaks: Environment[];
  readonly continues: Environment[];
}

/** One function body being run over abstract values. */
export interface Activation extends Evidence {
  readonly id: number;
  readonly module: Module;
  readonly function: FunctionNode;
  /** Expressions of its body whose value comes from outside. */
  readonly given?: ReadonlyMap<Expression, Value>;
  environment: Environment;
  /** Control can't get here any more: something that never returns was called. */
  isDead: boolean;
  readonly jumps: Jump[];
  readonly exits: Exit[];
  readonly hits: Map<string, Hit>;
  /** Variables whose value was changed in place. */
  readonly mutated: Set<string>;
  /** Variables that were given another value. */
  readonly rebound: Set<string>;
  readonly depth: number;
}

/** A call being evaluated. */
export interface CallSite {
  readonly expression: Expression;
  readonly activation: Activation;
  readonly arguments: readonly Value[];
  readonly argumentExpressions: readonly Expression[];
  readonly receiver: Value | undefined;
  readonly receiverExpression: Expression | undefined;
  readonly isNew: boolean;
}

/** What the parts of the interpreter share. */
export interface Machine {
  readonly workspace: Workspace;
  readonly labels: LabelTable;
  readonly library: Library;
  readonly named: ReadonlyMap<FunctionNode, string>;
  evaluate(expression: Expression, activation: Activation): Value;
  /** Runs statements; false when control does not come out at the end. */
  execute(statements: FunctionNode["body"], activation: Activation): boolean;
  /** Calls a function of the workspace. */
  call(callee: FunctionValue, site: CallSite): Value;
  /** Calls whatever a value may stand for: functions, classes, library symbols. */
  callValue(callee: Value, site: CallSite): Value;
  /** The value of a name that no running function holds: of the module, or of a function around. */
  outer(module: Module, binding: string, activation: Activation): Value;
  /** What a call validates, when it is `Schema.parse(x)` or a relative. */
  validation(call: Call, module: Module): Validation | undefined;
  /** Whether a table or a builtin says what calling a symbol does. */
  knowsSymbol(symbol: string): boolean;
  member(object: Value, property: string, activation: Activation, at: Expression): Value;
  /** A value of which only the type is known. */
  typed(type: TypeRef, module: Module, activation: Activation): Value;
  /** The module that a specifier names. */
  wholeModule(specifier: Expression, activation: Activation): Value;
  /** Classes of the workspace that say they implement a type, or extend a class of that name. */
  implementing(typeName: string, activation: Activation): readonly ClassValue[];
  /** An activation that rests on what `from` rests on, where one is given: what it looks at counts for both. */
  newActivation(module: Module, node: FunctionNode, from: Activation | undefined): Activation;
  /** Counts work, and ends what takes too long or is no longer wanted. */
  tick(): void;
}

/** Thrown when one entry takes more work than it may; what was found until then is kept. */
export class BudgetExceeded extends Error {}
