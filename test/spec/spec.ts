import type { Finding, Severity } from "../../src/base/finding";
import type { TextRange } from "../../src/base/text";

/** The four parts of a spec; their headings are these words. */
export const sections = ["Reported", "Not reported", "Fix", "Known gaps"] as const;

/** One of the four parts of a spec. */
export type Section = (typeof sections)[number];

/** A spec file, read. */
export interface Spec {
  readonly cases: readonly SpecCase[];
  /** Mistakes in the spec itself; each is a failing test. */
  readonly problems: readonly SpecProblem[];
}

/** A mistake in a spec file, with its line. */
export interface SpecProblem {
  readonly line: number;
  readonly message: string;
}

/** A heading with its files: one test. */
export interface SpecCase {
  readonly section: Section;
  readonly name: string;
  readonly line: number;
  readonly files: readonly SpecFile[];
  readonly afters: readonly SpecAfter[];
}

/** A file of a case, the marks taken out. */
export interface SpecFile {
  /** Absolute, below the root of the case. */
  readonly path: string;
  readonly text: string;
  readonly marks: readonly Mark[];
  /** The fence says that the text has syntax errors on purpose. */
  readonly isBroken: boolean;
  /** The line of the spec on which the fence starts. */
  readonly line: number;
}

/** What a file must be after a fix. */
export interface SpecAfter {
  readonly title: string;
  /** Undefined where the fence names none: then it is the file of the finding. */
  readonly path?: string;
  readonly text: string;
  readonly line: number;
}

/** A line of carets: what is expected of the text above it. */
export type Mark = FindingMark | SourceMark;

/** `^^^ error[rule] 💡 message`. */
export interface FindingMark {
  readonly kind: "finding";
  /** "missing" and "spurious" state known gaps. */
  readonly expectation: "reported" | "missing" | "spurious";
  readonly severity: Severity;
  readonly rule: string;
  readonly hasFix: boolean;
  /** How the message starts; empty where any will do. */
  readonly message: string;
  readonly range: TextRange;
  /** The line of the spec. */
  readonly line: number;
}

/** `^^^ source`: where the flow of a finding of the same case starts. */
export interface SourceMark {
  readonly kind: "source";
  readonly range: TextRange;
  readonly line: number;
}

/** The folder in which the files of a case lie. */
export const caseRoot = "/workspace";

/** Analyses the files of a case: path → text. */
export type Analyze = (files: ReadonlyMap<string, string>) => readonly Finding[];
