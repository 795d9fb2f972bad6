import type { SinkFixModel, SinkModel, SqlDialect, SymbolModel } from "./model";

/** Symbols by name, as a library's table has them. */
export type Symbols = Readonly<Record<string, SymbolModel>>;

/** What a path is used for, as the fixes tell it. */
export type PathAccess = Extract<SinkFixModel, { kind: "path" }>["access"];

/** How a shell is started, as the fixes tell it. */
export type ShellApi = Extract<SinkFixModel, { kind: "shell" }>["api"];

/** Where code runs, as the rules tell it. */
export type CodePlace = Extract<SinkFixModel, { kind: "code" }>["runs"];

/** A symbol that is known and neither dangerous nor a carrier: its result is not untrusted. */
export const harmless: SymbolModel = {};

/** The same members for several owners: `members(["pg.Pool#", "pg.Client#"], { query: … })`. */
export function members(owners: readonly string[], table: Symbols): Symbols {
  const entries = owners.flatMap((owner) => Object.entries(table).map(([name, model]) => [owner + name, model] as const));
  return Object.fromEntries(entries);
}

/** The same model for several names. */
export function each(names: readonly string[], model: SymbolModel): Symbols {
  return Object.fromEntries(names.map((name) => [name, model]));
}

/** A call whose first argument (or the property of it, where an object may be passed) is parsed by a database. */
export function runsSql(dialect: SqlDialect, options: { readonly argument?: number; readonly property?: string; readonly returns?: string } = {}): SymbolModel {
  const { argument = 0, property, returns } = options;
  return { sinks: [sqlText(dialect, argument, property)], ...(returns === undefined ? {} : { returns }) };
}

/** An argument that a database parses; with `property` it may also be an object that has the text there. */
export function sqlText(dialect: SqlDialect, argument: number, property?: string): SinkModel {
  const sink: SinkModel = { concept: "SqlQuery", argument, fix: { kind: "sql", dialect } };
  return property === undefined ? sink : { ...sink, property, orSelf: true };
}

/** A call whose first arguments are paths, each used as told. */
export function opensPath(...accesses: readonly PathAccess[]): SymbolModel {
  return { sinks: accesses.map((access, argument) => filePath(argument, access)) };
}

/** An argument that is a path. */
export function filePath(argument: SinkModel["argument"], access: PathAccess): SinkModel {
  return { concept: "FilePath", argument, fix: { kind: "path", access } };
}

/** An argument that is a path or a list of paths. */
export function filePaths(argument: SinkModel["argument"], access: PathAccess): SinkModel {
  return { ...filePath(argument, access), elements: true };
}

/** An argument that a shell parses. */
export function shellText(argument: SinkModel["argument"], api: ShellApi = "other"): SinkModel {
  return { concept: "CommandExecution", argument, fix: { kind: "shell", api } };
}

/** An argument that is run as code. */
export function codeText(argument: SinkModel["argument"], runs: CodePlace): SinkModel {
  return { concept: "CodeExecution", argument, fix: { kind: "code", runs } };
}

/** A call whose first argument is run as code. */
export function runsCode(runs: CodePlace, options: Partial<Omit<SinkModel, "concept" | "fix">> = {}): SymbolModel {
  return { sinks: [{ ...codeText(0, runs), ...options }] };
}

/** A list of arguments that a program is called with; it may take some of them for options. */
export function programArguments(program: number | readonly string[], argument: SinkModel["argument"], words: NonNullable<SinkModel["commandLine"]>["words"] = "list"): SinkModel {
  return { concept: "ProgramOption", argument, commandLine: { program, words }, fix: { kind: "arguments" } };
}

/** A call of the form (program, list of arguments, options), which starts a shell only when the options or the program say so. */
export function startsProgram(api: ShellApi): SymbolModel {
  const onlyIf = { argument: 2, property: "shell" };
  return {
    sinks: [
      // With a shell the program and its arguments are joined with spaces into one text.
      { ...shellText(0, api), onlyIf },
      { ...shellText(1, api), elements: true, onlyIf },
      { ...shellText(1, api), shellProgram: { program: 0, list: 1 } },
      { ...codeText(1, "program"), interpreter: { program: 0, list: 1 } },
      // With a shell, worse is told.
      { ...programArguments(0, 1), unless: onlyIf },
    ],
  };
}

/** A function whose result carries the text of these arguments. */
export function carries(...passes: readonly (number | "receiver" | "all")[]): SymbolModel {
  return { passes };
}

/** A function that makes its first argument harmless inside a query. */
export const escapesSql: SymbolModel = { passes: [0], cleans: ["SqlQuery"] };

/** A function that quotes its first argument (or the list it is given) for a shell. */
export const quotesForShell: SymbolModel = { passes: [0], quotes: true };
