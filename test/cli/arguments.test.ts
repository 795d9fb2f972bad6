import { describe, expect, it } from "vitest";
import { readArguments } from "../../src/cli/options";
import { workbench } from "./workbench";

const read = (...argv: string[]) => readArguments(argv, ["command-injection", "sql-injection"]);

it("scans the current folder as text by default", () => {
  expect(read("scan")).toEqual({ kind: "scan", options: { paths: ["."], format: "pretty", output: undefined, rules: [], failOn: "error", fix: "no", dryRun: false, config: undefined } });
});

it("reads every option", () => {
  const argv = ["scan", "a", "b", "--format=sarif", "-o", "x.sarif", "--rule", "sql-injection", "--rule=command-injection", "--fail-on", "never", "--unsafe-fixes", "--fix-dry-run", "--config", "c.json"];
  expect(read(...argv)).toMatchObject({
    options: { paths: ["a", "b"], format: "sarif", output: "x.sarif", rules: ["sql-injection", "command-injection"], failOn: "never", fix: "all", dryRun: true, config: "c.json" },
  });
});

it("takes ids joined by commas, and paths after --", () => {
  expect(read("scan", "--rule", "sql-injection,command-injection", "--", "--odd")).toMatchObject({ options: { rules: ["sql-injection", "command-injection"], paths: ["--odd"] } });
});

describe("says what to write instead", () => {
  it.each([
    [[], "Say what to do, as in: portcullis scan ."],
    [["scann"], 'There is no command "scann"; did you mean "scan"?'],
    [["src"], 'There is no command "src"; to scan a path: portcullis scan src'],
    [["scan", "--formt", "json"], "There is no option --formt; did you mean --format?"],
    [["scan", "-x"], "There is no option -x"],
    [["scan", "--format"], "--format needs a value, as in --format sarif"],
    [["scan", "--format", "serif"], '--format can\'t be "serif"; did you mean "sarif"?'],
    [["scan", "--fail-on", "x"], '--fail-on can\'t be "x"; it is one of error, warning, note, never'],
    [["scan", "--rule", "sql-injektion"], 'There is no rule "sql-injektion"; did you mean "sql-injection"?'],
    [["scan", "--fix=yes"], "--fix takes no value"],
  ])("%j", (argv, message) => expect(() => read(...argv)).toThrow(message));
});

it("exits with 2 and no stack on a mistake, and with 0 on --help and --version", async () => {
  const bench = workbench();
  const wrong = await bench.portcullis("scan", "--formt");
  expect(wrong).toEqual({ code: 2, output: "", errors: "portcullis: There is no option --formt; did you mean --format?\nSee portcullis --help.\n" });
  expect(await bench.portcullis("--help")).toMatchObject({ code: 0, errors: "" });
  expect((await bench.portcullis("--help")).output).toContain("Exit codes: 0");
  expect(await bench.portcullis("--version")).toEqual({ code: 0, output: "portcullis 0.0.0\n", errors: "" });
});
