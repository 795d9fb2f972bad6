import { browsers } from "./browsers";
import { childProcess } from "./child-process";
import { codeRunners, macScripts, sandboxes, templateEngines } from "./code";
import { crossSpawn } from "./cross-spawn";
import { deserializers } from "./deserialization";
import { archives, documents, mail, media } from "./documents";
import { drizzle } from "./drizzle";
import { execa } from "./execa";
import { fileHelpers, sentFiles } from "./files";
import { fs } from "./fs";
import { fsExtra } from "./fs-extra";
import { glob } from "./glob";
import { graphql } from "./graphql";
import { knex, kysely, objection } from "./knex";
import type { LibraryModel } from "./model";
import { mcp } from "./mcp";
import { mongodb } from "./mongodb";
import { mssql, tedious } from "./mssql";
import { mysql, planetscale, sqlstring } from "./mysql";
import { containers, execWrappers, ssh, terminals } from "./other-shells";
import { fileNames, lodash, otherEscaping, shellQuoting } from "./passthrough";
import { patterns } from "./patterns";
import { pg, pgFormat, pglite, pgPromise, postgres, taggedSql } from "./pg";
import { prisma } from "./prisma";
import { filters, graphDatabases, observability, searchServices } from "./queries";
import { bun, deno, processExits } from "./runtimes";
import { axios, fetch, gitHub, nodeNetwork, olderClients, requestClients, requestGuards, sockets, undici } from "./requests";
import { schemaChecks } from "./schemas";
import { sequelize } from "./sequelize";
import { shelljs } from "./shelljs";
import { simpleGit } from "./simple-git";
import { betterSqlite, bunSqlite, cloudflare, libsqlClient, nodeSqlite, sqlite3, sqlJs } from "./sqlite";
import { typeorm } from "./typeorm";
import { bigQuery, cassandra, clickHouse, duckDb, neo4j, oracle, snowflake } from "./warehouses";
import { dax, zx } from "./zx";

export { containmentPredicates, type ContainmentPredicate } from "./containment";
export { browserName, codeFlagOf, codeFlags, graphqlText, looksLike, shellFlag, shellName, sqlText, type LookalikeModel } from "./looks-like";
export { stateSymbol } from "./mcp";
export { programs, type ProgramModel } from "./programs";
export type { PathAccess } from "./entries";
export { programFiles, type ProgramFiles } from "./program-files";

/** All tables of library knowledge. No symbol stands in two of them. */
export const libraries: readonly LibraryModel[] = [
  mcp,
  ...[childProcess, execa, crossSpawn, shelljs, zx, dax, execWrappers, simpleGit, ssh, containers, terminals],
  ...[pg, pgPromise, postgres, pglite, taggedSql, pgFormat, mysql, sqlstring, planetscale, mssql, tedious],
  ...[betterSqlite, nodeSqlite, bunSqlite, sqlite3, libsqlClient, sqlJs, cloudflare],
  ...[knex, objection, kysely, sequelize, prisma, typeorm, drizzle],
  ...[snowflake, bigQuery, clickHouse, duckDb, oracle, neo4j, cassandra],
  ...[fs, fsExtra, glob, sentFiles, fileHelpers, documents, media, archives, mail],
  ...[codeRunners, macScripts, sandboxes, templateEngines, browsers, patterns, deserializers],
  ...[mongodb, graphql, graphDatabases, observability, searchServices, filters],
  ...[fetch, undici, axios, requestClients, olderClients, nodeNetwork, sockets, gitHub, requestGuards],
  ...[bun, deno, processExits, lodash, shellQuoting, fileNames, otherEscaping, schemaChecks],
];
