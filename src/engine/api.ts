import type { Finding, Fix, Limit, Severity } from "../base/finding";
import type { Location } from "../base/text";

/** Analyses a workspace, again and again: what did not change is not redone. */
export interface Engine {
  /**
   * Analyses the workspace as the host has it now.
   * @throws CancelledError when the host says so; nothing that was learned is lost.
   */
  analyze(request?: AnalysisRequest): Analysis;
  /**
   * The fixes of one finding of the last analysis, best first, each re-parsed and re-analysed; for an editor that asks only when a person looks.
   * Known by its fingerprint, so that a finding may have been copied between threads. Empty where the finding is no longer there.
   * @throws CancelledError when the host says so.
   */
  fixesFor(finding: Pick<Finding, "fingerprint">): FixAnswer;
}

/** What can be done about one finding. */
export interface FixAnswer {
  readonly fixes: readonly Fix[];
  /** Why there is none, where one might be expected. */
  readonly noFix?: string;
}

/** What an analysis is asked for. */
export interface AnalysisRequest {
  /** Report only what lies in these files (the whole workspace is still understood); all where absent. */
  readonly files?: readonly string[];
  /** Compute fixes; without it `fixes` is empty. Default true. */
  readonly withFixes?: boolean;
  /** Told before each file that is looked into, for a progress bar. */
  onProgress?(done: number, total: number): void;
}

/** What an analysis has found, and what it left out. */
export interface Analysis {
  /** Sorted by file and offset; suppressed findings are left out. */
  readonly findings: readonly Finding[];
  /** Findings that a comment suppressed, with its reason. */
  readonly suppressed: readonly { readonly finding: Finding; readonly reason?: string; readonly at: Location }[];
  /** What was left out or cut short. */
  readonly limits: readonly Limit[];
  /** What the workspace offers over MCP. */
  readonly offers: readonly { readonly kind: string; readonly name?: string; readonly location: Location }[];
  readonly statistics: { readonly files: number; readonly lines: number; readonly milliseconds: number };
}

/** What a person can set; the same in the editor and on the command line. */
export interface Configuration {
  /** The folder that `exclude` is relative to, as the host names files; where absent, the deepest folder that holds all files. */
  readonly folder?: string;
  /** The level of a rule, or "off"; a rule that is not named has its own. */
  readonly rules: Readonly<Record<string, Severity | "off">>;
  /** Glob patterns of paths to leave out, relative to the folder of the configuration, in .gitignore notation. */
  readonly exclude: readonly string[];
}
