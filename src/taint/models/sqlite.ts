import { each, filePath, harmless, members, runsSql, type Symbols } from "./entries";
import type { LibraryModel, SinkModel } from "./model";

/** The statements of libsql and D1 batches are texts, `{sql}` objects, or already prepared. */
const batch: SinkModel = { concept: "SqlQuery", argument: 0, property: "sql", orSelf: true, elements: true, fix: { kind: "sql", dialect: "node-sqlite" } };

/** Drivers whose values go to a prepared statement: better-sqlite3, node:sqlite and bun:sqlite. */
export const betterSqlite: LibraryModel = {
  packages: ["better-sqlite3", "better-sqlite3-multiple-ciphers", "libsql"],
  sameAs: { "better-sqlite3-multiple-ciphers": "better-sqlite3", libsql: "better-sqlite3" },
  symbols: {
    "better-sqlite3": { returns: "better-sqlite3#" },
    "better-sqlite3#prepare": runsSql("sqlite", { returns: "better-sqlite3.Statement#" }),
    "better-sqlite3#exec": runsSql("sqlite", { returns: "better-sqlite3#" }),
    "better-sqlite3#pragma": runsSql("sqlite"),
    "better-sqlite3#loadExtension": { sinks: [filePath(0, "read")] },
    "better-sqlite3#backup": { sinks: [filePath(0, "write")] },
    ...members(["better-sqlite3.Statement#"], each(["run", "get", "all", "iterate"], harmless)),
  },
  types: { "better-sqlite3.Database": "better-sqlite3#" },
  fluent: ["better-sqlite3.Statement#"],
};

/** SQLite as Node has it. */
export const nodeSqlite: LibraryModel = {
  packages: ["sqlite"],
  symbols: {
    "sqlite.DatabaseSync": { returns: "sqlite.DatabaseSync#" },
    "sqlite.DatabaseSync#prepare": runsSql("sqlite", { returns: "sqlite.StatementSync#" }),
    "sqlite.DatabaseSync#exec": runsSql("sqlite"),
    "sqlite.DatabaseSync#loadExtension": { sinks: [filePath(0, "read")] },
    // A tag store binds the values of its tagged templates.
    "sqlite.DatabaseSync#createTagStore": { returns: "sqlite.SQLTagStore#" },
    ...members(["sqlite.StatementSync#", "sqlite.SQLTagStore#"], each(["run", "get", "all", "iterate"], harmless)),
    // The package of the same name, a wrapper of sqlite3.
    "sqlite.open": { returns: "sqlite.Database#" },
    ...members(["sqlite.Database#"], callbackQueries("sqlite.Statement#")),
    ...members(["sqlite.Statement#"], each(["run", "get", "all", "each", "bind"], harmless)),
  },
};

/** SQLite as Bun has it. */
export const bunSqlite: LibraryModel = {
  packages: ["bun:sqlite"],
  symbols: {
    "bun:sqlite.Database": { returns: "bun:sqlite.Database#" },
    "bun:sqlite.Database.open": { returns: "bun:sqlite.Database#" },
    "bun:sqlite.Database#query": runsSql("sqlite", { returns: "bun:sqlite.Statement#" }),
    "bun:sqlite.Database#prepare": runsSql("sqlite", { returns: "bun:sqlite.Statement#" }),
    "bun:sqlite.Database#run": runsSql("sqlite"),
    "bun:sqlite.Database#exec": runsSql("sqlite"),
    ...members(["bun:sqlite.Statement#"], each(["run", "get", "all", "values", "iterate"], harmless)),
  },
  fluent: ["bun:sqlite.Statement#"],
};

/** sqlite3, with callbacks; values follow the text. */
export const sqlite3: LibraryModel = {
  packages: ["sqlite3"],
  symbols: {
    // `require("sqlite3").verbose()` gives the module again.
    "sqlite3.verbose": { returns: "sqlite3" },
    "sqlite3.Database": { returns: "sqlite3.Database#" },
    "sqlite3.cached.Database": { returns: "sqlite3.Database#" },
    ...members(["sqlite3.Database#"], callbackQueries("sqlite3.Statement#")),
    "sqlite3.Database#loadExtension": { sinks: [filePath(0, "read")] },
    ...members(["sqlite3.Statement#"], each(["run", "get", "all", "each", "bind"], harmless)),
  },
};

const libsqlQueries: Symbols = {
  execute: runsSql("node-sqlite", { property: "sql" }),
  executeMultiple: runsSql("node-sqlite"),
  batch: { sinks: [batch] },
  migrate: { sinks: [batch] },
};

/** libsql's and Turso's client. */
export const libsqlClient: LibraryModel = {
  packages: ["@libsql/client", "@libsql/client/web", "@libsql/client/http", "@libsql/client/node", "@libsql/client/sqlite3", "@libsql/client/ws"],
  sameAs: {
    "@libsql/client/web": "@libsql/client",
    "@libsql/client/http": "@libsql/client",
    "@libsql/client/node": "@libsql/client",
    "@libsql/client/sqlite3": "@libsql/client",
    "@libsql/client/ws": "@libsql/client",
  },
  symbols: {
    "@libsql/client.createClient": { returns: "@libsql/client.Client#" },
    ...members(["@libsql/client.Client#", "@libsql/client.Transaction#"], libsqlQueries),
    "@libsql/client.Client#transaction": { returns: "@libsql/client.Transaction#" },
  },
};

/** SQLite compiled to WebAssembly. */
export const sqlJs: LibraryModel = {
  packages: ["sql.js"],
  symbols: {
    "sql.js": { returns: "sql.js#" },
    "sql.js#Database": { returns: "sql.js.Database#" },
    ...members(["sql.js.Database#"], {
      ...each(["run", "exec", "each", "iterateStatements"], runsSql("node-sqlite")),
      prepare: runsSql("node-sqlite", { returns: "sql.js.Statement#" }),
    }),
    ...members(["sql.js.Statement#"], each(["run", "get", "getAsObject", "bind", "step"], harmless)),
  },
};

/** Cloudflare's D1 and the storage of Durable Objects, whose types are global. */
export const cloudflare: LibraryModel = {
  packages: ["global"],
  symbols: {
    "global:D1Database#prepare": runsSql("sqlite", { returns: "global:D1PreparedStatement#" }),
    "global:D1Database#exec": runsSql("sqlite"),
    "global:D1Database#withSession": { returns: "global:D1Database#" },
    "global:SqlStorage#exec": runsSql("node-sqlite"),
    ...members(["global:D1PreparedStatement#"], each(["run", "first", "all", "raw"], harmless)),
    "global:D1PreparedStatement#bind": { returns: "global:D1PreparedStatement#" },
  },
  types: { "global:D1DatabaseSession": "global:D1Database#" },
  fields: { "global:DurableObjectStorage#sql": "global:SqlStorage#" },
};

function callbackQueries(statement: string): Symbols {
  return {
    ...each(["run", "get", "all", "each", "exec"], runsSql("node-sqlite", { property: "sql" })),
    prepare: runsSql("node-sqlite", { property: "sql", returns: statement }),
  };
}
