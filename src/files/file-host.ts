import type { Limit } from "../base/finding";
import type { Host } from "../base/host";
import { createIgnoreRules, isIgnored, type IgnoreRules } from "./ignored";
import { isCodeFile, isProjectFile, isWithin, toHostName } from "./names";
import { readText } from "./read-text";
import { walk, type WalkResult } from "./walk";

/** Nobody writes a file larger than this by hand; bundles and data are, and would cost the most for the least. */
export const MAX_FILE_BYTES = 2 * 1024 * 1024;

/** What may be set about a host over the file system. */
export interface FileHostOptions {
  /** Patterns in .gitignore notation, and the folder they are relative to, of paths to leave out. */
  readonly exclude?: readonly { readonly folder: string; readonly patterns: readonly string[] }[];
  /** Lists more than code and project files, by their names. */
  readonly also?: (file: string) => boolean;
  /** Leave out what `.gitignore` files leave out; true where absent. */
  readonly gitignore?: boolean;
  /** Passed on to the engine; never cancelled where absent. */
  readonly isCancelled?: () => boolean;
  /** The text of a file that is open and perhaps not saved; undefined to ask the file system. Asked first, and never cached. */
  readonly openText?: (file: string) => string | undefined;
}

/** A host over the file system that says what it has left out. */
export interface FileHost extends Host {
  isCancelled(): boolean;
  /** What was left out so far, sorted by file; complete once everything was read. */
  limits(): readonly Limit[];
  /** Forgets what it knows of a file or folder that has changed, appeared or gone; of everything where absent. */
  invalidate(path?: string): void;
}

/**
 * Opens files and folders of this machine as a host for the engine. Nothing is read before it is asked for.
 * Texts have no byte order mark; write with `writeTextFile`, which keeps the one that a file has.
 * @param roots files and folders, absolute; a root that does not exist becomes a limit
 */
export function createFileHost(roots: readonly string[], options: FileHostOptions = {}): FileHost {
  const names = roots.map(toHostName);
  const excluded: readonly IgnoreRules[] = (options.exclude ?? []).map((each) => createIgnoreRules(toHostName(each.folder), each.patterns));
  const texts = new Map<string, string | undefined>();
  const unread = new Map<string, Limit>();
  let walked: WalkResult | undefined;

  const isExcluded = (path: string) => {
    const isFolder = path.endsWith("/");
    return isIgnored(excluded, isFolder ? path.slice(0, -1) : path, isFolder);
  };
  const walkOnce = () => (walked ??= walk(names, { gitignore: options.gitignore ?? true, isExcluded, ...(options.also ? { isWanted: options.also } : {}) }));

  return {
    files: () => walkOnce().files,
    isCancelled: options.isCancelled ?? (() => false),
    limits: () => [...(walked?.limits ?? []), ...unread.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)),
    read(file) {
      const open = options.openText?.(file);
      if (open !== undefined) return open;
      if (texts.has(file)) return texts.get(file);
      const result = readText(file, MAX_FILE_BYTES);
      if ("refused" in result) unread.set(file, { file, reason: `left out: ${result.refused}` });
      const text = "text" in result ? result.text : undefined;
      texts.set(file, text);
      return text;
    },
    invalidate(path) {
      if (path === undefined) {
        texts.clear();
        unread.clear();
        walked = undefined;
        return;
      }
      const changed = toHostName(path);
      for (const known of [...texts.keys()]) {
        if (!isWithin(known, changed)) continue;
        texts.delete(known);
        unread.delete(known);
      }
      if (changesList(changed, walked, options.also)) walked = undefined;
    },
  };
}

/** Whether a change may add to or take from the list of files; a mere edit, by far the commonest change, does not. */
function changesList(changed: string, walked: WalkResult | undefined, also: FileHostOptions["also"]): boolean {
  if (walked === undefined || changed.includes("/node_modules/") || changed.includes("/.git/")) return false;
  if (changed.endsWith("/.gitignore")) return true;
  const isFile = isCodeFile(changed) || isProjectFile(changed) || also?.(changed) === true;
  const isListed = walked.files.some((file) => isWithin(file, changed));
  if (isListed) return !isFile || !exists(changed);
  return isFile || isFolder(changed);
}

function exists(file: string): boolean {
  return "text" in readText(file, MAX_FILE_BYTES);
}

function isFolder(path: string): boolean {
  const result = readText(path, MAX_FILE_BYTES);
  return "folder" in result;
}
