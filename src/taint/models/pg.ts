import { each, escapesSql, harmless, members, runsSql, type Symbols } from "./entries";
import type { LibraryModel, SymbolModel } from "./model";

const query = runsSql("pg", { property: "text" });

/** A client and a pool offer the same query. */
const queries: Symbols = { query, escapeIdentifier: escapesSql, escapeLiteral: escapesSql };

const connects: SymbolModel = { returns: "pg.PoolClient#", hands: [{ callback: 0, parameter: 1, symbol: "pg.PoolClient#" }] };

/** node-postgres, and what speaks its interface: Neon's and Vercel's pools. */
export const pg: LibraryModel = {
  packages: ["pg", "@neondatabase/serverless", "@vercel/postgres", "pg-cursor", "pg-query-stream"],
  symbols: {
    ...clients("pg"),
    ...clients("@neondatabase/serverless"),
    ...clients("@vercel/postgres"),
    "pg.escapeIdentifier": escapesSql,
    "pg.escapeLiteral": escapesSql,
    // Query objects are run by `client.query(new Query(text))`.
    "pg.Query": query,
    "@neondatabase/serverless.neon": { returns: "@neondatabase/serverless.neon#" },
    "@neondatabase/serverless.neon#query": runsSql("pg"),
    "@neondatabase/serverless.neon#unsafe": runsSql("pg"),
    // Tagged it binds; called as a function, as it could be before version 1, it runs its text.
    "@neondatabase/serverless.neon#": runsSql("pg"),
    "@vercel/postgres.createPool": { returns: "pg.Pool#" },
    "@vercel/postgres.createClient": { returns: "pg.Client#" },
    "@vercel/postgres.sql": harmless,
    "@vercel/postgres.sql.query": query,
    "@vercel/postgres.sql.connect": { returns: "pg.PoolClient#" },
    "@vercel/postgres.db.query": query,
    "@vercel/postgres.db.connect": { returns: "pg.PoolClient#" },
    "pg-cursor": query,
    "pg-query-stream": query,
  },
  sameAs: { "pg.native": "pg" },
  types: {
    "@neondatabase/serverless.NeonQueryFunction": "@neondatabase/serverless.neon#",
    "@vercel/postgres.VercelPool": "pg.Pool#",
    "@vercel/postgres.VercelPoolClient": "pg.PoolClient#",
    "@vercel/postgres.VercelClient": "pg.Client#",
  },
};

function clients(library: string): Symbols {
  return {
    [`${library}.Pool`]: { returns: "pg.Pool#" },
    [`${library}.Client`]: { returns: "pg.Client#" },
    ...members([`${library}.Pool#`, `${library}.Client#`, `${library}.ClientBase#`, `${library}.PoolClient#`], queries),
    [`${library}.Pool#connect`]: connects,
  };
}

const promiseQueries = each(
  ["query", "none", "one", "oneOrNone", "many", "manyOrNone", "any", "result", "multiResult", "multi", "map", "each"],
  runsSql("pg", { property: "text" }),
);

/** Each of them gives its callback, the last argument, a task that queries as the database does. */
const tasks = each(["task", "taskIf", "tx", "txIf"], { hands: [{ callback: "last", parameter: 0, symbol: "pg-promise.ITask#" }] });

/** Values that pg-promise formats itself; `raw` variants are not told apart. */
const formats = each(["alias", "array", "bool", "csv", "date", "json", "name", "number", "text", "value"], escapesSql);

/** pg-promise: `pgp()` gives the library, `pgp()(connection)` a database. */
export const pgPromise: LibraryModel = {
  packages: ["pg-promise"],
  symbols: {
    "pg-promise": { returns: "pg-promise#" },
    "pg-promise#": { returns: "pg-promise.IDatabase#" },
    ...members(["pg-promise.IDatabase#", "pg-promise.ITask#", "pg-promise.IConnected#"], { ...promiseQueries, ...tasks }),
    "pg-promise.IDatabase#connect": { returns: "pg-promise.IConnected#" },
    ...members(["pg-promise.as.", "pg-promise#as."], { ...formats, format: { passes: [0] } }),
    ...each(["pg-promise.ParameterizedQuery", "pg-promise#ParameterizedQuery"], runsSql("pg", { property: "text" })),
    ...each(["pg-promise.PreparedStatement", "pg-promise#PreparedStatement"], runsSql("pg", { property: "text" })),
    ...members(["pg-promise#helpers."], {
      ...each(["insert", "update", "values", "sets"], escapesSql),
      concat: { passes: [0] },
    }),
  },
  fields: { "pg-promise#pg": "pg" },
  types: { "pg-promise.IMain": "pg-promise#", "pg-promise.IBaseProtocol": "pg-promise.IDatabase#" },
};

/** Postgres.js: tagged templates bind, `unsafe` does not. */
export const postgres: LibraryModel = {
  packages: ["postgres"],
  symbols: {
    postgres: { returns: "postgres#" },
    // As a tag, and as a helper for identifiers and lists, it escapes.
    "postgres#": harmless,
    "postgres#unsafe": runsSql("pg"),
    "postgres#begin": { hands: [{ callback: "last", parameter: 0, symbol: "postgres#" }] },
    "postgres#savepoint": { hands: [{ callback: "last", parameter: 0, symbol: "postgres#" }] },
    "postgres#reserve": { returns: "postgres#" },
    "postgres#file": { sinks: [{ concept: "FilePath", argument: 0, fix: { kind: "path", access: "read" } }] },
  },
  types: {
    "postgres.Sql": "postgres#",
    "postgres.ISql": "postgres#",
    "postgres.TransactionSql": "postgres#",
    "postgres.ReservedSql": "postgres#",
  },
};

/** PGlite: Postgres in the process. */
export const pglite: LibraryModel = {
  packages: ["@electric-sql/pglite"],
  symbols: {
    "@electric-sql/pglite.PGlite": { returns: "@electric-sql/pglite.PGlite#" },
    "@electric-sql/pglite.PGlite.create": { returns: "@electric-sql/pglite.PGlite#" },
    ...members(["@electric-sql/pglite.PGlite#", "@electric-sql/pglite.Transaction#"], {
      query: runsSql("pg"),
      exec: runsSql("pg"),
      sql: harmless,
    }),
    "@electric-sql/pglite.PGlite#transaction": { hands: [{ callback: 0, parameter: 0, symbol: "@electric-sql/pglite.Transaction#" }] },
  },
};

/** Queries as tagged templates, whose values are bound. Slonik's `unsafe` is a tag as well: it leaves out the type of the rows, not the binding. */
export const taggedSql: LibraryModel = {
  packages: ["slonik", "sql-template-tag"],
  symbols: {
    "slonik.sql": harmless,
    "slonik.sql.unsafe": harmless,
    "slonik.sql.fragment": harmless,
    "slonik.sql.identifier": escapesSql,
    "sql-template-tag": harmless,
    "sql-template-tag.sql": harmless,
    "sql-template-tag.raw": runsSql("unknown"),
  },
};

/** Text made safe for Postgres by hand. Values for `%s` are not escaped by pg-format, which is not told apart. */
export const pgFormat: LibraryModel = {
  packages: ["pg-format"],
  symbols: {
    "pg-format": { passes: [0] },
    "pg-format.withArray": { passes: [0] },
    "pg-format.literal": escapesSql,
    "pg-format.ident": escapesSql,
    "pg-format.string": { passes: [0] },
  },
};
