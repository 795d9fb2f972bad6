import type { Severity } from "../base/finding";

/** Colours for a terminal, or none. */
export type Paint = Readonly<Record<"bold" | "dim" | Severity | "code", (text: string) => string>>;

/** Paints, or leaves texts as they are. */
export function createPaint(color: boolean): Paint {
  const painter = (open: number, close: number) => (text: string) => (color ? `\u001b[${open}m${text}\u001b[${close}m` : text);
  return { bold: painter(1, 22), dim: painter(2, 22), error: painter(31, 39), warning: painter(33, 39), note: painter(36, 39), code: painter(35, 39) };
}
