import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { version } from "../../package.json";
import { sarifErrors } from "../report/sarif-schema";
import { shellServer, workbench } from "./workbench";

// What only a process can show: exit codes, pipes, standard streams. Built here, so that the test needs no build before it.
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "portcullis-process-"));
const program = join(folder, "dist", "cli.js");

beforeAll(async () => {
  await build({ absWorkingDir: root, entryPoints: ["src/cli/main.ts"], outfile: program, bundle: true, platform: "node", format: "cjs", target: "node20", mainFields: ["module", "main"], logLevel: "error" });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function portcullis(cwd: string, ...argv: readonly string[]) {
  return spawnSync(process.execPath, [program, ...argv], { cwd, encoding: "utf8" });
}

it("exits with 1 on findings and writes nothing to standard error", { timeout: 30_000 }, () => {
  const { status, stdout, stderr } = portcullis(workbench({ "a.ts": shellServer }).folder, "scan", "--format", "sarif");
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  expect(sarifErrors(JSON.parse(stdout))).toEqual([]);
});

it("exits with 2 on a mistake, without a stack", { timeout: 30_000 }, () => {
  const { status, stdout, stderr } = portcullis(workbench().folder, "scan", "--nonsense");
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).not.toMatch(/^\s+at /m);
});

it("tells its version", { timeout: 30_000 }, () => {
  expect(portcullis(folder, "--version")).toMatchObject({ status: 0, stdout: `portcullis ${version}\n` });
});

it("is not upset by a reader that has seen enough", { timeout: 30_000 }, () => {
  const files = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`src/a${i}.ts`, shellServer]));
  const bench = workbench(files);
  const { stderr } = spawnSync("sh", ["-c", '"$1" "$2" scan | head -n 1', "sh", process.execPath, program], { cwd: bench.folder, encoding: "utf8" });
  expect(stderr).toBe("");
});
