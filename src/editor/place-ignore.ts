import { lineColumnAt, lineStarts, type TextEdit } from "../base/text";
import type { Host } from "../base/host";
import type { Engine } from "../engine/api";
import type { Edits } from "./protocol";

/** A statement whose start is farther up than this is no place where a reader would look for the reason. */
const MAX_LINES_UP = 60;

/** What is to be ignored, and why. */
export interface IgnoreRequest {
  readonly file: string;
  readonly fingerprint: string;
  readonly reason: string;
}

/**
 * Finds where a comment that ignores a finding belongs. Every place is tried in memory and the engine is asked:
 * above the line, as a JSX comment, at the end of the line, then above the lines further up, for a finding in the
 * middle of a template or of a chain. The first place where the finding goes and nothing new appears is taken.
 * @param open texts that the engine's host prefers over the disk; as it was when this returns or throws
 */
export function placeIgnore(request: IgnoreRequest, engine: Engine, host: Host, open: Map<string, string>): Edits {
  const { file, fingerprint } = request;
  const text = host.read(file);
  const finding = engine.analyze({ files: [file], withFixes: false }).findings.find((each) => each.fingerprint === fingerprint);
  if (text === undefined || finding === undefined) return { edits: [], newFiles: [], lines: {} };
  const before = fingerprintsIn(file, engine);
  const kept = open.get(file);
  try {
    for (const edit of candidates(text, finding.location.range.start, { file, comment: `${finding.rule} -- ${oneLine(request.reason)}` })) {
      open.set(file, text.slice(0, edit.range.start) + edit.text + text.slice(edit.range.end));
      const after = fingerprintsIn(file, engine);
      const isGone = count(after, fingerprint) < count(before, fingerprint);
      if (isGone && after.every((each) => before.includes(each))) return { edits: [edit], newFiles: [], lines: { [file]: lineStarts(text) } };
    }
  } finally {
    if (kept === undefined) open.delete(file);
    else open.set(file, kept);
  }
  return { edits: [], newFiles: [], lines: {} };
}

/** Places to try, the most readable first. */
function* candidates(text: string, offset: number, given: { file: string; comment: string }): Generator<TextEdit> {
  const { file, comment } = given;
  const starts = lineStarts(text);
  const line = lineColumnAt(starts, offset).line - 1;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const above = (at: number, open: string, close: string): TextEdit => {
    const start = starts[at] ?? 0;
    const indentation = /^[^\S\r\n]*/.exec(text.slice(start))?.[0] ?? "";
    return { file, range: { start, end: start }, text: `${indentation}${open}portcullis-ignore-next-line ${comment}${close}${newline}` };
  };
  if (/\.(?:ya?ml|toml)$/.test(file)) return yield above(line, "# ", "");
  yield above(line, "// ", "");
  if (/\.jsonc?$/.test(file)) return;
  yield above(line, "{/* ", " */}");
  const end = endOfLine(text, starts[line] ?? 0);
  yield { file, range: { start: end, end }, text: ` // portcullis-ignore-line ${comment}` };
  for (let up = line - 1; up >= 0 && up >= line - MAX_LINES_UP; up--) yield above(up, "// ", "");
}

function endOfLine(text: string, start: number): number {
  const found = text.slice(start).search(/[\r\n]/);
  return found === -1 ? text.length : start + found;
}

function fingerprintsIn(file: string, engine: Engine): readonly string[] {
  return engine.analyze({ files: [file], withFixes: false }).findings.map((each) => each.fingerprint);
}

function count(all: readonly string[], one: string): number {
  return all.filter((each) => each === one).length;
}

/** A reason must not end the comment it stands in. */
function oneLine(reason: string): string {
  return reason.replaceAll("*/", "* /").replace(/\s+/g, " ").trim();
}
