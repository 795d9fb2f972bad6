import type { Severity } from "../base/finding";
import type { Counts, ServerItem } from "./protocol";

/** "3 errors, 1 warning"; "nothing found" where there is nothing. */
export function sayCounts(counts: Counts): string {
  const parts = (["error", "warning", "note"] as const).flatMap((level) => (counts[level] === 0 ? [] : [counted(counts[level], level)]));
  return parts.length === 0 ? "nothing found" : parts.join(", ");
}

/** "1 finding", "2,000 findings". */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** The sign of a level; its shape tells it apart where colours don't. */
export function signOf(severity: Severity): string {
  return { error: "✖", warning: "▲", note: "●" }[severity];
}

/** How far a server's audit is, in a few words. */
export function sayState({ state, score, counts }: ServerItem): string {
  switch (state.kind) {
    case "waiting":
      return "waiting";
    case "running":
      return state.text;
    case "done":
      return `${score ?? 0} of 100, ${counts === undefined ? "" : sayCounts(counts)}`;
    case "failed":
      return `failed: ${state.reason}`;
    case "cancelled":
      return "cancelled";
  }
}

/** A point in time as people here write it; the text itself where it is none. */
export function sayWhen(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : time.toLocaleString();
}
