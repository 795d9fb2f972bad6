import type { FlowStep, Limit } from "../base/finding";
import { CancelledError, type Host } from "../base/host";
import { createMcpReader } from "../mcp/read-model";
import type { Fact, Rule, RuleContext, Statement } from "../rules/rule";
import { createWorkspace, type MutableWorkspace } from "../syntax/create-workspace";
import type { Module } from "../syntax/program";
import { createTaintAnalyzer } from "../taint/index";
import type { TaintAnalysis } from "../taint/taint";
import { digest, normalizeCode } from "./fingerprint";
import { namedFunctionsOf, sourcesOf } from "./sources";

/** A helper that fifty tools share is told once, with as many ways to it as a person may want to read. */
const MAX_FLOWS = 20;

/** Text → program → model → flows → facts, for the files of a host; what did not change is not redone. */
export interface Pipeline {
  readonly workspace: MutableWorkspace;
  /**
   * Runs the rules on the files as the host has them now; the same object as last time when nothing has changed.
   * @throws CancelledError when the host says so; the next run takes up what was left.
   */
  run(): Outcome;
}

/** What the rules have found. */
export interface Outcome {
  readonly facts: readonly RaisedFact[];
  readonly context: RuleContext;
  /** Entries that were too much work, and rules that failed: our mistake, told instead of hidden, and no reason to lose what the others found. */
  readonly limits: readonly Limit[];
}

/** A fact, and what it is known by. */
export interface RaisedFact {
  readonly rule: Rule;
  readonly fact: Fact;
  /** What is said of it; undefined where the rule fails to. Worked out when first asked for: while typing, only one file is reported. */
  statement(): Statement | undefined;
  readonly flow: readonly FlowStep[];
  readonly otherFlows: readonly (readonly FlowStep[])[];
  readonly tools: readonly string[];
  /** The same for the same hazard in the same code of the same tool, whatever lines it has moved to. Not unique: code can be written twice. */
  readonly key: string;
}

/**
 * Builds a pipeline over the files of a host with the rules that are wanted.
 * @param sibling a workspace over nearly the same files, whose modules are taken where the text is the same
 */
export function createPipeline(host: Host, rules: readonly Rule[], stableName: (file: string) => string, sibling?: MutableWorkspace): Pipeline {
  const workspace = createWorkspace(host, { reuse: (file, text) => (sibling?.text(file) === text ? sibling.module(file) : undefined) });
  const analyzer = createTaintAnalyzer(workspace);
  const isCancelled = () => host.isCancelled?.() === true;
  const structure = createStructure(workspace);
  const mcpReader = createMcpReader(workspace);
  // Changes that the analyzer has not heard of yet: a run may be cancelled before it does.
  const unheard = new Map<string, Module | undefined>();
  let outcome: Outcome | undefined;

  const run = (): Outcome => {
    const { changed: fresh, before } = workspace.refresh();
    for (const file of fresh) if (!unheard.has(file)) unheard.set(file, before.get(file));
    if (unheard.size === 0 && outcome !== undefined) return outcome;
    outcome = undefined;
    const changed = [...unheard.keys()];
    const isReshaped = structure.isReshapedBy(changed);
    analyzer.heed({
      files: unheard,
      reach: (files) => (isReshaped || structure.isTouchedBy(files) ? [...workspace.files(), ...files] : files),
    });
    if (isReshaped) mcpReader.forgetAll();
    else mcpReader.forget(changed);
    unheard.clear();
    refuseCancelled(isCancelled);
    const mcp = mcpReader.read();
    refuseCancelled(isCancelled);
    const taint = analyzer.analyze(sourcesOf(mcp), { named: namedFunctionsOf(mcp), isCancelled });
    outcome = applyRules({ mcp, taint, workspace }, rules, stableName, isCancelled);
    structure.note();
    return outcome;
  };
  return { workspace, run };
}

/** Knows which changes reach files that do not name the changed one. */
interface Structure {
  /** Whether a change may alter which files imports mean: a file came or went, or a project setting changed. */
  isReshapedBy(changed: readonly string[]): boolean;
  /** Whether a change may alter what the imports of other files stand for: also where a file hands on what others export. */
  isTouchedBy(changed: readonly string[]): boolean;
  /** Remembers how things stand after a run. */
  note(): void;
}

function createStructure(workspace: MutableWorkspace): Structure {
  let present: ReadonlySet<string> = new Set();
  let handingOn: ReadonlySet<string> = new Set();
  const handsOn = (file: string) => workspace.module(file)?.exports.some(({ from }) => from !== undefined) === true;
  const isReshapedBy = (changed: readonly string[]) => changed.some((file) => file.endsWith(".json") || present.has(file) !== (workspace.text(file) !== undefined));
  return {
    isReshapedBy,
    isTouchedBy: (changed) => isReshapedBy(changed) || changed.some((file) => handingOn.has(file) || handsOn(file)),
    note() {
      const lowered = workspace.lowered();
      present = new Set([...workspace.files(), ...lowered.map(({ file }) => file)]);
      handingOn = new Set(lowered.map(({ file }) => file).filter(handsOn));
    },
  };
}

/**
 * Ends an analysis that is no longer wanted.
 * @throws CancelledError when it is not.
 */
export function refuseCancelled(isCancelled: () => boolean): void {
  if (isCancelled()) throw new CancelledError();
}

/** Runs a piece of a rule; what it throws, a cancellation apart, becomes a stated limit. */
export function guarded<T>(rule: Rule, limits: Limit[], file: string, run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    limits.push({ file, reason: `the rule ${rule.id} failed: ${reason}` });
    return undefined;
  }
}

function applyRules(context: RuleContext, rules: readonly Rule[], stableName: (file: string) => string, isCancelled: () => boolean): Outcome {
  const facts: RaisedFact[] = [];
  const limits: Limit[] = [];
  for (const rule of rules) {
    refuseCancelled(isCancelled);
    const found = guarded(rule, limits, "", () => rule.find(context)) ?? [];
    facts.push(...found.map((fact) => raise(rule, fact, context, stableName, limits)));
  }
  limits.push(...cutShortIn(context.taint.cutShort));
  return { facts: facts.sort(byPlace), context, limits };
}

/** Names the entries of which some paths may have been missed, file by file. */
function cutShortIn(sources: TaintAnalysis["cutShort"]): readonly Limit[] {
  const files = [...new Set(sources.map(({ module }) => module.file))];
  return files.map((file) => {
    const some = sources.filter(({ module }) => module.file === file);
    const names = [...new Set(some.map(({ name, kind }) => (name === undefined ? `a ${kind}` : `"${name}"`)))];
    const shown = names.length > 5 ? `${names.slice(0, 4).join(", ")} and ${names.length - 4} more` : names.join(", ");
    return { file, reason: `looked into in part only: ${shown} would take more steps than an analysis may` };
  });
}

function raise(rule: Rule, fact: Fact, context: RuleContext, stableName: (file: string) => string, limits: Limit[]): RaisedFact {
  const { file, range } = fact.location;
  const tools = [...new Set(fact.flows.flatMap(({ source }) => (source.tool === undefined ? [] : [source.tool])))].sort();
  let said: { readonly statement: Statement | undefined } | undefined;
  const code = context.workspace.module(file)?.text.slice(range.start, range.end) ?? "";
  return {
    rule,
    fact,
    statement: () => (said ??= { statement: guarded(rule, limits, file, () => rule.say(fact, context)) }).statement,
    flow: fact.flows[0]?.steps ?? [],
    otherFlows: fact.flows.slice(1, MAX_FLOWS).map(({ steps }) => steps),
    tools,
    key: digest([rule.id, stableName(file), tools[0] ?? "", normalizeCode(code)]),
  };
}

function byPlace(a: RaisedFact, b: RaisedFact): number {
  const [left, right] = [a.fact.location, b.fact.location];
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.range.start - right.range.start || left.range.end - right.range.end || (a.rule.id < b.rule.id ? -1 : 1);
}
