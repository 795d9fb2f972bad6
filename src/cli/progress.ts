import type { TextStream } from "./console";

/** Redrawing more often than this only costs. */
const INTERVAL_MS = 80;

/** A line on a terminal that tells how far the work is; nothing anywhere else. */
export interface ProgressLine {
  show(done: number, total: number): void;
  /** What is being done now; safe to print. */
  tell(text: string): void;
  clear(): void;
}

/** Draws on a stream if it is a terminal. */
export function createProgressLine(stream: TextStream): ProgressLine {
  let drawnAt = 0;
  let isDrawn = false;
  return {
    tell(text) {
      if (!stream.isTTY) return;
      stream.write(`\r\u001b[2K${text}`);
      isDrawn = true;
    },
    show(done, total) {
      const now = Date.now();
      if (!stream.isTTY || now - drawnAt < INTERVAL_MS) return;
      stream.write(`\r\u001b[2KScanning ${done} of ${total} files…`);
      [drawnAt, isDrawn] = [now, true];
    },
    clear() {
      if (isDrawn) stream.write("\r\u001b[2K");
      isDrawn = false;
    },
  };
}
