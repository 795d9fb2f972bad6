import type { AuditFinding, ServerAudit } from "../audit/audit";
import type { AuditReport } from "./audit-report";

/** Grows when a reader of the format would have to change. */
const FORMAT_VERSION = 1;

/** Writes an audit as JSON, for programs. Texts of servers are in it as they are: JSON escapes what must be. */
export function auditToJson({ audits, suppressed, version }: AuditReport): string {
  return `${JSON.stringify({ format: FORMAT_VERSION, version, servers: audits.map(toPlain), suppressed: suppressed.map(({ server, finding, reason }) => ({ server, ...plainFinding(finding), reason })) }, undefined, 2).replace(UNSEEN, escaped)}\n`;
}

/** Valid in JSON, but a terminal obeys C1 controls, and nobody sees the others. */
const UNSEEN = /[\u007f-\u009f]|[\p{Cf}\p{Cs}\u{E0100}-\u{E01EF}]/gu;

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`).join("");
}

function toPlain({ server, target, score, findings, outcomes, limits, surface, capabilities, unreachable, stderr }: ServerAudit) {
  return {
    server,
    target,
    unreachable,
    // Of a server that was reached it is noise, and may hold what its own people log.
    stderr: unreachable === undefined ? undefined : stderr,
    era: surface?.era,
    protocolVersion: surface?.protocolVersion,
    serverInfo: surface?.serverInfo,
    score: score.value,
    deductions: score.deductions,
    findings: findings.map(plainFinding),
    outcomes,
    limits,
    tools: surface?.tools.map(({ name, title, description }, index) => ({ name, title, description, capabilities: capabilities?.[index] ?? [] })) ?? [],
  };
}

function plainFinding({ check, category, severity, confidence, tool, field, message, evidence }: AuditFinding) {
  return { check, category, severity, confidence, tool, field, message, evidence };
}
