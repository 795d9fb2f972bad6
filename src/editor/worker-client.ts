import { Worker } from "node:worker_threads";
import type { Logger } from "../base/host";
import type { Ask, FromWorker, Notice, QuestionKind, Questions } from "./protocol";

/** A hostile or enormous workspace may end the analysis, never the editor: the thread has a heap of its own. */
const MAX_HEAP_MB = 2048;

/** A thread that was told to stop and is still busy after this is stuck; the engine looks far more often. */
const STUCK_AFTER_MS = 15_000;

/** A thread that dies again and again dies of its input; starting it once more would only burn the machine. */
const MAX_RESTARTS = 3;

/** A death is forgotten after this, so that one a day does not add up. */
const RESTART_WINDOW_MS = 5 * 60_000;

/** How to ask. */
export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** The analysis, from the extension host's side. The thread starts with the first question. */
export interface WorkerClient {
  /** The answer, or undefined when the question was cancelled. Rejects when the analysis failed or its thread died. */
  ask<K extends QuestionKind>(kind: K, params: Questions[K]["params"], options?: AskOptions): Promise<Questions[K]["answer"] | undefined>;
  /** Tells the thread something, if there is one; a thread that starts later is told everything by `replay`. */
  tell(notice: Notice): void;
  /** Ends the thread; the next question starts a new one. */
  restart(): void;
  dispose(): void;
}

/** What a client needs. */
export interface WorkerClientOptions {
  /** The worker's bundle. */
  readonly script: string;
  /** Everything a new thread must know. */
  readonly replay: () => readonly Notice[];
  readonly log: Logger;
  /** Called when the thread has died too often to be started again. */
  readonly onGivenUp: () => void;
}

interface Pending {
  readonly settle: (message: Extract<FromWorker, { id: number }>) => void;
  readonly fail: (error: Error) => void;
}

/** Makes a client; no thread is started yet. */
export function createWorkerClient(options: WorkerClientOptions): WorkerClient {
  const pending = new Map<number, Pending>();
  const thread = createThread(options, pending);
  let lastId = 0;
  return {
    ask(kind, params, { signal, onProgress } = {}) {
      if (signal?.aborted) return Promise.resolve(undefined);
      return new Promise((resolve, reject) => {
        const worker = thread.started();
        const id = ++lastId;
        const cancel = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
        const stopWatching = onAbort(signal, cancel, () => thread.onDeath(worker, "it did not stop when it was told to"));
        const done = () => {
          stopWatching();
          pending.delete(id);
        };
        pending.set(id, {
          settle(message) {
            if (message.type === "progress") return onProgress?.(message.done, message.total);
            done();
            if (message.type === "answer") resolve(message.answer as Questions[typeof kind]["answer"]); // The worker answers by the same table.
            else if (message.type === "cancelled") resolve(undefined);
            else reject(new Error(message.message));
          },
          fail(error) {
            done();
            reject(error);
          },
        });
        worker.postMessage({ type: "ask", id, kind, params, cancel } as Ask); // Kind and params belong together, which a generic can't say.
      });
    },
    tell: thread.tell,
    restart: () => thread.end("The analysis was restarted.", { forgive: true }),
    dispose: () => thread.end("The analysis was ended."),
  };
}

/** The thread, which comes and goes. */
interface Thread {
  /** @throws Error when it has died too often. */
  started(): Worker;
  tell(notice: Notice): void;
  onDeath(dead: Worker, why: string): void;
  end(why: string, options?: { readonly forgive: boolean }): void;
}

function createThread({ script, replay, log, onGivenUp }: WorkerClientOptions, pending: Map<number, Pending>): Thread {
  let worker: Worker | undefined;
  let deaths: readonly number[] = [];

  const end: Thread["end"] = (why, { forgive } = { forgive: false }) => {
    if (forgive) deaths = [];
    const ended = worker;
    worker = undefined;
    if (ended !== undefined) void ended.terminate(); // Its end is all that is wanted of it; nothing waits for it.
    const unanswered = [...pending.values()];
    pending.clear();
    for (const each of unanswered) each.fail(new Error(why));
  };
  const onDeath = (dead: Worker, why: string) => {
    if (worker !== dead) return;
    log.error(`The analysis ended unexpectedly: ${why}`);
    deaths = [...deaths.filter((time) => Date.now() - time < RESTART_WINDOW_MS), Date.now()];
    end(`The analysis ended unexpectedly: ${why}`);
    if (deaths.length > MAX_RESTARTS) onGivenUp();
  };
  return {
    started() {
      if (worker !== undefined) return worker;
      if (deaths.length > MAX_RESTARTS) throw new Error("The analysis has ended too often; restart it with the command.");
      const begun = performance.now();
      const next = startWorker(script);
      worker = next;
      next.on("message", (message: FromWorker) => receive(message, pending, log));
      next.on("error", (error) => onDeath(next, error.message));
      next.on("exit", (code) => onDeath(next, `exit code ${code}`));
      next.once("online", () => log.info(`analysis started in ${Math.round(performance.now() - begun)} ms`));
      for (const notice of replay()) next.postMessage(notice);
      return next;
    },
    tell: (notice) => worker?.postMessage(notice),
    onDeath,
    end,
  };
}

/** Passes a wish to stop on to the thread, which can't read messages while it works, and sees that it is heard. */
function onAbort(signal: AbortSignal | undefined, cancel: SharedArrayBuffer, onStuck: () => void): () => void {
  let watch: NodeJS.Timeout | undefined;
  const abort = () => {
    Atomics.store(new Int32Array(cancel), 0, 1);
    watch = setTimeout(onStuck, STUCK_AFTER_MS);
  };
  signal?.addEventListener("abort", abort, { once: true });
  return () => {
    clearTimeout(watch);
    signal?.removeEventListener("abort", abort);
  };
}

function startWorker(script: string): Worker {
  return new Worker(script, {
    name: "portcullis",
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    // Flags of the extension host (an inspector's port, for one) are not the worker's business.
    execArgv: [],
  });
}

function receive(message: FromWorker, pending: ReadonlyMap<number, Pending>, log: Logger): void {
  if (message.type === "log") log[message.level](message.message);
  else pending.get(message.id)?.settle(message);
}
