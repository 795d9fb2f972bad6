import { each, members, runsSql } from "./entries";
import type { LibraryModel, SinkModel } from "./model";

/** A text that lies in a property of the first argument, and nowhere else. */
function textIn(property: string): SinkModel {
  return { concept: "SqlQuery", argument: 0, property, fix: { kind: "sql", dialect: "unknown" } };
}

/** Snowflake. */
export const snowflake: LibraryModel = {
  packages: ["snowflake-sdk"],
  symbols: {
    ...each(["snowflake-sdk.createConnection"], { returns: "snowflake-sdk.Connection#" }),
    "snowflake-sdk.createPool": { returns: "snowflake-sdk.Pool#" },
    "snowflake-sdk.Pool#use": { hands: [{ callback: 0, parameter: 0, symbol: "snowflake-sdk.Connection#" }] },
    "snowflake-sdk.Pool#acquire": { returns: "snowflake-sdk.Connection#" },
    "snowflake-sdk.Connection#execute": { sinks: [textIn("sqlText")] },
  },
};

const bigQueryText = runsSql("unknown", { property: "query" });

/** BigQuery. */
export const bigQuery: LibraryModel = {
  packages: ["@google-cloud/bigquery"],
  symbols: {
    "@google-cloud/bigquery.BigQuery": { returns: "@google-cloud/bigquery.BigQuery#" },
    "@google-cloud/bigquery.BigQuery#dataset": { returns: "@google-cloud/bigquery.Dataset#" },
    "@google-cloud/bigquery.Dataset#table": { returns: "@google-cloud/bigquery.Table#" },
    ...members(["@google-cloud/bigquery.BigQuery#", "@google-cloud/bigquery.Dataset#", "@google-cloud/bigquery.Table#"], {
      ...each(["query", "createQueryJob", "createQueryStream"], bigQueryText),
    }),
  },
};

/** ClickHouse. `insert` takes rows and no text. */
export const clickHouse: LibraryModel = {
  packages: ["@clickhouse/client", "@clickhouse/client-web"],
  sameAs: { "@clickhouse/client-web": "@clickhouse/client" },
  symbols: {
    "@clickhouse/client.createClient": { returns: "@clickhouse/client.ClickHouseClient#" },
    ...members(["@clickhouse/client.ClickHouseClient#"], each(["query", "command", "exec"], { sinks: [textIn("query")] })),
  },
  types: { "@clickhouse/client.NodeClickHouseClient": "@clickhouse/client.ClickHouseClient#" },
};

/** Every one of them takes the text first and the values after it. */
const duckDbRuns = [
  "run", "runAndRead", "runAndReadAll", "runAndReadUntil", "stream", "streamAndRead", "streamAndReadAll", "streamAndReadUntil", "start", "startThenRead",
  "startThenReadAll", "startThenReadUntil", "startStream", "startStreamThenRead", "startStreamThenReadAll", "startStreamThenReadUntil", "prepare",
  "extractStatements",
];

/** DuckDB, in its present and its former binding. */
export const duckDb: LibraryModel = {
  packages: ["@duckdb/node-api", "duckdb", "duckdb-async"],
  sameAs: { "duckdb-async": "duckdb" },
  symbols: {
    "@duckdb/node-api.DuckDBInstance.create": { returns: "@duckdb/node-api.DuckDBInstance#" },
    "@duckdb/node-api.DuckDBInstance.fromCache": { returns: "@duckdb/node-api.DuckDBInstance#" },
    "@duckdb/node-api.DuckDBInstance#connect": { returns: "@duckdb/node-api.DuckDBConnection#" },
    "@duckdb/node-api.DuckDBConnection.create": { returns: "@duckdb/node-api.DuckDBConnection#" },
    ...members(["@duckdb/node-api.DuckDBConnection#"], each(duckDbRuns, runsSql("unknown"))),
    "duckdb.Database": { returns: "duckdb.Database#" },
    "duckdb.Database.create": { returns: "duckdb.Database#" },
    "duckdb.Database#connect": { returns: "duckdb.Connection#" },
    ...members(
      ["duckdb.Database#", "duckdb.Connection#"],
      each(["all", "run", "exec", "each", "prepare", "stream", "arrowIPCAll", "arrowIPCStream"], runsSql("unknown")),
    ),
  },
};

/** Oracle. */
export const oracle: LibraryModel = {
  packages: ["oracledb"],
  symbols: {
    "oracledb.getConnection": { returns: "oracledb.Connection#", hands: [{ callback: "last", parameter: 1, symbol: "oracledb.Connection#" }] },
    "oracledb.createPool": { returns: "oracledb.Pool#" },
    "oracledb.getPool": { returns: "oracledb.Pool#" },
    "oracledb.Pool#getConnection": { returns: "oracledb.Connection#", hands: [{ callback: "last", parameter: 1, symbol: "oracledb.Connection#" }] },
    "oracledb.Connection#execute": runsSql("unknown", { property: "statement" }),
    ...members(["oracledb.Connection#"], each(["executeMany", "queryStream", "getStatementInfo"], runsSql("unknown"))),
  },
};

const runsCypher = runsSql("unknown", { property: "text" });
const cypherTransaction = each(["executeRead", "executeWrite", "readTransaction", "writeTransaction"], {
  hands: [{ callback: 0, parameter: 0, symbol: "neo4j-driver.Transaction#" }],
});

/** Neo4j, whose query language is not SQL and is parsed all the same. */
export const neo4j: LibraryModel = {
  packages: ["neo4j-driver", "neo4j-driver-lite"],
  sameAs: { "neo4j-driver-lite": "neo4j-driver" },
  symbols: {
    "neo4j-driver.driver": { returns: "neo4j-driver.Driver#" },
    "neo4j-driver.Driver#session": { returns: "neo4j-driver.Session#" },
    "neo4j-driver.Driver#executeQuery": runsCypher,
    ...members(["neo4j-driver.Session#", "neo4j-driver.Transaction#"], { run: runsCypher }),
    ...members(["neo4j-driver.Session#"], cypherTransaction),
    "neo4j-driver.Session#beginTransaction": { returns: "neo4j-driver.Transaction#" },
  },
  types: { "neo4j-driver.ManagedTransaction": "neo4j-driver.Transaction#" },
};

/** Cassandra. */
export const cassandra: LibraryModel = {
  packages: ["cassandra-driver"],
  symbols: {
    "cassandra-driver.Client": { returns: "cassandra-driver.Client#" },
    ...members(["cassandra-driver.Client#"], each(["execute", "eachRow", "stream"], runsSql("unknown"))),
    "cassandra-driver.Client#batch": {
      sinks: [{ concept: "SqlQuery", argument: 0, property: "query", orSelf: true, elements: true, fix: { kind: "sql", dialect: "unknown" } }],
    },
  },
};
