import { nearest } from "../base/nearest";
import { lineColumnAt, lineStarts, type Location } from "../base/text";
import type { Comment, Module } from "../syntax/program";
import { statementAt } from "./statement";

/** The word that every suppression starts with; a file without it has none. */
export const IGNORE_WORD = "portcullis-ignore";

/** A comment that suppresses findings. */
export interface Ignore {
  /** The ids of the rules it names. */
  readonly rules: readonly string[];
  readonly reason: string;
  readonly location: Location;
  /** Whether it is about a place, given as an offset in the file. */
  covers(offset: number): boolean;
}

/** A comment that starts like a suppression and is none. */
export interface BrokenIgnore {
  readonly location: Location;
  /** What is wrong with it and what to write, in one sentence without a full stop. */
  readonly message: string;
}

/** What the comments of a file say about findings. */
export interface Ignores {
  readonly valid: readonly Ignore[];
  readonly broken: readonly BrokenIgnore[];
}

/**
 * Reads the suppressions of a file:
 *
 * - `portcullis-ignore-next-line ID[, ID] -- reason`: the line below, and the whole statement that starts there;
 * - `portcullis-ignore-line ID[, ID] -- reason`: the line it ends, and the whole statement that stands on it;
 * - `portcullis-ignore-file ID[, ID] -- reason`: the file.
 *
 * An id and a reason are required: who reads the comment later must know what was judged, and why it is fine.
 */
export function readIgnores(module: Module, knownRules: readonly string[]): Ignores {
  const lines = createLines(module);
  const valid: Ignore[] = [];
  const broken: BrokenIgnore[] = [];
  for (const comment of module.comments) {
    const read = readComment(comment, knownRules);
    if (read === undefined) continue;
    const location = { file: module.file, range: comment.range };
    if ("message" in read) broken.push({ location, message: read.message });
    else valid.push({ rules: read.rules, reason: read.reason, location, covers: (offset) => lines.covers(read.form, comment, offset) });
  }
  return { valid, broken };
}

type Form = "next-line" | "line" | "file";

type ReadComment = { readonly form: Form; readonly rules: readonly string[]; readonly reason: string } | { readonly message: string };

function readComment(comment: Comment, knownRules: readonly string[]): ReadComment | undefined {
  const text = comment.text.replace(/^[\s*]+/, "");
  if (!text.startsWith(IGNORE_WORD)) return undefined;
  const match = /^portcullis-ignore-(next-line|line|file)(?=\s|$)([^]*)$/.exec(text);
  if (match === null) return { message: 'Write "portcullis-ignore-next-line", "portcullis-ignore-line" or "portcullis-ignore-file"' };
  const form = match[1] as Form; // One of the three alternatives of the pattern.
  const [, named = "", reason = ""] = /^([^]*?)(?:(?:^|\s)--(?:\s+([^]*))?)?$/.exec(match[2] ?? "") ?? [];
  const rules = named.split(/[\s,]+/).filter((id) => id !== "");
  if (rules.length === 0) return { message: `Name the rule to ignore, as in "portcullis-ignore-${form} ${knownRules[0] ?? "rule"} -- reason"` };
  const unknown = rules.find((id) => !knownRules.includes(id));
  if (unknown !== undefined) return { message: unknownRule(unknown, knownRules) };
  const why = reason.replace(/\s+/g, " ").trim();
  if (why === "") return { message: `This ignore needs a reason: "portcullis-ignore-${form} ${rules.join(", ")} -- why it is fine"` };
  return { form, rules, reason: why };
}

function unknownRule(id: string, knownRules: readonly string[]): string {
  const meant = nearest(id, knownRules);
  const shown = id.length > 60 ? `${id.slice(0, 60)}…` : id;
  return `\`${shown}\` is no rule${meant === undefined ? "" : `; did you mean \`${meant}\`?`}`;
}

/** Answers which lines a comment is about. */
function createLines(module: Module) {
  const starts = lineStarts(module.text);
  const lineAt = (offset: number) => lineColumnAt(starts, offset).line;
  const covers = (form: Form, comment: Comment, offset: number): boolean => {
    if (form === "file") return true;
    const line = lineAt(offset);
    const statement = statementAt(module, offset);
    const first = statement === undefined ? line : lineAt(statement.start);
    if (form === "next-line") {
      const target = nextCodeLine(module, starts, comment);
      return line === target || first === target;
    }
    const last = statement === undefined ? line : lineAt(statement.end);
    const target = lineAt(comment.range.start);
    return line === target || (first <= target && target <= last);
  };
  return { covers };
}

/** The line below a comment; further comments between the two are stepped over, so that several tools' comments can be stacked. */
function nextCodeLine(module: Module, starts: readonly number[], comment: Comment): number {
  let line = lineColumnAt(starts, comment.range.end).line + 1;
  for (;;) {
    const start = starts[line - 1];
    if (start === undefined) return line;
    const first = start + (/^[^\S\r\n]*/.exec(module.text.slice(start, starts[line] ?? module.text.length))?.[0].length ?? 0);
    const other = module.comments.find((each) => each.range.start === first);
    if (other === undefined) return line;
    line = lineColumnAt(starts, other.range.end).line + 1;
  }
}
