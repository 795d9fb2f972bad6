import * as vscode from "vscode";
import type { AuditFinding, Category, ClientEntry, ServerAudit, ServerPin } from "../../audit/audit";
import { describeLaunch, type Target } from "../../audit/connect/target";
import { acceptInstructions, acceptOffer } from "../../audit/pins/accept";
import { pinOf } from "../../audit/pins/normalise";
import { replaceFindings } from "../../audit/replace-findings";
import { applySuppressions, isAbout, suppressionOf, type Suppression } from "../../audit/suppressions";
import type { JsonValue } from "../../base/json";
import type { Logger } from "../../base/host";
import type { ServerState } from "../../panel/protocol";
import type { ServerSurface } from "../../wording/surface";
import type { AuditAnswer, AuditJob } from "./protocol";
import type { Store } from "./store";
import type { RunAudit } from "./worker-client";

/** What can be audited: a server that a person has agreed to start or reach, or a list of tools that was saved. */
export type Subject =
  | { readonly kind: "live"; readonly target: Target; readonly entry?: ClientEntry; readonly store: Store; /** Whether the person has agreed to probes. */ readonly probes?: boolean }
  | { readonly kind: "saved"; readonly name: string; readonly tools: readonly JsonValue[]; readonly file: string; readonly store: Store };

/** One server with what is known of it. Replaced, never changed. */
export interface AuditRecord {
  readonly id: string;
  readonly name: string;
  readonly subject: Subject;
  readonly state: ServerState;
  readonly answer?: AuditAnswer;
  readonly pin?: ServerPin;
  readonly suppressions: readonly Suppression[];
}

/** The servers that were audited since the window was opened. */
export interface Audits {
  all(): readonly AuditRecord[];
  find(id: string): AuditRecord | undefined;
  /** Audits servers, a few at a time; each then knows the others. Settles when all have come to an end. Consent is the caller's. */
  run(subjects: readonly Subject[]): Promise<readonly AuditRecord[]>;
  cancel(id: string): void;
  remove(id: string): void;
  /** Remembers what the server says now. */
  pin(id: string): Promise<void>;
  /** Remembers what it says now of some offers; undefined is the server as a whole. */
  accept(id: string, offers: readonly (string | undefined)[]): Promise<void>;
  suppress(id: string, finding: AuditFinding, reason: string): Promise<void>;
  unsuppress(id: string, finding: AuditFinding): Promise<void>;
  readonly onDidChange: vscode.Event<string>;
  dispose(): void;
}

/** Servers that are read at the same time; each may be an `npx` that downloads. */
const AT_ONCE = 4;

/** What other servers and pins say something about, and what is therefore looked at again when they change. */
const FROM_OTHERS: readonly Category[] = ["identity"];
const FROM_PIN: readonly Category[] = ["drift"];

/** What a person has agreed to see is an audit without what was set aside. */
export function viewedAudit({ answer, suppressions }: AuditRecord): ReturnType<typeof applySuppressions> | undefined {
  return answer && applySuppressions(answer.audit, suppressions);
}

/** How a server is started or reached, without secrets, or the file that was read. */
export function describeSubject(subject: Subject): string {
  return subject.kind === "live" ? describeLaunch(subject.target).line : subject.file;
}

/** The records, and who is told when one changes. */
interface Records {
  readonly all: Map<string, AuditRecord>;
  readonly changed: vscode.EventEmitter<string>;
  update(id: string, parts: Partial<AuditRecord>): void;
  /** The record of a subject, which waits for its audit; what was known of the same one is kept meanwhile. */
  open(subject: Subject): string;
  /** What is known of all others. */
  othersOf(id: string): readonly ServerSurface[];
}

/** Makes an empty list. */
export function createAudits(runAudit: RunAudit, log: Logger): Audits {
  const records = createRecords();
  const { all, changed, update } = records;
  const runner = createRunner(records, runAudit, log);

  const setPin = async (id: string, pin: ServerPin): Promise<void> => {
    await all.get(id)?.subject.store.pin(pin);
    update(id, { pin });
    await runner.lookAgain(id, FROM_PIN, pin);
  };
  const setSuppressions = async (id: string, next: (known: readonly Suppression[], server: string) => readonly Suppression[]): Promise<void> => {
    const record = all.get(id);
    if (!record) return;
    const suppressions = next(await record.subject.store.suppressions(), record.answer?.audit.server ?? record.name);
    await record.subject.store.setSuppressions(suppressions);
    update(id, { suppressions });
  };
  const pinNow = (id: string): ServerPin => {
    const surface = all.get(id)?.answer?.audit.surface;
    if (!surface) throw new Error("Nothing is known of this server yet: audit it first.");
    return pinOf(surface, new Date().toISOString());
  };

  return {
    all: () => [...all.values()],
    find: (id) => all.get(id),
    run: runner.run,
    cancel: runner.cancel,
    remove(id) {
      runner.stop(id);
      all.delete(id);
      changed.fire(id);
    },
    pin: async (id) => setPin(id, pinNow(id)),
    async accept(id, offers) {
      const now = pinNow(id);
      const pin = all.get(id)?.pin;
      if (pin) await setPin(id, offers.reduce((accepted: ServerPin, offer) => (offer === undefined ? acceptInstructions(accepted, now) : acceptOffer(accepted, now, offer)), pin));
    },
    suppress: (id, finding, reason) => setSuppressions(id, (known, server) => [...known, suppressionOf(server, finding, reason)]),
    unsuppress: (id, finding) => setSuppressions(id, (known, server) => known.filter((each) => !isAbout(each, server, finding))),
    onDidChange: changed.event,
    dispose() {
      for (const id of all.keys()) runner.stop(id);
      changed.dispose();
    },
  };
}

function createRecords(): Records {
  const all = new Map<string, AuditRecord>();
  const changed = new vscode.EventEmitter<string>();
  let lastId = 0;
  return {
    all,
    changed,
    open(subject) {
      const name = subject.kind === "live" ? subject.target.name : subject.name;
      const known = [...all.values()].find((each) => each.name === name && describeSubject(each.subject) === describeSubject(subject));
      const id = known?.id ?? String(++lastId);
      all.set(id, { ...(known ?? { suppressions: [] }), id, name, subject, state: { kind: "waiting" } });
      changed.fire(id);
      return id;
    },
    othersOf: (id) => [...all.values()].flatMap(({ id: other, answer }) => (other !== id && answer?.audit.surface ? [answer.audit.surface] : [])),
    update(id, parts) {
      const record = all.get(id);
      if (!record) return;
      all.set(id, { ...record, ...parts });
      changed.fire(id);
    },
  };
}

/** Runs audits over records. */
interface Runner {
  run: Audits["run"];
  cancel(id: string): void;
  /** Ends an audit of which nothing is wanted any more. */
  stop(id: string): void;
  /** Looks again at what depends on a pin or on other servers; nothing is started or reached for it. */
  lookAgain(id: string, categories: readonly Category[], pin?: ServerPin): Promise<void>;
}

function createRunner({ all, update, open, othersOf }: Records, runAudit: RunAudit, log: Logger): Runner {
  const running = new Map<string, AbortController>();
  const begin = (subject: Subject): { readonly id: string; readonly abort: AbortController } => {
    const id = open(subject);
    running.get(id)?.abort();
    const abort = new AbortController();
    running.set(id, abort);
    return { id, abort };
  };
  const auditOne = async ({ id, abort }: ReturnType<typeof begin>): Promise<void> => {
    const record = all.get(id);
    if (!record || abort.signal.aborted) return;
    const isCurrent = (): boolean => running.get(id) === abort;
    try {
      const parts = await auditRecord(record, othersOf(id), { runAudit, signal: abort.signal, onProgress: (text) => !abort.signal.aborted && update(id, { state: { kind: "running", text } }) });
      if (!isCurrent()) return;
      if (parts) all.set(id, withoutPin(all.get(id) ?? record));
      update(id, parts ?? { state: { kind: "cancelled" } });
      log.info(`audited ${record.name}: ${parts?.answer?.audit.findings.length ?? "cancelled, no"} findings`);
    } catch (error) {
      if (!isCurrent()) return;
      const reason = error instanceof Error ? error.message : String(error);
      log.error(`The audit of ${record.name} failed: ${reason}`);
      update(id, { state: { kind: "failed", reason } });
    } finally {
      if (isCurrent()) running.delete(id);
    }
  };
  const lookAgain: Runner["lookAgain"] = async (id, categories, pin) => {
    const record = all.get(id);
    const surface = record?.answer?.audit.surface;
    const now = pin ?? record?.pin;
    if (!record?.answer || !surface || !record.answer.checks.some(({ category }) => categories.includes(category))) return;
    const again = await runAudit({ kind: "again", surface, others: othersOf(id), categories, ...(now ? { pin: now } : {}) }, { signal: new AbortController().signal, onProgress: () => undefined });
    const current = all.get(id);
    if (again && current?.answer?.audit.surface === surface) update(id, { answer: { ...current.answer, audit: replaceFindings(current.answer.audit, again.audit, categories) } });
  };
  return {
    async run(subjects) {
      const queue = subjects.map(begin);
      const ids = queue.map(({ id }) => id);
      const work = async (): Promise<void> => {
        for (let next = queue.shift(); next; next = queue.shift()) await auditOne(next);
      };
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, queue.length) }, work));
      // Whoever was audited first knew nothing of those that came later.
      if (all.size > 1) for (const { id } of [...all.values()]) await lookAgain(id, FROM_OTHERS);
      return ids.flatMap((id) => all.get(id) ?? []);
    },
    cancel(id) {
      const abort = running.get(id);
      abort?.abort();
      if (abort) update(id, { state: all.get(id)?.state.kind === "waiting" ? { kind: "cancelled" } : { kind: "running", text: "Cancelling…" } });
    },
    stop(id) {
      running.get(id)?.abort();
      running.delete(id);
    },
    lookAgain,
  };
}

/** What an audit makes of a record; undefined where it was cancelled. */
async function auditRecord({ name, subject }: AuditRecord, others: readonly ServerSurface[], { runAudit, signal, onProgress }: { readonly runAudit: RunAudit; readonly signal: AbortSignal; readonly onProgress: (text: string) => void }): Promise<Partial<AuditRecord> | undefined> {
  const [pin, suppressions] = [(await subject.store.pins()).get(name), await subject.store.suppressions()];
  onProgress("Starting…");
  const answer = await runAudit(jobOf(subject, pin, others), { signal, onProgress });
  return answer && { answer, suppressions, state: { kind: "done", when: new Date().toISOString() }, ...(pin ? { pin } : {}) };
}

function withoutPin({ pin: _pin, ...rest }: AuditRecord): AuditRecord {
  return rest;
}

function jobOf(subject: Subject, pin: ServerPin | undefined, others: readonly ServerSurface[]): AuditJob {
  const pinned = pin ? { pin } : {};
  if (subject.kind === "saved") return { kind: "saved", name: subject.name, tools: subject.tools, others, ...pinned };
  return { kind: "live", server: { target: subject.target, ...(subject.entry ? { entry: subject.entry } : {}), ...pinned }, probes: subject.probes === true, others };
}

/** The audits of some records as reports are given them: without what was set aside. */
export function auditsFor(records: readonly AuditRecord[]): readonly ServerAudit[] {
  return records.flatMap((record) => viewedAudit(record)?.audit ?? []);
}
