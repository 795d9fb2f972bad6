import type { Precision, Severity } from "../base/finding";
import type { Location, NewFile, TextEdit } from "../base/text";
import type { McpModel } from "../mcp/model";
import type { Workspace } from "../syntax/workspace";
import type { Flow, TaintAnalysis } from "../taint/taint";

/** What a rule may ask. */
export interface RuleContext {
  readonly mcp: McpModel;
  readonly taint: TaintAnalysis;
  readonly workspace: Workspace;
}

/** What a rule has found: typed facts, no wording and no edits. */
export interface Fact {
  readonly location: Location;
  /** The flows that lead here, at least one for a taint rule; the first is the one told. */
  readonly flows: readonly Flow[];
}

/** What is said of a fact. */
export interface Statement {
  readonly message: string;
  /** Where the fact deserves less than the rule's severity. */
  readonly severity?: Severity;
  /** Why no fix can be offered whatever the code looks like, in one sentence, said after the message; a fix that does not fit says so itself. */
  readonly noFix?: string;
}

/** Edits that mend a fact. */
export interface Repair {
  readonly edits: readonly TextEdit[];
  readonly newFiles?: readonly NewFile[];
  readonly note?: string;
}

/** One way to mend what a rule finds. */
export interface RuleFix<F extends Fact = Fact> {
  readonly title: string | ((fact: F) => string);
  readonly safety: "safe" | "review";
  /** The edits, undefined where there is no honest rewrite, or the reason why there is none (a sentence the user reads). */
  edit(fact: F, context: RuleContext): Repair | { readonly refused: string } | undefined;
}

/** One hazard, looked for in code. */
export interface Rule<F extends Fact = Fact> {
  /** Kebab-case, names the hazard, never the remedy. */
  readonly id: string;
  /** One line without markup. */
  readonly summary: string;
  readonly severity: Severity;
  readonly precision: Precision;
  readonly cwe: readonly number[];
  find(context: RuleContext): readonly F[];
  say(fact: F, context: RuleContext): Statement;
  readonly fixes: readonly RuleFix<F>[];
  /** A rule whose finding a fix may leave in the place of this one's, as it is the smaller evil: a value that a shell parsed becomes an argument of a program. */
  readonly leaves?: string;
}

/** Declares a rule; keeps the type of its facts between `find`, `say` and `fixes`, and forgets it outside. */
export function rule<F extends Fact>(definition: Rule<F>): Rule {
  return definition as unknown as Rule; // The engine only ever hands a rule the facts that the same rule found.
}
