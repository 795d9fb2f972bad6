import { isConfigurationFile, isWorkspaceConfiguration } from "../audit/configuration/client-files";
import type { Finding } from "../base/finding";
import { lineStarts } from "../base/text";
import type { Engine } from "../engine/api";
import { CONFIGURATION_FILE } from "../engine/configuration";
import { createFileHost, type FileHost } from "../files/file-host";
import { findInstalledVersion, npmCaches } from "../files/installed-versions";
import { createScanner } from "../scan/scanner";
import { chooseConfiguration } from "./choose-configuration";
import { fixAllIn } from "./fix-all";
import { placeIgnore } from "./place-ignore";
import type { ConfigurationMistake, LineTable, Questions, Report, SessionSetup, TextChange } from "./protocol";

/** Asked often while an analysis runs. */
export interface Job {
  isCancelled(): boolean;
  onProgress(done: number, total: number): void;
}

/** One workspace folder (or the documents that lie in none) as the worker sees it. */
export interface Session {
  /** Takes new settings. */
  setUp(setup: SessionSetup): void;
  /** Takes the text of an open document, or that it was closed. */
  setText(change: TextChange): void;
  /** Takes that something changed on the disk. */
  onDisk(path: string): void;
  /**
   * Answers questions; every one throws CancelledError when its job is cancelled.
   */
  answer: { readonly [K in keyof Questions]: (params: Questions[K]["params"], job: Job) => Questions[K]["answer"] };
}

/** Opens a session; nothing is read before the first question. */
export function createSession(first: SessionSetup): Session {
  let setup = first;
  let ready: Ready | undefined;
  let job: Job | undefined;
  const open = new Map<string, string>();
  const host = createSessionHost(first.folder, open, () => job?.isCancelled() ?? false);

  const during = <T>(next: Job, run: (ready: Ready) => T): T => {
    job = next;
    try {
      ready ??= prepare(host, setup);
      return run(ready);
    } finally {
      job = undefined;
    }
  };
  const forgetEngineOf = (file: string) => {
    if (file.endsWith(`/${CONFIGURATION_FILE}`)) ready = undefined;
  };
  return {
    setUp(next) {
      if (JSON.stringify(next) === JSON.stringify(setup)) return; // What was learned is worth keeping.
      setup = next;
      ready = undefined;
    },
    setText({ file, text }) {
      if (text === undefined) open.delete(file);
      else open.set(file, text);
      forgetEngineOf(file);
    },
    onDisk(path) {
      host.invalidate(path);
      forgetEngineOf(path);
    },
    answer: {
      check: ({ files }, next) => during(next, (ready) => reportOf(ready, host, next, { isWanted: (finding) => filesOf(finding).some((file) => files.includes(file)), ...(files.every(isConfigurationFile) ? { files } : {}) })),
      scan: (_params, next) => during(next, (ready) => reportOf(ready, host, next, { isWanted: () => true })),
      fixes: ({ file, fingerprint }, next) => during(next, ({ engine }) => fixesOf(engine, host, file, fingerprint)),
      fixAll: ({ file }, next) => during(next, ({ engine }) => fixAllIn(file, engine, host, open)),
      ignore: ({ file, fingerprint, reason }, next) => during(next, ({ engine }) => placeIgnore({ file, fingerprint, reason }, engine, host, open)),
      offers: (_params, next) => during(next, ({ engine }) => offersOf(engine, host, next)),
    },
  };
}

/** What an engine was built from, so that it can be built anew. */
interface Ready {
  readonly engine: Engine;
  readonly problems: readonly ConfigurationMistake[];
}

function prepare(host: FileHost, setup: SessionSetup): Ready {
  const { env } = process;
  const caches = npmCaches(env["HOME"] ?? env["USERPROFILE"] ?? "", env);
  const { configuration, problems } = chooseConfiguration(host, setup);
  return { engine: createScanner(host, configuration, { installedVersion: (name, from) => findInstalledVersion(name, from, caches) }), problems };
}

/** What of an analysis is reported. */
interface Wanted {
  isWanted(finding: Finding): boolean;
  /** Where only these are looked at: clients' configurations, which have no use for an analysis of code. */
  readonly files?: readonly string[];
}

function reportOf({ engine, problems }: Ready, host: FileHost, { onProgress }: Job, { isWanted, files }: Wanted): Report {
  const { findings: all, limits, offers, statistics } = engine.analyze({ withFixes: false, onProgress, ...(files ? { files } : {}) });
  const findings = all.filter(isWanted);
  return {
    findings,
    limits: [...limits, ...host.limits()],
    lines: linesOf([...findings.flatMap(filesOf), ...problems.map((each) => each.file)], host),
    problems,
    offers: offers.length,
    files: statistics.files,
    milliseconds: statistics.milliseconds,
  };
}

function offersOf(engine: Engine, host: FileHost, { onProgress }: Job): Questions["offers"]["answer"] {
  const { offers, findings } = engine.analyze({ withFixes: false, onProgress });
  const named = offers.flatMap(({ kind, name, location }) => (name === undefined ? [] : [{ kind, name, location }]));
  const inOffers = findings.filter(({ tools }) => tools.length > 0);
  return { offers: named, findings: inOffers, lines: linesOf([...named, ...inOffers].map(({ location }) => location.file), host) };
}

function fixesOf(engine: Engine, host: FileHost, file: string, fingerprint: string): Questions["fixes"]["answer"] {
  engine.analyze({ files: [file], withFixes: false }); // The engine answers about its last analysis; make it this file's.
  const answer = engine.fixesFor({ fingerprint });
  return { ...answer, lines: linesOf(answer.fixes.flatMap((fix) => fix.edits.map((edit) => edit.file)), host) };
}

/** Where there is no folder, the open documents are the whole workspace; what they import is still read. */
function createSessionHost(folder: string | undefined, open: ReadonlyMap<string, string>, isCancelled: () => boolean): FileHost {
  const openText = (file: string) => open.get(file);
  if (folder !== undefined) return createFileHost([folder], { openText, isCancelled, also: isWorkspaceConfiguration });
  return { ...createFileHost([], { openText, isCancelled }), files: () => [...open.keys()] };
}

function filesOf(finding: Finding): readonly string[] {
  return [finding.location.file, ...finding.flow.map((step) => step.location.file)];
}

/** The starts of the lines of some files, so that the other side needs no text to name a line. */
function linesOf(files: readonly string[], host: FileHost): LineTable {
  return Object.fromEntries([...new Set(files)].map((file) => [file, lineStarts(host.read(file) ?? "")]));
}
