import { expect, it } from "vitest";
import { toSarif } from "../../src/report/sarif";
import { finding, hostileReport, sampleReport } from "./sample-report";
import { sarifErrors } from "./sarif-schema";

interface Log {
  readonly runs: readonly [{ readonly tool: { readonly driver: { readonly rules: readonly Record<string, unknown>[] } }; readonly results: readonly Result[]; readonly invocations: readonly unknown[]; readonly columnKind: string }];
}
type Result = Record<string, unknown>;

const log = (report = sampleReport()) => JSON.parse(toSarif(report)) as Log;

it("is valid by the official schema", () => {
  expect(sarifErrors(log())).toEqual([]);
  expect(sarifErrors(log(hostileReport()))).toEqual([]);
  expect(sarifErrors(log(sampleReport({ findings: [], suppressed: [], limits: [], rules: [] })))).toEqual([]);
});

it("is refused by the schema when it is broken, so the check above means something", () => {
  expect(sarifErrors({ version: "2.1.0", runs: [{ results: [] }] })).not.toEqual([]);
});

it("describes rules as code scanning services want them", () => {
  const [rule, engineRule] = log().runs[0].tool.driver.rules;
  expect(rule).toMatchObject({
    id: "command-injection",
    help: { text: "# Help\n", markdown: "# Help\n" },
    defaultConfiguration: { level: "error" },
    properties: { precision: "high", "security-severity": "8.8", tags: ["security", "mcp", "external/cwe/cwe-78"] },
  });
  expect(engineRule?.["properties"]).toEqual({ precision: "very-high", "problem.severity": "recommendation", tags: ["maintainability"] });
});

it("names places relative to the scanned folder, in UTF-16 columns", () => {
  const { results, columnKind } = log().runs[0];
  expect(columnKind).toBe("utf16CodeUnits");
  expect(results[0]?.["locations"]).toEqual([
    {
      physicalLocation: {
        artifactLocation: { uri: "src/%C3%BCnusual%20name.ts", uriBaseId: "SRCROOT" },
        region: { startLine: 3, startColumn: 14, endLine: 3, endColumn: 31, snippet: { text: "execSync(command)" } },
      },
    },
  ]);
});

it("tells every way to the sink", () => {
  const [first] = log().runs[0].results;
  const flows = first?.["codeFlows"] as { threadFlows: { locations: { location: { message: { text: string } } }[] }[] }[];
  expect(flows.map(({ threadFlows }) => threadFlows[0]?.locations.map(({ location }) => location.message.text))).toEqual([
    finding.flow.map(({ message }) => message),
    ["another way", "is run by a shell"],
  ]);
});

it("keeps suppressed findings, with the reason", () => {
  const [, suppressed] = log().runs[0].results;
  expect(suppressed?.["suppressions"]).toMatchObject([{ kind: "inSource", justification: "only numbers" }]);
});

it("carries fixes, fingerprints and what was left out", () => {
  const { results, invocations } = log().runs[0];
  expect(results[0]?.["partialFingerprints"]).toEqual({ "portcullis/v1": "0123456789abcdef" });
  expect(results[0]?.["fixes"]).toMatchObject([
    { description: { text: "Run git without a shell" }, artifactChanges: [{ replacements: [{ deletedRegion: { startLine: 3, startColumn: 14, endColumn: 22 }, insertedContent: { text: "execFileSync" } }] }] },
    { description: { text: "Check it (to be reviewed: Set the root)" } },
  ]);
  expect(invocations).toMatchObject([{ executionSuccessful: true, toolExecutionNotifications: [{ message: { text: "left out: larger than 2 MB" } }, { message: { text: "something general" } }] }]);
});
