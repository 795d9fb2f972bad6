import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/base/finding";
import { createEngine } from "../../src/engine/index";
import { memoryHost } from "../support/memory-host";
import { exists, filesIn, read, repositoryFiles } from "./repository";

const code = [".ts", ".tsx", ".js", ".mjs"];

describe("our own engine has nothing to say", { timeout: 60_000 }, () => {
  it("about src/", () => {
    const findings = analyze([...filesIn("src", ...code), "package.json"]);
    expect(findings.map(placeOf)).toEqual([]);
  });

  it("about the snippets", () => {
    const snippets = filesIn("snippets", ...code);
    expect(analyze(snippets).map(placeOf)).toEqual([]);
  });
});

describe("the sample server", () => {
  const sample = "test/sample-server";
  const findings = analyze(repositoryFiles().filter((file) => file.startsWith(`${sample}/`)), `${sample}/`);
  const rows = read(`${sample}/README.md`).split("\n").flatMap((line) => {
    const cells = /^\| `(src\/[^`]+)` \| `([^`]+)`.*\| `([^`]+)` \|$/.exec(line);
    return cells === null ? [] : [{ file: `${sample}/${cells[1] ?? ""}`, hole: cells[2] ?? "", twin: cells[3] ?? "" }];
  });

  it("has a table of its holes", () => {
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => !exists(row.file)).map((row) => `${sample}/README.md names ${row.file}, which is gone.`)).toEqual([]);
  });

  it.each(rows)("$hole is reported", ({ hole }) => {
    expect(findings.filter((finding) => finding.tools.includes(hole)), `${hole} must be reported, or ${sample}/README.md be mended.`).not.toEqual([]);
  });

  it.each(rows)("$twin, its safe twin, is not", ({ twin }) => {
    expect(findings.filter((finding) => finding.tools.includes(twin)).map(placeOf)).toEqual([]);
  });

  it("has no hole that its table does not name", () => {
    const holes = new Set(rows.map((row) => row.hole));
    expect(findings.filter((finding) => !finding.tools.some((tool) => holes.has(tool))).map(placeOf)).toEqual([]);
  });
});

/** @param prefix taken off the names, so that a folder stands as a workspace of its own */
function analyze(files: readonly string[], prefix = ""): readonly Finding[] {
  const nameOf = (file: string): string => `/workspace/${file.slice(prefix.length)}`;
  const host = memoryHost(Object.fromEntries(files.map((file) => [nameOf(file), read(file)])));
  const engine = createEngine(host, { folder: "/workspace", rules: {}, exclude: [] });
  return engine.analyze({ withFixes: false, files: files.map(nameOf) }).findings;
}

function placeOf(finding: Finding): string {
  return `${finding.location.file} at ${finding.location.range.start}: ${finding.rule}: ${finding.message}`;
}
