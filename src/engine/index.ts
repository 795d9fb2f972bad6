import type { Finding, Limit, RuleDescription } from "../base/finding";
import type { Host } from "../base/host";
import { lineColumnAt, lineStarts } from "../base/text";
import { rules as allRules } from "../rules/index";
import type { MutableWorkspace } from "../syntax/create-workspace";
import type { Analysis, AnalysisRequest, Configuration, Engine, FixAnswer } from "./api";
import { createBooks } from "./books";
import { createStableNames } from "./fingerprint";
import { judge, unusedIgnore, type Judged } from "./judgement";
import { createPipeline, type Outcome } from "./pipeline";
import { createProgress } from "./progress";
import { createRemedies } from "./remedies";
import { createSelection } from "./selection";
import { createTrial } from "./trial";

/** Every rule that a finding can name, for lists, settings and reports. */
export const ruleDescriptions: readonly RuleDescription[] = [
  ...allRules.map(({ id, summary, severity, precision, cwe }) => ({ id, summary, severity, precision, cwe })),
  unusedIgnore,
];

/**
 * Builds an engine over the files of a host. It does no input or output of its own, and keeps what it has learned between analyses.
 * One engine serves one configuration; build another one when the configuration changes.
 */
export function createEngine(host: Host, configuration: Configuration): Engine {
  const selection = createSelection(host, configuration);
  const progress = createProgress(host);
  const chosen: Host = { files: selection.files, read: progress.read, isCancelled: () => host.isCancelled?.() === true };
  const stableName = createStableNames(host, configuration.folder);
  const rules = allRules.filter(({ id }) => configuration.rules[id] !== "off");
  const activeRules = rules.map(({ id }) => id);
  const pipeline = createPipeline(chosen, rules, stableName);
  const remedies = createRemedies(createTrial(chosen, (over) => createPipeline(over, rules, stableName, pipeline.workspace)));
  const books = createBooks(chosen, allRules.map(({ id }) => id));
  let last: { readonly judged: readonly Judged[]; readonly outcome: Outcome } | undefined;

  const judgeFiles = (outcome: Outcome, files: readonly string[] | undefined): readonly Judged[] => {
    const scope = new Set(files ?? selection.files());
    const facts = outcome.facts.filter(({ fact: { location } }) => selection.reports(location.file) && (files === undefined || scope.has(location.file)));
    const { workspace } = outcome.context;
    const involved = new Set([...[...scope].filter(selection.reports), ...facts.map(({ fact }) => fact.location.file)]);
    const ignores = [...involved].map((file) => books.ignores(file, workspace)).filter(({ valid, broken }) => valid.length + broken.length > 0);
    return judge({ facts, ignores, configuration, activeRules, stableName, textOf: (file) => chosen.read(file) ?? "" });
  };

  return {
    analyze(request: AnalysisRequest = {}): Analysis {
      const started = performance.now();
      const files = selection.files();
      progress.start(files, request.onProgress);
      const outcome = pipeline.run();
      const judged = judgeFiles(outcome, request.files);
      const told: Limit[] = [...outcome.limits];
      const answers = request.withFixes === false ? withoutFixes(remedies.reasons(judged, outcome, told)) : remedies.for(judged, outcome, told);
      last = { judged, outcome };
      const scope = request.files ?? files;
      const limits = [...selection.limits(), ...told, ...limitsOf(pipeline.workspace)];
      const statistics = { ...books.count(scope), milliseconds: performance.now() - started };
      return { ...split(judged, answers), limits, offers: offersOf(outcome), statistics };
    },
    fixesFor({ fingerprint }) {
      const outcome = pipeline.run();
      const isMeant = (each: Judged) => each.fingerprint === fingerprint;
      const recent = last?.outcome === outcome ? last.judged.find(isMeant) : undefined;
      const found = recent ?? judgeFiles(outcome, undefined).find(isMeant);
      if (found === undefined) return { fixes: [] };
      return remedies.for([found], outcome, []).get(found) ?? { fixes: [] };
    },
  };
}

/** Files that were left out, or could only be understood in part. */
function limitsOf(workspace: MutableWorkspace): readonly Limit[] {
  const left = workspace.limits();
  const known = new Set(left.map(({ file }) => file));
  const partial = workspace.lowered().flatMap(({ file, text, problems: [problem] }) => {
    if (problem === undefined || known.has(file)) return [];
    const { line } = lineColumnAt(lineStarts(text), problem.range.start);
    return [{ file, reason: `understood in part only: ${problem.message.replace(/\.$/, "")} (line ${line})` }];
  });
  return [...left, ...partial];
}

function withoutFixes(reasons: ReadonlyMap<Judged, string>): ReadonlyMap<Judged, FixAnswer> {
  return new Map([...reasons].map(([judged, noFix]) => [judged, { fixes: [], noFix }]));
}

function split(judged: readonly Judged[], answers: ReadonlyMap<Judged, FixAnswer>): Pick<Analysis, "findings" | "suppressed"> {
  const findings = judged.filter(({ ignore }) => ignore === undefined).map((each) => toFinding(each, answers.get(each)));
  const suppressed = judged.flatMap((each) =>
    each.ignore === undefined ? [] : [{ finding: toFinding(each, undefined), reason: each.ignore.reason, at: each.ignore.location }],
  );
  return { findings, suppressed };
}

/** A plain copy without what is the engine's own: findings travel between threads. */
function toFinding({ rule, severity, message, location, flow, otherFlows, tools, fingerprint }: Judged, answer: FixAnswer | undefined): Finding {
  const noFix = answer?.noFix;
  return { rule, severity, message, location, flow, otherFlows, tools, fixes: answer?.fixes ?? [], fingerprint, ...(noFix === undefined ? {} : { noFix }) };
}

function offersOf({ context }: Outcome): Analysis["offers"] {
  return context.mcp.entries.map(({ kind, name, location }) => ({ kind, location, ...(name === undefined ? {} : { name }) }));
}
