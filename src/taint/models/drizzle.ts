import { each, harmless, members, runsSql } from "./entries";
import type { LibraryModel } from "./model";

/** The entry points that give a database, one for each driver. */
const drivers = [
  "node-postgres", "postgres-js", "neon-http", "neon-serverless", "vercel-postgres", "pglite", "mysql2", "planetscale-serverless", "better-sqlite3",
  "libsql", "libsql/web", "bun-sqlite", "bun-sql", "d1", "durable-sqlite", "sql-js", "xata-http", "aws-data-api/pg", "tidb-serverless", "pg-proxy", "sqlite-proxy",
  "mysql-proxy",
].map((driver) => `drizzle-orm/${driver}`);

const database = "drizzle-orm.Database#";

/** Drizzle: the tag binds, `sql.raw` does not, and neither does a bare text given to `execute` and its like. */
export const drizzle: LibraryModel = {
  packages: ["drizzle-orm", "drizzle-orm/sql", ...drivers],
  sameAs: { "drizzle-orm/sql": "drizzle-orm" },
  symbols: {
    "drizzle-orm.sql": harmless,
    "drizzle-orm.sql.raw": runsSql("drizzle"),
    ...members(["drizzle-orm.sql."], each(["join", "empty", "fromList", "identifier", "placeholder", "param"], harmless)),
    ...each(drivers.map((driver) => `${driver}.drizzle`), { returns: database }),
    ...members([database], {
      ...each(["execute", "run", "all", "get", "values"], runsSql("drizzle")),
      transaction: { hands: [{ callback: 0, parameter: 0, symbol: database }] },
    }),
  },
};
