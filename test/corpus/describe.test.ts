import { describe, expect, it } from "vitest";
import { describeServer } from "./describe.mjs";
import { publishedServers, type PublishedVersion } from "./packages.mjs";

const vulnerable: PublishedVersion = { version: "1.0.0", side: "vulnerable", integrity: "sha512-x", sinks: [{ file: "dist/a.js", line: 3 }, { file: "dist/b.js", line: 1 }] };
const fixed: PublishedVersion = { version: "1.0.1", side: "fixed", integrity: "sha512-y", sinks: [] };
const finding = { rule: "command-injection", severity: "error", file: "dist/a.js", line: 3, column: 7, tools: ["log", "show"] };

describe("what is written down of a published server", () => {
  it("tells places, tools, limits and which sinks of the advisory are seen", () => {
    const reports = new Map([
      [vulnerable, { findings: [{ ...finding, line: 9 }, finding], limits: [{ file: "dist/big.js", reason: "left out: larger than 2 MB" }], offers: [{ kind: "tool", name: "log" }, { kind: "tool", name: "show" }] }],
      [fixed, { findings: [], limits: [], offers: [] }],
    ]);
    expect(describeServer({ name: "made-up", advisories: ["CVE-1"], versions: [vulnerable, fixed] }, reports).split("\n").slice(4)).toEqual([
      "Advisories: CVE-1.",
      "",
      "## 1.0.0, vulnerable",
      "",
      "Offers 2 tools.",
      "",
      "- the advisory's sink at dist/a.js:3 is reported",
      "- the advisory's sink at dist/b.js:1 is **not reported**",
      "",
      "| severity | rule | place | tools |",
      "|---|---|---|---|",
      "| error | command-injection | dist/a.js:3:7 | log, show |",
      "| error | command-injection | dist/a.js:9:7 | log, show |",
      "",
      "- limit: dist/big.js: left out: larger than 2 MB",
      "",
      "## 1.0.1, fixed",
      "",
      "Offers nothing that is seen.",
      "",
      "No finding.",
      "",
    ]);
  });

  it("rests on packages that are pinned by version and by hash", () => {
    const versions = publishedServers().flatMap((server) => server.versions);
    expect(versions.length).toBeGreaterThan(10);
    for (const { version, integrity } of versions) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(integrity).toMatch(/^sha512-[\w+/]{86}==$/);
    }
  });
});
