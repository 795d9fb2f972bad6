import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path/posix";
import ignore, { type Ignore } from "ignore";
import { isWithin } from "./names";

/** The patterns of one file or setting, and the folder they are relative to. */
export interface IgnoreRules {
  readonly folder: string;
  readonly patterns: Ignore;
}

/** Reads patterns in .gitignore notation; a pattern that makes no sense is left out rather than fatal. */
export function createIgnoreRules(folder: string, patterns: string | readonly string[]): IgnoreRules {
  return { folder, patterns: ignore({ allowRelativePaths: true }).add(patterns) };
}

/**
 * Whether paths are left out by patterns in .gitignore notation, such as those of `exclude` in a configuration.
 * @param folder the folder the patterns are relative to, as hosts name it; what lies outside is never left out
 */
export function createExclusion(folder: string, patterns: readonly string[]): (file: string) => boolean {
  if (patterns.length === 0) return () => false;
  const rules = [createIgnoreRules(folder, patterns)];
  return (file) => isIgnored(rules, file, false);
}

/** Whether rules leave a path out. The deepest folder that has an opinion decides, as in git. */
export function isIgnored(rules: readonly IgnoreRules[], path: string, isFolder: boolean): boolean {
  for (let i = rules.length - 1; i >= 0; i--) {
    const rule = rules[i];
    if (rule === undefined || path === rule.folder || !isWithin(path, rule.folder)) continue;
    const relative = path.slice(rule.folder.endsWith("/") ? rule.folder.length : rule.folder.length + 1);
    const verdict = rule.patterns.test(isFolder ? `${relative}/` : relative);
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

/** The rules of a folder's own `.gitignore`, if it has one that can be read. */
export function readGitignore(folder: string): IgnoreRules | undefined {
  return readPatterns(folder, `${folder}/.gitignore`);
}

/**
 * The rules that the folders above (and the repository's own `info/exclude`) have for a folder, outermost first.
 * Empty outside of a repository. Also empty when they leave the folder itself out: who names a folder wants to see it.
 */
export function readOuterRules(folder: string): readonly IgnoreRules[] {
  const above: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(`${at}/.git`)) return rulesOf(at, above, folder);
    if (dirname(at) === at) return [];
    above.unshift(dirname(at));
  }
}

function rulesOf(top: string, above: readonly string[], folder: string): readonly IgnoreRules[] {
  const own = readPatterns(top, `${top}/.git/info/exclude`);
  const rules = [own, ...above.map(readGitignore)].filter((each) => each !== undefined);
  return isIgnored(rules, folder, true) ? [] : rules;
}

function readPatterns(folder: string, file: string): IgnoreRules | undefined {
  try {
    return createIgnoreRules(folder, readFileSync(file, "utf8"));
  } catch {
    return undefined; // Absent, a folder, or not readable: no rules.
  }
}
