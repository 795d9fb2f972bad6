import type { Finding, RuleDescription } from "../base/finding";
import type { ConfigProblem } from "./configuration/node";
import { rangeOfField, readConfiguration } from "./configuration/entries";
import { entryChecks } from "./checks/configuration/index";
import { secretsOf } from "./checks/configuration/secrets";
import { fixesFor, type FixMeans } from "./fixes/fixes";

/** What is found in a configuration file; whoever collects findings gives them fingerprints. */
export interface ConfigurationReview {
  readonly findings: readonly (Omit<Finding, "fingerprint"> & { readonly key: readonly string[] })[];
  /** How many servers the file names. */
  readonly servers: number;
  /** What could not be read, with its place. */
  readonly problems: readonly ConfigProblem[];
}

/** The checks of configuration files, as lists of rules show them. */
export const configurationChecks: readonly RuleDescription[] = entryChecks.map(({ id, summary, severity, precision, cwe }) => ({ id, summary, severity, precision, cwe }));

/** Reviews the servers of a configuration file. Entries that are switched off are reviewed as well: a switch is not a safeguard, and a secret stays one. */
export function reviewConfiguration(file: string, text: string, means: FixMeans): ConfigurationReview {
  const reading = readConfiguration(file, text);
  const findings = reading.entries.flatMap((located) =>
    entryChecks.flatMap((check) =>
      check.find(located.entry).map((found) => {
        const fixes = fixesFor({ check: check.id, field: found.field, located, reading, text }, means);
        return {
          rule: check.id,
          severity: found.severity,
          message: found.message,
          location: { file, range: rangeOfField(located, found.field) },
          flow: [],
          otherFlows: [],
          tools: [],
          fixes,
          ...(fixes.length === 0 ? { noFix: check.remedy } : {}),
          key: [check.id, located.within ?? "", located.entry.name, found.field],
        };
      }),
    ),
  );
  return { findings: findings.sort((a, b) => a.location.range.start - b.location.range.start), servers: reading.entries.length, problems: reading.problems };
}

/** The text of a configuration file with its secrets starred out, offset by offset: what reports may quote. */
export function maskSecrets(file: string, text: string): string {
  let masked = text;
  for (const { entry, places } of readConfiguration(file, text).entries) {
    for (const { field, whole, start, end } of secretsOf(entry)) {
      const range = places[field]?.range;
      if (range === undefined) continue;
      const inside = text.slice(range.start, range.end).indexOf(whole);
      // Escaped, it is not found as it is: all of it goes.
      const [from, to] = inside === -1 ? [range.start, range.end] : [range.start + inside + start, range.start + inside + end];
      masked = masked.slice(0, from) + masked.slice(from, to).replace(/[^\r\n]/g, "•") + masked.slice(to);
    }
  }
  return masked;
}
