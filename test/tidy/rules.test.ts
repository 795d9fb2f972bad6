import { describe, expect, it } from "vitest";
import { docOf } from "../../scripts/derived-parts";
import { rules } from "../../src/rules/index";
import { analyze } from "../spec/analyze";
import { fileOfFence } from "../spec/read-spec";
import { caseRoot } from "../spec/spec";
import { syntaxErrors } from "../spec/syntax-errors";
import { readMarkdown, type MarkdownBlock } from "../support/markdown";
import { exists, filesIn, read } from "./repository";

/** The headings of every rule's doc, in this order, so that a reader finds the same thing at the same place. */
const headings = ["What it does", "Why it is bad", "Example", "Use instead", "What it understands", "Limits", "Fix", "References"];

describe("a rule is three files and a line in the list", () => {
  it.each(rules.map((rule) => rule.id))("%s", (id) => {
    const missing = [`src/rules/${id}.ts`, `docs/rules/${id}.md`, `test/rules/${id}.md`].filter((file) => !exists(file));
    expect(missing.map((file) => `Write ${file}.`)).toEqual([]);
  });

  it("and no file is of a rule that is not listed", () => {
    const ids = new Set(rules.map((rule) => rule.id));
    const idOf = (file: string): string => file.replace(/^.*\//, "").replace(/\.(ts|md)$/, "");
    const files = [...filesIn("src/rules", ".ts").filter((file) => /^src\/rules\/(?!index\.|rule\.)[^/]+$/.test(file)), ...filesIn("docs/rules", ".md"), ...filesIn("test/rules", ".md")];
    expect(files.filter((file) => !ids.has(idOf(file))).map((file) => `${file} is of no rule in src/rules/index.ts: list the rule, or delete the file (shared parts of rules live in a folder of src/rules/).`)).toEqual([]);
  });

  it("and every id stands once, in kebab-case", () => {
    const ids = rules.map((rule) => rule.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index || !/^[a-z]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it("and every rule names a weakness, and a summary on one line without markup or a full stop", () => {
    const bad = rules.filter((rule) => rule.cwe.length === 0 || /[\n`*_[\]<>]|\.$/.test(rule.summary) || rule.summary.length > 100);
    expect(bad.map((rule) => `${rule.id}: mend its summary, or name its CWE.`)).toEqual([]);
  });
});

describe.each(rules.map((rule) => [rule.id, docOf(rule)] as const).filter(([, doc]) => exists(doc)))("the doc of %s", (id, doc) => {
  const blocks = readMarkdown(read(doc));

  it("has the headings of every doc, in their order, none of them empty", () => {
    const found = blocks.filter((block) => block.kind === "heading" && block.level === 2).map((block) => block.text);
    expect(found, `${doc} must have exactly these second-level headings.`).toEqual(headings);
    expect(headings.filter((heading) => sectionOf(blocks, heading).length === 0).map((heading) => `${doc}: write something under "${heading}".`)).toEqual([]);
  });

  it("shows in its example what the rule reports", () => {
    const examples = workspacesIn(blocks, "Example");
    expect(examples.length, `${doc} needs a fence with code under "Example".`).toBeGreaterThan(0);
    for (const files of examples) expect(analyze(files).map((finding) => finding.rule), `${doc}: the example must be reported by ${id}:\n${[...files.values()].join("\n")}`).toContain(id);
  });

  it("shows code to use instead that no rule reports", () => {
    const examples = workspacesIn(blocks, "Use instead");
    expect(examples.length, `${doc} needs a fence with code under "Use instead".`).toBeGreaterThan(0);
    for (const files of examples) expect(analyze(files).map((finding) => `${finding.rule}: ${finding.message}`), `${doc}: this code is recommended, so it must be clean:\n${[...files.values()].join("\n")}`).toEqual([]);
  });

  it("shows code that parses", () => {
    const all = [...workspacesIn(blocks, "Example"), ...workspacesIn(blocks, "Use instead")];
    expect(all.flatMap((files) => [...files].flatMap(([file, text]) => syntaxErrors(file, text).map((error) => `${doc}: ${error.message} in:\n${text}`)))).toEqual([]);
  });
});

/** What stands below a heading of the second level. */
function sectionOf(blocks: readonly MarkdownBlock[], heading: string): readonly MarkdownBlock[] {
  const start = blocks.findIndex((block) => block.kind === "heading" && block.level === 2 && block.text === heading);
  if (start === -1) return [];
  const end = blocks.findIndex((block, index) => index > start && block.kind === "heading" && block.level <= 2);
  return blocks.slice(start + 1, end === -1 ? undefined : end);
}

/** Fences that name their files make one workspace; a fence without a name is one of its own. */
function workspacesIn(blocks: readonly MarkdownBlock[], heading: string): readonly ReadonlyMap<string, string>[] {
  const workspaces: Map<string, string>[] = [];
  const named = new Map<string, string>();
  for (const block of sectionOf(blocks, heading)) {
    if (block.kind !== "fence") continue;
    const file = fileOfFence(block.info);
    if (file === undefined) continue; // A shell session, a query: for people.
    if (file.isNamed) named.set(`${caseRoot}/${file.path}`, block.text);
    else workspaces.push(new Map([[`${caseRoot}/${file.path}`, block.text]]));
  }
  return named.size === 0 ? workspaces : [...workspaces, named];
}
