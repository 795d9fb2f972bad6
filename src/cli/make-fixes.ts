import { readFileSync } from "node:fs";
import { structuredPatch, formatPatch } from "diff";
import type { Fix } from "../base/finding";
import type { Host } from "../base/host";
import { applyEdits } from "../base/text";
import type { Analysis, AnalysisRequest, Engine } from "../engine/api";
import { chooseFixes, mergeFixes } from "../engine/combine-fixes";
import { createTextFile, writeTextFile } from "../files/write";
import { UsageError } from "./console";

/** Fixes that clash wait for the next round. Each round mends at least one finding; more rounds than this mean that fixes undo each other. */
export const MAX_ROUNDS = 10;

/** The files of a host as fixes have changed them, in memory. */
export interface Draft {
  readonly host: Host;
  /** Changed and new files: what was there before (undefined for a new one) and what is there now. */
  changes(): readonly DraftChange[];
  change(file: string, text: string): void;
}

/** One file that fixes have changed or added. */
export interface DraftChange {
  readonly file: string;
  readonly before: string | undefined;
  readonly after: string;
}

/** Opens a draft over a host; the host itself is only read. */
export function createDraft(base: Host): Draft {
  const texts = new Map<string, string>();
  let files: readonly string[] | undefined;
  const listed = () => {
    const own = base.files();
    return texts.size === 0 ? own : [...new Set([...own, ...texts.keys()])];
  };
  return {
    host: {
      files: () => (files ??= listed()),
      read: (file) => texts.get(file) ?? base.read(file),
      isCancelled: () => base.isCancelled?.() === true,
    },
    change(file, text) {
      texts.set(file, text);
      files = undefined;
    },
    changes: () => [...texts].map(([file, after]) => ({ file, before: base.read(file), after })).filter(({ before, after }) => before !== after),
  };
}

/** What making fixes has come to. */
export interface MadeFixes {
  /** What is left afterwards. */
  readonly analysis: Analysis;
  readonly made: number;
}

/** Makes fixes in a draft until none is left that may be made, and analyses again after each round. */
export function makeFixes(engine: Engine, draft: Draft, request: AnalysisRequest, mayMake: (fix: Fix) => boolean): MadeFixes {
  let analysis = engine.analyze(request);
  let made = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const fixes = chooseFixes(analysis.findings, mayMake);
    if (fixes.length === 0) break;
    const { edits, newFiles } = mergeFixes(fixes);
    for (const { file, text } of newFiles) draft.change(file, text);
    for (const file of new Set(edits.map((edit) => edit.file))) {
      draft.change(file, applyEdits(draft.host.read(file) ?? "", edits.filter((edit) => edit.file === file)));
    }
    made += fixes.length;
    analysis = engine.analyze(request);
  }
  return { analysis, made };
}

/**
 * Writes the changes of a draft to the disk, new files first, so that nothing imports what is not there yet.
 * @throws UsageError when a file was changed meanwhile, exists already, or can't be written
 */
export function writeChanges(changes: readonly DraftChange[], relative: (file: string) => string): void {
  const ordered = [...changes].sort((a, b) => Number(a.before !== undefined) - Number(b.before !== undefined));
  for (const { file, before, after } of ordered) {
    try {
      if (before === undefined) createTextFile(file, after);
      else {
        if (readFileSync(file, "utf8").replace(/^\uFEFF/, "") !== before) throw new Error("it was changed by somebody else meanwhile");
        writeTextFile(file, after);
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UsageError(`${relative(file)} can't be mended: ${reason}`);
    }
  }
}

/** The changes as a unified diff that `git apply` and `patch -p1` understand. */
export function toDiff(changes: readonly DraftChange[], relative: (file: string) => string): string {
  return changes
    .map(({ file, before, after }) => {
      const name = relative(file);
      const patch = structuredPatch(before === undefined ? "/dev/null" : `a/${name}`, `b/${name}`, before ?? "", after, undefined, undefined, { context: 3 });
      return formatPatch(patch).replace(/^={3,}\n/, "");
    })
    .join("");
}
