import { describe, expect, it } from "vitest";
import { checks } from "../../src/audit/checks/index";
import { runChecks } from "../../src/audit/run-checks";
import { exists, read } from "../tidy/repository";
import { readCheckSpec } from "./check-specs";
import { subjectOf } from "./subject";

describe.each(checks.map((check) => [check.id, check] as const).filter(([id]) => exists(`test/checks/${id}.md`)))("%s", (id, check) => {
  it.each(readCheckSpec(read(`test/checks/${id}.md`)).map((each) => [each.title, each] as const))("%s", (_, { example, expected, line }) => {
    const { findings, outcomes } = runChecks(subjectOf(example), [check]);
    expect(outcomes, `test/checks/${id}.md:${line}: the check must run.`).toEqual([{ check: id, category: check.category, status: findings.length === 0 ? "passed" : "failed" }]);
    const found = findings.map(({ severity, field }) => `${severity} ${field ?? ""}`.trim()).sort();
    expect(found, `test/checks/${id}.md:${line}`).toEqual(expected);
  });
});
