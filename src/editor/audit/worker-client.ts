import { Worker } from "node:worker_threads";
import type { FindRequest, FoundConfiguration } from "./find-configurations";
import type { AuditAnswer, AuditJob, FromAuditWorker, HostCallKind, HostCalls, ToAuditWorker } from "./protocol";

/** A server may send 64 MB, which as objects and decoded texts is some times as much; whatever takes more ends the audit and not the editor. */
const MAX_HEAP_MB = 1536;

/** From the wish to stop to the end of the thread: a server is given twice 2 s to end. What hangs longer is ended from outside, its process by its keeper. */
const STUCK_AFTER_MS = 6_000;

/** What the host does for the worker. */
export type HostHandlers = { readonly [K in HostCallKind]: (params: HostCalls[K]["params"], signal: AbortSignal) => Promise<HostCalls[K]["answer"]> };

/** How audits are run. */
export interface AuditClientOptions {
  /** The worker's bundle. */
  readonly script: string;
  /** The version of Portcullis. */
  readonly version: string;
  readonly handlers: HostHandlers;
}

/** Runs one job on a thread of its own. */
export type RunAudit = (job: AuditJob, options: { readonly signal: AbortSignal; readonly onProgress: (text: string) => void }) => Promise<AuditAnswer | undefined>;

/** Makes what runs audits; a thread is started for each, and none before. The answer is undefined where it was cancelled. */
export function createAuditClient({ script, version, handlers }: AuditClientOptions): RunAudit {
  return (job, { signal, onProgress }) => {
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const worker = new Worker(script, { name: "portcullis-audit", resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB }, execArgv: [] });
      const over = new AbortController();
      let stuck: NodeJS.Timeout | undefined;
      const say = (message: ToAuditWorker): void => worker.postMessage(message);
      const onAbort = (): void => {
        say({ type: "cancel" });
        stuck = setTimeout(() => settle(() => resolve(undefined)), STUCK_AFTER_MS);
      };
      const settle = (done: () => void): void => {
        if (over.signal.aborted) return;
        over.abort();
        clearTimeout(stuck);
        signal.removeEventListener("abort", onAbort);
        void worker.terminate(); // Nothing is wanted of it any more, and nothing waits for its end.
        done();
      };
      worker.on("message", (message: FromAuditWorker) => {
        if (message.type === "progress") onProgress(message.text);
        else if (message.type === "done") settle(() => resolve(signal.aborted ? undefined : message.answer));
        else if (message.type === "cancelled") settle(() => resolve(undefined));
        else if (message.type === "found") return;
        else if (message.type === "failed") settle(() => reject(new Error(message.message)));
        else void reply(message, handlers, over.signal).then((answer) => !over.signal.aborted && say(answer)); // `reply` turns every failure into an answer.
      });
      worker.on("error", (error) => settle(() => reject(new Error(`The audit ended unexpectedly: ${error.message}`))));
      worker.on("exit", (code) => settle(() => reject(new Error(`The audit ended unexpectedly with exit code ${code}`))));
      signal.addEventListener("abort", onAbort, { once: true });
      say({ type: "audit", job, version });
    });
  };
}

/** Finds what clients are told of servers, on a thread that ends with the answer: a home folder can be slow. */
export function findOnThread(script: string, request: FindRequest): Promise<readonly FoundConfiguration[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { name: "portcullis-find", execArgv: [] });
    worker.on("message", (message: FromAuditWorker) => {
      if (message.type === "found") resolve(message.configurations);
      void worker.terminate(); // It has said all it had to say.
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("The search for servers ended unexpectedly.")));
    const ask: ToAuditWorker = { type: "find", request };
    worker.postMessage(ask);
  });
}

async function reply({ call, kind, params }: Extract<FromAuditWorker, { type: "call" }>, handlers: HostHandlers, signal: AbortSignal): Promise<ToAuditWorker> {
  try {
    const handle = handlers[kind] as (params: unknown, signal: AbortSignal) => Promise<unknown>; // Kind and params belong together, which a union can't say.
    return { type: "reply", call, answer: await handle(params, signal) };
  } catch (error) {
    return { type: "reply", call, error: error instanceof Error ? error.message : String(error) };
  }
}
