/**
 * Writes a path of this machine as the engine's hosts name files: absolute, forward slashes, a small drive letter.
 * `C:\src\a.ts` becomes `c:/src/a.ts`; a POSIX path stays as it is.
 */
export function toHostName(path: string): string {
  const slashed = process.platform === "win32" ? path.replaceAll("\\", "/") : path;
  const named = /^[A-Z]:/.test(slashed) ? slashed.charAt(0).toLowerCase() + slashed.slice(1) : slashed;
  return named.length > 1 && named.endsWith("/") && !/^[a-z]:\/$/.test(named) ? named.slice(0, -1) : named;
}

/** Whether a file is code that the engine reads; declarations (`.d.ts`) hold none. */
export function isCodeFile(file: string): boolean {
  return /\.(?:[cm]?[jt]s|[jt]sx)$/.test(file) && !/\.d\.[cm]?ts$/.test(file);
}

/** Whether a file tells how the code of a project hangs together: `package.json`, `tsconfig*.json`, `jsconfig.json`. */
export function isProjectFile(file: string): boolean {
  return /(?:^|\/)(?:package|jsconfig|tsconfig(?:\.[^/]*)?)\.json$/.test(file);
}

/** Whether a file lies in a folder or is that folder; both as hosts name them. */
export function isWithin(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
