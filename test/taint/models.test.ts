import * as childProcess from "node:child_process";
import * as nodeFs from "node:fs";
import { describe, expect, it } from "vitest";
import { type Concept, concepts } from "../../src/taint/concepts";
import { containmentPredicates, libraries, looksLike, shellFlag, shellName, sqlText } from "../../src/taint/models";
import type { SinkModel, SymbolModel } from "../../src/taint/models/model";

const entries = libraries.flatMap((library) => Object.entries(library.symbols).map(([symbol, model]) => ({ library, symbol, model })));
const bySymbol = new Map(entries.map((entry) => [entry.symbol, entry.model]));
const packages = new Set(libraries.flatMap((library) => library.packages));

/** The package that a symbol begins with: the longest that is followed by a dot, a hash, or nothing. */
function packageOf(symbol: string): string | undefined {
  const candidates = [...packages].filter((name) => symbol === name || symbol.startsWith(`${name}.`) || symbol.startsWith(`${name}#`));
  return candidates.sort((a, b) => b.length - a.length)[0];
}

/** Whether something is known of what a symbol stands for: it, or a member of it. */
function isKnown(symbol: string): boolean {
  return packages.has(symbol) || [...bySymbol.keys(), ...libraries.flatMap((library) => Object.keys(library.fields ?? {}))].some((known) => known === symbol || known.startsWith(symbol.endsWith("#") ? symbol : `${symbol}.`));
}

/** Every symbol that one table refers to. */
function references(): readonly { readonly from: string; readonly to: string }[] {
  return libraries.flatMap((library) => [
    ...Object.entries(library.symbols).flatMap(([from, model]) => [
      ...(model.returns === undefined ? [] : [{ from, to: model.returns }]),
      ...(model.hands ?? []).map((handed) => ({ from, to: handed.symbol })),
    ]),
    ...Object.entries(library.types ?? {}).map(([from, to]) => ({ from, to })),
    ...Object.entries(library.fields ?? {}).map(([from, to]) => ({ from, to })),
    ...(library.fluent ?? []).map((to) => ({ from: "fluent", to })),
  ]);
}

describe("The tables of libraries", () => {
  it("name every package once", () => {
    const all = libraries.flatMap((library) => library.packages);
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
  });

  it("say something about every package that they name", () => {
    const silent = libraries.flatMap((library) =>
      library.packages.filter((name) => {
        if (["global", "deno"].includes(name) || library.sameAs?.[name] !== undefined) return false;
        return !Object.keys(library.symbols).some((symbol) => packageOf(symbol) === name);
      }),
    );
    expect(silent).toEqual([]);
  });

  it("name every symbol once", () => {
    const all = entries.map((entry) => entry.symbol);
    expect(all.filter((symbol, index) => all.indexOf(symbol) !== index)).toEqual([]);
  });

  it("write symbols as the model says", () => {
    const wellFormed = /^(?:global:)?@?[\w$./:-]+(?:#[\w$.]*)?$/;
    expect(entries.filter(({ symbol }) => !wellFormed.test(symbol) || /\.\.|[.#]\.|\.#|\.$/.test(symbol)).map((entry) => entry.symbol)).toEqual([]);
  });

  it("keep symbols in the table of their package", () => {
    const strangers = entries.filter(({ library, symbol }) => !symbol.startsWith("global:") && !library.packages.includes(packageOf(symbol) ?? ""));
    expect(strangers.map((entry) => entry.symbol)).toEqual([]);
  });

  it("write no symbol of a package that is read as another one, unless it is an addition to it", () => {
    const aliases = libraries.flatMap((library) => Object.keys(library.sameAs ?? {}));
    const hidden = entries.filter(({ symbol }) => aliases.includes(packageOf(symbol) ?? "") && !symbol.startsWith("fs-extra."));
    expect(hidden.map((entry) => entry.symbol)).toEqual([]);
  });

  it("refer to what is known", () => {
    expect(references().filter(({ to }) => !isKnown(to))).toEqual([]);
    const targets = libraries.flatMap((library) => Object.values(library.sameAs ?? {}));
    expect(targets.filter((target) => !isKnown(target))).toEqual([]);
  });

  it("never follow an alias in a circle", () => {
    const sameAs = new Map(libraries.flatMap((library) => Object.entries(library.sameAs ?? {})));
    for (const start of sameAs.keys()) {
      let at: string | undefined = start;
      for (let steps = 0; at !== undefined; steps += 1, at = sameAs.get(at)) expect(steps, start).toBeLessThan(4);
    }
  });

  it("have valid arguments", () => {
    expect(entries.filter(({ model }) => !(model.sinks ?? []).every(isSound)).map((entry) => entry.symbol)).toEqual([]);
  });

  it("clean and quote only what they pass on", () => {
    const idle = entries.filter(({ model }) => (model.cleans !== undefined || model.quotes === true) && (model.passes ?? []).length === 0);
    expect(idle.map((entry) => entry.symbol)).toEqual([]);
  });
});

function isSound(sink: SinkModel): boolean {
  const isIndex = (value: unknown): boolean => typeof value !== "number" || (Number.isInteger(value) && value >= 0 && value < 8);
  const indexes = [sink.argument, sink.from, sink.onlyIf?.argument, sink.unless?.argument, sink.shellProgram?.program, sink.shellProgram?.list, sink.interpreter?.program, sink.interpreter?.list];
  if (!concepts.includes(sink.concept) || !indexes.every(isIndex)) return false;
  if (sink.orSelf === true && sink.property === undefined) return false;
  if ((sink.argument === "rest") !== (sink.from !== undefined)) return false;
  if (sink.shellProgram !== undefined && sink.shellProgram.list !== sink.argument) return false;
  const kinds: Partial<Record<Concept, string>> = { CommandExecution: "shell", SqlQuery: "sql", FilePath: "path", WeakPathGuard: "guard", CodeExecution: "code", ModuleLoading: "module", QueryText: "query", QueryOperator: "operator", RegularExpression: "pattern", Deserialization: "objects", OutboundRequest: "request", RequestPath: "request", ProgramOption: "arguments" };
  if ((sink.commandLine !== undefined) !== (sink.concept === "ProgramOption")) return false;
  return sink.fix?.kind === kinds[sink.concept];
}

/** The concepts and arguments that a symbol is dangerous for, as short texts. */
function dangers(symbol: string): readonly string[] {
  const model: SymbolModel | undefined = bySymbol.get(symbol);
  return (model?.sinks ?? []).map((sink) => `${sink.concept} ${sink.argument}${sink.property === undefined ? "" : `.${sink.property}`}`);
}

describe("Node's own modules", () => {
  it("have all functions of the file system that take a path", () => {
    // Those that take a descriptor, and helpers without a path.
    const others = /^(?:close|f(?:chmod|chown|datasync|stat|sync|truncate|utimes)|read|readv|write|writev|_toUnixTimestamp|unwatchFile|Dir|Dirent|Stats|Utf8Stream|FileReadStream|FileWriteStream)(?:Sync)?$/;
    const missing = (owner: string, functions: object): readonly string[] =>
      Object.entries(functions)
        .filter(([name, value]) => typeof value === "function" && !others.test(name) && !bySymbol.has(`${owner}.${name}`))
        .map(([name]) => name);
    expect(missing("fs", nodeFs)).toEqual([]);
    expect(missing("fs.promises", nodeFs.promises)).toEqual([]);
  });

  it("take two paths where two are given", () => {
    for (const name of ["rename", "copyFile", "cp", "link", "symlink"]) {
      expect(dangers(`fs.${name}`)).toEqual(["FilePath 0", "FilePath 1"]);
      expect(dangers(`fs.promises.${name}`)).toEqual(["FilePath 0", "FilePath 1"]);
    }
  });

  it("have all functions that start a process", () => {
    const starts = Object.entries(childProcess).filter(([name, value]) => typeof value === "function" && /^(?:exec|spawn|fork)/.test(name));
    expect(starts.map(([name]) => name).filter((name) => !bySymbol.has(`child_process.${name}`))).toEqual([]);
  });

  it("need a shell before a list of arguments is dangerous", () => {
    expect(dangers("child_process.exec")).toEqual(["CommandExecution 0", "CodeExecution 0"]);
    const sinks = bySymbol.get("child_process.spawn")?.sinks ?? [];
    expect(sinks.length).toBeGreaterThan(0);
    expect(sinks.filter(({ concept }) => concept !== "ProgramOption").every((sink) => sink.onlyIf !== undefined || sink.shellProgram !== undefined || sink.interpreter !== undefined)).toBe(true);
  });
});

describe("Safe siblings", () => {
  it("have no sink", () => {
    const safe = ["zx.$", "execa.$", "dax.$", "postgres#", "drizzle-orm.sql", "slonik.sql", "@prisma/client.PrismaClient#$queryRaw", "@prisma/client.Prisma.sql", "kysely.sql", "global:Bun.$"];
    for (const symbol of safe) expect([symbol, bySymbol.has(symbol), dangers(symbol).filter((danger) => !danger.startsWith("ProgramOption"))]).toEqual([symbol, true, []]);
  });
});

describe("Looks", () => {
  it("are told without contradiction", () => {
    const keys = looksLike.map((look) => `${look.method} ${look.concept} ${look.argument} ${look.property ?? ""}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    expect(looksLike.every((look) => concepts.includes(look.concept))).toBe(true);
  });

  it.each([
    "SELECT * FROM users WHERE name = '\uFFFC'",
    "\n      select id\n      from users",
    "SELECT \uFFFC",
    "SELECT count(*) ",
    "INSERT INTO t VALUES (\uFFFC)",
    "insert or replace into t",
    "UPDATE \uFFFC SET a = 1",
    "DELETE FROM t WHERE id = \uFFFC",
    "WITH recent AS (SELECT 1)",
    "-- all of them\nSELECT a FROM b",
    "/* hint */ (SELECT a FROM b)",
    "DROP TABLE IF EXISTS \uFFFC",
    "CREATE UNIQUE INDEX i ON \uFFFC",
    "PRAGMA table_info(\uFFFC)",
    "EXEC sp_help '\uFFFC'",
    "EXPLAIN \uFFFC",
    "EXPLAIN (ANALYZE, FORMAT JSON) SELECT",
    "SHOW TABLES LIKE '\uFFFC'",
    "MATCH (n {name: '\uFFFC'}) RETURN n",
    "COPY t FROM '\uFFFC'",
  ])("read %j as SQL", (text) => expect(sqlText.test(text)).toBe(true));

  it.each([
    "",
    "\uFFFC",
    "git log \uFFFC",
    "Update the page",
    "Create a user named \uFFFC",
    "create role \uFFFC",
    "describe pod \uFFFC",
    "selected",
    "delete \uFFFC",
    "exec run.sh \uFFFC",
    "copy files from \uFFFC",
    "use \uFFFC",
    "query { user(id: \uFFFC) { name } }",
    "/users/\uFFFC",
    "show version",
  ])("do not read %j as SQL", (text) => expect(sqlText.test(text)).toBe(false));

  it("judge a long text in no time", () => {
    const started = performance.now();
    for (const text of ["select ".repeat(60), "(".repeat(400), "grant a, ".repeat(45), "/*".repeat(200), "with a ".repeat(57), "explain analyze ".repeat(25)]) sqlText.test(text);
    expect(performance.now() - started).toBeLessThan(200);
  });

  it("know shells and their flags", () => {
    for (const name of ["sh", "/bin/bash", "C:\\Windows\\System32\\cmd.exe", "pwsh"]) expect(shellName.test(name), name).toBe(true);
    for (const name of ["git", "ssh", "/usr/bin/push", "bash-completion"]) expect(shellName.test(name), name).toBe(false);
    for (const flag of ["-c", "-lc", "/c", "/C", "-Command"]) expect(shellFlag.test(flag), flag).toBe(true);
    for (const flag of ["-C", "-l", "--count", "/data", "-desc"]) expect(shellFlag.test(flag), flag).toBe(false);
  });
});

describe("Containment", () => {
  it("is told of packages that are not tables of their own", () => {
    for (const { symbol, child, parent } of containmentPredicates) {
      expect(packages.has(symbol)).toBe(false);
      expect(child).not.toBe(parent);
    }
  });
});
