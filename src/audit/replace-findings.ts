import { severities } from "../base/finding";
import type { Category, ServerAudit } from "./audit";
import { scoreOf } from "./score";

/** An audit in which some categories were looked at again: their findings and outcomes are the new ones, all others stay. */
export function replaceFindings(audit: ServerAudit, again: ServerAudit, categories: readonly Category[]): ServerAudit {
  if (audit.unreachable !== undefined) return audit;
  const isOther = ({ category }: { readonly category: Category }): boolean => !categories.includes(category);
  const findings = [...audit.findings.filter(isOther), ...again.findings].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const fresh = new Map(again.outcomes.map((outcome) => [outcome.check, outcome]));
  return { ...audit, findings, outcomes: audit.outcomes.map((outcome) => fresh.get(outcome.check) ?? outcome), score: scoreOf(findings) };
}
