import { describe, expect, it } from "vitest";
import { checks } from "../../src/audit/checks/index";
import { runChecks } from "../../src/audit/run-checks";
import type { JsonObject } from "../../src/base/json";
import { rules } from "../../src/rules/index";
import { readCheckSpec } from "../audit/check-specs";
import { subjectOf } from "../audit/subject";
import { readMarkdown, type MarkdownBlock } from "../support/markdown";
import { exists, filesIn, read } from "./repository";

/** The headings of every check's doc, in this order. */
const headings = ["What it does", "Why it is bad", "Example", "What is fine", "Limits", "References"];

describe("a check is an entry in the list, a doc and a spec", () => {
  it.each(checks.map(({ id }) => id))("%s", (id) => {
    const missing = [`docs/checks/${id}.md`, `test/checks/${id}.md`].filter((file) => !exists(file));
    expect(missing.map((file) => `Write ${file}.`)).toEqual([]);
    const cases = readCheckSpec(read(`test/checks/${id}.md`));
    expect(cases.some(({ isReported, expected }) => isReported && expected.length > 0), `test/checks/${id}.md needs a broken server under "Reported", with what is found behind its \`json\`.`).toBe(true);
    expect(cases.some(({ isReported, expected }) => !isReported && expected.length === 0), `test/checks/${id}.md needs a clean server under "Not reported".`).toBe(true);
  });

  it("and no file is of a check that is not listed", () => {
    const ids = new Set(checks.map(({ id }) => id));
    const files = [...filesIn("docs/checks", ".md"), ...filesIn("test/checks", ".md")];
    expect(files.filter((file) => !ids.has(file.replace(/^.*\/|\.md$/g, ""))).map((file) => `${file} is of no check in src/audit/checks/index.ts: list the check, or delete the file.`)).toEqual([]);
  });

  it("and every id stands once, also among rules, in kebab-case", () => {
    const ids = [...checks.map(({ id }) => id), ...rules.map(({ id }) => id)];
    expect(ids.filter((id, index) => ids.indexOf(id) !== index || !/^[a-z]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it("and every summary is one line without markup or a full stop", () => {
    expect(checks.filter(({ summary }) => /[\n`*_[\]<>]|\.$/.test(summary) || summary.length > 110).map(({ id }) => `${id}: mend its summary.`)).toEqual([]);
  });
});

describe.each(checks.map((check) => [check.id, check] as const).filter(([id]) => exists(`docs/checks/${id}.md`)))("the doc of %s", (id, check) => {
  const doc = `docs/checks/${id}.md`;
  const blocks = readMarkdown(read(doc));

  it("begins with what the check says of itself", () => {
    const head = `# ${id}\n\n**${check.summary}.**\n\nCategory: ${check.category} · Severity: ${check.severity}\n`;
    expect(read(doc).startsWith(head), `${doc} must begin with:\n${head}`).toBe(true);
  });

  it("has the headings of every doc, in their order, none of them empty", () => {
    const found = blocks.filter((block) => block.kind === "heading" && block.level === 2).map((block) => block.text);
    expect(found, `${doc} must have exactly these second-level headings.`).toEqual(headings);
    expect(headings.filter((heading) => sectionOf(blocks, heading).length === 0).map((heading) => `${doc}: write something under "${heading}".`)).toEqual([]);
  });

  it("shows a server that the check reports, and one that it doesn't", () => {
    const reported = examplesIn(blocks, "Example");
    const fine = examplesIn(blocks, "What is fine");
    expect(reported.length * fine.length, `${doc} needs a json fence under "Example" and under "What is fine".`).toBeGreaterThan(0);
    for (const example of reported) expect(findingsOf(example).map((finding) => finding.check), `${doc}: the example must be reported.`).toContain(id);
    const alarms = fine.flatMap(findingsOf).filter((finding) => finding.check === id || (check.category === "poisoning" && finding.category === "poisoning"));
    expect(alarms.map((finding) => `${doc}: what is fine is reported by ${finding.check}: ${finding.message} (${finding.evidence ?? ""})`)).toEqual([]);
  });
});

function findingsOf(example: JsonObject) {
  return runChecks(subjectOf(example), checks).findings;
}

function examplesIn(blocks: readonly MarkdownBlock[], heading: string): readonly JsonObject[] {
  return sectionOf(blocks, heading).flatMap((block) => (block.kind === "fence" && block.info === "json" ? [JSON.parse(block.text) as JsonObject] : []));
}

/** What stands below a heading of the second level. */
function sectionOf(blocks: readonly MarkdownBlock[], heading: string): readonly MarkdownBlock[] {
  const start = blocks.findIndex((block) => block.kind === "heading" && block.level === 2 && block.text === heading);
  if (start === -1) return [];
  const end = blocks.findIndex((block, index) => index > start && block.kind === "heading" && block.level <= 2);
  return blocks.slice(start + 1, end === -1 ? undefined : end);
}
