import { each, members, runsSql, type Symbols } from "./entries";
import type { LibraryModel } from "./model";

/** Called with a text they run it; as tags (`` sql.query`…` ``) they bind their values. */
const queries: Symbols = { query: runsSql("mssql"), batch: runsSql("mssql") };

/** mssql, for SQL Server. */
export const mssql: LibraryModel = {
  packages: ["mssql", "mssql/msnodesqlv8"],
  sameAs: { "mssql/msnodesqlv8": "mssql" },
  symbols: {
    ...members(["mssql."], queries),
    ...members(["mssql.ConnectionPool#", "mssql.Request#"], queries),
    "mssql.connect": { returns: "mssql.ConnectionPool#" },
    "mssql.ConnectionPool": { returns: "mssql.ConnectionPool#" },
    "mssql.ConnectionPool#connect": { returns: "mssql.ConnectionPool#" },
    "mssql.ConnectionPool#transaction": { returns: "mssql.Transaction#" },
    ...each(["mssql.ConnectionPool#request", "mssql.Transaction#request"], { returns: "mssql.Request#" }),
    "mssql.Transaction": { returns: "mssql.Transaction#" },
    "mssql.Request": { returns: "mssql.Request#" },
    // A procedure's name is sent as a name, not as text to parse.
    "mssql.Request#execute": {},
    "mssql.PreparedStatement": { returns: "mssql.PreparedStatement#" },
    "mssql.PreparedStatement#prepare": runsSql("mssql"),
    "mssql.PreparedStatement#execute": {},
    // These give the request again; what a query gives is data.
    ...members(["mssql.Request#"], { input: { returns: "mssql.Request#" }, replaceInput: { returns: "mssql.Request#" }, output: { returns: "mssql.Request#" }, replaceOutput: { returns: "mssql.Request#" } }),
    ...members(["mssql.PreparedStatement#"], { input: { returns: "mssql.PreparedStatement#" }, output: { returns: "mssql.PreparedStatement#" } }),
  },
};

/** Tedious, the driver below mssql: the request carries the text. */
export const tedious: LibraryModel = {
  packages: ["tedious"],
  symbols: { "tedious.Request": runsSql("unknown", { returns: "tedious.Request#" }), "tedious.Request#addParameter": {} },
};
