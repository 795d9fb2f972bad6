/**
 * What the engine needs from the outside. The engine never touches a file system, a network or an editor itself.
 * File names are absolute with forward slashes; a host on Windows writes `c:/src/a.ts`.
 */
export interface Host {
  /** The files of the workspace that may hold code or project configuration (`package.json`, `tsconfig.json`), in any order. */
  files(): readonly string[];
  /** The text of a file, or undefined where there is none or it can't be read. Also asked about files that `files` did not name. */
  read(file: string): string | undefined;
  /** Whether the analysis under way is no longer wanted; asked often, must be cheap. */
  isCancelled?(): boolean;
}

/** Where a program tells what it does, for the person who looks for a cause. */
export interface Logger {
  info(message: string): void;
  error(message: string): void;
}

/** Thrown out of an analysis whose host said that it is no longer wanted. */
export class CancelledError extends Error {
  constructor() {
    super("The analysis was cancelled.");
    this.name = "CancelledError";
  }
}
