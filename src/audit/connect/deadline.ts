import { LimitError, timeOf } from "./limits";

/** How a deadline is kept. */
export interface DeadlineOptions {
  readonly signal?: AbortSignal;
  /** While it says so, the time does not count: a person is being waited for. */
  readonly isPaused?: () => boolean;
  /** What is said when it is over. */
  readonly message?: string;
}

/** Waits for work, but not for ever. The work itself goes on; whoever calls ends it. */
export function withDeadline<T>(work: Promise<T>, milliseconds: number, { signal, isPaused, message }: DeadlineOptions = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const stopTimer = startTimer(milliseconds, () => settle(() => reject(new LimitError(message ?? `took longer than ${timeOf(milliseconds)}`))), isPaused);
    const onAbort = (): void => settle(() => reject(signal?.reason instanceof Error ? signal.reason : new Error("cancelled")));
    const settle = (tell: () => void): void => {
      stopTimer();
      signal?.removeEventListener("abort", onAbort);
      tell();
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    work.then((value) => settle(() => resolve(value)), (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error)))));
    if (signal?.aborted) onAbort();
  });
}

/** Calls back after a time that stands still while it is paused. Gives a function that stops it. */
export function startTimer(milliseconds: number, callback: () => void, isPaused: () => boolean = () => false): () => void {
  const tick = (): void => {
    if (isPaused()) timer = setTimeout(tick, Math.min(milliseconds, PAUSE_STEP));
    else callback();
  };
  let timer = setTimeout(tick, milliseconds);
  return () => clearTimeout(timer);
}

/** How soon after the end of a pause time may be over, in milliseconds. */
const PAUSE_STEP = 1_000;
