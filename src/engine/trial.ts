import type { Host } from "../base/host";
import { type TextEdit, applyEdits } from "../base/text";
import { isCompatible, mergeFixes } from "./combine-fixes";
import type { Outcome, Pipeline, RaisedFact } from "./pipeline";
import type { Candidate } from "./repairs";

/**
 * Analyses run to try fixes, at most, for one request. Fixes are tried together and taken apart only where something is wrong,
 * so a workspace with hundreds of findings needs a handful; a hostile one must not need thousands.
 */
export const MAX_TRIALS = 64;

/** Work that all trials of a request may take beyond the first, in characters that are parsed again and expressions that are evaluated again; a hundred large servers' worth. */
const MAX_TRIAL_WORK = 30_000_000;
/** Evaluating an expression costs about as much as parsing so many characters. */
const WORK_OF_STEP = 10;

/** Tries fixes before they are offered. */
export interface Trial {
  /**
   * Those of the candidates that hold up: all files still parse, what they mend is gone, and nothing new is found, short of what a rule says is less bad in the same place.
   * Candidates of the same fact are tried apart from each other.
   * @throws CancelledError when the host says so.
   */
  prove(candidates: readonly Candidate[], outcome: Outcome): Proof;
}

/** What has become of candidates; those of neither kind do not hold up. */
export interface Proof {
  readonly proven: ReadonlySet<Candidate>;
  /** Those of which nothing is known, because trying them would have taken too long. */
  readonly untried: ReadonlySet<Candidate>;
}

/** Builds a trial over the files of a host; `build` makes a pipeline of the same kind as the one whose findings are mended. */
export function createTrial(host: Host, build: (host: Host) => Pipeline): Trial {
  let overlay: ReadonlyMap<string, string> = new Map();
  // Built at the first trial: most analyses, those of typing, try nothing.
  let pipeline: Pipeline | undefined;
  const overlaid: Host = {
    files: () => (overlay.size === 0 ? host.files() : withAdded(host.files(), [...overlay.keys()])),
    read: (file) => overlay.get(file) ?? host.read(file),
    isCancelled: () => host.isCancelled?.() === true,
  };

  const tryOut = (group: readonly Candidate[], outcome: Outcome): Verdict & { readonly cost: number } => {
    const texts = textsAfter(group, host);
    if (texts === undefined) return { remaining: [], suspects: group, cost: 0 };
    overlay = texts;
    // The first run looks at the whole workspace, as the analysis itself did; those after it, at what the fixes change.
    const isFirst = pipeline === undefined;
    pipeline ??= build(overlaid);
    const after = pipeline.run();
    const read = [...texts.values()].reduce((sum, text) => sum + text.length, 0);
    return { ...judge(group, texts.keys(), outcome, after), cost: isFirst ? read : read + WORK_OF_STEP * after.context.taint.steps };
  };

  return {
    prove(candidates, outcome) {
      const [proven, untried] = [new Set<Candidate>(), new Set<Candidate>()];
      let [trials, work] = [0, 0];
      const settle = (group: readonly Candidate[]): void => {
        if (group.length === 0) return;
        if (trials >= MAX_TRIALS || work >= MAX_TRIAL_WORK) {
          for (const each of group) untried.add(each);
          return;
        }
        trials++;
        const { remaining, suspects, cost } = tryOut(group, outcome);
        work += cost;
        const isBlamed = new Set([...remaining, ...suspects]);
        const others = group.filter((each) => !isBlamed.has(each));
        if (isBlamed.size === 0) for (const each of group) proven.add(each);
        settle(isBlamed.size === 0 ? [] : others);
        // A finding that is still there convicts its own fix; what else went wrong may be anyone's among the suspects.
        const accused = suspects.filter((each) => !remaining.includes(each));
        if (accused.length < group.length) return settle(accused);
        if (accused.length === 1) return;
        const half = Math.ceil(accused.length / 2);
        settle(accused.slice(0, half));
        settle(accused.slice(half));
      };
      for (const group of compatibleGroups(candidates)) settle(group);
      return { proven, untried };
    },
  };
}

/** Who is to blame for a trial that went wrong; nobody where it went well. */
interface Verdict {
  /** Their finding is still there. */
  readonly remaining: readonly Candidate[];
  /** They change a file that no longer parses or in which something new is found; all of them where nobody stands out. */
  readonly suspects: readonly Candidate[];
}

/** Splits candidates into groups that can be made together; the first group takes as many as it can. */
function compatibleGroups(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const groups: Candidate[][] = [];
  for (const candidate of candidates) {
    const group = groups.find((each) => each.every((other) => other.raised !== candidate.raised && isCompatible(other.fix, candidate.fix)));
    if (group === undefined) groups.push([candidate]);
    else group.push(candidate);
  }
  return groups;
}

function textsAfter(group: readonly Candidate[], host: Host): ReadonlyMap<string, string> | undefined {
  const { edits, newFiles } = mergeFixes(group.map(({ fix }) => fix));
  const texts = new Map<string, string>();
  for (const { file, text } of newFiles) {
    if (host.read(file) !== undefined) return undefined;
    texts.set(file, text);
  }
  for (const file of new Set(edits.map((edit) => edit.file))) {
    const before = texts.get(file) ?? host.read(file);
    const own = edits.filter((edit) => edit.file === file);
    if (before === undefined || own.some(({ range }) => range.start > range.end || range.end > before.length)) return undefined;
    texts.set(file, applyEdits(before, own));
  }
  return texts;
}

function judge(group: readonly Candidate[], changed: Iterable<string>, before: Outcome, after: Outcome): Verdict {
  // A key may stand for several places with the same code, so they are counted.
  const wanted = countKeys(before.facts);
  for (const { raised } of group) wanted.set(raised.key, (wanted.get(raised.key) ?? 0) - 1);
  const found = countKeys(after.facts);
  const remaining = group.filter(({ raised: { key } }) => (found.get(key) ?? 0) > (wanted.get(key) ?? 0));
  const known = new Set(remaining.map(({ raised }) => raised.key));
  const edits = mergeFixes(group.map(({ fix }) => fix)).edits;
  const fresh = after.facts.filter((raised) => !known.has(raised.key) && (found.get(raised.key) ?? 0) > (wanted.get(raised.key) ?? 0) && !isLesserEvil(raised, before, edits) && !isLeft(raised, before, group, edits));
  const touches = (files: ReadonlySet<string>) => group.filter(({ fix }) => [...fix.edits, ...fix.newFiles].some(({ file }) => files.has(file)));
  const bad = new Set([...[...changed].filter((file) => !parses(file, before, after)), ...fresh.flatMap((raised) => blamedFor(raised, touches))]);
  if (bad.size === 0) return { remaining, suspects: [] };
  const suspects = touches(bad);
  return { remaining, suspects: suspects.length === 0 ? group : suspects };
}

/** Where a new finding came from: the file it stands in, or those on its way where nobody has changed that. */
function blamedFor({ fact, flow }: RaisedFact, touches: (files: ReadonlySet<string>) => readonly Candidate[]): readonly string[] {
  const { file } = fact.location;
  return touches(new Set([file])).length > 0 ? [file] : [file, ...flow.map(({ location }) => location.file)];
}

/**
 * Whether a new finding stands in the place of one that says of itself that this is less bad, and is gone: instead of to a shell, a value goes to a program
 * that may take it for an option. Refusing such a fix would leave the reader with the shell.
 */
function isLesserEvil({ rule, fact }: RaisedFact, before: Outcome, edits: readonly TextEdit[]): boolean {
  const { file, range } = fact.location;
  return before.facts.some((old) => old.rule.leaves === rule.id && old.fact.location.file === file && movedBy(edits, file, old.fact.location.range.start) === range.start);
}

/** Whether a finding is one that was there before, of fewer tools now, and that none of the fixes was to mend: a path that is made absolute is no option any more. */
function isLeft({ rule, fact, tools }: RaisedFact, before: Outcome, group: readonly Candidate[], edits: readonly TextEdit[]): boolean {
  const { file, range } = fact.location;
  const wasThere = (old: RaisedFact) => old.rule === rule && old.fact.location.file === file && movedBy(edits, file, old.fact.location.range.start) === range.start;
  return before.facts.some((old) => wasThere(old) && tools.every((tool) => old.tools.includes(tool)) && !group.some(({ raised }) => raised === old));
}

/** Where an offset lies after edits before it. */
function movedBy(edits: readonly TextEdit[], file: string, offset: number): number {
  return edits.filter((edit) => edit.file === file && edit.range.end <= offset).reduce((moved, { range, text }) => moved + text.length - (range.end - range.start), offset);
}

function parses(file: string, before: Outcome, after: Outcome): boolean {
  const problems = ({ context }: Outcome) => context.workspace.module(file)?.problems.length;
  const now = problems(after);
  return now !== undefined && now <= (problems(before) ?? 0);
}

function countKeys(facts: readonly RaisedFact[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { key } of facts) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function withAdded(files: readonly string[], added: readonly string[]): readonly string[] {
  const known = new Set(files);
  return [...files, ...added.filter((file) => !known.has(file))];
}
