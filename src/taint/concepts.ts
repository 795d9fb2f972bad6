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
  | "WeakPathGuard"
  /** An argument of a program that the program may take for an option, or for several arguments. */
  | "ProgramOption"
  /** A request whose host the data choose. */
  | "OutboundRequest"
  /** A part of a request's path behind a host that is fixed. */
  | "RequestPath"
  /** A text that is run as code. */
  | "CodeExecution"
  /** A name or path of the module that is loaded and run. */
  | "ModuleLoading"
  /** A text of a query language other than SQL. */
  | "QueryText"
  /** A value in a filter of which a database reads objects as operators: `{ $ne: null }`. */
  | "QueryOperator"
  /** The source of a regular expression. */
  | "RegularExpression"
  /** A text from which objects of any kind are built. */
  | "Deserialization"
  /** A key under which something is stored in an object: `__proto__` stores it in all of them. */
  | "ObjectKey";

/** All concepts. */
export const concepts: readonly Concept[] = [
  "CommandExecution",
  "SqlQuery",
  "FilePath",
  "WeakPathGuard",
  "ProgramOption",
  "OutboundRequest",
  "RequestPath",
  "CodeExecution",
  "ModuleLoading",
  "QueryText",
  "QueryOperator",
  "RegularExpression",
  "Deserialization",
  "ObjectKey",
];
