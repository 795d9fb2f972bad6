import type { FlowStep } from "../base/finding";
import type { Location } from "../base/text";
import type { Expression, FunctionNode, Module } from "../syntax/program";
import type { Schema } from "../schema/schema";
import type { Concept } from "./concepts";
import type { SinkModel } from "./models/model";

/** A place where untrusted data enters, given by the caller: a function and what of its parameters is untrusted. */
export interface SourceFunction {
  readonly function: FunctionNode;
  readonly module: Module;
  /** What the names that it closes over stand for, where a wrapper hides them. */
  readonly bound: readonly SourceBound[];
  readonly classId?: string;
  /** The module of that class, where it is not the function's own: a method of a base class runs on an object of another file. */
  readonly classModule?: Module;
  readonly inputs: readonly SourceInput[];
  /** Who offers it, for people: the name of the tool, or undefined for a dispatcher. */
  readonly name?: string;
  readonly kind: "tool" | "prompt" | "resource" | "completion" | "request";
  /** It has the looks of a source, and nothing proves that it is one: its flows are uncertain. */
  readonly isGuess?: boolean;
}

/** What a name stands for. `owner` is the module of the name where it is not the function's own: another bound value uses it. */
export interface SourceBound {
  readonly binding: string;
  readonly value: Expression;
  readonly module: Module;
  readonly owner?: Module;
}

/** One untrusted part of a parameter. */
export interface SourceInput {
  readonly parameter: number;
  /** Where it is no parameter that brings it: the expression of the function's own body whose value it is. */
  readonly at?: Expression;
  readonly path: readonly string[];
  /**
   * "name" is what a dispatcher is chosen by: it names the tool in a flow, and is a source as well. "session" is set by whoever runs the client,
   * mostly on purpose: flows from it are uncertain. "answer" is what a client says when it is asked; "state" is a function that gives such an answer.
   */
  readonly role: "arguments" | "name" | "uri" | "variables" | "completion" | "session" | "answer" | "state";
  /** What has been enforced before the function runs. */
  readonly schema?: Schema;
  /** Members whose values can't hold a slash, nor are decoded: `{name}` of a resource template, in contrast to `{+path}`. */
  readonly withoutSlash?: readonly string[];
}

/** A function known to serve a tool, so that flows through it carry the tool's name even when a dispatcher calls it. */
export interface NamedFunction {
  readonly function: FunctionNode;
  readonly module: Module;
  readonly name: string;
}

/** Untrusted data on its way from one input to one sink. */
export interface Flow {
  readonly concept: Concept;
  readonly sink: Sink;
  /** Where the data enters, and as what. */
  readonly source: {
    readonly location: Location;
    /** The tool, prompt or resource, where known. */
    readonly tool?: string;
    readonly kind: SourceFunction["kind"];
    /** The parameter, as a path below the arguments: "branch", "options.cwd", "paths[]". Empty when all arguments flow as a whole. */
    readonly parameter: string;
  };
  /** From the source to the sink, both included. */
  readonly steps: readonly FlowStep[];
  /** False where the data passed through something that the engine does not know, or the sink was recognised by its looks only. */
  readonly isCertain: boolean;
  /** Whether the datum is all that the sink is given: no text of the server stands around it. */
  readonly isWhole: boolean;
  /** Whether the text of the sink begins with the datum, or with a piece of it: what the server adds stands behind it. */
  readonly isLeading: boolean;
  /** What stands in its way without stopping it. */
  readonly weakenedBy?: Weakness;
  /** A check of the datum was begun on the way, and nobody waited for its end. */
  readonly isUnawaited?: boolean;
  /** Of a request's host the data choose a part only: something that the server wrote stands before or behind them. */
  readonly isPartial?: boolean;
  /** Where the data get into the path of a URL, as the value that can be encoded there, or behind a shell's flag into a list. */
  readonly placed?: Location;
  /** Of a path that a program opens: the argument by which the handler hands it on, after it has been called by its name. */
  readonly handedOn?: Location;
  /** Of a path: the check that was made and does not hold. */
  readonly weakCheck?: WeakCheck;
}

/**
 * A check of a path that says too little.
 *
 * - dot-dot: it holds no `..`, and may be absolute.
 * - raw-prefix: it begins with the folder, and may climb out again.
 * - extension: only how it ends.
 * - before-decoding, before-links: it is decoded, or its links are followed, after the check.
 */
export type WeakCheck = "dot-dot" | "raw-prefix" | "extension" | "before-decoding" | "before-links";

/**
 * A guard that does not stop a flow: a quoting helper, a guard that only some configurations switch on; of a URL a check of its scheme alone,
 * of a beginning or an end of its host, or of its host as it is written, without asking where that leads.
 */
export type Weakness = "quoting" | "optional-guard" | "scheme-check" | "host-affix" | "literal-host";

/** A dangerous call, and which part of it the data reach. */
export interface Sink {
  readonly module: Module;
  /** The function that holds it. */
  readonly function: FunctionNode;
  /** The call or tagged template. */
  readonly call: Expression;
  /** The argument (or a part of it) that is dangerous. */
  readonly argument: Expression;
  readonly model: SinkModel;
  /** What is called, in the canonical notation of the models: "child_process.exec", "pg.Pool#query". */
  readonly symbol: string;
  /** The callee went through `util.promisify`. */
  readonly isPromisified: boolean;
  /** Of an argument of a program: which program it is, and what an option could do. */
  readonly option?: OptionPlace;
  /** Of a path: the program that opens it. */
  readonly program?: string;
}

/** An argument that a program may take for an option. */
export interface OptionPlace {
  /** The program, with the subcommand where it has some: "git log"; undefined where it is not known. */
  readonly program?: string;
  /** What an option of this program can do, as the end of a sentence; undefined where nothing bad is known of it. */
  readonly danger?: string;
  /** Whether a table knows the program. */
  readonly isKnown: boolean;
  /** "word": one argument; "list": any number of them, from a list; "words": a text that was taken apart at blanks; "all": the data choose every argument. */
  readonly kind: "word" | "list" | "words" | "all";
  /** What the program understands as the end of its options, where a table says so. */
  readonly endOfOptions?: string;
}

/** Finds flows; one run per set of sources, shared by all rules. */
export interface TaintAnalysis {
  /** Flows into sinks of a concept, deduplicated by source and sink, in the order of files and offsets. */
  flowsTo(concept: Concept): readonly Flow[];
  /** Source functions that took more work than they may: what was found until then is told, the rest is not known. */
  readonly cutShort: readonly SourceFunction[];
  /** Expressions that were evaluated for this analysis; what was still known cost none. */
  readonly steps: number;
}
