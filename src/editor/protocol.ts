import type { Finding, Limit, Severity } from "../base/finding";
import type { Location, NewFile, TextEdit } from "../base/text";
import type { FixAnswer } from "../engine/api";

/**
 * What the extension host and the worker say to each other: plain data, in both directions.
 * Files are named as the engine's hosts name them; a session is one workspace folder, or all documents that lie in none.
 */

/** Tells the worker of a session, or of new settings for one it knows. */
export interface SessionSetup {
  readonly session: string;
  /** The workspace folder on this machine; absent where there is none, and only open documents are seen. */
  readonly folder?: string;
  /** Settings of the editor; they win over the configuration file, rule by rule. */
  readonly rules: Readonly<Record<string, Severity | "off">>;
  /** Added to what the configuration file excludes. */
  readonly exclude: readonly string[];
  /** Whether the workspace may say what is to be overlooked; otherwise its configuration file is only checked for mistakes. */
  readonly isTrusted: boolean;
}

/** The text of an open document; absent when it was closed. */
export interface TextChange {
  readonly session: string;
  readonly file: string;
  readonly text?: string;
}

/** What an analysis found, with what is needed to turn offsets into lines. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly limits: readonly Limit[];
  /** Where the lines of every file named in `findings` and `problems` start. */
  readonly lines: LineTable;
  /** Mistakes in the configuration file. */
  readonly problems: readonly ConfigurationMistake[];
  readonly offers: number;
  readonly files: number;
  readonly milliseconds: number;
}

/** The offsets at which the lines of files start. */
export type LineTable = Readonly<Record<string, readonly number[]>>;

/** A mistake in a configuration file. */
export interface ConfigurationMistake {
  readonly file: string;
  readonly range: { readonly start: number; readonly end: number };
  readonly message: string;
}

/** Edits that an answer holds, with the lines of the files they change. */
export interface Edits {
  readonly edits: readonly TextEdit[];
  readonly newFiles: readonly NewFile[];
  readonly lines: LineTable;
}

/** What may be asked of the worker, and what it answers. */
export interface Questions {
  /** Analyses, and reports what lies in some files or comes through them: who writes a tool must see what a helper elsewhere does with it. */
  check: { readonly params: { readonly session: string; readonly files: readonly string[] }; readonly answer: Report };
  /** Analyses, and reports everything. */
  scan: { readonly params: { readonly session: string }; readonly answer: Report };
  /** What can be done about one finding of a file. */
  fixes: {
    readonly params: { readonly session: string; readonly file: string; readonly fingerprint: string };
    readonly answer: FixAnswer & { readonly lines: LineTable };
  };
  /** All safe fixes of one file, one after the other until none is left. */
  fixAll: { readonly params: { readonly session: string; readonly file: string }; readonly answer: Edits & { readonly fixed: number } };
  /** Where a comment that ignores a finding belongs; no edits where there is no such place. */
  ignore: {
    readonly params: { readonly session: string; readonly file: string; readonly fingerprint: string; readonly reason: string };
    readonly answer: Edits;
  };
  /** Where the tools, prompts and resources are registered that the workspace's code offers, and what was found in them. */
  offers: {
    readonly params: { readonly session: string };
    readonly answer: { readonly offers: readonly OfferPlace[]; readonly findings: readonly Finding[]; readonly lines: LineTable };
  };
}

/** One thing that the workspace's code offers over MCP. */
export interface OfferPlace {
  readonly kind: string;
  readonly name: string;
  readonly location: Location;
}

/** The name of a question. */
export type QuestionKind = keyof Questions;

/** One question as it travels. */
export type Ask = { readonly [K in QuestionKind]: { readonly type: "ask"; readonly id: number; readonly kind: K; readonly params: Questions[K]["params"]; readonly cancel: SharedArrayBuffer } }[QuestionKind];

/** What needs no answer. */
export type Notice =
  | { readonly type: "setUp"; readonly setup: SessionSetup }
  | { readonly type: "forget"; readonly session: string }
  | { readonly type: "text"; readonly changes: readonly TextChange[] }
  /** Files and folders that appeared, changed or went on the disk. */
  | { readonly type: "disk"; readonly paths: readonly string[] };

/** From the extension host to the worker. */
export type ToWorker = Ask | Notice;

/** From the worker to the extension host. */
export type FromWorker =
  | { readonly type: "answer"; readonly id: number; readonly answer: unknown }
  | { readonly type: "cancelled"; readonly id: number }
  | { readonly type: "failed"; readonly id: number; readonly message: string }
  | { readonly type: "progress"; readonly id: number; readonly done: number; readonly total: number }
  | { readonly type: "log"; readonly level: "info" | "error"; readonly message: string };
