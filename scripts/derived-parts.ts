import type { RuleDescription } from "../src/base/finding";
import { configurationSchema } from "../src/engine/configuration-schema";
import type { Rule } from "../src/rules/rule";

/** Where the parts lie that are derived from the rules. */
export interface DerivableFiles {
  /** package.json, README.md and docs/rules/<id>.md, by path from the root; undefined where there is none. */
  read(file: string): string | undefined;
}

/** The settings' levels, as src/engine/api.ts has them. */
const levels = ["error", "warning", "note", "off"];

/**
 * Everything that says again what a rule says of itself: the settings in the manifest, the schema of the configuration, the table in the README, the head of each doc.
 * @param described the rules as findings name them: those of the list, and the engine's own
 * @returns the text that each file must have, by path; files without a derived part are left out
 * @throws Error when a place for a derived part is missing
 */
export function derive(rules: readonly Rule[], described: readonly RuleDescription[], files: DerivableFiles): ReadonlyMap<string, string> {
  const result = new Map([["media/portcullis.schema.json", `${JSON.stringify(configurationSchema(described), undefined, 2)}\n`]]);
  const manifest = files.read("package.json");
  if (manifest !== undefined) result.set("package.json", withRuleSettings(manifest, described.filter(({ cwe }) => cwe.length > 0)));
  const readme = files.read("README.md");
  if (readme !== undefined) result.set("README.md", withPart(readme, "README.md", "rules", ruleTable(rules)));
  for (const rule of rules) {
    const path = docOf(rule);
    const doc = files.read(path);
    if (doc !== undefined) result.set(path, withPart(withHead(doc, rule), path, "header", header(rule)));
  }
  return result;
}

/** The doc of a rule, by path from the root. */
export function docOf(rule: Rule): string {
  return `docs/rules/${rule.id}.md`;
}

function withRuleSettings(text: string, rules: readonly RuleDescription[]): string {
  const manifest = JSON.parse(text) as { contributes?: { configuration?: Section | Section[] } };
  const sections = [manifest.contributes?.configuration ?? []].flat();
  const setting = sections.map((each) => each.properties?.["portcullis.rules"]).find((each) => each !== undefined);
  if (setting === undefined) return text;
  setting["properties"] = Object.fromEntries(
    rules.map((rule) => [rule.id, { type: "string", enum: levels, default: rule.severity, description: `${rule.summary}.` }]),
  );
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

interface Section {
  readonly properties?: Readonly<Record<string, Record<string, unknown>>>;
}

function ruleTable(rules: readonly Rule[]): string {
  const rows = rules.map((rule) => `| [\`${rule.id}\`](${docOf(rule)}) | ${rule.summary} | ${rule.severity} | ${rule.precision} | ${weaknesses(rule)} | ${fixesOf(rule)} |`);
  return ["| rule | what it finds | severity | precision | weakness | fix |", "|---|---|---|---|---|---|", ...rows].join("\n");
}

function header(rule: Rule): string {
  return `**${rule.summary}.**\n\nSeverity: ${rule.severity} · Precision: ${rule.precision} · ${weaknesses(rule)} · Fix: ${fixesOf(rule)}`;
}

function weaknesses(rule: Rule): string {
  return rule.cwe.map((number) => `[CWE-${number}](https://cwe.mitre.org/data/definitions/${number}.html)`).join(", ");
}

function fixesOf(rule: Rule): string {
  const kinds = [...new Set(rule.fixes.map((fix) => fix.safety))];
  if (kinds.length === 0) return "none";
  return kinds.sort().reverse().map((kind) => (kind === "safe" ? "safe" : "to be reviewed")).join(" or ");
}

/** A doc without its derived head gets one under its title. */
function withHead(doc: string, rule: Rule): string {
  if (doc.includes(opening("header"))) return doc;
  const body = doc.replace(/^# .*\n+/, "");
  return `# ${rule.id}\n\n${opening("header")}\n${closing}\n\n${body}`;
}

function withPart(text: string, file: string, part: string, body: string): string {
  const start = text.indexOf(opening(part));
  const end = text.indexOf(closing, start);
  if (start === -1 || end === -1) throw new Error(`${file} has no place for its derived part: put ${opening(part)} and ${closing} on two lines.`);
  return `${text.slice(0, start)}${opening(part)}\n${body}\n${text.slice(end)}`;
}

function opening(part: string): string {
  return `<!-- derived: ${part}; \`npm run derive\` writes it -->`;
}

const closing = "<!-- /derived -->";
