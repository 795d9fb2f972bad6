import { describe, expect, it } from "vitest";
import { derive } from "../../scripts/derived-parts";
import { scanDescriptions } from "../../src/scan/scanner";
import { rule } from "../../src/rules/rule";
import { rules } from "../../src/rules/index";
import { exists, read } from "./repository";

describe("what is derived from the rules", () => {
  it("is up to date", () => {
    const readIfThere = (file: string): string | undefined => (exists(file) ? read(file) : undefined);
    const stale = [...derive(rules, scanDescriptions, { read: readIfThere })].filter(([file, text]) => readIfThere(file) !== text);
    expect(stale.map(([file]) => `${file} is stale: run \`npm run derive\`.`)).toEqual([]);
  });

  const danger = rule({ id: "danger", summary: "Something is dangerous", severity: "warning", precision: "high", cwe: [78, 22], find: () => [], say: () => ({ message: "" }), fixes: [] });
  const files: Record<string, string> = {
    "README.md": "before\n<!-- derived: rules; `npm run derive` writes it -->\nold\n<!-- /derived -->\nafter\n",
    "docs/rules/danger.md": "# Danger\n\n## What it does\n",
    "package.json": JSON.stringify({ name: "x", contributes: { configuration: { properties: { "portcullis.rules": { type: "object" } } } } }),
  };

  it("replaces what stands between the marks, and settles", () => {
    const once = derive([danger], [danger], { read: (file) => files[file] });
    expect(once.get("README.md")).toMatch(/^before\n<!-- derived[^]*\| \[`danger`\]\(docs\/rules\/danger\.md\) \| Something is dangerous \| warning \|[^]*<!-- \/derived -->\nafter\n$/);
    expect(once.get("README.md")).not.toContain("old");
    expect(once.get("docs/rules/danger.md")).toMatch(/^# danger\n\n<!-- derived[^]*Severity: warning[^]*CWE-22[^]*<!-- \/derived -->\n\n## What it does\n$/);
    expect(JSON.parse(once.get("package.json") ?? "").contributes.configuration.properties["portcullis.rules"].properties.danger.default).toBe("warning");
    expect(derive([danger], [danger], { read: (file) => once.get(file) })).toEqual(once);
  });

  it("complains when its place is gone", () => {
    expect(() => derive([danger], [danger], { read: (file) => (file === "README.md" ? "nothing" : undefined) })).toThrow(/README\.md has no place/);
  });
});
