import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { importProblem, layers } from "./layers";
import { filesIn, read } from "./repository";
import { importsOf } from "./source";

// Every file is parsed; a busy machine may take its time.
describe("imports go downwards only", { timeout: 60_000 }, () => {
  it("in src/", () => {
    const problems = filesIn("src", ".ts", ".tsx").flatMap((path) =>
      importsOf(path, read(path)).flatMap((each) => {
        const file = path.slice("src/".length);
        const isLocal = each.specifier.startsWith(".");
        const specifier = isLocal ? posix.normalize(posix.join(posix.dirname(file), each.specifier)) : each.specifier;
        const problem = importProblem(file, specifier, { isLocal, typeOnly: each.typeOnly });
        return problem === undefined ? [] : [`${path}:${each.line}: ${problem}`];
      }),
    );
    expect(problems).toEqual([]);
  });

  it("and the table has no circle", () => {
    const reaches = (from: string, to: string, seen: ReadonlySet<string>): boolean =>
      (layers[from]?.imports ?? []).some((next) => next === to || (!seen.has(next) && reaches(next, to, new Set([...seen, next]))));
    expect(Object.keys(layers).filter((name) => reaches(name, name, new Set()))).toEqual([]);
  });

  it("and the table stands in docs/architecture.md", () => {
    const doc = read("docs/architecture.md");
    const missing = Object.entries(layers).flatMap(([name, law]) => {
      const row = doc.split("\n").find((line) => line.startsWith(`| \`${name}\` |`));
      if (row === undefined) return [`The layer ${name} has no row in the table of docs/architecture.md.`];
      return [...law.imports, ...law.types, ...law.outside].filter((each) => !row.includes(each)).map((each) => `The row of ${name} in docs/architecture.md does not name ${each}.`);
    });
    expect(missing).toEqual([]);
  });
});

// They install what is missing: on a new machine there is nothing to import yet when they start.
describe("the README's two commands start without packages", () => {
  const packagesReachedFrom = (path: string, seen: Set<string>): string[] => {
    if (seen.has(path)) return [];
    seen.add(path);
    return importsOf(path, read(path))
      .filter(({ typeOnly, lazy }) => !typeOnly && !lazy)
      .flatMap(({ specifier, line }) => {
        if (specifier.startsWith(".")) return packagesReachedFrom(posix.join(posix.dirname(path), specifier), seen);
        return specifier.startsWith("node:") ? [] : [`${path}:${line}: import "${specifier}" where it is used, after it was installed`];
      });
  };

  it.each(["scripts/start.mjs", "scripts/test.mjs"])("%s", (path) => {
    expect(packagesReachedFrom(path, new Set())).toEqual([]);
  });
});

describe("the law of imports speaks up", () => {
  const local = { isLocal: true, typeOnly: false };
  const outside = { isLocal: false, typeOnly: false };
  it.each([
    ["mcp/model.ts", "taint/taint", local],
    ["taint/taint.ts", "mcp/model", local],
    ["base/text.ts", "syntax/program", local],
    ["rules/a.ts", "rules/b", local],
    ["rules/a.ts", "engine/api", local],
    ["report/sarif.ts", "audit/session", local],
    ["cli/main.ts", "taint/taint", local],
    ["odd/place.ts", "base/text", local],
    ["engine/index.ts", "node:fs", outside],
    ["engine/index.ts", "vscode", outside],
    ["cli/main.ts", "vscode", outside],
    ["rules/a.ts", "ts-morph", outside],
    ["editor/commands.ts", "node:fs", outside],
    ["audit/pins.ts", "node:fs", outside],
  ])("where %s imports %s", (file, specifier, kind) => {
    expect(importProblem(file, specifier, kind)).toMatch(/: (move|pass|write|add) /);
  });

  it.each([
    ["rules/index.ts", "rules/a", local],
    ["rules/a.ts", "rules/fix/shell-words", local],
    ["report/sarif.ts", "audit/session", { isLocal: true, typeOnly: true }],
    ["audit/connect/stdio.ts", "node:child_process", outside],
    ["editor/panel-host.ts", "panel/protocol", local],
    ["extension.ts", "editor/diagnostics", local],
    ["cli/main.ts", "node:util", outside],
  ])("and not where %s imports %s", (file, specifier, kind) => {
    expect(importProblem(file, specifier, kind)).toBeUndefined();
  });
});
