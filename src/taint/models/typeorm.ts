import { each, harmless, members, runsSql, sqlText } from "./entries";
import type { LibraryModel, SymbolModel } from "./model";

const builder = "typeorm.SelectQueryBuilder#";
const owners = ["typeorm.DataSource#", "typeorm.EntityManager#", "typeorm.Repository#", "typeorm.QueryRunner#"];

/** Methods of a query builder whose first argument is a text; objects and functions given in its place are bound. */
const textMethods = [
  "select", "addSelect", "where", "andWhere", "orWhere", "having", "andHaving", "orHaving", "groupBy", "addGroupBy", "orderBy", "addOrderBy",
  "returning", "output",
];

/** Joins, whose condition comes after the property and the alias. */
const joins = ["innerJoin", "leftJoin", "innerJoinAndSelect", "leftJoinAndSelect"];

/** Joins that are first told where to put the result. */
const mappedJoins = ["innerJoinAndMapMany", "innerJoinAndMapOne", "leftJoinAndMapMany", "leftJoinAndMapOne"];

const parsesText: SymbolModel = runsSql("typeorm", { returns: builder });

const beginsTransaction: SymbolModel = { hands: [{ callback: "last", parameter: 0, symbol: "typeorm.EntityManager#" }] };

/** TypeORM: `query` and the texts of query builders. */
export const typeorm: LibraryModel = {
  packages: ["typeorm"],
  symbols: {
    ...each(["typeorm.DataSource", "typeorm.createConnection", "typeorm.getConnection"], { returns: "typeorm.DataSource#" }),
    "typeorm.getManager": { returns: "typeorm.EntityManager#" },
    ...members(["typeorm."], each(["getRepository", "getTreeRepository", "getCustomRepository"], { returns: "typeorm.Repository#" })),
    "typeorm.DataSource#initialize": { returns: "typeorm.DataSource#" },
    ...members(owners, { query: runsSql("typeorm"), sql: harmless }),
    "typeorm.QueryRunner#stream": runsSql("typeorm"),
    ...members(["typeorm.DataSource#", "typeorm.EntityManager#", "typeorm.Repository#", "typeorm."], { createQueryBuilder: { returns: builder } }),
    ...members(["typeorm.DataSource#", "typeorm.EntityManager#"], {
      ...each(["getRepository", "getTreeRepository", "getCustomRepository", "withRepository"], { returns: "typeorm.Repository#" }),
      transaction: beginsTransaction,
    }),
    "typeorm.DataSource#createQueryRunner": { returns: "typeorm.QueryRunner#" },
    "typeorm.Repository#extend": { returns: "typeorm.Repository#" },
    ...members([builder], {
      ...each(textMethods, parsesText),
      ...each(joins, { sinks: [sqlText("typeorm", 0), sqlText("typeorm", 2)], returns: builder }),
      ...each(mappedJoins, { sinks: [sqlText("typeorm", 1), sqlText("typeorm", 3)], returns: builder }),
      ...each(["getMany", "getOne", "getOneOrFail", "getManyAndCount", "getRawMany", "getRawOne", "getCount", "execute", "getQuery", "getSql"], harmless),
    }),
    "typeorm.Brackets": { hands: [{ callback: 0, parameter: 0, symbol: builder }] },
    "typeorm.NotBrackets": { hands: [{ callback: 0, parameter: 0, symbol: builder }] },
    // The text that a find operator puts into the condition as it is; a function there is given the column's alias.
    "typeorm.Raw": runsSql("typeorm"),
  },
  fields: {
    "typeorm.DataSource#manager": "typeorm.EntityManager#",
    "typeorm.QueryRunner#manager": "typeorm.EntityManager#",
    "typeorm.Repository#manager": "typeorm.EntityManager#",
    "typeorm.EntityManager#connection": "typeorm.DataSource#",
    "typeorm.EntityManager#dataSource": "typeorm.DataSource#",
    "typeorm.EntityManager#queryRunner": "typeorm.QueryRunner#",
    "typeorm.Repository#queryRunner": "typeorm.QueryRunner#",
    "typeorm.QueryRunner#connection": "typeorm.DataSource#",
    "typeorm.QueryRunner#dataSource": "typeorm.DataSource#",
  },
  fluent: [builder],
  types: {
    "typeorm.Connection": "typeorm.DataSource#",
    "typeorm.TreeRepository": "typeorm.Repository#",
    "typeorm.MongoRepository": "typeorm.Repository#",
    "typeorm.QueryBuilder": builder,
    "typeorm.UpdateQueryBuilder": builder,
    "typeorm.DeleteQueryBuilder": builder,
    "typeorm.InsertQueryBuilder": builder,
    "typeorm.WhereExpressionBuilder": builder,
  },
};
