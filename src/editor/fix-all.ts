import type { Fix } from "../base/finding";
import type { Host } from "../base/host";
import { applyEdits, lineStarts, type NewFile, type TextEdit } from "../base/text";
import type { Engine } from "../engine/api";
import { chooseFixes, mergeFixes } from "../engine/combine-fixes";
import type { Edits } from "./protocol";

/** A fix can uncover another finding, but not for ever. */
const MAX_ROUNDS = 10;

/**
 * Applies the safe fixes of one file, round after round, to the text that `open` holds meanwhile, and gives the difference as one edit.
 * Fixes that change other files as well are left for a person to choose: who asks for this file means this file.
 * @param open texts that the engine's host prefers over the disk; as it was when this returns or throws
 */
export function fixAllIn(file: string, engine: Engine, host: Host, open: Map<string, string>): Edits & { readonly fixed: number } {
  const before = host.read(file);
  const kept = new Map(open);
  if (before === undefined) return { edits: [], newFiles: [], lines: {}, fixed: 0 };
  let text = before;
  let fixed = 0;
  const mayMake = (fix: Fix) => fix.safety === "safe" && fix.edits.every((edit) => edit.file === file);
  const newFiles: NewFile[] = [];
  try {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const chosen = chooseFixes(engine.analyze({ files: [file] }).findings, mayMake);
      if (chosen.length === 0) break;
      const together = mergeFixes(chosen);
      text = applyEdits(text, together.edits);
      fixed += chosen.length;
      open.set(file, text);
      for (const added of together.newFiles) {
        newFiles.push(added);
        open.set(added.file, added.text);
      }
    }
  } finally {
    open.clear();
    for (const [name, content] of kept) open.set(name, content);
  }
  const edit = difference(file, before, text);
  return { edits: edit === undefined ? [] : [edit], newFiles, lines: { [file]: lineStarts(before) }, fixed };
}

/** The smallest single edit that turns one text into another. */
export function difference(file: string, before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  // An editor works in lines: an edit between CR and LF would not be where it says.
  if (before[start - 1] === "\r") start--;
  if (tail > 0 && before[before.length - tail] === "\n" && before[before.length - tail - 1] === "\r") tail--;
  return { file, range: { start, end: before.length - tail }, text: after.slice(start, after.length - tail) };
}
