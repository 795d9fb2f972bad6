import type { Concept } from "../concepts";
import type { AnswerKind } from "./answers";

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
  /** Properties that are instances themselves, read without a call: `{"typeorm.DataSource#manager": "typeorm.EntityManager#"}`. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Instances whose methods return the instance, except where a symbol says otherwise: query builders. */
  readonly fluent?: readonly string[];
}

/** What calling (or constructing) a symbol does. */
export interface SymbolModel {
  /** What becomes dangerous; several where a call has several dangerous arguments. */
  readonly sinks?: readonly SinkModel[];
  /** The symbol of the result (awaited or not): `pg.Pool#` for `new pg.Pool()`. */
  readonly returns?: string;
  /** Another symbol for the result where the first argument has this option: `ky.create({ prefixUrl })`; an option of an option is written `connect.lookup`. */
  readonly returnsWith?: { readonly property: string; readonly symbol: string };
  /** Arguments whose data are in the result, or "receiver". Absent: the result is not untrusted. */
  readonly passes?: readonly (number | "receiver" | "all")[];
  /** Which argument is a schema that the result has passed, where it is given. */
  readonly checkedBy?: number;
  /** Concepts for which the result is harmless whatever went in (with `passes`). */
  readonly cleans?: readonly Concept[];
  /** The result is quoted for a shell: weaker, not harmless. */
  readonly quotes?: boolean;
  /** Argument indexes of callbacks that receive results, so that their bodies are looked into. All function arguments are called once with unknown values unless this says otherwise. */
  readonly callbacks?: readonly number[];
  /** What callbacks are handed as parameters: `pool.connect((error, client) => …)`, `db.transaction(async (tx) => …)`. */
  readonly hands?: readonly HandedParameter[];
  /** The result is what a client answers, whatever went in. */
  readonly gives?: AnswerKind;
  /** Never returns: `process.exit`. */
  readonly leaves?: boolean;
}

/** One parameter of a callback, and the instance it is given. */
export interface HandedParameter {
  /** Which argument the callback is; "last" where others before it may be left out. */
  readonly callback: number | "last";
  readonly parameter: number;
  readonly symbol: string;
}

/**
 * One dangerous argument. Data reach it when they are (part of) the argument's text; data inside an object or a list that is passed there
 * do not count, unless `property` names where they lie or `elements` says that a list is taken apart: `where({ id })` is bound, `where(text)` is parsed.
 */
export interface SinkModel {
  readonly concept: Concept;
  /** Which argument, from 0; "rest" is every argument from `from` on; "template" the values of a tagged template (zx). */
  readonly argument: number | "rest" | "template" | "receiver";
  readonly from?: number;
  /** A property of the argument (or of a property, after a dot) that holds the danger: `{text}` of pg, `{cwd}` of glob, `{sql}` of mysql2; `*` after a dot is every element of a list. The argument itself is meant where absent; both where `orSelf`. */
  readonly property?: string;
  readonly orSelf?: boolean;
  /** The argument (or its property) may be a list, and each of its elements is dangerous as well. */
  readonly elements?: boolean;
  /** Only dangerous when an option says so: `{argument: 2, property: "shell"}` truthy (also found in the last argument when the list is left out); with `symbols`, one of these. */
  readonly onlyIf?: { readonly argument: number | "last"; readonly property: string; readonly symbols?: readonly string[] };
  /** Harmless when an option is given: `{argument: 1, property: "root"}` of express' `sendFile`. */
  readonly unless?: { readonly argument: number | "last"; readonly property: string };
  /** Harmless when one of these options of any argument holds one of these instances: an agent that refuses private addresses. */
  readonly guardedBy?: { readonly properties: readonly string[]; readonly symbols: readonly string[] };
  /** The same for instances that look at what a name is resolved to: a check of the host as it is written is enough then. */
  readonly resolvedBy?: { readonly properties: readonly string[]; readonly symbols: readonly string[] };
  /** The argument stands behind a host that is chosen elsewhere: `path` of `http.request`. */
  readonly isPath?: boolean;
  /**
   * Only dangerous when another argument is a shell called with `-c`: spawn("sh", ["-c", text]). The argument is then the element after the flag.
   * Where `program` and `list` are the same argument, the list's first element is the program: Bun.spawn(["sh", "-c", text]).
   * With `property`, the list is that property of the argument: new Deno.Command("sh", { args: ["-c", text] }).
   */
  readonly shellProgram?: { readonly program: number; readonly list: number };
  /** The same for programs that run code: spawn("python3", ["-c", text]). The argument is then the element after the flag, and what follows it is data. */
  readonly interpreter?: { readonly program: number; readonly list: number };
  /** Only dangerous where the text starts a program that runs code, with the data quoted for the shell behind its flag: `osascript -e '…'`. */
  readonly codeInShell?: boolean;
  /** Only dangerous where the data are part of a larger text: a whole query that a tool is there to send is its user's own. */
  readonly embedded?: boolean;
  /** Only dangerous where the text, as far as it is known, reads as a query of this language: the call is used for other things as well. */
  readonly reads?: "graphql";
  /** The argument is a filter of MongoDB: objects in it, at any depth, may be operators. */
  readonly filter?: boolean;
  /**
   * The arguments of a program: dangerous are those that it may take for options. Where `program` and `list` are the same argument, the list's first element is the program;
   * a program that is always the same is written out, with the words that always come first. With "rest" every argument from `from` on is a word, or a list of words;
   * "text" is a text that is taken apart at blanks; "template" a tag that gives every value a word of its own.
   */
  readonly commandLine?: { readonly program: number | readonly string[]; readonly words: "list" | "rest" | "text" | "template" };
  /** What the fixes need to know. */
  readonly fix?: SinkFixModel;
}

/** How a dangerous call is rewritten into its safe sibling. */
export type SinkFixModel =
  | { readonly kind: "shell"; readonly api: "exec" | "execSync" | "spawn" | "spawnSync" | "execFile" | "execFileSync" | "execa" | "execaCommand" | "other" }
  | { readonly kind: "sql"; readonly dialect: SqlDialect }
  | { readonly kind: "guard"; readonly looks: "at-start" | "anywhere" }
  /**
   * Where the code runs: in the server; in a page that it controls; in a program that it starts; as a template (whose language reaches the server's code);
   * in a sandbox that has been broken out of; where a runtime still takes texts for timers.
   */
  | { readonly kind: "code"; readonly runs: "server" | "page" | "program" | "template" | "sandbox" | "timer" }
  /** A text of a query language, by what it can do and as people call it; "filter" is a filter of MongoDB as a whole. */
  | { readonly kind: "query"; readonly language: "graphql" | "graph" | "code" | "search" | "filter"; readonly called: string }
  /** A value in a filter of MongoDB. */
  | { readonly kind: "operator" }
  | { readonly kind: "pattern" }
  /** Whether the text runs code by design, or reaches memory through a reader that expects no malice. */
  | { readonly kind: "objects"; readonly danger: "code" | "memory" }
  /** Whether any module may be meant, or those of a folder (and, with `..`, of others). */
  | { readonly kind: "module"; readonly reach: "any" | "folder" }
  /** A request: through which function, and what opens it. A browser is meant to go where it is told. */
  | { readonly kind: "request"; readonly api: "fetch" | "browser" | "socket" | "other" }
  | { readonly kind: "arguments" }
  | { readonly kind: "path"; readonly access: "read" | "write" | "list" | "remove" | "probe" | "other" };

/**
 * How a driver binds values.
 *
 * - pg: `$1` and a list as the second argument, or `{text, values}`. Also postgres.js' `unsafe`, Neon, PGlite, Vercel.
 * - mysql: `?` and a list as the second argument, or `{sql, values}`. Also MariaDB, PlanetScale.
 * - sqlite: `?` and values given to the prepared statement: better-sqlite3, node:sqlite, bun:sqlite.
 * - node-sqlite: `?` and a list as the second argument: sqlite3, sqlite, libsql.
 * - mssql: `@name` and `request.input(name, value)`; the tagged form binds by itself.
 * - knex: `?` and a list as the second argument (`??` for identifiers).
 * - sequelize: `:name` and `{replacements}`.
 * - prisma: the tagged `$queryRaw` and `$executeRaw`.
 * - typeorm: `:name` and an object for the query builder; for `query` the placeholders of the database below.
 * - drizzle: the tagged `sql`.
 */
export type SqlDialect = "pg" | "mysql" | "sqlite" | "node-sqlite" | "mssql" | "knex" | "sequelize" | "prisma" | "typeorm" | "drizzle" | "unknown";
