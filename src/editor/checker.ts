import type { Finding } from "../base/finding";
import type { Logger } from "../base/host";
import type { Documents, OpenDocument } from "./documents";
import type { ConfigurationMistake, LineTable, Report } from "./protocol";
import type { Sessions } from "./sessions";
import type { WorkerClient } from "./worker-client";

/** What was last found in one document. */
export interface Checked {
  /** The version of the document that was looked at. */
  readonly version: number;
  readonly findings: readonly Finding[];
  readonly lines: LineTable;
}

/** Where results go. */
export interface ResultSink {
  publish(open: OpenDocument, checked: Checked): void;
  publishMistakes(session: string, mistakes: readonly ConfigurationMistake[], lines: LineTable): void;
  /** Whether a person has asked for the whole of a session, which is then kept up to date as a whole. */
  isScanned(session: string): boolean;
  /** Shows what a report holds of files that are not open, instead of what the last one held. */
  publishOthers(session: string, report: Report): void;
}

/** Keeps the findings of open documents up to date. */
export interface Checker {
  /** Checks the documents of a session after a pause; a later call begins the pause anew. */
  schedule(session: string, pause: number): void;
  /** The findings of a document as it is now, at once; undefined where the analysis was overtaken or failed. */
  fresh(open: OpenDocument): Promise<Checked | undefined>;
  /** What is known of a document; perhaps of an older version. */
  last(file: string): Checked | undefined;
  /** Forgets a document that was closed. */
  forget(file: string): void;
  dispose(): void;
}

/** What a checker needs. */
export interface CheckerOptions {
  readonly client: WorkerClient;
  readonly documents: Documents;
  readonly sessions: Sessions;
  readonly sink: ResultSink;
  readonly log: Logger;
}

interface Run {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** Makes a checker; nothing is checked yet. */
export function createChecker(options: CheckerOptions): Checker {
  const { client, documents, sessions, sink, log } = options;
  const timers = new Map<string, NodeJS.Timeout>();
  const runs = new Map<string, Run>();
  const known = new Map<string, Checked>();
  const said = new Set<string>();

  const check = async (session: string, signal: AbortSignal) => {
    sessions.flush();
    const open = documents.all().filter((each) => each.session === session && sessions.isWanted(each));
    const asked = new Map(open.map((each) => [each, each.document.version]));
    try {
      const files = open.map((each) => each.file);
      const report = sink.isScanned(session) ? await client.ask("scan", { session }, { signal }) : await client.ask("check", { session, files }, { signal });
      if (report === undefined) return;
      for (const [document, checked] of stillTrue(report, asked)) {
        known.set(document.file, checked);
        sink.publish(document, checked);
      }
      sink.publishOthers(session, report);
      sink.publishMistakes(session, report.problems, report.lines);
      logReport(report, asked.size, said, log);
    } catch (error) {
      log.error(`The check failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const start = (session: string): Promise<void> => {
    clearTimeout(timers.get(session));
    timers.delete(session);
    runs.get(session)?.abort.abort();
    const abort = new AbortController();
    const done = check(session, abort.signal).finally(() => {
      if (runs.get(session)?.abort === abort) runs.delete(session);
    });
    runs.set(session, { abort, done });
    return done;
  };

  return {
    schedule(session, pause) {
      if (!sessions.isActive(session)) return;
      // An analysis of a text that is gone already is stopped now, not after the pause.
      runs.get(session)?.abort.abort();
      clearTimeout(timers.get(session));
      timers.set(session, setTimeout(() => void start(session), pause)); // `start` reports its own failures.
    },
    async fresh(open) {
      if (!sessions.isActive(open.session)) return undefined;
      const isFresh = () => known.get(open.file)?.version === open.document.version && !timers.has(open.session);
      if (isFresh() && !runs.has(open.session)) return known.get(open.file);
      if (timers.has(open.session) || !runs.has(open.session)) await start(open.session);
      else await runs.get(open.session)?.done;
      return isFresh() ? known.get(open.file) : undefined;
    },
    last: (file) => known.get(file),
    forget: (file) => void known.delete(file),
    dispose() {
      for (const timer of timers.values()) clearTimeout(timer);
      for (const run of runs.values()) run.abort.abort();
    },
  };
}

/** What holds for the texts as they are now; a document that was typed in meanwhile or closed has none. */
function* stillTrue({ findings, lines }: Report, asked: ReadonlyMap<OpenDocument, number>): Generator<[OpenDocument, Checked]> {
  for (const [open, version] of asked) {
    if (open.document.isClosed || open.document.version !== version) continue;
    yield [open, { version, findings: findings.filter((each) => each.location.file === open.file), lines }];
  }
}

/** Each limit is said once, not after every keystroke. */
function logReport({ findings, limits, files, milliseconds }: Report, open: number, said: Set<string>, log: Logger): void {
  log.info(`checked ${open} open documents among ${files} files in ${Math.round(milliseconds)} ms: ${findings.length} findings`);
  for (const line of limits.map(({ file, reason }) => `${file}: ${reason}`)) {
    if (said.has(line)) continue;
    said.add(line);
    log.info(line);
  }
}
