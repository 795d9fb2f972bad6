import type { AuditFinding, Category, ServerAudit } from "../audit/audit";
import type { Severity } from "../base/finding";

/** What an audit has come to, as every format is given it. */
export interface AuditReport {
  /** Without the findings that were set aside. */
  readonly audits: readonly ServerAudit[];
  /** What was set aside, in the order of the audits. */
  readonly suppressed: readonly SuppressedFinding[];
  /** The checks that were run. */
  readonly checks: readonly CheckHelp[];
  /** The version of Portcullis. */
  readonly version: string;
  /** The file that was reviewed, relative to the current folder; absent where servers were asked themselves. */
  readonly file?: string;
}

/** A finding that somebody has set aside, and why. */
export interface SuppressedFinding {
  readonly server: string;
  readonly finding: AuditFinding;
  readonly reason: string;
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

/** Whether there is anything to say of a server beyond that it was audited. */
export function isWorthTelling({ findings, limits, unreachable }: ServerAudit): boolean {
  return findings.length + limits.length > 0 || unreachable !== undefined;
}

/** What was not done, one sentence a reason: "tls, cors: the server is not pinned". The reason of a server that was not reached is told once, by itself. */
export function undoneOf({ outcomes, unreachable }: ServerAudit): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { check, status, reason = "" } of outcomes) {
    if (status !== "not-done" || reason === unreachable) continue;
    byReason.set(reason, [...(byReason.get(reason) ?? []), check]);
  }
  return [...byReason].map(([reason, ids]) => `not done: ${ids.join(", ")}: ${reason}`);
}

/** The last lines of what an unreachable server wrote to stderr, where the error mostly stands; nothing of one that was reached. */
export function lastWordsOf({ unreachable, stderr = "" }: ServerAudit): readonly string[] {
  return unreachable === undefined ? [] : stderr.trimEnd().split("\n").filter((line) => line.trim() !== "").slice(-MOST_LAST_WORDS);
}

/** Lines of stderr; all that was kept is in the JSON. */
const MOST_LAST_WORDS = 20;

/** All findings of a report. */
export function findingsOf({ audits }: AuditReport): readonly AuditFinding[] {
  return audits.flatMap(({ findings }) => findings);
}

/** What the tools of a server can do, in words and with how many can: "can delete (2), run commands (1)"; empty where nothing is known. */
export function capabilitiesLine({ capabilities = [] }: ServerAudit): string {
  const counts = new Map<string, number>();
  for (const capability of capabilities.flat()) counts.set(capability, (counts.get(capability) ?? 0) + 1);
  const told = Object.entries(deeds).flatMap(([capability, deed]) => (counts.has(capability) ? [`${deed} (${counts.get(capability) ?? 0})`] : []));
  return told.length === 0 ? "" : `can ${told.join(", ")}`;
}

const deeds: Readonly<Record<NonNullable<ServerAudit["capabilities"]>[number][number], string>> = {
  "reads-files": "read files",
  writes: "write",
  deletes: "delete",
  "runs-commands": "run commands",
  "fetches-urls": "fetch addresses",
  "sends-messages": "send messages",
  "reads-secrets": "read secrets",
  "reads-private-data": "read private data",
  "reads-untrusted-content": "read what strangers wrote",
};
