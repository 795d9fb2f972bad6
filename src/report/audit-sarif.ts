import type { AuditFinding, ServerAudit } from "../audit/audit";
import { undoneOf, type AuditReport, type CheckHelp } from "./audit-report";
import { visible } from "./plain-text";
import { sarifLog, sarifRule } from "./sarif-log";

/** GitHub's scale of 0 to 10, on which 7 and more is "high". */
const SECURITY_SEVERITY = { error: "8.0", warning: "5.5", note: "2.0" } as const;

/** Writes an audit as SARIF 2.1.0. A running server has no file: findings have logical locations, and those of a saved list its file as well. */
export function auditToSarif(report: AuditReport): string {
  const ruleIndex = new Map(report.checks.map(({ id }, i) => [id, i]));
  return sarifLog(report.version, report.checks.map(toRule), {
    invocations: [{ executionSuccessful: report.audits.every(({ unreachable }) => unreachable === undefined), toolExecutionNotifications: report.audits.flatMap(notifications) }],
    results: [
      ...report.audits.flatMap(({ server, findings }) => findings.map((finding) => toResult(finding, server, report.file, ruleIndex))),
      ...report.suppressed.map(({ server, finding, reason }) => ({ ...toResult(finding, server, report.file, ruleIndex), suppressions: [{ kind: "external", justification: visible(reason) }] })),
    ],
  });
}

function toRule(check: CheckHelp): object {
  return sarifRule(check, { "security-severity": SECURITY_SEVERITY[check.severity], tags: ["security", "mcp", check.category] });
}

function toResult({ check, severity, confidence, category, tool, field, message, evidence }: AuditFinding, server: string, file: string | undefined, ruleIndex: ReadonlyMap<string, number>) {
  const place = [server, tool, field].flatMap((part) => (part === undefined || part === "" ? [] : [visible(part)]));
  const logical = { name: place.at(-1) ?? visible(server), fullyQualifiedName: place.join("/"), kind: tool === undefined ? "module" : "function" };
  return {
    ruleId: check,
    ruleIndex: ruleIndex.get(check) ?? -1,
    level: severity,
    message: { text: `${visible(message)}.${evidence === undefined || evidence === "" ? "" : ` Evidence: ${visible(evidence)}`}` },
    locations: [{ logicalLocations: [logical], ...(file === undefined ? {} : { physicalLocation: { artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/") }, region: { startLine: 1 } } }) }],
    partialFingerprints: { "portcullis/audit/v1": [check, ...place].join("/") },
    properties: { server: visible(server), category, confidence },
  };
}

function notifications(audit: ServerAudit) {
  const { server, limits, unreachable } = audit;
  const notes = [...limits, ...undoneOf(audit)].map((text) => ({ level: "note", message: { text: visible(`${server}: ${text}`) } }));
  return unreachable === undefined ? notes : [{ level: "error", message: { text: visible(`${server} could not be reached: ${unreachable}`) } }, ...notes];
}
