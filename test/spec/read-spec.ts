import { readMarkdown, type MarkdownBlock } from "../support/markdown";
import { readMarks } from "./read-marks";
import { caseRoot, sections, type FindingMark, type Section, type Spec, type SpecAfter, type SpecCase, type SpecFile, type SpecProblem } from "./spec";

type Fence = Extract<MarkdownBlock, { kind: "fence" }>;
type Heading = Extract<MarkdownBlock, { kind: "heading" }>;

/** Languages of fences that are files, with the name of a file that has none. */
const defaultNames: Readonly<Record<string, string>> = {
  ts: "server.ts",
  tsx: "server.tsx",
  mts: "server.mts",
  cts: "server.cts",
  js: "server.js",
  jsx: "server.jsx",
  mjs: "server.mjs",
  cjs: "server.cjs",
  json: "package.json",
};

/** Reads a spec: see test/spec/README.md for the notation. Mistakes are collected, not thrown. */
export function readSpec(text: string): Spec {
  const problems: SpecProblem[] = [];
  const cases: SpecCase[] = [];
  let section: Section | undefined;
  let heading: Heading | undefined;
  let fences: Fence[] = [];
  const finish = (): void => {
    if (fences.length === 0) return;
    const first = fences[0];
    if (heading === undefined || section === undefined) {
      problems.push({ line: first?.line ?? 1, message: `A fence stands outside of the sections: put it under a heading in one of "${sections.join('", "')}".` });
    } else {
      cases.push(readCase(section, heading, fences, problems));
    }
    fences = [];
  };
  for (const block of readMarkdown(text)) {
    if (block.kind === "heading") {
      finish();
      heading = undefined;
      if (isSection(block.text)) section = block.text;
      else heading = block;
    } else if (block.kind === "fence" && block.info !== "text") {
      if (!block.isClosed) problems.push({ line: block.line, message: "A fence is not closed." });
      fences.push(block);
    }
  }
  finish();
  problems.push(...repeatedNames(cases));
  return { cases, problems };
}

/** The file that the first line of a fence names; undefined where it names none, as `sh` or an `after` does. */
export function fileOfFence(info: string): { readonly path: string; readonly isNamed: boolean } | undefined {
  const read = readInfo(info);
  if (read === undefined || read.after !== undefined) return undefined;
  return { path: read.path ?? read.defaultName, isNamed: read.path !== undefined };
}

function isSection(text: string): text is Section {
  return (sections as readonly string[]).includes(text);
}

function readCase(section: Section, heading: Heading, fences: readonly Fence[], problems: SpecProblem[]): SpecCase {
  const files: SpecFile[] = [];
  const afters: SpecAfter[] = [];
  for (const fence of fences) {
    const info = readInfo(fence.info);
    if (info === undefined) {
      problems.push({ line: fence.line, message: `"${fence.info}" does not say which file this is: write a language (${Object.keys(defaultNames).join(", ")}), then a path if it needs one, or \`after "title of the fix"\`.` });
    } else if (info.after !== undefined) {
      afters.push({ title: info.after, path: info.path === undefined ? undefined : `${caseRoot}/${info.path}`, text: fence.text, line: fence.line });
    } else {
      const marked = readMarks(fence.text, fence.firstLine);
      problems.push(...marked.problems);
      files.push({ path: `${caseRoot}/${info.path ?? info.defaultName}`, text: marked.text, marks: marked.marks, isBroken: info.isBroken, line: fence.line });
    }
  }
  const result = { section, name: heading.text, line: heading.line, files, afters };
  problems.push(...problemsOfCase(result));
  return result;
}

interface Info {
  readonly defaultName: string;
  readonly path?: string;
  readonly after?: string;
  readonly isBroken: boolean;
}

function readInfo(info: string): Info | undefined {
  const match = /^(\S+)(?: (after) "([^"]+)")?(?: ([^\s"]+))?( broken)?$/.exec(info);
  if (match === null) return undefined;
  const [, language, , after, path, broken] = match;
  const defaultName = defaultNames[language ?? ""];
  if (defaultName === undefined) return undefined;
  if (path === "broken") return { defaultName, after, isBroken: true };
  return { defaultName, path, after, isBroken: broken !== undefined };
}

function problemsOfCase(each: SpecCase): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const say = (message: string): void => void problems.push({ line: each.line, message: `"${each.name}": ${message}` });
  const marks = each.files.flatMap((file) => file.marks.filter((mark): mark is FindingMark => mark.kind === "finding"));
  const gaps = marks.filter((mark) => mark.expectation !== "reported");
  const paths = each.files.map((file) => file.path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);

  if (each.files.length === 0) say("there is no file to analyse, only what comes after a fix.");
  if (twice !== undefined) say(`two fences are the same file, ${twice.slice(caseRoot.length + 1)}: give each its path, as in \`ts src/other.ts\`.`);
  if (each.section === "Not reported" && marks.length > 0) say('a mark has no place in "Not reported"; move the case to "Reported" or "Known gaps".');
  if (each.section !== "Not reported" && marks.length === 0) say(`"${each.section}" expects a finding: mark it with a line of carets.`);
  if (each.section === "Known gaps" && gaps.length === 0) say('"Known gaps" expects a MISSING or a SPURIOUS mark.');
  if (each.section !== "Known gaps" && gaps.length > 0) say('MISSING and SPURIOUS belong in "Known gaps".');
  if (each.section === "Fix" && each.afters.length === 0) say('"Fix" expects a fence with the file after the fix: `ts after "title of the fix"`.');
  return problems;
}

function repeatedNames(cases: readonly SpecCase[]): SpecProblem[] {
  const seen = new Set<string>();
  const problems: SpecProblem[] = [];
  for (const each of cases) {
    const key = `${each.section}\n${each.name}`;
    if (seen.has(key)) problems.push({ line: each.line, message: `"${each.name}" stands twice in "${each.section}": give each case a name of its own.` });
    seen.add(key);
  }
  return problems;
}
