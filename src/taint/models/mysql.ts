import { each, escapesSql, members, runsSql, type Symbols } from "./entries";
import type { LibraryModel } from "./model";

const queries: Symbols = {
  query: runsSql("mysql", { property: "sql" }),
  execute: runsSql("mysql", { property: "sql" }),
  queryStream: runsSql("mysql", { property: "sql" }),
  batch: runsSql("mysql", { property: "sql" }),
  prepare: runsSql("mysql", { property: "sql", returns: "mysql.Prepared#" }),
  escape: escapesSql,
  escapeId: escapesSql,
  // Inserts its values escaped; the text that they are inserted into is as it was.
  format: { passes: [0] },
};

/** mysql, mysql2 (with callbacks and promises) and mariadb, whose interfaces agree in what is dangerous. */
export const mysql: LibraryModel = {
  packages: ["mysql", "mysql2", "mysql2/promise", "promise-mysql", "mariadb", "mariadb/callback"],
  sameAs: { mysql2: "mysql", "mysql2/promise": "mysql", "promise-mysql": "mysql", mariadb: "mysql", "mariadb/callback": "mysql" },
  symbols: {
    "mysql.createConnection": { returns: "mysql.Connection#" },
    "mysql.createPool": { returns: "mysql.Pool#" },
    "mysql.createPoolCluster": { returns: "mysql.PoolCluster#" },
    ...members(["mysql.Connection#", "mysql.Pool#", "mysql.PoolConnection#"], queries),
    ...each(["mysql.Pool#getConnection", "mysql.PoolCluster#getConnection"], {
      returns: "mysql.PoolConnection#",
      hands: [{ callback: "last", parameter: 1, symbol: "mysql.PoolConnection#" }],
    }),
    "mysql.PoolCluster#of": { returns: "mysql.Pool#" },
    "mysql.Connection#promise": { returns: "mysql.Connection#" },
    "mysql.PoolConnection#promise": { returns: "mysql.PoolConnection#" },
    "mysql.Pool#promise": { returns: "mysql.Pool#" },
    "mysql.Prepared#execute": {},
    "mysql.escape": escapesSql,
    "mysql.escapeId": escapesSql,
    "mysql.format": { passes: [0] },
    "mysql.raw": { passes: [0] },
  },
};

/** The escaping that mysql and mysql2 are built on, used alone. */
export const sqlstring: LibraryModel = {
  packages: ["sqlstring", "sql-escaper"],
  symbols: Object.fromEntries(
    ["sqlstring", "sql-escaper"].flatMap((name) => [
      [`${name}.escape`, escapesSql],
      [`${name}.escapeId`, escapesSql],
      [`${name}.format`, { passes: [0] }],
      [`${name}.raw`, { passes: [0] }],
    ]),
  ),
};

/** PlanetScale's driver over HTTP. */
export const planetscale: LibraryModel = {
  packages: ["@planetscale/database"],
  symbols: {
    "@planetscale/database.connect": { returns: "@planetscale/database.Connection#" },
    "@planetscale/database.Client": { returns: "@planetscale/database.Client#" },
    ...members(["@planetscale/database.Connection#", "@planetscale/database.Client#", "@planetscale/database.Transaction#"], { execute: runsSql("mysql") }),
    ...each(["@planetscale/database.Connection#transaction", "@planetscale/database.Client#transaction"], {
      hands: [{ callback: 0, parameter: 0, symbol: "@planetscale/database.Transaction#" }],
    }),
    "@planetscale/database.Client#connection": { returns: "@planetscale/database.Connection#" },
    "@planetscale/database.format": { passes: [0] },
  },
};
