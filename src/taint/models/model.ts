import type { Concept } from "../concepts";

/**
 * Knowledge about libraries, as plain tables.
 *
 * A symbol names what a program got from a package: `child_process.exec`, `pg.Pool` (the class or factory itself),
 * `pg.Pool#` (an instance of it) and `pg.Pool#query` (a method of the instance). A module that is called itself, or its default export,
 * is written by the package's name alone: `execa`, `better-sqlite3` (so `new Database()` gives `better-sqlite3#`).
 * "node:" is left out; `fs/promises` is `fs.promises`. Packages that offer the same interface are told by `sameAs`.
 */
export interface LibraryModel {
  /** The package or packages it is about, as imported. */
  readonly packages: readonly string[];
  readonly symbols: Readonly<Record<string, SymbolModel>>;
  /** Types by which a parameter or field is recognised as an instance: `{"pg.Pool": "pg.Pool#"}` is implied for every symbol with a `#`; others are told here. */
  readonly types?: Readonly<Record<string, string>>;
  /** Another name for the same thing: `{"fs-extra": "fs"}` reads every unknown `fs-extra.x` as `fs.x`. */
  readonly sameAs?: Readonly<Record<string, string>>;
}

/** What calling (or constructing) a symbol does. */
export interface SymbolModel {
  /** What becomes dangerous; several where a call has several dangerous arguments. */
  readonly sinks?: readonly SinkModel[];
  /** The symbol of the result (awaited or not): `pg.Pool#` for `new pg.Pool()`. */
  readonly returns?: string;
  /** Arguments whose data are in the result, or "receiver". Absent: the result is not untrusted. */
  readonly passes?: readonly (number | "receiver" | "all")[];
  /** Concepts for which the result is harmless whatever went in (with `passes`). */
  readonly cleans?: readonly Concept[];
  /** The result is quoted for a shell: weaker, not harmless. */
  readonly quotes?: boolean;
  /** Argument indexes of callbacks that receive results, so that their bodies are looked into. All function arguments are called once with unknown values unless this says otherwise. */
  readonly callbacks?: readonly number[];
  /** Never returns: `process.exit`. */
  readonly leaves?: boolean;
}

/** One dangerous argument. */
export interface SinkModel {
  readonly concept: Concept;
  /** Which argument, from 0; "rest" is every argument from `from` on; "template" the values of a tagged template (zx). */
  readonly argument: number | "rest" | "template" | "receiver";
  readonly from?: number;
  /** A property of the argument that holds the danger: `{text}` of pg, `{cwd}` of glob, `{sql}` of mysql2. The argument itself is meant where absent; both where `orSelf`. */
  readonly property?: string;
  readonly orSelf?: boolean;
  /** Only dangerous when an option says so: `{argument: 2, property: "shell"}` truthy (also found in the last argument when the list is left out). */
  readonly onlyIf?: { readonly argument: number | "last"; readonly property: string };
  /** Only dangerous when another argument is a shell called with `-c`: spawn("sh", ["-c", text]). The argument is then the element after the flag. */
  readonly shellProgram?: { readonly program: number; readonly list: number };
  /** What the fixes need to know. */
  readonly fix?: SinkFixModel;
}

/** How a dangerous call is rewritten into its safe sibling. */
export type SinkFixModel =
  | { readonly kind: "shell"; readonly api: "exec" | "execSync" | "spawn" | "spawnSync" | "execFile" | "execFileSync" | "execa" | "execaCommand" | "other" }
  | { readonly kind: "sql"; readonly dialect: SqlDialect }
  | { readonly kind: "path"; readonly access: "read" | "write" | "list" | "remove" | "other" };

/** How a driver binds values. */
export type SqlDialect = "pg" | "mysql" | "sqlite" | "node-sqlite" | "mssql" | "knex" | "sequelize" | "prisma" | "typeorm" | "drizzle" | "unknown";
