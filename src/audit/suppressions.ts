import { isJsonObject, type JsonValue } from "../base/json";
import type { AuditFinding, ServerAudit } from "./audit";
import { scoreOf } from "./score";

/** Grows when a reader of the file would have to change. */
const FORMAT = 1;

/** The file in a workspace that holds what a team has set aside, and why; it lies beside the pins and can be committed like them. */
export const SUPPRESSION_FILE = ".portcullis/suppressions.json";

/** A finding that somebody has set aside. It holds for these words only: where a server says something else, it is reported again. */
export interface Suppression {
  readonly server: string;
  readonly check: string;
  readonly tool?: string;
  readonly field?: string;
  /** The words of the server that it is about, as the finding quoted them. */
  readonly evidence?: string;
  readonly reason: string;
}

/** A suppression file that can't be used, and why. */
export class SuppressionFileError extends Error {}

/**
 * Reads the text of a suppression file.
 * @throws SuppressionFileError with a sentence that says what is wrong
 */
export function readSuppressions(text: string): readonly Suppression[] {
  let root: JsonValue;
  try {
    root = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new SuppressionFileError(`The suppression file is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isJsonObject(root) || !Array.isArray(root["suppressions"])) throw new SuppressionFileError('The suppression file has no list "suppressions"');
  const { format } = root;
  if (typeof format !== "number" || format > FORMAT) throw new SuppressionFileError(`The suppression file has format ${JSON.stringify(format) ?? "none"}, and this version of Portcullis reads ${FORMAT}`);
  return (root["suppressions"] as readonly JsonValue[]).map(toSuppression);
}

/** Writes suppressions in a fixed order, so that a version control shows what changed and nothing else. */
export function writeSuppressions(suppressions: readonly Suppression[]): string {
  const plain = suppressions.map(({ server, check, tool, field, evidence, reason }) => ({ server, check, tool, field, evidence, reason }));
  const sorted = plain.map((each) => ({ each, key: JSON.stringify(each) })).sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ each }) => each);
  return `${JSON.stringify({ format: FORMAT, suppressions: sorted }, undefined, 2).replace(UNSEEN, escaped)}\n`;
}

/** The suppression of a finding. */
export function suppressionOf(server: string, { check, tool, field, evidence }: AuditFinding, reason: string): Suppression {
  return { server, check, ...(tool === undefined ? {} : { tool }), ...(field === undefined ? {} : { field }), ...(evidence === undefined ? {} : { evidence }), reason };
}

/** Whether a suppression is about a finding. */
export function isAbout(suppression: Suppression, server: string, finding: AuditFinding): boolean {
  return suppression.server === server && suppression.check === finding.check && suppression.tool === finding.tool && suppression.field === finding.field && (suppression.evidence ?? "") === (finding.evidence ?? "");
}

/** An audit without what was set aside, scored anew, and what that was. */
export function applySuppressions(audit: ServerAudit, suppressions: readonly Suppression[]): { readonly audit: ServerAudit; readonly suppressed: readonly { readonly finding: AuditFinding; readonly suppression: Suppression }[] } {
  const suppressed = audit.findings.flatMap((finding) => {
    const suppression = suppressions.find((each) => isAbout(each, audit.server, finding));
    return suppression ? [{ finding, suppression }] : [];
  });
  if (suppressed.length === 0) return { audit, suppressed };
  const gone = new Set(suppressed.map(({ finding }) => finding));
  const findings = audit.findings.filter((finding) => !gone.has(finding));
  return { audit: { ...audit, findings, score: audit.unreachable === undefined ? scoreOf(findings) : audit.score }, suppressed };
}

function toSuppression(value: JsonValue, index: number): Suppression {
  const text = (key: string): string | undefined => {
    const member = isJsonObject(value) ? value[key] : undefined;
    return typeof member === "string" ? member : undefined;
  };
  const [server, check, reason] = [text("server"), text("check"), text("reason")];
  if (server === undefined || check === undefined || reason === undefined || reason.trim() === "") throw new SuppressionFileError(`Suppression ${index + 1} lacks its server, its check or its reason`);
  const optional = Object.fromEntries((["tool", "field", "evidence"] as const).flatMap((key) => (text(key) === undefined ? [] : [[key, text(key)]])));
  return { server, check, ...optional, reason };
}

/** Whoever reads the file in a review must see what it is about. */
const UNSEEN = /[\u007f-\u009f]|[\p{Cf}\p{Cs}\u{E0100}-\u{E01EF}]/gu;

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`).join("");
}
