import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analyze } from "./analyze";
import { judge } from "./judge";
import { readSpec } from "./read-spec";
import { sections } from "./spec";

const folder = new URL("../rules/", import.meta.url);

describe.each(readdirSync(folder).filter((name) => name.endsWith(".md")))("test/rules/%s", { timeout: 30_000 }, (name) => {
  const spec = readSpec(readFileSync(new URL(name, folder), "utf8"));

  it("is a well-formed spec", () => {
    expect(spec.problems.map((problem) => `test/rules/${name}:${problem.line}: ${problem.message}`)).toEqual([]);
  });

  it("reports what its rule is about, and shows what it must not report", () => {
    const rule = name.slice(0, -".md".length);
    const reported = spec.cases.filter((each) => each.section === "Reported");
    const offTopic = reported.filter((each) => !each.files.some((file) => file.marks.some((mark) => mark.kind === "finding" && mark.rule === rule)));
    expect(offTopic.map((each) => `"${each.name}" in "Reported" marks no finding of ${rule}.`)).toEqual([]);
    expect(reported.length, 'A spec needs cases in "Reported".').toBeGreaterThan(0);
    expect(spec.cases.some((each) => each.section === "Not reported"), 'Every "Reported" case needs a neighbour in "Not reported", one token away.').toBe(true);
  });

  for (const section of sections) {
    const cases = spec.cases.filter((each) => each.section === section);
    if (cases.length === 0) continue;
    describe(section, () => {
      for (const each of cases) {
        it(each.name, () => {
          const complaints = judge(each, analyze);
          if (complaints.length > 0) expect.fail(`test/rules/${name}:${each.line}\n${complaints.join("\n\n")}`);
        });
      }
    });
  }
});
