import { describe, expect, it } from "vitest";
import { bindParameters } from "../../src/rules/fix/bind-parameters";
import type { SqlDialect } from "../../src/taint/models/model";
import { textAfter, type SinkAt } from "./support";

const at = (callee: string, symbol: string, dialect: SqlDialect, more: Partial<SinkAt> = {}): SinkAt => ({ callee, symbol, fix: { kind: "sql", dialect }, ...more });
const pg = at("db.query", "pg.Pool#query", "pg");
const mysql = at("db.query", "mysql2.Connection#query", "mysql");

/** The body of a function after the fix, or the refusal in angle brackets. */
function after(body: string, sink: SinkAt, head = ""): string {
  const open = "async function f(name: string, id: number, other: any) {\n";
  const text = textAfter(bindParameters, `${head}${open}${body}\n}\n`, sink);
  return text.startsWith("<") ? text : text.slice(text.indexOf(open) + open.length, -"\n}\n".length);
}

describe("values are bound in the way of the driver", () => {
  it.each<[string, SinkAt, string, string]>([
    ["pg", pg, "db.query(`SELECT * FROM t WHERE a = '${name}' AND b = ${id}`);", "db.query(`SELECT * FROM t WHERE a = $1 AND b = $2`, [name, id]);"],
    ["pg, added up", pg, `db.query("SELECT * FROM t WHERE a = '" + name + "' AND b = " + id);`, `db.query("SELECT * FROM t WHERE a = $1 AND b = $2", [name, id]);`],
    ["pg, two kinds of literals", pg, "db.query('SELECT * FROM t WHERE b = ' + id + ` AND x = '${name}'`, done);", "db.query('SELECT * FROM t WHERE b = $1' + ` AND x = $2`, [id, name], done);"],
    ["pg, with values", pg, "db.query(`SELECT $1 WHERE a = '${name}'`, [id]);", "db.query(`SELECT $1 WHERE a = $2`, [id, name]);"],
    ["pg, with values in a variable", pg, "db.query(`SELECT $1 WHERE a = '${name}'`, other);", "db.query(`SELECT $1 WHERE a = $2`, [...other, name]);"],
    ["pg, a query object", { ...pg, property: "text" }, "db.query({ text: `SELECT 1 WHERE a = '${name}'` });", "db.query({ text: `SELECT 1 WHERE a = $1`, values: [name] });"],
    ["mysql", mysql, "db.query(`INSERT INTO t (a, b) VALUES ('${name}', ${id})`, done);", "db.query(`INSERT INTO t (a, b) VALUES (?, ?)`, [name, id], done);"],
    ["mysql, a placeholder between", mysql, "db.query(`SELECT 1 WHERE a = '${name}' AND b = ? AND c = ${id}`, [other]);", "db.query(`SELECT 1 WHERE a = ? AND b = ? AND c = ?`, [name, other, id]);"],
    ["mysql, a limit", mysql, 'db.query(`SELECT * FROM t WHERE a = "${name}" LIMIT ${other.n}`);', "db.query(`SELECT * FROM t WHERE a = ? LIMIT ?`, [name, Number(other.n)]);"],
    ["better-sqlite3, chained", at("db.prepare", "better-sqlite3#prepare", "sqlite"), "db.prepare(`SELECT * FROM t WHERE a = '${name}'`).all();", "db.prepare(`SELECT * FROM t WHERE a = ?`).all(name);"],
    ["better-sqlite3, exec", at("db.exec", "better-sqlite3#exec", "sqlite"), "db.exec(`DELETE FROM t WHERE a = '${other}'`);", "db.prepare(`DELETE FROM t WHERE a = ?`).run(String(other));"],
    ["sqlite3", at("db.all", "sqlite3.Database#all", "node-sqlite"), "db.all(`SELECT 1 WHERE a = '${name}'`, (error, rows) => {});", "db.all(`SELECT 1 WHERE a = ?`, [name], (error, rows) => {});"],
    ["libSQL", at("db.execute", "@libsql/client.createClient#execute", "node-sqlite"), "db.execute(`SELECT 1 WHERE a = '${name}'`);", "db.execute({ sql: `SELECT 1 WHERE a = ?`, args: [name] });"],
    ["mssql, a request", at("request.query", "mssql.Request#query", "mssql"), "request.query(`SELECT 1 WHERE a = N'${name}' AND b = ${id}`);", "request.input(\"name\", name).input(\"id\", id).query(`SELECT 1 WHERE a = @name AND b = @id`);"],
    ["mssql, a pool", at("db.query", "mssql.ConnectionPool#query", "mssql"), "db.query(`SELECT 1 WHERE a = '${other.name}'`);", "db.request().input(\"name\", other.name).query(`SELECT 1 WHERE a = @name`);"],
    ["mssql, a name that is taken", at("r.query", "mssql.Request#query", "mssql"), "r.query(`SELECT 1 WHERE a = @name AND b = '${name}'`);", "r.input(\"name2\", name).query(`SELECT 1 WHERE a = @name AND b = @name2`);"],
    ["knex", at("knex.raw", "knex#raw", "knex"), "knex.raw(`SELECT 1 WHERE a = '${name}'`);", "knex.raw(`SELECT 1 WHERE a = ?`, [name]);"],
    ["knex, a condition", at("q.whereRaw", "knex.QueryBuilder#whereRaw", "knex"), "q.whereRaw(`a = '${name}'`);", "q.whereRaw(`a = ?`, [name]);"],
    ["Sequelize", at("s.query", "sequelize.Sequelize#query", "sequelize"), "s.query(`SELECT 1 WHERE a = '${name}'`, { type: 1 });", "s.query(`SELECT 1 WHERE a = :name`, { type: 1, replacements: { name } });"],
    ["Sequelize, with replacements", at("s.query", "sequelize.Sequelize#query", "sequelize"), "s.query(`SELECT :b WHERE a = '${other.x}'`, { replacements: { b: 1 } });", "s.query(`SELECT :b WHERE a = :x`, { replacements: { b: 1, x: other.x } });"],
    ["Prisma", at("p.$queryRawUnsafe", "@prisma/client.PrismaClient#$queryRawUnsafe", "prisma"), "p.$queryRawUnsafe<T[]>(`SELECT 1 WHERE a LIKE '%${name}%'`);", "p.$queryRaw<T[]>`SELECT 1 WHERE a LIKE ${`%${name}%`}`;"],
    ["Prisma, added up", at("p.$executeRawUnsafe", "@prisma/client.PrismaClient#$executeRawUnsafe", "prisma"), `p.$executeRawUnsafe("DELETE FROM t WHERE a = '" + name + "'");`, "p.$executeRaw`DELETE FROM t WHERE a = ${name}`;"],
    ["Drizzle", at("sql.raw", "drizzle-orm.sql.raw", "drizzle"), "db.execute(sql.raw(`SELECT 1 WHERE a = '${name}'`));", "db.execute(sql`SELECT 1 WHERE a = ${name}`);"],
    ["TypeORM's query builder", at("q.where", "typeorm.SelectQueryBuilder#where", "typeorm"), "q.where(`u.name = '${name}'`);", "q.where(`u.name = :name`, { name });"],
  ])("%s", (_, sink, before, expected) => expect(after(before, sink)).toBe(expected));

  it("TypeORM's query, by the database of its data source", () => {
    const head = 'import { DataSource } from "typeorm";\nconst ds = new DataSource({ type: "postgres" });\n';
    expect(after("ds.query(`SELECT 1 WHERE a = '${name}'`);", at("ds.query", "typeorm.DataSource#query", "typeorm"), head)).toBe("ds.query(`SELECT 1 WHERE a = $1`, [name]);");
  });

  it("and leaves a constant where a name stands", () => {
    expect(after("db.query(`SELECT * FROM ${TABLE} WHERE n = ${name}`);", pg, 'const TABLE = "users";\n')).toBe("db.query(`SELECT * FROM ${TABLE} WHERE n = $1`, [name]);");
  });

  it("and takes the doubling of quotes off the value", () => {
    expect(after("db.query('SELECT 1 WHERE a = \\'' + name.replace(/'/g, \"''\") + '\\'');", pg)).toBe("db.query('SELECT 1 WHERE a = $1', [name]);");
  });

  it("and leaves text in a variable there", () => {
    expect(after("const text = `SELECT 1 WHERE a = '${name}'`;\nlog(text);\ndb.query(text);", pg)).toBe("const text = `SELECT 1 WHERE a = $1`;\nlog(text);\ndb.query(text, [name]);");
  });
});

describe("what can't be bound is refused, with the reason", () => {
  it.each<[string, SinkAt, string, string]>([
    ["a table", pg, "db.query(`SELECT * FROM ${name}`);", "a table or a column"],
    ["a column to sort by", pg, "db.query(`SELECT * FROM t ORDER BY ${name}`);", "a table or a column"],
    ["a direction to sort in", pg, "db.query(`SELECT * FROM t ORDER BY a ${name}`);", "a keyword"],
    ["a part of a name", pg, "db.query(`SELECT * FROM t_${name}`);", "a part of a name"],
    ["a list", pg, "db.query(`SELECT * FROM t WHERE a IN (${name})`);", "a list"],
    ["a list in quotes", pg, "db.query(`SELECT * FROM t WHERE a IN ('${other.join(\"','\")}')`);", "a list"],
    ["a condition", pg, "db.query(`SELECT * FROM t WHERE ${name}`);", "a piece of SQL"],
    ["an interval", pg, "db.query(`SELECT now() - INTERVAL '${name} days'`);", "INTERVAL"],
    ["a comment", pg, "db.query(`SELECT 1 -- ${name}`);", "comment"],
    ["the whole query", pg, "db.query(`${name}`);", "The whole query"],
    ["a query from elsewhere", pg, "db.query(name);", "put together elsewhere"],
    ["a statement that takes no parameters", pg, "db.query(`CREATE USER a PASSWORD '${name}'`);", "starts with CREATE"],
    ["several statements", pg, "db.query(`DELETE FROM a; DELETE FROM b WHERE c = '${name}'`);", "several statements"],
    ["a question mark in a text", mysql, "db.query(`SELECT '?' WHERE c = '${name}'`);", "A question mark"],
    ["a driver that is not known", at("db.query", "x", "unknown"), "db.query(`SELECT 1 WHERE a = '${name}'`);", "The driver is not known"],
    ["TypeORM without a data source", at("db.query", "typeorm.DataSource#query", "typeorm"), "db.query(`SELECT 1 WHERE a = '${name}'`);", "Which database"],
    ["sqlite3's exec", at("db.exec", "sqlite3.Database#exec", "node-sqlite"), "db.exec(`DELETE FROM t WHERE a = '${name}'`);", "`exec` takes no parameters"],
    ["a comment in the query", pg, "db.query('SELECT 1 WHERE a = ' + /* why */ id);", "A comment"],
  ])("%s", (_, sink, before, expected) => expect(after(before, sink)).toContain(expected));
});
