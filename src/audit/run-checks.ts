import { severities } from "../base/finding";
import { capabilitiesOf } from "../wording/capabilities";
import { readTexts, type ServerReading } from "../wording/read-texts";
import type { AuditFinding, AuditSubject, Check, CheckOutcome, Need, ServerAudit } from "./audit";
import { scoreOf, unreachableScore } from "./score";

/** Runs checks over what is known of one server. A check that fails itself is not done, and says so; it hides no other. */
export function runChecks(subject: AuditSubject, checks: readonly Check[]): ServerAudit {
  const findings: AuditFinding[] = [];
  const read = readOnce(subject);
  const outcomes = checks.map((check): CheckOutcome => {
    const about = { check: check.id, category: check.category };
    const missing = check.needs.find((need) => subject[need] === undefined);
    if (missing !== undefined) return { ...about, status: "not-done", reason: reasonFor(missing, subject) };
    try {
      const found = check.run(subject, read);
      findings.push(...found);
      return { ...about, status: found.length === 0 ? "passed" : "failed" };
    } catch (error) {
      return { ...about, status: "not-done", reason: `the check failed: ${error instanceof Error ? error.message : String(error)}` };
    }
  });
  findings.sort(worstFirst);
  const limits = [...(subject.surface?.flaws.map(({ place, message }) => `${place} ${message}`) ?? []), ...read().limits];
  const { name, surface, unreachable } = subject;
  const score = unreachable === undefined ? scoreOf(findings) : unreachableScore;
  return { server: name, score, findings, outcomes, limits, ...(surface ? { surface, capabilities: surface.tools.map((tool) => capabilitiesOf(tool).map(({ capability }) => capability)) } : {}), ...(unreachable === undefined ? {} : { unreachable }) };
}

/** Reading decodes every text, which is the dear part: it is done when the first check asks, and kept. */
function readOnce({ surface }: AuditSubject): () => ServerReading {
  let reading: ServerReading | undefined;
  return () => (reading ??= surface ? readTexts(surface) : { offers: [], limits: [] });
}

function reasonFor(need: Need, subject: AuditSubject): string {
  switch (need) {
    case "surface":
      return subject.unreachable ?? "the server was not asked";
    case "http":
      return "probes are made after consent only";
    case "entry":
      return "the server was not taken from a client's configuration";
    case "pin":
      return "the server is not pinned";
  }
}

function worstFirst(a: AuditFinding, b: AuditFinding): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity);
}
