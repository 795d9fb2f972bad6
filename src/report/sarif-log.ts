import type { Severity } from "../base/finding";

/** What a rule of code and a check of servers have in common in SARIF. */
export interface SarifRule {
  readonly id: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly documentation?: string;
}

/** Writes a log of one run of Portcullis in SARIF 2.1.0. */
export function sarifLog(version: string, rules: readonly object[], run: object): string {
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "Portcullis", version, semanticVersion: version, rules } }, ...run }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** A rule, with the properties that services for code scanning read beside its problem severity. */
export function sarifRule({ id, summary, severity, documentation }: SarifRule, properties: object): object {
  const text = `${summary}.`;
  return {
    id,
    name: id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text },
    fullDescription: { text },
    help: { text: documentation ?? text, markdown: documentation ?? text },
    defaultConfiguration: { level: severity },
    properties: { "problem.severity": severity === "note" ? "recommendation" : severity, ...properties },
  };
}
