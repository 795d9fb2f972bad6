import type { AuditFinding, Category, ServerAudit } from "../audit/audit";
import type { Severity } from "../base/finding";

/** What an audit has come to, as every format is given it. */
export interface AuditReport {
  readonly audits: readonly ServerAudit[];
  /** The checks that were run. */
  readonly checks: readonly CheckHelp[];
  /** The version of Portcullis. */
  readonly version: string;
  /** The file that was reviewed, relative to the current folder; absent where servers were asked themselves. */
  readonly file?: string;
}

/** A check as people and other tools are told of it. */
export interface CheckHelp {
  readonly id: string;
  readonly category: Category;
  readonly summary: string;
  readonly severity: Severity;
  /** Its documentation in Markdown, where it is at hand. */
  readonly documentation?: string;
}

/** Where a finding is, in words: "tool read_file, description". */
export function placeOf({ tool, field }: AuditFinding): string {
  return [tool, field].filter((part) => part !== undefined && part !== "").join(" › ");
}

/** All findings of a report. */
export function findingsOf({ audits }: AuditReport): readonly AuditFinding[] {
  return audits.flatMap(({ findings }) => findings);
}
