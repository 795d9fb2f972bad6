import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { auditServer } from "../../../src/audit/live";
import { workbench } from "../../cli/workbench";
import { legacyHandler, listen, modernHandler, sseHandler } from "../servers/http-servers";

/** What the checks of category "transport" and "auth" find, as "check severity". */
async function found(handler: RequestListener, path = "/mcp", headers: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const server = await listen(handler, path);
  try {
    const audit = await auditServer({ target: { transport: "http", name: "web", url: server.url, headers } }, { environment: {}, version: "0.0.0", probes: true });
    return audit.findings.filter(({ category }) => category === "transport" || category === "auth").map(({ check, severity }) => `${check} ${severity}`);
  } finally {
    await server.close();
  }
}

/** Refuses what comes from elsewhere, as the protocol wants. */
function guarded(inner: RequestListener): RequestListener {
  return (request, response) => {
    const { host = "", origin } = request.headers;
    if (!/^127\.0\.0\.1:\d+$/.test(host) || origin !== undefined) return void response.writeHead(403).end();
    inner(request, response);
  };
}

/** Answers `before` where it has something to say. */
function first(before: (request: IncomingMessage, response: ServerResponse) => boolean, inner: RequestListener): RequestListener {
  return (request, response) => void (before(request, response) || inner(request, response));
}

const withIds = (id: () => string): RequestListener => guarded((request, response) => {
  if (request.method === "DELETE") return void response.writeHead(200).end();
  response.setHeader("mcp-session-id", id());
  legacyHandler()(request, response);
});

describe("a clean server is not reported", () => {
  it.each<[string, RequestListener, string?]>([
    ["first SDK line", guarded(legacyHandler())],
    ["second SDK line, both eras", guarded(modernHandler())],
    ["second SDK line, no old era", guarded(modernHandler({ legacy: "reject" }))],
    ["HTTP+SSE", guarded(sseHandler()), "/sse"],
    ["random session ids", withIds(randomUUID)],
  ])("%s", async (_, handler, path) => {
    expect(await found(handler, path)).toEqual([]);
  });
});

describe("a broken server is reported", () => {
  let counter = 0;
  it.each<[string, RequestListener, readonly string[], string?]>([
    ["that checks neither Host nor Origin", legacyHandler(), ["dns-rebinding error"]],
    ["the same of the second SDK line", modernHandler(), ["dns-rebinding error"]],
    ["the same over HTTP+SSE", sseHandler(), ["dns-rebinding error"], "/sse"],
    ["that lets every page read", first((_, response) => (response.setHeader("access-control-allow-origin", "*"), false), legacyHandler()), ["dns-rebinding error", "permissive-cors error"]],
    ["that counts its sessions", withIds(() => `session-${++counter}`), ["predictable-session error"]],
    ["whose errors tell all", guarded(byHand({ tools: [] }, "SyntaxError: bad\n    at parse (/srv/app/dist/server.js:41:13)")), ["leaky-error warning"]],
    ["that refuses without a word", guarded((_, response) => response.writeHead(401).end()), ["missing-challenge warning"]],
    ["that wants tokens and says not from where", guarded((_, response) => response.writeHead(401, { "www-authenticate": "Bearer" }).end()), ["resource-metadata warning"]],
    ["whose metadata is of another", guarded((request, response) => (request.url?.startsWith("/.well-known/") ? response.writeHead(200).end('{"resource":"https://other.example/","authorization_servers":["https://auth.example.com"]}') : response.writeHead(401, { "www-authenticate": "Bearer" }).end())), ["resource-metadata error"]],
    ["that never ends its list", guarded(byHand({ tools: [], nextCursor: "again" }, "no")), ["cut-short warning"]],
  ])("%s", async (_, handler, expected, path) => {
    expect([...(await found(handler, path))].sort()).toEqual([...expected].sort());
  });
});

describe("probes", () => {
  it("send the person's headers to nobody who should not have them, and end the sessions they open", async () => {
    const seen: { readonly method: string; readonly key: boolean; readonly session: string | undefined }[] = [];
    const opened = new Set<string>();
    await found(first(({ method = "", headers }, response) => {
      seen.push({ method, key: headers["x-api-key"] === "fake-key-123456", session: headers["mcp-session-id"]?.toString() });
      if (method === "POST" && headers["mcp-session-id"] === undefined && headers["mcp-protocol-version"] !== "2026-07-28") {
        const id = randomUUID();
        opened.add(id);
        response.setHeader("mcp-session-id", id);
      }
      return method === "DELETE" ? (response.writeHead(200).end(), true) : false;
    }, legacyHandler()), "/mcp", { "X-Api-Key": "fake-key-123456" });
    expect(seen.some(({ method, key }) => method === "POST" && !key)).toBe(true);
    expect(seen.some(({ method, key }) => method === "OPTIONS" && !key)).toBe(true);
    const ended = new Set(seen.flatMap(({ method, session }) => (method === "DELETE" && session !== undefined ? [session] : [])));
    expect([...opened].filter((id) => !ended.has(id))).toEqual([]);
  });

  it("look at a certificate that nobody vouches for", async () => {
    const pem = readFileSync(fileURLToPath(new URL("../servers/self-signed.pem", import.meta.url)));
    const server = createServer({ key: pem, cert: pem }, guarded(legacyHandler()));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const audit = await auditServer({ target: { transport: "http", name: "tls", url: `https://127.0.0.1:${port}/mcp` } }, { environment: {}, version: "0.0.0", probes: true });
      expect(audit.unreachable).toContain("the certificate is signed by the server itself");
      expect(audit.findings).toMatchObject([{ check: "certificate", severity: "error", field: "tls.certificate" }]);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it.each([
    [["y"], [], true],
    [["n"], [], false],
    [undefined, ["--yes"], true],
    [undefined, [], false],
  ] as const)("are made after consent only: answers %j, arguments %j", async (answers, more, isProbed) => {
    const server = await listen(legacyHandler());
    try {
      const { output, errors } = await workbench({}, answers ? { answers } : {}).portcullis("audit", "--url", server.url, "--fail-on", "never", ...more);
      expect(output.includes("dns-rebinding  headers.host")).toBe(isProbed);
      expect(output.includes("probes are made after consent only")).toBe(!isProbed);
      if (answers) expect(errors).toContain("Probe it? [y/N] ");
    } finally {
      await server.close();
    }
  });

  it("come to an end where a server never does", async () => {
    const server = await listen((request, response) => (request.method === "POST" ? void response.writeHead(200, { "content-type": "text/event-stream" }).write(": hello\n\n") : undefined));
    const cancel = new AbortController();
    const audit = auditServer({ target: { transport: "http", name: "slow", url: server.url } }, { environment: {}, version: "0.0.0", probes: true, limits: { requestTime: 300 }, signal: cancel.signal, onProgress: (_, text) => void (text === "Probing…" && setTimeout(() => cancel.abort(new Error("cancelled")), 200)) });
    await expect(audit).rejects.toThrow("cancelled");
    await server.close();
  });
});

/** A server by hand: its list, and what it says to a message that is no JSON. */
function byHand(list: object, malformed: string): RequestListener {
  return (request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const message = read(body);
      if (message === undefined) return void response.writeHead(400).end(malformed);
      const { id, method } = message;
      if (id === undefined) return void response.writeHead(202).end();
      const result = method === "initialize" ? { protocolVersion: "2025-11-25", capabilities: { tools: {} }, serverInfo: { name: "s", version: "1" } } : method === "tools/list" ? list : undefined;
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ jsonrpc: "2.0", id, ...(result ? { result } : { error: { code: -32601, message: "Method not found" } }) }));
    });
  };
}

function read(body: string): { readonly id?: number; readonly method: string } | undefined {
  try {
    return JSON.parse(body || '{"method":""}') as { id?: number; method: string };
  } catch {
    return undefined;
  }
}
