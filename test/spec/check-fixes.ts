import type { Finding, Fix } from "../../src/base/finding";
import { applyEdits, type TextEdit } from "../../src/base/text";
import { rules } from "../../src/rules/index";
import { markOf } from "./read-marks";
import { caseRoot, type Analyze, type SpecAfter, type SpecCase } from "./spec";
import { commentsOf, repeatedImports, syntaxErrors } from "./syntax-errors";

type Files = ReadonlyMap<string, string>;

/**
 * Tries every fix of every finding: it can be applied, still parses, takes its finding away, brings none, keeps the comments,
 * and a second run changes nothing. Then compares with what the case says a file must be after a fix.
 */
export function checkFixes(each: SpecCase, findings: readonly Finding[], analyze: Analyze): readonly string[] {
  const files = new Map(each.files.map((file) => [file.path, file.text]));
  const complaints: string[] = [];
  for (const finding of findings) {
    for (const fix of finding.fixes) {
      complaints.push(...checkFix(files, findings, finding, fix, analyze).map((complaint) => `The fix "${fix.title}" of ${markOf(finding)}: ${complaint}`));
    }
  }
  complaints.push(...compareAfters(each, files, findings));
  return complaints;
}

/**
 * The files after a fix.
 * @throws RangeError when edits overlap or lie outside of their file, Error when they touch no known file or a new one exists.
 */
export function applyFix(files: Files, fix: Fix): Map<string, string> {
  const result = new Map(files);
  const byFile = new Map<string, TextEdit[]>();
  for (const edit of fix.edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit]);
  for (const [file, edits] of byFile) {
    const text = files.get(file);
    if (text === undefined) throw new Error(`it edits ${file}, which does not exist.`);
    result.set(file, applyEdits(text, edits));
  }
  for (const added of fix.newFiles) {
    if (files.has(added.file)) throw new Error(`it adds ${added.file}, which exists.`);
    result.set(added.file, added.text);
  }
  return result;
}

function checkFix(files: Files, findings: readonly Finding[], finding: Finding, fix: Fix, analyze: Analyze): readonly string[] {
  let fixed: Files;
  try {
    fixed = applyFix(files, fix);
  } catch (error) {
    return [`it can't be applied: ${error instanceof Error ? error.message : String(error)}`];
  }
  const complaints = [...fixed].flatMap(([file, text]) => textComplaints(file, files.get(file) ?? "", text));
  const left = analyze(fixed);
  complaints.push(...leftComplaints(findings, finding, left));
  complaints.push(...secondRunComplaints(fixed, left, fix.title, findings.length, analyze));
  return complaints;
}

function textComplaints(file: string, before: string, after: string): readonly string[] {
  if (before === after) return [];
  const complaints: string[] = [];
  const known = syntaxErrors(file, before).length;
  const errors = syntaxErrors(file, after);
  if (errors.length > known) complaints.push(`${nameOf(file)} no longer parses (${errors[0]?.message ?? ""}):\n${after}`);
  const kept = [...commentsOf(file, after)];
  for (const comment of commentsOf(file, before)) {
    const at = kept.indexOf(comment);
    if (at === -1) complaints.push(`the comment "${comment}" is lost in ${nameOf(file)}.`);
    else kept.splice(at, 1);
  }
  for (const name of repeatedImports(file, after)) complaints.push(`${nameOf(file)} imports ${name} twice.`);
  return complaints;
}

/** Findings have no identity that outlives an edit but their rule, file and message; so they are counted. */
function leftComplaints(before: readonly Finding[], fixed: Finding, left: readonly Finding[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const finding of before) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  const complaints: string[] = [];
  const leftOfKey = left.filter((finding) => keyOf(finding) === keyOf(fixed)).length;
  if (leftOfKey >= (counts.get(keyOf(fixed)) ?? 0)) complaints.push("the finding is still there.");
  for (const finding of left) {
    const count = counts.get(keyOf(finding)) ?? 0;
    if (count === 0 && keyOf(finding) !== keyOf(fixed) && !isLesserEvil(finding, fixed)) complaints.push(`a new finding appears: ${markOf(finding)}`);
    counts.set(keyOf(finding), count - 1);
  }
  return complaints;
}

/** What a rule says of itself that its fixes may leave: an argument of a program is less than the text of a shell. */
function isLesserEvil(left: Finding, fixed: Finding): boolean {
  return left.location.file === fixed.location.file && rules.find(({ id }) => id === fixed.rule)?.leaves === left.rule;
}

/** Applies the fix wherever it is still offered; once everywhere, it must not be offered again, and nothing be imported twice. */
function secondRunComplaints(fixed: Files, findings: readonly Finding[], title: string, rounds: number, analyze: Analyze): readonly string[] {
  let files = fixed;
  let left = findings;
  for (let round = 0; round <= rounds; round++) {
    const next = left.flatMap((finding) => finding.fixes).find((fix) => fix.title === title);
    if (next === undefined) return [...files].flatMap(([file, text]) => repeatedImports(file, text).map((name) => `applied everywhere, ${nameOf(file)} imports ${name} twice.`));
    try {
      files = applyFix(files, next);
    } catch (error) {
      return [`applied a second time, it can't be: ${error instanceof Error ? error.message : String(error)}`];
    }
    left = analyze(files);
  }
  return [`it is offered again and again: after ${rounds + 1} runs the files are still changed.`];
}

function compareAfters(each: SpecCase, files: Files, findings: readonly Finding[]): readonly string[] {
  const complaints: string[] = [];
  for (const title of new Set(each.afters.map((after) => after.title))) {
    const offered = findings.find((finding) => finding.fixes.some((fix) => fix.title === title));
    const fix = offered?.fixes.find((candidate) => candidate.title === title);
    if (offered === undefined || fix === undefined) {
      const titles = findings.flatMap((finding) => finding.fixes.map((candidate) => `"${candidate.title}"`));
      complaints.push(`No fix is called "${title}"; offered: ${titles.length === 0 ? "none" : titles.join(", ")}${noFixOf(findings)}.`);
      continue;
    }
    complaints.push(...compareAfter(each.afters.filter((after) => after.title === title), files, offered, fix));
  }
  return complaints;
}

function compareAfter(afters: readonly SpecAfter[], files: Files, finding: Finding, fix: Fix): readonly string[] {
  let fixed: Files;
  try {
    fixed = applyFix(files, fix);
  } catch {
    return []; // Said already, of the fix itself.
  }
  const complaints: string[] = [];
  const stated = new Set<string>();
  for (const after of afters) {
    const path = after.path ?? finding.location.file;
    stated.add(path);
    const text = fixed.get(path);
    if (text === after.text) continue;
    complaints.push(`After "${fix.title}", ${nameOf(path)} is not what line ${after.line} says.\n${text === undefined ? "There is no such file." : differenceOf(after.text, text)}`);
  }
  for (const [path, text] of fixed) {
    if (files.has(path) && files.get(path) !== text && !stated.has(path)) complaints.push(`"${fix.title}" also changes ${nameOf(path)}; state it with \`after "${fix.title}" ${nameOf(path)}\`.\n${differenceOf(files.get(path) ?? "", text)}`);
  }
  return complaints;
}

/** Lines that differ between two texts, common head and tail left out: fixes change few places. */
function differenceOf(expected: string, actual: string): string {
  const wanted = expected.split("\n");
  const got = actual.split("\n");
  let head = 0;
  while (head < wanted.length && head < got.length && wanted[head] === got[head]) head++;
  let tail = 0;
  while (tail < wanted.length - head && tail < got.length - head && wanted[wanted.length - 1 - tail] === got[got.length - 1 - tail]) tail++;
  const lines = [...wanted.slice(head, wanted.length - tail).map((line) => `  - ${line}`), ...got.slice(head, got.length - tail).map((line) => `  + ${line}`)];
  return `  from line ${head + 1}:\n${lines.join("\n")}`;
}

function noFixOf(findings: readonly Finding[]): string {
  const reasons = findings.flatMap((finding) => (finding.noFix === undefined ? [] : [finding.noFix]));
  return reasons.length === 0 ? "" : ` (${reasons.join(" ")})`;
}

function keyOf(finding: Finding): string {
  return `${finding.rule}\n${finding.location.file}\n${finding.message}`;
}

function nameOf(path: string): string {
  return path.startsWith(`${caseRoot}/`) ? path.slice(caseRoot.length + 1) : path;
}
