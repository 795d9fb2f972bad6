import { describe, expect, it } from "vitest";
import type { ClientEntry } from "../../../src/audit/audit";
import { readConfiguration } from "../../../src/audit/configuration/entries";
import { describeEntry, readEnvFile, toTarget } from "../../../src/audit/configuration/target";
import { resolveEntry, variablesIn, type Variable } from "../../../src/audit/configuration/variables";

const entry = (parts: Partial<ClientEntry>): ClientEntry => ({ client: "vscode", file: "/w/.vscode/mcp.json", name: "a", transport: "stdio", command: "x", raw: {}, ...parts });

describe("variables", () => {
  it.each([
    ["${input:api-key}", "input", "api-key"],
    ["Bearer ${env:TOKEN}", "environment", "TOKEN"],
    ["${TOKEN:-none}", "environment", "TOKEN"],
    ["$TOKEN", "environment", "TOKEN"],
    ["{env:TOKEN}", "environment", "TOKEN"],
    ["${{ secrets.TOKEN }}", "input", "TOKEN"],
    ["${workspaceFolder}/x", "folder", "workspaceFolder"],
    ["${workspaceFolder:api}", "folder", "workspaceFolder:api"],
    ["${command:my.command}", "other", "command:my.command"],
  ])("%s", (text, kind, name) => expect(variablesIn(text)).toMatchObject([{ kind, name }]));

  it.each(["plain", "$5", "{x}", "100%", "{env}", "$", "${}"])("and not in %s", (text) => expect(variablesIn(text)).toEqual([]));

  it("are asked for once, one after the other, and only where they are", async () => {
    const asked: string[] = [];
    const resolve = ({ text, kind }: Variable) => (asked.push(text), kind === "folder" ? "/w" : "fake-secret");
    const { entry: resolved, missing } = await resolveEntry(entry({ args: ["${workspaceFolder}/s.js", "${input:k}", "plain"], env: { K: "${input:k}", L: "a${env:L}b" } }), resolve);
    expect(asked).toEqual(["${workspaceFolder}", "${input:k}", "${env:L}"]);
    expect(resolved).toMatchObject({ args: ["/w/s.js", "fake-secret", "plain"], env: { K: "fake-secret", L: "afake-secretb" } });
    expect(missing).toEqual([]);
  });

  it("that the client does not know are taken as they stand", async () => {
    const never = () => { throw new Error("asked"); };
    expect((await resolveEntry(entry({ client: "claude-desktop", env: { K: "${env:K}", L: "$L", M: "${input:m}" } }), never)).entry.env).toEqual({ K: "${env:K}", L: "$L", M: "${input:m}" });
    expect((await resolveEntry(entry({ client: "claude-code", env: { L: "$L" } }), never)).entry.env).toEqual({ L: "$L" });
  });

  it("without a value have their default, or are told", async () => {
    const { entry: resolved, missing } = await resolveEntry(entry({ client: "claude-code", args: ["${A:-one}", "${B}"] }), () => undefined);
    expect(resolved.args).toEqual(["one", "${B}"]);
    expect(missing.map(({ name }) => name)).toEqual(["B"]);
  });

  it("of Codex come from keys of their own", async () => {
    const [first] = readConfiguration("/h/.codex/config.toml", '[mcp_servers.a]\nurl = "https://x.example"\nbearer_token_env_var = "T"\n').entries;
    expect((await resolveEntry(first?.entry ?? entry({}), () => "fake")).entry.headers).toEqual({ Authorization: "Bearer fake" });
  });

  it("in the value of another are not resolved again", async () => {
    expect((await resolveEntry(entry({ args: ["${env:A}"] }), () => "${env:B}")).entry.args).toEqual(["${env:B}"]);
  });
});

describe("an entry as what is connected to", () => {
  it("has the variables of its file, and its own over them", () => {
    expect(toTarget(entry({ args: ["a"], cwd: "/w", env: { A: "own" } }), "A=file\nB='two words'\n")).toEqual({ transport: "stdio", name: "a", command: "x", args: ["a"], cwd: "/w", env: { A: "own", B: "two words" } });
    expect(toTarget(entry({ transport: "sse", url: "https://x.example", headers: { X: "y" } }))).toEqual({ transport: "sse", name: "a", url: "https://x.example", headers: { X: "y" } });
  });

  it("is told in one line without secrets", () => {
    expect(describeEntry(entry({ command: "npx", args: ["-y", "p", "--token", "fake-token-1"], env: { K: "fake-key-12345" } }))).toBe("npx -y p --token •••");
  });

  it("reads files of variables", () => {
    expect(readEnvFile('# comment\nexport A=1\nB = "two\\nlines"\nC=\'$x\' # why\nD=plain # why\n\nnonsense\nE=')).toEqual({ A: "1", B: "two\nlines", C: "$x", D: "plain", E: "" });
  });
});
