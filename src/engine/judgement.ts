import type { Finding, Fix, RuleDescription, Severity } from "../base/finding";
import { severities } from "../base/finding";
import type { Rule } from "../rules/rule";
import type { Configuration } from "./api";
import { digest } from "./fingerprint";
import type { BrokenIgnore, Ignore, Ignores } from "./ignores";
import type { RaisedFact } from "./pipeline";

/** A finding before its fixes are known, and the comment that suppresses it. */
export interface Judged extends Omit<Finding, "fixes" | "noFix"> {
  /** Where a rule found it; absent for what the engine says of the comments themselves. */
  readonly raised?: RaisedFact;
  readonly ignore?: Ignore;
  /** Fixes that need no proof: they change a comment. */
  readonly ownFixes: readonly Fix[];
}

/** What the engine itself reports: suppressions that suppress nothing hide what they were written for. */
export const unusedIgnore: RuleDescription = {
  id: "unused-ignore",
  summary: "A portcullis-ignore comment suppresses nothing or can't be understood",
  severity: "note",
  precision: "very-high",
  cwe: [],
};

/** What a judgement rests on. */
export interface JudgeInput {
  readonly facts: readonly RaisedFact[];
  /** The suppressions of every file in question. */
  readonly ignores: readonly Ignores[];
  readonly configuration: Configuration;
  /** The rules that were run; a suppression of another rule is not unused. */
  readonly activeRules: readonly string[];
  readonly stableName: (file: string) => string;
  /** The text of a place, for fingerprints and edits. */
  readonly textOf: (file: string) => string;
}

/** Gives facts their level, hears the suppressions, and reports those that are unused or broken. Sorted by file and offset. */
export function judge(input: JudgeInput): readonly Judged[] {
  const used = new Map<Ignore, Set<string>>();
  const numbered = createNumbering();
  const judged = input.facts.flatMap((raised): readonly Judged[] => {
    const { rule, fact, flow, otherFlows, tools, key } = raised;
    const statement = raised.statement();
    if (statement === undefined) return [];
    const ignore = suppressionOf(raised, input.ignores);
    if (ignore !== undefined) used.set(ignore, (used.get(ignore) ?? new Set()).add(rule.id));
    const severity = levelOf(rule, statement.severity ?? rule.severity, input.configuration);
    return [{ rule: rule.id, severity, message: statement.message, location: fact.location, flow, otherFlows, tools, fingerprint: numbered(key), raised, ignore, ownFixes: [] }];
  });
  const level = input.configuration.rules[unusedIgnore.id] ?? unusedIgnore.severity;
  if (level === "off") return judged;
  const comments = input.ignores.flatMap(({ valid, broken }) => [
    ...valid.flatMap((ignore) => judgeIgnore(ignore, used.get(ignore) ?? new Set(), level, input, numbered)),
    ...broken.map((each) => aboutComment(each, level, [], input, numbered)),
  ]);
  return [...judged, ...comments].sort(byPlace);
}

function suppressionOf({ rule, fact }: RaisedFact, ignores: readonly Ignores[]): Ignore | undefined {
  const { file, range } = fact.location;
  for (const { valid } of ignores) {
    if (valid[0]?.location.file !== file) continue;
    const found = valid.find((each) => each.rules.includes(rule.id) && each.covers(range.start));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A configured level stands for the rule's own; what a rule says more mildly because it is less sure stays as much milder. */
function levelOf(rule: Rule, severity: Severity, configuration: Configuration): Severity {
  const configured = configuration.rules[rule.id];
  if (configured === undefined || configured === "off") return severity;
  const milder = severities.indexOf(severity) - severities.indexOf(rule.severity);
  const index = Math.min(severities.length - 1, Math.max(0, severities.indexOf(configured) + milder));
  return severities[index] ?? configured;
}

function judgeIgnore(ignore: Ignore, used: ReadonlySet<string>, level: Severity, input: JudgeInput, numbered: (key: string) => string): readonly Judged[] {
  const unused = ignore.rules.filter((id) => !used.has(id) && input.activeRules.includes(id));
  if (unused.length === 0) return [];
  const names = unused.map((id) => `\`${id}\``).join(" or ");
  const message = `This comment ignores nothing: no ${names} is found here`;
  const fixes = unused.length === ignore.rules.length ? [removeComment(ignore, input.textOf(ignore.location.file))] : [];
  return [aboutComment({ location: ignore.location, message }, level, fixes, input, numbered)];
}

function aboutComment({ location, message }: BrokenIgnore, severity: Severity, ownFixes: readonly Fix[], input: JudgeInput, numbered: (key: string) => string): Judged {
  const code = input.textOf(location.file).slice(location.range.start, location.range.end);
  const key = digest([unusedIgnore.id, input.stableName(location.file), "", code]);
  return { rule: unusedIgnore.id, severity, message, location, flow: [], otherFlows: [], tools: [], fingerprint: numbered(key), ownFixes };
}

/** Takes the comment away, and its line when nothing else stands on it. */
function removeComment({ location }: Ignore, text: string): Fix {
  let { start, end } = location.range;
  const before = /[^\S\r\n]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  const lineStart = start - before;
  const isFirst = lineStart === 0 || /[\r\n]/.test(text.charAt(lineStart - 1));
  const rest = /^[^\S\r\n]*(?:\r\n|\r|\n|$)/.exec(text.slice(end))?.[0];
  if (isFirst && rest !== undefined) [start, end] = [lineStart, end + rest.length];
  else if (rest !== undefined) start = lineStart;
  return { title: "Remove the comment", safety: "safe", edits: [{ file: location.file, range: { start, end }, text: "" }], newFiles: [] };
}

/** The same code can be found twice in one file; the second one is ":2". */
function createNumbering(): (key: string) => string {
  const counts = new Map<string, number>();
  return (key) => {
    const number = (counts.get(key) ?? 0) + 1;
    counts.set(key, number);
    return number === 1 ? key : `${key}:${number}`;
  };
}

function byPlace(a: Judged, b: Judged): number {
  const [left, right] = [a.location, b.location];
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.range.start - right.range.start || left.range.end - right.range.end || (a.rule < b.rule ? -1 : 1);
}
