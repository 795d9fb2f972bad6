import { CancelledError } from "../base/host";
import { type BodyEdit, bodyEditBetween } from "../syntax/body-edit";
import type { Module } from "../syntax/program";
import type { Workspace } from "../syntax/workspace";
import { createRuns } from "./analysis";
import { wordsOfChange } from "./change-words";
import { createInterpreter } from "./interpreter";
import { createLibrary } from "./library";
import { libraries } from "./models";
import type { NamedFunction, SourceFunction, TaintAnalysis } from "./taint";

/** Follows untrusted data through a workspace, and remembers what did not change. */
export interface TaintAnalyzer {
  /**
   * Finds the flows from sources to sinks.
   * @throws CancelledError when `isCancelled` says so; summaries worked out until then are kept.
   */
  analyze(sources: readonly SourceFunction[], options: { readonly named: readonly NamedFunction[]; isCancelled?(): boolean }): TaintAnalysis;
  /** Hears what has changed since the last analysis. What was worked out stays where it can still be true. */
  heed(changes: Changes): void;
}

/** What has changed since the last analysis. */
export interface Changes {
  /** Every file that is another now, with its module as it was when it was last analysed; undefined where it had none. */
  readonly files: ReadonlyMap<string, Module | undefined>;
  /** The files whose own words may mean something else now, given those of which more has changed than the body of a function. */
  reach(files: readonly string[]): Iterable<string>;
}

/** Creates an analyser over a workspace, with all library tables. */
export function createTaintAnalyzer(workspace: Workspace): TaintAnalyzer {
  const interpreter = createInterpreter(workspace, createLibrary(libraries));
  const runs = createRuns(interpreter);
  return {
    analyze(sources, { named, isCancelled }) {
      interpreter.start({
        named: new Map(named.map((one) => [one.function, one.name])),
        isCancelled: () => isCancelled?.() === true,
        cancel: () => {
          throw new CancelledError();
        },
      });
      interpreter.settle();
      return runs.analyze(sources);
    },
    heed({ files, reach }) {
      const edits: BodyEdit[] = [];
      const reshaped: string[] = [];
      const words = new Set<string>();
      for (const [file, before] of files) {
        const after = workspace.module(file);
        const found = before && after ? bodyEditBetween(before, after) : undefined;
        const edit = found && !workspace.wasRead(found.edited) ? found : undefined;
        for (const word of wordsOfChange(before, after, edit, workspace)) words.add(word);
        if (edit) edits.push(edit);
        else reshaped.push(file);
      }
      interpreter.forget(new Set([...words, ...(reshaped.length > 0 ? reach(reshaped) : [])]));
      for (const edit of edits) interpreter.carryOver(edit);
      runs.rename();
    },
  };
}
