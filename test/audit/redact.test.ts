import { describe, expect, it } from "vitest";
import { createRedact, redactArgs, redactUrl } from "../../src/audit/connect/redact";
import { describeLaunch } from "../../src/audit/connect/target";

describe("secrets are taken out of what is shown", () => {
  const redact = createRedact(["fake-key-123456", "Bearer fake-token-abcdef", "1"]);
  it.each([
    ["the key fake-key-123456 is wrong", "the key ••• is wrong"],
    ["token fake-token-abcdef", "token •••"],
    ["https://x.example/?a=fake%2Dkey", "https://x.example/?a=fake%2Dkey"],
    ["1 tool", "1 tool"],
    ["Authorization: Bearer abcdefghijklmnopqrst", "Authorization: Bearer •••"],
    ["bearer of good news", "bearer of good news"],
    ["https://me:fake@x.example/mcp", "https://•••@x.example/mcp"],
    ["https://x.example/cb?code=fake&state=fake2", "https://x.example/cb?code=•••&state=•••"],
    ["exit code=1", "exit code=1"],
    ["access_token=fakefake&x=1", "access_token=•••&x=1"],
  ])("%s", (text, expected) => expect(redact(text)).toBe(expected));

  it("addresses lose their passwords and the values of their parameters", () => {
    expect(redactUrl("https://me:fake@x.example/mcp?key=fake&mode=a#t=fake")).toBe("https://x.example/mcp?key=•••&mode=•••");
    expect(redactUrl("https://x.example/mcp")).toBe("https://x.example/mcp");
  });

  it.each([
    [["--api-key", "fake1"], ["--api-key", "•••"]],
    [["--token=fake1", "--port=80"], ["--token=•••", "--port=80"]],
    [["API_TOKEN=fake1"], ["API_TOKEN=•••"]],
    [["--header", "Authorization: Bearer fake1"], ["--header", "Authorization: •••"]],
    [["--tokenizer", "gpt2"], ["--tokenizer", "gpt2"]],
    [["--keyboard=us", "monkey"], ["--keyboard=us", "monkey"]],
    [["https://x.example/sse?apiKey=fake1"], ["https://x.example/sse?apiKey=•••"]],
    [["-y", "@scope/pkg@1.2.3", "/home/me"], ["-y", "@scope/pkg@1.2.3", "/home/me"]],
  ])("arguments %j", (args, expected) => expect(redactArgs(args)).toEqual(expected));
});

describe("what a launch means", () => {
  it("is told exactly, without secrets", () => {
    const told = describeLaunch({ transport: "stdio", name: "x", command: "npx", args: ["-y", "a server", "--token", "fake-1"], cwd: "/srv", env: { API_KEY: "fake-key-123456" } });
    expect(told).toEqual({ kind: "process", line: 'npx -y "a server" --token •••', command: "npx", args: ["-y", "a server", "--token", "•••"], cwd: "/srv", environment: ["API_KEY"], headers: [] });
  });

  it("of an address names it and the headers", () => {
    const told = describeLaunch({ transport: "http", name: "x", url: "https://x.example/mcp?key=fake", headers: { "X-Api-Key": "fake" } });
    expect(told).toEqual({ kind: "connection", line: "https://x.example/mcp?key=•••", args: [], environment: [], headers: ["X-Api-Key"] });
  });
});
