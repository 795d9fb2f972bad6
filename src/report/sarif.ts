import type { Finding, Fix, FlowStep, Severity } from "../base/finding";
import type { Location, TextEdit } from "../base/text";
import { createPlaces, type Places, type Report, type RuleHelp } from "./report";
import { sarifLog, sarifRule } from "./sarif-log";

/** GitHub's scale of 0 to 10, on which 7 and more is "high". What a rule finds lets a stranger run code or read data, through a model that needs no key. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = { error: "8.8", warning: "6.5", note: "3.5" };

/** The name by which URIs say that they are relative to the folder that was scanned. */
const ROOT = "SRCROOT";

/** Other ways to one place that are written out; a viewer shows them all, and files have limits of their own. */
const MAX_CODE_FLOWS = 10;

/** Writes a report as SARIF 2.1.0, for code scanning services and editors. */
export function toSarif(report: Report): string {
  const places = createPlaces(report);
  const write: Writer = { places, uri: (file) => ({ uri: toUri(report.relative(file)), uriBaseId: ROOT }), ruleIndex: new Map(report.rules.map(({ id }, i) => [id, i])) };
  const results = [
    ...report.findings.map((finding) => toResult(finding, write)),
    ...report.suppressed.map(({ finding, reason, at }) => ({ ...toResult(finding, write), suppressions: [{ kind: "inSource", justification: reason, location: toLocation(at, write) }] })),
  ];
  return sarifLog(report.version, report.rules.map(toRule), {
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: { [ROOT]: { description: { text: "The folder that was scanned." } } },
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: report.limits.map((limit) => toNotification(limit, write)) }],
    results,
  });
}

interface Writer {
  readonly places: Places;
  readonly ruleIndex: ReadonlyMap<string, number>;
  uri(file: string): { readonly uri: string; readonly uriBaseId: string };
}

function toRule(rule: RuleHelp): object {
  const { severity, precision, cwe } = rule;
  const isSecurity = cwe.length > 0;
  return sarifRule(rule, {
    precision,
    ...(isSecurity ? { "security-severity": SECURITY_SEVERITY[severity] } : {}),
    tags: [...(isSecurity ? ["security", "mcp"] : ["maintainability"]), ...cwe.map((number) => `external/cwe/cwe-${number}`)],
  });
}

function toResult(finding: Finding, write: Writer) {
  const { rule, severity, message, flow, otherFlows, tools, fixes, noFix, fingerprint } = finding;
  const flows = [flow, ...otherFlows.slice(0, MAX_CODE_FLOWS - 1)].filter((steps) => steps.length > 0);
  const source = flow.length > 1 ? flow[0] : undefined;
  const usable = fixes.filter(({ edits, newFiles }) => edits.length + newFiles.length > 0);
  return {
    ruleId: rule,
    ruleIndex: write.ruleIndex.get(rule) ?? -1,
    level: severity,
    message: { text: `${message}.${noFix === undefined ? "" : ` ${noFix}.`}` },
    locations: [toLocation(finding.location, write)],
    ...(source === undefined ? {} : { relatedLocations: [{ id: 1, ...toLocation(source.location, write), message: { text: source.message } }] }),
    ...(flows.length === 0 ? {} : { codeFlows: flows.map((steps) => toCodeFlow(steps, write)) }),
    ...(usable.length === 0 ? {} : { fixes: usable.map((fix) => toFix(fix, write)) }),
    partialFingerprints: { "portcullis/v1": fingerprint },
    properties: { tools },
  };
}

function toLocation(location: Location, write: Writer) {
  return { physicalLocation: { artifactLocation: write.uri(location.file), region: { ...toRegion(location, write), ...snippet(location, write) } } };
}

/** Findings span a call at most; what is longer than a screen is the fault of a bundler, and would swell the file. */
const MAX_SNIPPET = 1_000;

function snippet({ file, range }: Location, { places }: Writer) {
  if (range.end - range.start > MAX_SNIPPET) return {};
  return { snippet: { text: places.textOf(file, range) } };
}

function toRegion(location: Location, { places }: Writer) {
  const { line, column, endLine, endColumn } = places.of(location);
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function toCodeFlow(steps: readonly FlowStep[], write: Writer) {
  const locations = steps.map(({ location, message }) => ({ location: { ...toLocation(location, write), message: { text: message } } }));
  return { threadFlows: [{ locations }] };
}

function toFix({ title, safety, note, edits, newFiles }: Fix, write: Writer) {
  const files = [...new Set(edits.map(({ file }) => file))];
  const changed = files.map((file) => toChange(file, edits.filter((edit) => edit.file === file), write));
  const added = newFiles.map(({ file, text }) => ({
    artifactLocation: write.uri(file),
    replacements: [{ deletedRegion: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 }, insertedContent: { text } }],
  }));
  const review = safety === "review" ? ` (to be reviewed${note === undefined ? "" : `: ${note}`})` : "";
  return { description: { text: `${title}${review}` }, artifactChanges: [...changed, ...added] };
}

function toChange(file: string, edits: readonly TextEdit[], write: Writer) {
  const replacements = edits.map((edit) => ({ deletedRegion: toRegion(edit, write), insertedContent: { text: edit.text } }));
  return { artifactLocation: write.uri(file), replacements };
}

function toNotification({ file, reason }: { readonly file: string; readonly reason: string }, write: Writer) {
  const locations = file === "" ? {} : { locations: [{ physicalLocation: { artifactLocation: write.uri(file) } }] };
  return { level: "note", message: { text: reason }, ...locations };
}

/** A relative URI reference of a relative path. */
function toUri(path: string): string {
  const uri = path.split("/").map(encodeURIComponent).join("/");
  return uri === "" ? "./" : uri;
}
