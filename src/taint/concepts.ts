/**
 * What a sink does with the data it is given. Rules ask for flows into a concept, library tables say which call belongs to which.
 * A guard or a sanitiser cleans for some concepts and not for others.
 */
export type Concept =
  /** A text that a shell parses. */
  | "CommandExecution"
  /** A text that a database parses. */
  | "SqlQuery"
  /** A file system path that is read, written, listed or removed. */
  | "FilePath"
  /** A check that is meant to keep a path inside a folder, and lets others through. */
  | "WeakPathGuard";

/** All concepts. */
export const concepts: readonly Concept[] = ["CommandExecution", "SqlQuery", "FilePath", "WeakPathGuard"];
