import type { Finding, Limit, Severity } from "../base/finding";
import type { Location } from "../base/text";

/** Analyses a workspace, again and again: what did not change is not redone. */
export interface Engine {
  /**
   * Analyses the workspace as the host has it now.
   * @throws CancelledError when the host says so; nothing that was learned is lost.
   */
  analyze(request?: AnalysisRequest): Analysis;
}

export interface AnalysisRequest {
  /** Report only what lies in these files (the whole workspace is still understood); all where absent. */
  readonly files?: readonly string[];
  /** Compute fixes; without it `fixes` is empty. Default true. */
  readonly withFixes?: boolean;
  /** Told before each file that is looked into, for a progress bar. */
  onProgress?(done: number, total: number): void;
}

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
  /** The level of a rule, or "off"; a rule that is not named has its own. */
  readonly rules: Readonly<Record<string, Severity | "off">>;
  /** Glob patterns of paths to leave out, relative to the folder of the configuration, in .gitignore notation. */
  readonly exclude: readonly string[];
}
