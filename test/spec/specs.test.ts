import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analyze } from "./analyze";
import { judge } from "./judge";
import { readSpec } from "./read-spec";
import { sections } from "./spec";

const tests = new URL("../", import.meta.url);
/** Specs of rules, and those of the ways in which servers are written. */
const files = ["rules", "mcp"].flatMap((folder) => readdirSync(new URL(`${folder}/`, tests)).flatMap((name) => (name.endsWith(".md") ? [`${folder}/${name}`] : [])));

describe.each(files)("test/%s", { timeout: 30_000 }, (name) => {
  const spec = readSpec(readFileSync(new URL(name, tests), "utf8"));

  it("is a well-formed spec", () => {
    expect(spec.problems.map((problem) => `test/${name}:${problem.line}: ${problem.message}`)).toEqual([]);
  });

  if (name.startsWith("rules/")) it("reports what its rule is about, and shows what it must not report", () => {
    const rule = name.slice("rules/".length, -".md".length);
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
          if (complaints.length > 0) expect.fail(`test/${name}:${each.line}\n${complaints.join("\n\n")}`);
        });
      }
    });
  }
});
