import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { ServerAudit } from "../audit/audit";
import { applySuppressions, isAbout, readSuppressions, SuppressionFileError, type Suppression } from "../audit/suppressions";
import { visible } from "../report/plain-text";
import type { SuppressedFinding } from "../report/audit-report";
import { UsageError } from "./console";

/** Audits without what a file sets aside, what that was, and what people should be told of the file. */
export interface Suppressed {
  readonly audits: readonly ServerAudit[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Sentences without their full stops. */
  readonly notes: readonly string[];
}

/**
 * Reads a file of suppressions. It is named by whoever audits, never found: a stranger's workspace must not set its own findings aside.
 * @throws UsageError where it is absent or can't be used
 */
export function loadSuppressions(file: string, cwd: string): readonly Suppression[] {
  try {
    return readSuppressions(readFileSync(resolve(cwd, file), "utf8"));
  } catch (error) {
    if (error instanceof SuppressionFileError) throw new UsageError(`${file}: ${error.message}`);
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UsageError(code === "ENOENT" ? `${file} does not exist; --suppressions takes the file that the panel in VS Code writes` : `${file} can't be read (${code})`);
  }
}

/** Sets aside what the suppressions are about, and names those that are about nothing any more. */
export function suppress(audits: readonly ServerAudit[], suppressions: readonly Suppression[]): Suppressed {
  const applied = audits.map((audit) => applySuppressions(audit, suppressions));
  const reached = new Map(audits.filter(({ unreachable }) => unreachable === undefined).map((audit) => [audit.server, audit]));
  const idle = suppressions.filter((each) => {
    const audit = reached.get(each.server);
    return audit !== undefined && !audit.findings.some((finding) => isAbout(each, audit.server, finding));
  });
  return {
    audits: applied.map(({ audit }) => audit),
    suppressed: applied.flatMap(({ audit, suppressed }) => suppressed.map(({ finding, suppression }) => ({ server: audit.server, finding, reason: suppression.reason }))),
    notes: idle.map(({ server, check, tool }) => `The suppression of ${visible(check)} at ${visible(tool === undefined ? server : `${server} › ${tool}`)} is about nothing any more: that server says something else now, or the check is content`),
  };
}
