import type { RuleDescription } from "../../../base/finding";
import type { AuditFinding, Check, ClientEntry } from "../../audit";

/** What a check of an entry has to say. */
export type EntryFinding = Pick<AuditFinding, "severity" | "confidence" | "message" | "evidence"> & { readonly field: string };

/** A check that looks at how a client is told to start or reach a server. */
export interface EntryCheck extends Pick<RuleDescription, "id" | "summary" | "severity" | "precision" | "cwe"> {
  /** What a person does where nothing can be rewritten: an imperative sentence without a full stop. */
  readonly remedy: string;
  find(entry: ClientEntry): readonly EntryFinding[];
}

/** An entry's check as the audit runs it. */
export function asCheck({ id, summary, severity, find }: EntryCheck): Check {
  return {
    id,
    category: "configuration",
    summary,
    severity,
    needs: ["entry"],
    run: ({ entry }) => (entry === undefined ? [] : find(entry).map((finding) => ({ check: id, category: "configuration", ...finding }))),
  };
}
