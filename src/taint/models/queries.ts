import { each, harmless, members, type Symbols } from "./entries";
import type { LibraryModel, SinkFixModel, SinkModel, SymbolModel } from "./model";

type Language = Extract<SinkFixModel, { kind: "query" }>["language"];

function textAt(called: string, language: Language, argument: number, property?: string): SinkModel {
  const sink: SinkModel = { concept: "QueryText", argument, fix: { kind: "query", language, called } };
  const part: SinkModel = language === "search" ? { ...sink, embedded: true } : sink;
  return property === undefined ? part : { ...part, property };
}

/** A language that changes data or runs code: whatever reaches the text is told. */
function runs(called: string, language: "graph" | "code", argument = 0): SymbolModel {
  return { sinks: [textAt(called, language, argument)] };
}

/** A language that looks data up: what its user asks is the user's own, what is pasted into the server's question is not. */
function searches(called: string, argument = 0, property?: string): SymbolModel {
  return { sinks: [textAt(called, "search", argument, property)] };
}

const aql = runs("an AQL query", "graph");
const gremlin = runs("a Gremlin query", "graph");
const lua = runs("a Lua script of Redis", "code");
const sparql = (argument: number): SymbolModel => runs("a SPARQL query", "graph", argument);

/** Databases whose languages are not SQL. */
export const graphDatabases: LibraryModel = {
  packages: ["gremlin", "fetch-sparql-endpoint", "sparql-http-client", "dgraph-js", "arangojs", "surrealdb", "redis", "ioredis"],
  symbols: {
    "gremlin.driver.Client": { returns: "gremlin.driver.Client#" },
    "gremlin.driver.Client#submit": gremlin,
    "fetch-sparql-endpoint.SparqlEndpointFetcher": { returns: "fetch-sparql-endpoint.SparqlEndpointFetcher#" },
    ...members(["fetch-sparql-endpoint.SparqlEndpointFetcher#"], each(["fetchBindings", "fetchAsk", "fetchTriples", "fetchUpdate"], sparql(1))),
    "sparql-http-client": { returns: "sparql-http-client#" },
    ...members(["sparql-http-client.Query#"], each(["select", "ask", "construct", "update"], sparql(0))),
    "dgraph-js.DgraphClient": { returns: "dgraph-js.DgraphClient#" },
    "dgraph-js.DgraphClient#newTxn": { returns: "dgraph-js.Txn#" },
    ...members(["dgraph-js.Txn#"], { query: runs("a DQL query", "graph"), queryWithVars: runs("a DQL query", "graph") }),
    "arangojs.Database": { returns: "arangojs.Database#" },
    "arangojs.Database#query": aql,
    "arangojs.aql": harmless,
    "surrealdb.Surreal": { returns: "surrealdb.Surreal#" },
    "surrealdb.Surreal#query": runs("a SurrealQL query", "graph"),
    "redis.createClient": { returns: "redis.Client#" },
    "redis.Client#eval": lua,
    ...each(["ioredis", "ioredis.Redis"], { returns: "ioredis.Redis#" }),
    "ioredis.Redis#eval": lua,
  },
  fields: { "sparql-http-client#query": "sparql-http-client.Query#" },
  types: { ioredis: "ioredis.Redis#", "redis.RedisClientType": "redis.Client#" },
};

const dql = searches("a DQL query", 0, "body.query");
const kql = searches("a KQL query", 1);
const flux = searches("a Flux query");
const promql = searches("a PromQL query");

/** Stores of measurements and logs. */
export const observability: LibraryModel = {
  packages: ["@influxdata/influxdb-client", "influx", "prometheus-query", "@azure/monitor-query", "azure-kusto-data", "@aws-sdk/client-cloudwatch-logs", "@dynatrace-sdk/client-query"],
  symbols: {
    "@influxdata/influxdb-client.InfluxDB": { returns: "@influxdata/influxdb-client.InfluxDB#" },
    "@influxdata/influxdb-client.InfluxDB#getQueryApi": { returns: "@influxdata/influxdb-client.QueryApi#" },
    ...members(["@influxdata/influxdb-client.QueryApi#"], each(["queryRows", "collectRows", "queryRaw", "iterateRows", "queryLines", "collectLines", "iterateLines"], flux)),
    // The tag and its helper write values as literals.
    ...each(["@influxdata/influxdb-client.flux", "@influxdata/influxdb-client.fluxString"], harmless),
    "influx.InfluxDB": { returns: "influx.InfluxDB#" },
    ...members(["influx.InfluxDB#"], each(["query", "queryRaw"], searches("an InfluxQL query"))),
    "prometheus-query.PrometheusDriver": { returns: "prometheus-query.PrometheusDriver#" },
    ...members(["prometheus-query.PrometheusDriver#"], each(["instantQuery", "rangeQuery"], promql)),
    "@azure/monitor-query.LogsQueryClient": { returns: "@azure/monitor-query.LogsQueryClient#" },
    ...members(["@azure/monitor-query.LogsQueryClient#"], each(["queryWorkspace", "queryResource"], kql)),
    "azure-kusto-data.Client": { returns: "azure-kusto-data.Client#" },
    ...members(["azure-kusto-data.Client#"], each(["execute", "executeQuery", "executeMgmt"], kql)),
    "@aws-sdk/client-cloudwatch-logs.StartQueryCommand": searches("a query of CloudWatch Logs", 0, "queryString"),
    "@dynatrace-sdk/client-query.QueryExecutionClient": { returns: "@dynatrace-sdk/client-query.QueryExecutionClient#" },
    "@dynatrace-sdk/client-query.QueryExecutionClient#queryExecute": dql,
  },
};

const soql = searches("a SOQL query");
const driveFiles: Symbols = { list: searches("a search of Google Drive", 0, "q") };

/** Services that are searched by texts. */
export const searchServices: LibraryModel = {
  packages: ["jsforce", "googleapis", "@googleapis/drive", "@microsoft/microsoft-graph-client", "jira.js", "jira-client", "@supabase/supabase-js", "@azure/cosmos"],
  symbols: {
    "jsforce.Connection": { returns: "jsforce.Connection#" },
    ...members(["jsforce.Connection#"], each(["query", "queryAll", "search"], soql)),
    ...each(["googleapis.google.drive", "@googleapis/drive.drive"], { returns: "googleapis.Drive#" }),
    ...members(["googleapis.DriveFiles#"], driveFiles),
    ...members(["@microsoft/microsoft-graph-client.Client."], each(["init", "initWithMiddleware"], { returns: "@microsoft/microsoft-graph-client.Client#" })),
    "@microsoft/microsoft-graph-client.Client#api": { returns: "@microsoft/microsoft-graph-client.Request#" },
    "@microsoft/microsoft-graph-client.Request#filter": { ...searches("an OData filter"), returns: "@microsoft/microsoft-graph-client.Request#" },
    ...each(["jira.js.Version2Client", "jira.js.Version3Client"], { returns: "jira.js.Client#" }),
    ...members(["jira.js.IssueSearch#"], each(["searchForIssuesUsingJql", "searchForIssuesUsingJqlPost", "searchForIssuesUsingJqlEnhancedSearch"], searches("a JQL query", 0, "jql"))),
    "jira-client": { returns: "jira-client#" },
    "jira-client#searchJira": searches("a JQL query"),
    "@supabase/supabase-js.createClient": { returns: "@supabase/supabase-js.Client#" },
    ...each(["@supabase/supabase-js.Client#from", "@supabase/supabase-js.Client#rpc"], { returns: "@supabase/supabase-js.Builder#" }),
    "@supabase/supabase-js.Builder#or": { ...searches("a filter of PostgREST"), returns: "@supabase/supabase-js.Builder#" },
    "@azure/cosmos.CosmosClient": { returns: "@azure/cosmos.CosmosClient#" },
    "@azure/cosmos.CosmosClient#database": { returns: "@azure/cosmos.Database#" },
    "@azure/cosmos.Database#container": { returns: "@azure/cosmos.Container#" },
    "@azure/cosmos.Items#query": { sinks: [{ ...textAt("a query of Cosmos DB", "search", 0, "query"), orSelf: true }] },
  },
  fields: {
    "googleapis.Drive#files": "googleapis.DriveFiles#",
    "jira.js.Client#issueSearch": "jira.js.IssueSearch#",
    "@azure/cosmos.Container#items": "@azure/cosmos.Items#",
  },
  types: {
    "googleapis.drive_v3.Drive": "googleapis.Drive#",
    "@supabase/supabase-js.SupabaseClient": "@supabase/supabase-js.Client#",
    "jsforce.Connection": "jsforce.Connection#",
    "@azure/cosmos.Container": "@azure/cosmos.Container#",
    "@microsoft/microsoft-graph-client.Client": "@microsoft/microsoft-graph-client.Client#",
  },
  fluent: ["@supabase/supabase-js.Builder#", "@microsoft/microsoft-graph-client.Request#"],
};

const xpath = searches("an XPath expression");

/** Filters of directories, and expressions that walk documents. */
export const filters: LibraryModel = {
  packages: ["ldapjs", "ldapts", "ldap-escape", "xpath"],
  symbols: {
    "ldapjs.createClient": { returns: "ldapts.Client#" },
    "ldapts.Client": { returns: "ldapts.Client#" },
    "ldapts.Client#search": searches("an LDAP filter", 1, "filter"),
    ...each(["ldap-escape.filter", "ldap-escape.dn"], harmless),
    ...each(["xpath.select", "xpath.select1", "xpath.evaluate"], xpath),
  },
};
