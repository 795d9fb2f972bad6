import { each, members, runsSql } from "./entries";
import type { LibraryModel, SymbolModel } from "./model";

const raw = runsSql("knex");
const addsRaw = runsSql("knex", { returns: "knex.QueryBuilder#" });
const builds: SymbolModel = { returns: "knex.QueryBuilder#" };

/** Methods by which a query is begun on the connection itself. */
const beginnings = [
  "select", "columns", "column", "from", "into", "table", "queryBuilder", "with", "withRecursive", "where", "whereIn", "insert", "update", "delete", "del",
  "join", "leftJoin", "innerJoin", "union", "unionAll", "count", "min", "max", "sum", "avg", "distinct", "first", "pluck", "as", "withSchema",
];

/** Methods that take a text as it is. */
const rawMethods = [
  "whereRaw", "orWhereRaw", "andWhereRaw", "havingRaw", "orHavingRaw", "orderByRaw", "groupByRaw", "joinRaw", "fromRaw", "withRaw", "raw",
];

/** knex: `knex(config)` is a connection that is called with a table's name; objects, lists and values are bound, raw texts are not. */
export const knex: LibraryModel = {
  packages: ["knex"],
  symbols: {
    knex: { returns: "knex#" },
    "knex.knex": { returns: "knex#" },
    "knex.default": { returns: "knex#" },
    "knex#": builds,
    ...members(["knex#"], each(beginnings, builds)),
    ...members(["knex#", "knex.QueryBuilder#"], each(rawMethods, addsRaw)),
    "knex#raw": raw,
    // The first argument names the expression, the second is its text.
    ...each(["knex#withRaw", "knex.QueryBuilder#withRaw"], runsSql("knex", { argument: 1, returns: "knex.QueryBuilder#" })),
    "knex.SchemaBuilder#raw": runsSql("knex", { returns: "knex.SchemaBuilder#" }),
    ...each(["knex#transaction", "knex#savepoint"], { returns: "knex#", hands: [{ callback: 0, parameter: 0, symbol: "knex#" }] }),
    "knex#transacting": { returns: "knex#" },
  },
  fields: { "knex#schema": "knex.SchemaBuilder#" },
  fluent: ["knex.QueryBuilder#", "knex.SchemaBuilder#"],
  types: {
    "knex.Knex": "knex#",
    "knex.Knex.Transaction": "knex#",
    "knex.Knex.QueryBuilder": "knex.QueryBuilder#",
    "knex.Knex.SchemaBuilder": "knex.SchemaBuilder#",
  },
};

/** Objection, whose models are built on knex. */
export const objection: LibraryModel = {
  packages: ["objection"],
  symbols: {
    "objection.raw": runsSql("knex"),
    ...members(["objection.QueryBuilder#"], each(rawMethods, runsSql("knex", { returns: "objection.QueryBuilder#" }))),
    "objection.Model.query": { returns: "objection.QueryBuilder#" },
    "objection.Model.raw": runsSql("knex"),
    "objection.Model.knex": { returns: "knex#" },
  },
  fluent: ["objection.QueryBuilder#"],
};

/** Kysely: everything but `raw` is bound or quoted. */
export const kysely: LibraryModel = {
  packages: ["kysely"],
  symbols: {
    "kysely.sql": {},
    "kysely.sql.raw": runsSql("unknown"),
    "kysely.CompiledQuery.raw": runsSql("unknown"),
    ...each(["kysely.sql.val", "kysely.sql.ref", "kysely.sql.table", "kysely.sql.id", "kysely.sql.join"], {}),
  },
};
