import type { Finding, Fix } from "../base/finding";
import type { NewFile, TextEdit } from "../base/text";

/** What a fix changes. */
export type Change = Pick<Fix, "edits" | "newFiles">;

/**
 * Picks for each finding the best fix that may be made and fits to those picked before it.
 * What does not fit is left for another round, after an analysis of what the first ones have made.
 */
export function chooseFixes(findings: readonly Pick<Finding, "fixes">[], mayMake: (fix: Fix) => boolean): readonly Fix[] {
  const chosen: Fix[] = [];
  for (const { fixes } of findings) {
    const fix = fixes.find(mayMake);
    if (fix !== undefined && chosen.every((other) => isCompatible(other, fix))) chosen.push(fix);
  }
  return chosen;
}

/** Whether two fixes can be made together: what both change must be the same change, such as one import. */
export function isCompatible(a: Change, b: Change): boolean {
  const editsFit = a.edits.every((left) => b.edits.every((right) => !clashes(left, right)));
  return editsFit && a.newFiles.every((left) => b.newFiles.every((right) => left.file !== right.file || left.text === right.text));
}

/** What several compatible fixes change together; what they share is changed once. */
export function mergeFixes(fixes: readonly Change[]): Change {
  const edits: TextEdit[] = [];
  const newFiles = new Map<string, NewFile>();
  for (const fix of fixes) {
    for (const edit of fix.edits) if (!edits.some((other) => isSameEdit(edit, other))) edits.push(edit);
    for (const file of fix.newFiles) newFiles.set(file.file, file);
  }
  return { edits, newFiles: [...newFiles.values()] };
}

/** Whether two edits of one file can't both be made. The same edit twice can: it is made once. */
export function clashes(a: TextEdit, b: TextEdit): boolean {
  if (a.file !== b.file || isSameEdit(a, b)) return false;
  const [p, q] = [a.range, b.range];
  if (p.start < q.end && q.start < p.end) return true;
  // Two texts inserted at one place, or one inserted where the other replaces: the order would be anybody's guess.
  const isInsertion = p.start === p.end || q.start === q.end;
  return isInsertion && p.start === q.start;
}

function isSameEdit(a: TextEdit, b: TextEdit): boolean {
  return a.file === b.file && a.text === b.text && a.range.start === b.range.start && a.range.end === b.range.end;
}
