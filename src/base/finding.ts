import type { Location, NewFile, TextEdit } from "./text";

/** How bad a finding is, from worst to mildest. The names are SARIF's levels. */
export type Severity = "error" | "warning" | "note";

/** All severities, worst first. */
export const severities: readonly Severity[] = ["error", "warning", "note"];

/** How often a rule is right when it speaks; the names are SARIF's. */
export type Precision = "very-high" | "high" | "medium" | "low";

/** One step on the way of untrusted data from a source to a sink. */
export interface FlowStep {
  readonly location: Location;
  /** A short phrase, such as "`branch` of tool \"git_log\"" or "passed to `run` as `command`". */
  readonly message: string;
}

/** A way to mend a finding. */
export interface Fix {
  /** An imperative without a full stop, such as "Run git without a shell". */
  readonly title: string;
  /** A safe fix keeps what the program does for harmless input; a review fix says what to verify. */
  readonly safety: "safe" | "review";
  readonly edits: readonly TextEdit[];
  readonly newFiles: readonly NewFile[];
  /** What the person should verify or set afterwards. */
  readonly note?: string;
}

/** One thing reported in code. */
export interface Finding {
  /** The id of the rule, such as "command-injection". */
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong, in one sentence without a full stop. May hold `code` in backticks, no other markup. */
  readonly message: string;
  readonly location: Location;
  /** From the source to the sink; empty where nothing flows. */
  readonly flow: readonly FlowStep[];
  /** Further ways that lead to the same place: from other tools, or other parameters. */
  readonly otherFlows: readonly (readonly FlowStep[])[];
  /** The tools, prompts and resources through which the hazard is reached, sorted. */
  readonly tools: readonly string[];
  /** Best first. Every one was re-parsed and re-analysed before it was offered. */
  readonly fixes: readonly Fix[];
  /** Why no fix is offered, where one might be expected. */
  readonly noFix?: string;
  /** Survives edits elsewhere in the file: made of rule, file, tool and normalised code, not of line numbers. */
  readonly fingerprint: string;
}

/** A rule as people and other tools are told of it. */
export interface RuleDescription {
  readonly id: string;
  /** One line without markup. */
  readonly summary: string;
  readonly severity: Severity;
  readonly precision: Precision;
  /** Numbers of the Common Weakness Enumeration. */
  readonly cwe: readonly number[];
}

/** Something the analysis left out or cut short, said instead of hidden. */
export interface Limit {
  readonly file: string;
  /** A sentence such as "left out: larger than 2 MB". */
  readonly reason: string;
}
