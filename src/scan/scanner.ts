import ignore from "ignore";
import { isConfigurationFile } from "../audit/configuration/client-files";
import { configurationChecks, maskSecrets, reviewConfiguration, type ConfigurationReview } from "../audit/review-configuration";
import { severities, type Finding, type Limit, type RuleDescription, type Severity } from "../base/finding";
import type { Host } from "../base/host";
import { lineColumnAt, lineStarts } from "../base/text";
import type { Analysis, AnalysisRequest, Configuration, Engine } from "../engine/api";
import { createStableNames, digest } from "../engine/fingerprint";
import { createEngine, ruleDescriptions } from "../engine/index";
import { pathBelow } from "../engine/paths";
import { readConfigurationIgnores } from "./ignores";

/** Everything that a scan can report: in code, and in the configuration files of clients. */
export const scanDescriptions: readonly RuleDescription[] = [...ruleDescriptions, ...configurationChecks];

/** What a scanner may ask beyond the files of the workspace. */
export interface ScannerMeans {
  /** The version of a package that is installed on this computer, seen from a folder. */
  installedVersion?(name: string, folder: string): string | undefined;
}

/** Files of tests are not what anybody runs. */
const TESTS = /(?:^|\/)(?:tests?|e2e|fixtures|__tests__|__mocks__|__fixtures__)\//;

/** The text of a file as reports may quote it: without the secrets of a configuration file. */
export function quotable(file: string, text: string | undefined): string | undefined {
  return text !== undefined && isConfigurationFile(file) ? maskSecrets(file, text) : text;
}

/**
 * Builds an engine that also reviews the configuration files among the files of its host.
 * Asked for configuration files only, it leaves the code alone, which costs next to nothing.
 */
export function createScanner(host: Host, configuration: Configuration, means: ScannerMeans = {}): Engine {
  const code = codeOnly(host);
  const engine = createEngine(code, configuration);
  const reviews = createReviews(host, configuration, means);
  return {
    analyze(request: AnalysisRequest = {}): Analysis {
      const files = reviews.filesFor(request);
      const isConfigurationOnly = request.files !== undefined && request.files.length > 0 && request.files.every(isConfigurationFile);
      const analysis = isConfigurationOnly ? nothing : engine.analyze(request);
      const found = files.map((file) => reviews.of(file, request.withFixes !== false));
      const findings = [...analysis.findings, ...found.flatMap((each) => each.findings)].sort(byPlace);
      return {
        ...analysis,
        findings,
        suppressed: [...analysis.suppressed, ...found.flatMap((each) => each.suppressed)],
        limits: [...analysis.limits, ...found.flatMap((each) => each.limits)],
        statistics: { ...analysis.statistics, files: analysis.statistics.files + files.length, lines: analysis.statistics.lines + found.reduce((sum, each) => sum + each.lines, 0) },
      };
    },
    fixesFor({ fingerprint }) {
      const found = reviews.filesFor({}).flatMap((file) => reviews.of(file, true).findings).find((each) => each.fingerprint === fingerprint);
      if (found === undefined) return engine.fixesFor({ fingerprint });
      return { fixes: found.fixes, ...(found.noFix === undefined ? {} : { noFix: found.noFix }) };
    },
  };
}

const nothing: Analysis = { findings: [], suppressed: [], limits: [], offers: [], statistics: { files: 0, lines: 0, milliseconds: 0 } };

/** The host without what is no code; the list is the same as long as the host's is, for the engine looks whether it changed. */
function codeOnly(host: Host): Host {
  let all: readonly string[] | undefined;
  let kept: readonly string[] = [];
  return {
    read: (file) => host.read(file),
    isCancelled: () => host.isCancelled?.() === true,
    files() {
      const files = host.files();
      if (files !== all) [all, kept] = [files, files.filter((file) => !isConfigurationFile(file))];
      return kept;
    },
  };
}

interface FileReview extends Pick<Analysis, "findings" | "suppressed" | "limits"> {
  readonly lines: number;
}

interface Reviews {
  /** The configuration files that a request is about. */
  filesFor(request: Pick<AnalysisRequest, "files">): readonly string[];
  of(file: string, withFixes: boolean): FileReview;
}

function createReviews(host: Host, configuration: Configuration, { installedVersion }: ScannerMeans): Reviews {
  const { folder = "", rules, exclude } = configuration;
  const patterns = ignore({ allowRelativePaths: true }).add([...exclude]);
  const stableName = createStableNames(host, configuration.folder);
  // Files that a request has named once are looked at again when their fixes are asked for.
  const named = new Set<string>();
  const isWanted = (file: string): boolean => {
    const path = pathBelow(folder, file);
    if (path === undefined) return !TESTS.test(file);
    const said = patterns.test(path);
    return said.unignored || (!said.ignored && !TESTS.test(path));
  };
  return {
    filesFor({ files }) {
      const listed = host.files().filter((file) => isConfigurationFile(file) && isWanted(file));
      for (const file of files ?? []) if (isConfigurationFile(file)) named.add(file);
      const all = [...new Set([...listed, ...named])];
      return files === undefined ? all : all.filter((file) => files.includes(file));
    },
    of(file, withFixes) {
      const text = host.read(file);
      if (text === undefined) return { findings: [], suppressed: [], limits: [], lines: 0 };
      const at = file.slice(0, file.lastIndexOf("/"));
      const review = reviewConfiguration(file, text, { installedVersion: (name) => (withFixes ? installedVersion?.(name, at) : undefined) });
      const findings = levelled(review, rules, stableName(file)).map((finding) => (withFixes ? finding : { ...finding, fixes: [] }));
      const ignores = readConfigurationIgnores(text);
      const ignoreOf = ({ rule, location }: Finding) => ignores.find((each) => each.rules.includes(rule) && each.covers(location.range.start));
      return {
        findings: findings.filter((finding) => ignoreOf(finding) === undefined),
        suppressed: findings.flatMap((finding) => {
          const found = ignoreOf(finding);
          return found ? [{ finding, reason: found.reason, at: { file, range: found.range } }] : [];
        }),
        limits: limitsOf(file, text, review),
        lines: lineStarts(text).length,
      };
    },
  };
}

/** Findings with the level that the person has set, and a fingerprint that edits elsewhere in the file don't change. */
function levelled({ findings }: ConfigurationReview, rules: Configuration["rules"], name: string): readonly Finding[] {
  const seen = new Map<string, number>();
  return findings.flatMap(({ key, ...finding }): readonly Finding[] => {
    if (rules[finding.rule] === "off") return [];
    const level = levelOf(finding.rule, finding.severity, rules);
    const base = digest([...key, name]);
    const number = (seen.get(base) ?? 0) + 1;
    seen.set(base, number);
    return [{ ...finding, severity: level, fingerprint: number === 1 ? base : `${base}:${number}` }];
  });
}

/** What a check reports as milder than its worst stays milder by as much. */
function levelOf(rule: string, severity: Severity, rules: Configuration["rules"]): Severity {
  const configured = rules[rule];
  const own = configurationChecks.find(({ id }) => id === rule)?.severity;
  if (configured === undefined || configured === "off" || own === undefined) return severity;
  const milder = severities.indexOf(severity) - severities.indexOf(own);
  return severities[Math.min(severities.length - 1, Math.max(0, severities.indexOf(configured) + milder))] ?? configured;
}

function limitsOf(file: string, text: string, { problems }: ConfigurationReview): readonly Limit[] {
  const [problem] = problems;
  if (problem === undefined) return [];
  const { line } = lineColumnAt(lineStarts(text), problem.range.start);
  return [{ file, reason: `understood in part only: ${problem.message} (line ${line})` }];
}

function byPlace(a: Finding, b: Finding): number {
  if (a.location.file !== b.location.file) return a.location.file < b.location.file ? -1 : 1;
  return a.location.range.start - b.location.range.start || a.location.range.end - b.location.range.end || (a.rule < b.rule ? -1 : 1);
}
