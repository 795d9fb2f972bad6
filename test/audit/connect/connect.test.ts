import { describe, expect, it } from "vitest";
import { connectServer, readServer, type Target } from "../../../src/audit/connect";
import { legacyHandler, listen, modernHandler, sseHandler } from "../servers/http-servers";
import { processesWith, script, testPorts } from "./support";

describe("a server is read", () => {
  it("over stdio, first SDK line", async () => {
    const reading = await readServer({ ...script("servers/v1-stdio.mjs"), env: { API_TOKEN: "fake-token-123456" } }, testPorts());
    expect(reading.unreachable).toBeUndefined();
    expect(reading.surface).toMatchObject({ era: "legacy", protocolVersion: "2025-11-25", serverInfo: { name: "v1", version: "1.0.0" }, instructions: "Adds numbers.", flaws: [] });
    expect(reading.surface?.tools.map((tool) => [tool.name, tool.title, tool.inputSchema?.["type"]])).toEqual([["add", "Add", "object"]]);
    expect(reading.surface?.prompts.map((each) => each.name)).toEqual(["sum"]);
    expect(reading.surface?.resources.map((each) => each.raw["uri"])).toEqual(["digits://all"]);
  });

  it("with little of our environment, and its stderr made harmless", async () => {
    const environment = { ...process.env, AWS_SECRET_ACCESS_KEY: "fake-secret" };
    const { stderr } = await readServer({ ...script("servers/v1-stdio.mjs"), env: { API_TOKEN: "fake-token-123456" } }, testPorts({}, { environment }));
    expect(stderr).toContain("API_TOKEN");
    expect(stderr).not.toContain("AWS_SECRET");
    expect(stderr).toContain("\\u{1b}[31m");
  });

  it.each(["legacy", "auto", "modern"] as const)("over stdio, second SDK line, era %s", async (era) => {
    const { surface, unreachable } = await readServer(script("servers/v2-stdio.mjs"), testPorts({}, { era }));
    expect(unreachable).toBeUndefined();
    expect(surface).toMatchObject({ era: era === "legacy" ? "legacy" : "modern", protocolVersion: era === "legacy" ? "2025-11-25" : "2026-07-28", instructions: "Adds numbers.", flaws: [] });
    expect(surface?.serverInfo).toMatchObject({ name: "v2" });
    expect(surface?.tools.map((tool) => tool.name)).toEqual(["add"]);
  });

  it.each([
    ["Streamable HTTP, first SDK line", legacyHandler(), "/mcp", "http", "legacy", "http"],
    ["Streamable HTTP with JSON answers", legacyHandler({ enableJsonResponse: true }), "/mcp", "http", "legacy", "http"],
    ["Streamable HTTP, second SDK line", modernHandler(), "/mcp", "http", "modern", "http"],
    ["Streamable HTTP, second SDK line, no old era", modernHandler({ legacy: "reject" }), "/mcp", "http", "modern", "http"],
    ["HTTP+SSE", sseHandler(), "/sse", "sse", "legacy", "sse"],
    ["HTTP+SSE where Streamable HTTP was expected", sseHandler(), "/sse", "http", "legacy", "sse"],
  ] as const)("over %s", async (_, handler, path, transport, era, came) => {
    const server = await listen(handler, path);
    try {
      const reading = await readServer({ transport, name: "web", url: server.url }, testPorts());
      expect(reading.unreachable).toBeUndefined();
      expect(reading.transport).toBe(came);
      expect(reading.surface).toMatchObject({ era, instructions: "Adds numbers.", flaws: [] });
      expect(reading.surface?.tools.map((tool) => tool.name)).toEqual(["add"]);
    } finally {
      await server.close();
    }
  });
});

describe("a server that can't be reached says why", () => {
  it.each<[string, Target, RegExp]>([
    ["a program that is not there", { transport: "stdio", name: "x", command: "no-such-program-here", args: [] }, /no-such-program-here was not found/],
    ["a program that ends at once", { transport: "stdio", name: "x", command: process.execPath, args: ["-e", "console.error('bad key'); process.exit(3)"] }, /^the server ended with exit code 3 before it answered$/],
    ["a port where nothing listens", { transport: "http", name: "x", url: "http://127.0.0.1:9/mcp" }, /nothing listens there/],
    ["a name that does not exist", { transport: "http", name: "x", url: "http://no-such-host.invalid/mcp" }, /name/],
  ])("%s", async (_, target, expected) => {
    const { unreachable, stderr } = await readServer(target, testPorts({ startTime: 3000 }));
    expect(unreachable).toMatch(expected);
    if (target.transport === "stdio" && target.args.length > 0) expect(stderr).toContain("bad key");
  });
});

it("the person cancels while a server starts, and nothing is left", async () => {
  const mark = `cancelled-${process.pid}`;
  const cancel = new AbortController();
  const target: Target = { transport: "stdio", name: "x", command: process.execPath, args: ["-e", `process.stdin.resume(); console.error("up"); /* ${mark} */`] };
  const reading = readServer(target, testPorts({ endTime: 300 }, { signal: cancel.signal, onProgress: () => setTimeout(() => cancel.abort(new Error("cancelled")), 100) }));
  await expect(reading).rejects.toThrow("cancelled");
  expect(processesWith(mark)).toEqual([]);
});

it("a connection that is closed twice is closed", async () => {
  const connection = await connectServer(script("servers/v1-stdio.mjs"), testPorts());
  await Promise.all([connection.close(), connection.close()]);
  expect(processesWith("servers/v1-stdio.mjs")).toEqual([]);
});
