import { describe, expect, it } from "vitest";
import { toGithub } from "../../src/report/github";
import { toJson } from "../../src/report/json";
import { toMarkdown } from "../../src/report/markdown";
import { toPretty } from "../../src/report/pretty";
import { finding, hostileReport, sampleReport } from "./sample-report";

// eslint-disable-next-line no-control-regex -- the very thing that must not come through
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe("for a terminal", () => {
  it("shows the code with a caret, the way and the fix", () => {
    expect(toPretty(sampleReport(), { color: false })).toBe(`src/ünusual name.ts:3:14  error  command-injection
  "git_log" passes \`branch\` to a shell
  3 |  return text(execSync(command));
    |              ^^^^^^^^^^^^^^^^^
    src/ünusual name.ts:1:57  \`branch\` of tool "git_log"
    src/ünusual name.ts:2:9  becomes part of \`command\`
    src/ünusual name.ts:3:14  is run by a shell
    and 1 other way to the same place
  fix: Run git without a shell

big.js: left out: larger than 2 MB
portcullis: something general
1 error: 1 entry point in 1 file (4 lines, 0.0 s)
1 finding suppressed by a comment
1 finding can be fixed with --fix
`);
  });

  it("colours only when told to", () => {
    expect(toPretty(sampleReport(), { color: false })).not.toContain("\u001b");
    expect(toPretty(sampleReport(), { color: true })).toContain("\u001b[31merror");
  });

  it("never passes on a control character from code, names or messages", () => {
    const shown = toPretty(hostileReport(), { color: false });
    expect(shown).not.toMatch(UNSAFE);
    expect(shown).toContain("\\u{1b}[31mevil ::error::x");
  });

  it("cuts the lines of a minified file around the finding", () => {
    const text = `${"a;".repeat(50_000)}run(x);${"b;".repeat(50_000)}`;
    const start = text.indexOf("run(x)");
    const location = { file: "/w/min.js", range: { start, end: start + 6 } };
    const shown = toPretty(sampleReport({ findings: [{ ...finding, location, flow: [], otherFlows: [] }], text: () => text }), { color: false });
    const [code = "", carets = ""] = shown.split("\n").slice(2, 4);
    expect(code.length).toBeLessThan(160);
    expect(code.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("run(x)");
  });

  it("says so when there was nothing to look into", () => {
    expect(toPretty(sampleReport({ findings: [], offers: [] }), { color: false })).toContain("No MCP tool, prompt or resource was found here");
  });
});

describe("for GitHub Actions", () => {
  it("writes one command for each finding", () => {
    expect(toGithub(sampleReport())).toBe(
      '::error file=src/ünusual name.ts,line=3,endLine=3,title=Portcullis%3A command-injection,col=14,endColumn=31::"git_log" passes `branch` to a shell\nPortcullis: 1 error\n',
    );
  });

  it("lets nothing from the code start a command of its own", () => {
    const shown = toGithub(hostileReport());
    expect(shown).not.toMatch(UNSAFE);
    expect(shown.split("\n").filter((line) => line.startsWith("::"))).toHaveLength(1);
  });
});

describe("as Markdown", () => {
  it("is short and readable", () => {
    expect(toMarkdown(sampleReport())).toBe(`## Portcullis: 1 error

1 entry point in 1 file (4 lines).

### \`src/ünusual name.ts\`

- **error** \`command-injection\`, line 3: "git\\_log" passes \`branch\` to a shell
  1. \`src/ünusual name.ts:1\` \`branch\` of tool "git\\_log"
  2. \`src/ünusual name.ts:2\` becomes part of \`command\`
  3. \`src/ünusual name.ts:3\` is run by a shell
  - Fix: Run git without a shell

1 finding suppressed by a comment.

### Left out

- \`big.js\`: left out: larger than 2 MB
- something general
`);
  });

  it("keeps hostile text as text", () => {
    const shown = toMarkdown(hostileReport());
    expect(shown).not.toMatch(UNSAFE);
    expect(shown).not.toMatch(/<script>|<img(?![^`]*`)|[^\\]!\[|(?<!`)@team(?!\.ts)/);
  });
});

it("writes JSON with places instead of offsets", () => {
  const value = JSON.parse(toJson(sampleReport())) as Record<string, unknown>;
  expect(value).toMatchObject({
    format: 1,
    findings: [{ rule: "command-injection", file: "src/ünusual name.ts", line: 3, column: 14, endColumn: 31, fixes: [{ edits: [{ line: 3, text: "execFileSync" }] }, { newFiles: [{ file: "src/guard.ts" }] }] }],
    suppressed: [{ reason: "only numbers", suppressedAt: { line: 2 } }],
    limits: [{ file: "big.js" }, { file: "" }],
  });
});
