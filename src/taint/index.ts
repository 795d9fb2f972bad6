import { CancelledError } from "../base/host";
import type { Workspace } from "../syntax/workspace";
import { createRuns } from "./analysis";
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
  /** Forgets what rests on files that have changed. */
  forget(files: readonly string[]): void;
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
      return runs.analyze(sources);
    },
    forget(files) {
      const changed = new Set(files);
      interpreter.forget(changed);
      runs.forget(changed);
    },
  };
}
