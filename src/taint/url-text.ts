import { Clean, type CleanBits, PathState, behindHost } from "./label";

/** Whether the host of a URL is over in a text: behind a slash, a question mark or a hash that is not a part of `https://`. */
export function endsHost(text: string): boolean {
  return /[/\\?#]/.test(withoutScheme(text));
}

/** What standing in a text makes of data: no longer the beginning of a path, and no longer the host of a URL where that is written around it. */
export function stateInText(state: number, clean: CleanBits, before: string, behind: string | undefined): number {
  if (before === "") return state;
  const kept = state & (PathState.inQuery | behindHost | (isStatementPlace(before) ? PathState.atStart : 0));
  const inQuery = /[?#]/.test(before) || /^(?:data|blob|about|javascript|mailto|tel):/i.test(before) ? PathState.inQuery : 0;
  if (endsHost(before)) return PathState.below | kept | inQuery | behindHost;
  // Behind `https://` the host begins: only what follows can fix a part of it.
  const isHostOpen = withoutScheme(before) === "";
  if (isHostOpen) return PathState.below | kept | inQuery | (startsLabel(behind) ? PathState.inHost : 0);
  return PathState.below | kept | inQuery | (clean & Clean.rooted ? behindHost : PathState.inHost);
}

/** Whether all texts around the one part that is not known are what stands around any code: `(…)`, `return …`, `(async () => { … })()`. */
export function enclosesCode(parts: readonly string[]): boolean {
  return parts.length <= mostAround && scaffold.test(parts.join(""));
}

/** More parts than these are a program of their own. */
const mostAround = 8;

const scaffold = /^(?:[\s(){};]|=>|\b(?:return|await|async|function|void)\b|["']use strict["'])*\uFFFC[\s(){};]*$/;

/** `.example.com` behind data: the rest of a host. */
function startsLabel(behind: string | undefined): boolean {
  return behind !== undefined && /^[.-][\w-]*[a-z]/i.test(behind);
}

/** `https://`, `//`, and schemes without a host yet. */
function withoutScheme(text: string): string {
  return text.replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\//i, "").replace(/^[a-z][a-z0-9+.-]*:\/?$/i, "");
}

/** Whether a whole statement of SQL is expected behind a text: behind nothing, as what is explained, and as what is selected from. */
function isStatementPlace(before: string): boolean {
  return before.trim() === "" || /(?:^|;)\s*explain(?:\s+(?:query\s+plan|analyze|verbose|extended|format\s*=\s*\w+|\([^()]*\)))*\s+$|\b(?:from|as)\s*\(\s*$/i.test(before);
}
