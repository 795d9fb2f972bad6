import type { Finding } from "../../src/base/finding";
import type { Report } from "../../src/report/report";

const text = [
  'server.tool("git_log", { branch: z.string() }, async ({ branch }) => {',
  "  const command = `git log ${branch}`;",
  "\treturn text(execSync(command));",
  "});",
  "",
].join("\n");

const file = "/w/src/ünusual name.ts";

function at(needle: string, from = 0) {
  const start = text.indexOf(needle, from);
  return { file, range: { start, end: start + needle.length } };
}

/** A finding with all its parts. */
export const finding: Finding = {
  rule: "command-injection",
  severity: "error",
  message: '"git_log" passes `branch` to a shell',
  location: at("execSync(command)"),
  flow: [
    { location: at("branch }"), message: '`branch` of tool "git_log"' },
    { location: at("command"), message: "becomes part of `command`" },
    { location: at("execSync(command)"), message: "is run by a shell" },
  ],
  otherFlows: [[{ location: at("git_log"), message: "another way" }, { location: at("execSync(command)"), message: "is run by a shell" }]],
  tools: ["git_log"],
  fixes: [
    {
      title: "Run git without a shell",
      safety: "safe",
      edits: [{ ...at("execSync"), text: "execFileSync" }],
      newFiles: [],
    },
    { title: "Check it", safety: "review", edits: [], newFiles: [{ file: "/w/src/guard.ts", text: "export {};\n" }], note: "Set the root" },
  ],
  fingerprint: "0123456789abcdef",
};

/** A report with one finding, one suppressed one and one limit; parts of it can be replaced. */
export function sampleReport(change: Partial<Report> = {}): Report {
  return {
    findings: [finding],
    suppressed: [{ finding: { ...finding, fingerprint: "0123456789abcdef:2" }, reason: "only numbers", at: at("const command") }],
    limits: [{ file: "/w/big.js", reason: "left out: larger than 2 MB" }, { file: "", reason: "something general" }],
    offers: [{ kind: "tool", name: "git_log" }],
    statistics: { files: 1, lines: 4, milliseconds: 12.3 },
    rules: [
      { id: "command-injection", summary: "A tool argument reaches a shell", severity: "error", precision: "high", cwe: [78], documentation: "# Help\n" },
      { id: "unused-ignore", summary: "A comment suppresses nothing", severity: "note", precision: "very-high", cwe: [] },
    ],
    version: "0.1.0",
    relative: (name) => (name.startsWith("/w/") ? name.slice(3) : name),
    text: (name) => (name === file ? text : undefined),
    ...change,
  };
}

/** The sample finding in a file whose name, code and message were written by somebody hostile. */
export function hostileReport(): Report {
  const evil = "/w/\u001b[31mevil\n::error::x/[a](b)@team.ts";
  const code = "x = '\u001b]0;owned\u0007\u202e';";
  const location = { file: evil, range: { start: 0, end: code.length } };
  const message = "\u001b[2J`<img src=x>` @team ![x](http://evil) <script>\n::error::injected `a";
  return sampleReport({ findings: [{ ...finding, location, message, flow: [{ location, message }], otherFlows: [] }], suppressed: [], text: () => code });
}
