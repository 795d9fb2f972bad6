import type { FlowStep } from "../base/finding";
import type { Expression, Module } from "../syntax/program";
import { walkExpression } from "../syntax/walk";
import type { Concept } from "./concepts";
import type { Interpreter } from "./interpreter";
import { answerOf } from "./answers";
import { Clean, type CleanBits, type Label, PathState, asItCame } from "./label";
import { type Activation, BudgetExceeded, type Hit } from "./machine";
import { cutShort, isEqual, type Note } from "./memory";
import { stateSymbol } from "./models";
import { throughSchema } from "./schemas";
import type { Flow, SourceFunction, SourceInput, TaintAnalysis, WeakCheck } from "./taint";
import { describe, flatten, placeOf } from "./trace";
import { type ClassValue, type Value, unknown, withField, withTaints } from "./value";

/** What running one source function gave. */
interface Run {
  readonly flows: readonly Flow[];
  /** It took more work than it may, or a limit was met on its way; what was found until then is in `flows`. */
  readonly isCutShort: boolean;
}

/** Runs source functions, and keeps what they gave until something that it rests on changes. */
export interface Runs {
  analyze(sources: readonly SourceFunction[]): TaintAnalysis;
  /** Finds what is kept under other keys: places have moved. */
  rename(): void;
}

/** Creates the runs of an interpreter. */
export function createRuns(interpreter: Interpreter): Runs {
  const { memory } = interpreter;
  let kept = new Map<string, Note<Run, SourceFunction>>();

  const remember = (source: SourceFunction): Note<Run, SourceFunction> => {
    const { run, activation } = runSource(interpreter, source);
    // Nobody but `analyze` asks for it, and that looks whether it still holds.
    return memory.add(source, run, activation, undefined, () => undefined);
  };
  return {
    analyze(sources) {
      const current = new Map<string, Note<Run, SourceFunction>>();
      const runs = sources.map((source) => {
        const key = keyOf(source);
        const known = kept.get(key);
        const isKnown = known !== undefined && !known.isStale && known.input.function === source.function && isEqual(known.input, source);
        const note = isKnown ? known : remember(source);
        const before = current.get(key);
        if (before !== undefined && before !== note) memory.drop(before);
        current.set(key, note);
        return note.value;
      });
      const used = new Set(current.values());
      for (const note of kept.values()) if (!used.has(note)) memory.drop(note);
      kept = current;
      memory.sweep();
      return analysisOf(sources, runs, interpreter.steps());
    },
    rename() {
      // The interpreter has carried what the runs hold; they go by other keys now.
      kept = new Map([...kept.values()].filter((note) => !note.isStale).map((note) => [keyOf(note.input), note]));
    },
  };
}

/** What a run depends on besides the code: who it is, what comes in, and what a wrapper hides. */
function keyOf(source: SourceFunction): string {
  const inputs = source.inputs.map((input) => `${input.at?.range.start ?? ""}@${input.parameter}.${input.path.join(".")}:${input.role}:${input.schema ? `${input.schema.file ?? ""}${input.schema.range?.start ?? ""}${input.schema.kind}` : ""}`);
  const bound = source.bound.map((one) => `${one.binding}=${one.module.file}:${one.value.range.start}`);
  return [source.kind, source.name ?? "", source.module.file, source.function.id, source.classModule?.file ?? "", source.classId ?? "", ...inputs, ...bound].join("|");
}

function runSource(interpreter: Interpreter, source: SourceFunction): { readonly run: Run; readonly activation: Activation } {
  interpreter.refill();
  const started = interpreter.newActivation(source.module, source.function, undefined);
  const given = givenValues(interpreter, source, started);
  const activation = given.size === 0 ? started : { ...started, given };
  const { variables } = activation.environment;
  const bound = boundValues(interpreter, source, activation);
  for (const [binding, value] of bound.get(source.module) ?? []) variables.set(binding, value);
  const home = source.classModule ?? source.module;
  const owner = source.classId === undefined ? undefined : home.classes.get(source.classId);
  if (owner) variables.set("this", objectOf({ class: owner, module: home }, bound.get(home), interpreter, activation));
  let isCutShort = false;
  try {
    interpreter.enter(source.function, parameterValues(interpreter, source, activation), activation);
  } catch (error) {
    if (!(error instanceof BudgetExceeded) && !(error instanceof RangeError)) throw error;
    isCutShort = true;
  }
  const flows = [...activation.hits.values()].map((hit) => flowOf(hit, source));
  return { run: { flows, isCutShort: isCutShort || activation.files.has(cutShort) }, activation };
}

/** What the names of a wrapper stand for at this registration: `handler` of a loop is another function in each round, by the `tool` of the round. */
function boundValues(interpreter: Interpreter, source: SourceFunction, activation: Activation): ReadonlyMap<Module, ReadonlyMap<string, Value>> {
  const own = new Map<string, Value>();
  const elsewhere = new Map<Module, Map<string, Value>>();
  for (const { binding, value, module, owner } of source.bound) {
    const outer = interpreter.newActivation(module, module.top, undefined);
    for (const [name, known] of elsewhere.get(module) ?? []) outer.environment.variables.set(name, known);
    if (elsewhere.has(module)) evaluateLocals(interpreter, value, outer, 0);
    const result = interpreter.evaluate(value, outer);
    for (const file of outer.files) activation.files.add(file);
    for (const note of outer.uses) activation.uses.add(note);
    if (owner === undefined) own.set(binding, result);
    else elsewhere.set(owner, (elsewhere.get(owner) ?? new Map<string, Value>()).set(binding, result));
  }
  return new Map([...elsewhere, [source.module, own]]);
}

/** The object that a method is registered of: what its constructor was given, where the registration knows that, tells what is in its fields. */
function objectOf(made: ClassValue, known: ReadonlyMap<string, Value> | undefined, interpreter: Interpreter, activation: Activation): Value {
  const self: Value = { taints: [], instances: [made] };
  const built = made.class.members.find((each) => each.kind === "constructor")?.function;
  const given = built?.parameters.map(({ pattern }) => (pattern.kind === "bind" ? known?.get(pattern.binding) : undefined)) ?? [];
  if (built === undefined || given.every((each) => each === undefined)) return self;
  const expression: Expression = { kind: "name", name: made.class.name ?? "", range: built.range };
  const site = { expression, activation, arguments: given.map((each) => each ?? unknown), argumentExpressions: given.map(() => expression), receiver: undefined, receiverExpression: undefined, isNew: true };
  return interpreter.callValue({ taints: [], classes: [made] }, site);
}

/** Works out the constants beside the registration that a value uses, from those that are known for this round. */
function evaluateLocals(interpreter: Interpreter, value: Expression, outer: Activation, depth: number): void {
  const { variables } = outer.environment;
  walkExpression(value, {
    expression(part) {
      const binding = part.kind === "name" && part.binding !== undefined && !variables.has(part.binding) ? outer.module.bindings.get(part.binding) : undefined;
      if (!binding?.init || binding.path || binding.writes !== 1 || binding.scope === outer.module.top.id || depth > 4) return;
      evaluateLocals(interpreter, binding.init, outer, depth + 1);
      variables.set(binding.id, interpreter.evaluate(binding.init, outer));
    },
  });
}

/** One value per parameter, untrusted where the inputs say so. */
function parameterValues(interpreter: Interpreter, source: SourceFunction, activation: Activation): readonly Value[] {
  const values: Value[] = source.function.parameters.map(() => unknown);
  source.inputs.forEach((input, index) => {
    const parameter = source.function.parameters[input.parameter];
    if (!parameter || input.at) return;
    values[input.parameter] = merge(values[input.parameter], placedValue(interpreter, index, source, activation, { kind: "name", name: "input", range: parameter.range }));
  });
  return values;
}

/** What comes in as the value of an expression: a message that the function itself has parsed. */
function givenValues(interpreter: Interpreter, source: SourceFunction, activation: Activation): ReadonlyMap<Expression, Value> {
  const values = new Map<Expression, Value>();
  source.inputs.forEach(({ at }, index) => {
    if (at) values.set(at, merge(values.get(at), placedValue(interpreter, index, source, activation, at)));
  });
  return values;
}

/** An input as the parameter, or the expression, that holds it. */
function placedValue(interpreter: Interpreter, index: number, source: SourceFunction, activation: Activation, at: Expression): Value {
  const input = source.inputs[index];
  if (!input) return unknown;
  const value = inputValue(interpreter, input, index, source, activation, at);
  return input.path.reduceRight<Value>((inner, name) => withField({ taints: [] }, name, inner), value);
}

/** Two inputs may lie in one parameter: `request.params.name` and `request.params.arguments`. */
function merge(a: Value | undefined, b: Value): Value {
  if (!a || a === unknown) return b;
  const fields = new Map(a.fields);
  for (const [name, value] of b.fields ?? []) fields.set(name, fields.has(name) ? merge(fields.get(name), value) : value);
  return { ...withTaints(a, b.taints), ...(fields.size > 0 ? { fields } : {}) };
}

function inputValue(interpreter: Interpreter, input: SourceInput, index: number, source: SourceFunction, activation: Activation, at: Expression): Value {
  if (input.role === "state") return { taints: [], symbols: [stateSymbol] };
  const label = interpreter.labels.of(`${input.role === "name" ? "n" : "s"}${index}`);
  const trace = { previous: undefined, step: { kind: "source" as const, module: source.module, range: at.range } };
  // The protocol's own schema lets nothing but texts through here; the arguments of a tool may be anything.
  const isText = input.role === "uri" || input.role === "variables" || input.role === "completion" || (input.role === "arguments" && source.kind === "prompt");
  const value: Value = { taints: [{ label, clean: isText ? Clean.text : 0n, state: asItCame, isUncertain: input.role === "session", trace }] };
  if (input.schema) return throughSchema(interpreter, value, input.schema, activation, at);
  return (input.withoutSlash ?? []).reduce((whole, name) => withField(whole, name, singleSegment(interpreter.member(value, name, activation, at))), value);
}

/** One segment of a path names a file of its folder at most; decoding it opens it again. */
function singleSegment(value: Value): Value {
  return { ...value, taints: value.taints.map((taint) => ({ ...taint, clean: taint.clean | Clean.path | Clean.segment })) };
}

function flowOf(hit: Hit, source: SourceFunction): Flow {
  const { label } = hit.taint;
  const index = Number(label.root.slice(1));
  const input = source.inputs[index];
  const chosen = [...hit.equal].find(([known]) => known.root.startsWith("n") && known.path.length === 0)?.[1];
  const tool = source.name ?? chosen ?? hit.tool;
  const parameter = input?.role === "name" ? "name" : parameterName(label, input);
  const steps = stepsOf(hit, source, tool, parameter);
  const first = steps[0];
  return {
    concept: hit.concept,
    sink: hit.sink,
    source: {
      location: first?.location ?? { file: source.module.file, range: source.function.nameRange },
      ...(tool === undefined ? {} : { tool }),
      kind: source.kind,
      parameter,
    },
    steps,
    isCertain: !hit.taint.isUncertain && !hit.isGuess && source.isGuess !== true,
    isWhole: isWhole(hit),
    isLeading: isLeading(hit),
    ...whatWeakens(hit),
    ...(hit.taint.clean & Clean.unawaited ? { isUnawaited: true } : {}),
    ...(hit.concept === "OutboundRequest" && hit.taint.state & PathState.inHost ? { isPartial: true } : {}),
    ...whereItIsPlaced(hit),
    ...(hit.sink.program === undefined ? {} : whereItIsHandedOn(hit)),
    ...(hit.concept === "FilePath" ? weakCheckOf(hit.taint.clean) : {}),
  };
}

/** The worst first: what undoes a check that would hold, then what was never enough. */
function weakCheckOf(clean: CleanBits): { readonly weakCheck?: WeakCheck } {
  if (clean & Clean.beforeDecoding) return { weakCheck: "before-decoding" };
  if (clean & Clean.beforeLinks) return { weakCheck: "before-links" };
  if (clean & Clean.prefixed) return { weakCheck: "raw-prefix" };
  if (clean & Clean.noDotDot) return { weakCheck: "dot-dot" };
  return clean & Clean.extension ? { weakCheck: "extension" } : {};
}

/** Trimming, a default and a text replaced inside leave it whole, and parentheses leave code whole; a part of it, or one of the words of a command line, is not. */
function isWhole({ concept, sink, taint }: Hit): boolean {
  const isOneOfSeveral = sink.model.elements === true && sink.model.fix?.kind === "shell";
  const isAll = (taint.state & (concept === "CodeExecution" ? PathState.enclosed : PathState.whole)) !== 0;
  return isAll && !isOneOfSeveral && /^(?:replaced;|notation;)*$/.test(taint.label.derived);
}

/** The same, with text of the server behind it, or a piece of it. */
function isLeading({ taint }: Hit): boolean {
  return (taint.state & PathState.atStart) !== 0 && /^(?:replaced;|notation;|part;)*$/.test(taint.label.derived);
}

/** What says that a guard stands there only where the operator has switched it on, beside what says so for all uses. */
const optionalOf: Readonly<Partial<Record<Concept, CleanBits>>> = { FilePath: Clean.optionalPath, OutboundRequest: Clean.optionalHost, ProgramOption: Clean.optionalOption };

function whatWeakens({ concept, taint: { clean } }: Hit): Pick<Flow, "weakenedBy"> {
  if (clean & (Clean.optional | (optionalOf[concept] ?? 0n))) return { weakenedBy: "optional-guard" };
  if (concept !== "OutboundRequest") return clean & Clean.quoted ? { weakenedBy: "quoting" } : {};
  if (clean & Clean.hostAffix) return { weakenedBy: "host-affix" };
  if (clean & Clean.literalHost) return { weakenedBy: "literal-host" };
  return clean & Clean.schemeOnly ? { weakenedBy: "scheme-check" } : {};
}

function whereItIsPlaced(hit: Hit): Pick<Flow, "placed"> {
  const what = hit.concept === "RequestPath" ? "host" : hit.concept === "CommandExecution" ? "flag" : undefined;
  const step = what && placeOf(hit.taint.trace, what);
  return step?.placed ? { placed: { file: step.module.file, range: step.placed } } : {};
}

/**
 * The first call that is given the datum once the code has called it by its name. Wrappers and dispatchers before that are given all arguments,
 * and helpers behind it know nothing of the tool.
 */
function whereItIsHandedOn({ taint: { label, trace } }: Hit): Pick<Flow, "handedOn"> {
  const name = label.path.findLast((part) => part !== "[]");
  const steps = flatten(trace);
  const named = steps.findIndex(({ kind, name: called, module, range }) => (kind === "source" ? module.text.slice(range.start, range.end) === name : (kind === "read" || kind === "assign") && called === name));
  const step = named < 0 ? undefined : steps.slice(named + 1).find(({ kind }) => kind === "pass");
  return step ? { handedOn: { file: step.module.file, range: step.range } } : {};
}

/** The path below the arguments, also where a message is one of a list; what is no argument is told by its whole path: `requestInfo.headers.host`, `content.branch`. */
function parameterName(label: Label, input: SourceInput | undefined): string {
  const below = input?.at === undefined ? 0 : label.path.indexOf("arguments") + 1;
  const whole = input?.role === "session" || input?.role === "answer" ? [...input.path, ...label.path] : label.path.slice(below);
  const name = whole.reduce((text, part) => (part === "[]" ? `${text}[]` : text === "" ? part : `${text}.${part}`), "");
  return name === "" && input?.role === "uri" ? "uri" : name;
}

function stepsOf(hit: Hit, source: SourceFunction, tool: string | undefined, parameter: string): readonly FlowStep[] {
  const who = tool === undefined ? `a ${source.kind}` : `${source.kind} "${tool}"`;
  const asked = answerOf(hit.taint.label);
  const whose = asked === undefined ? who : `${asked}, in ${who}`;
  const what = parameter === "" ? (asked === undefined ? `the arguments of ${who}` : whose) : `\`${parameter}\` of ${whose}`;
  const steps = flatten(hit.taint.trace).map((step) => describe(step, what));
  return steps.filter((step, index) => index === 0 || index === steps.length - 1 || step.message !== steps[index - 1]?.message || step.location.range.start !== steps[index - 1]?.location.range.start);
}

function analysisOf(sources: readonly SourceFunction[], runs: readonly Run[], steps: number): TaintAnalysis {
  const byConcept = new Map<Concept, Flow[]>();
  const seen = new Set<string>();
  for (const run of runs) {
    for (const flow of run.flows) {
      const key = `${flow.concept}|${flow.sink.module.file}|${flow.sink.argument.range.start}|${flow.source.tool ?? ""}|${flow.source.parameter}|${flow.source.kind}|${flow.placed ? `${flow.placed.file}:${flow.placed.range.start}` : ""}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const list = byConcept.get(flow.concept);
      if (list) list.push(flow);
      else byConcept.set(flow.concept, [flow]);
    }
  }
  for (const flows of byConcept.values()) flows.sort(byPlace);
  return {
    flowsTo: (concept) => byConcept.get(concept) ?? [],
    cutShort: sources.filter((_, index) => runs[index]?.isCutShort),
    steps,
  };
}

/** Certain flows first, then short ones: the first flow of a sink is the one that is told. */
function byPlace(a: Flow, b: Flow): number {
  const left = a.sink;
  const right = b.sink;
  if (left.module.file !== right.module.file) return left.module.file < right.module.file ? -1 : 1;
  return left.call.range.start - right.call.range.start || Number(b.isCertain) - Number(a.isCertain) || Number(a.weakenedBy !== undefined) - Number(b.weakenedBy !== undefined) || a.steps.length - b.steps.length;
}
