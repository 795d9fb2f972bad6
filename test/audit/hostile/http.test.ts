import { createServer, type RequestListener } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { createMemoryStore, openLoopbackReceiver, readServer, type ConnectPorts, type Limits } from "../../../src/audit/connect";
import { listen } from "../servers/http-servers";
import { testPorts } from "../connect/support";
import { bomb, drip, eventFlood, handler, onList, sendJson, tool } from "./http-handlers";
import { said, writeTable, type Row } from "./table";

interface Case {
  readonly name: string;
  readonly serve: RequestListener;
  readonly limits?: Partial<Limits>;
  readonly says: RegExp;
  readonly tools?: readonly string[];
  readonly more?: () => Partial<ConnectPorts>;
}

const everything = (act: Parameters<typeof onList>[0]): RequestListener => (request, response) => act(0, response) ?? request.resume();
const notification = 'data: {"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"x"}}\n\n';

const cases: readonly Case[] = [
  { name: "redirects to another host", serve: everything((_, response) => response.writeHead(307, { location: "http://other.example/mcp" }).end()), says: /redirects to http:\/\/other\.example, which was not followed/ },
  { name: "redirects to the metadata service of a cloud", serve: everything((_, response) => response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end()), says: /redirects to http:\/\/169\.254\.169\.254, which was not followed/ },
  { name: "redirects to another port of this computer", serve: everything((_, response) => response.writeHead(308, { location: "http://127.0.0.1:22/" }).end()), says: /redirects to http:\/\/127\.0\.0\.1:22, which was not followed/ },
  { name: "redirects in a circle", serve: (request, response) => response.writeHead(307, { location: request.url === "/a" ? "/b" : "/a" }).end(), says: /the server answered HTTP 307/ },
  { name: "decompression bomb", serve: onList((_, response) => bomb(response)), says: /tools\/list an answer holds more than 16 MB/, tools: [] },
  { name: "slow drip", serve: onList((_, response) => drip(response, 20)), limits: { requestTime: 600 }, says: /tools\/list (the answer was not complete|did not answer) within 600 ms/, tools: [] },
  { name: "stops in the middle", serve: onList((_, response) => void response.writeHead(200, { "content-type": "application/json" }).write('{"jsonrpc"')), limits: { silenceTime: 300 }, says: /the answer stopped for 300 ms/, tools: [] },
  { name: "hangs at initialize", serve: () => undefined, limits: { requestTime: 400 }, says: /did not answer `initialize` within 400 ms/ },
  { name: "hangs at the list", serve: onList(() => undefined), limits: { requestTime: 400 }, says: /tools\/list (no answer|did not answer) within 400 ms/, tools: [] },
  { name: "stream that says nothing", serve: onList((_, response) => void response.writeHead(200, { "content-type": "text/event-stream" }).write(": hello\n\n")), limits: { requestTime: 400 }, says: /tools\/list did not answer within 400 ms/, tools: [] },
  { name: "flood of notifications", serve: onList((_, response) => eventFlood(response, notification)), says: /more than 1,000 messages that answer nothing/, tools: [] },
  { name: "event without an end", serve: onList((_, response) => eventFlood(response, "data: x")), limits: { connectionBytes: 2_000_000, requestTime: 4000 }, says: /sent more than 2 MB in all/, tools: [] },
  { name: "huge headers", serve: onList((_, response) => response.writeHead(200, { "x-big": "x".repeat(40_000) }).end("{}")), says: /the headers of the answer are longer than 16384 bytes/, tools: [] },
  { name: "not JSON", serve: onList((_, response) => response.writeHead(200, { "content-type": "application/json" }).end("<html>")), says: /tools\/list failed: /, tools: [] },
  { name: "a page", serve: (_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<script>alert(1)</script>"), says: /Unexpected content type: text\/html/ },
  { name: "an error that tells all", serve: (_, response) => response.writeHead(500).end("Error: boom\u001b[2J at /srv/app/secret.js:1"), says: /the server answered HTTP 500/ },
  { name: "two answers", serve: onList((id, response) => sendJson(response, [{ jsonrpc: "2.0", id, result: { tools: [tool("first")] } }, { jsonrpc: "2.0", id, result: { tools: [tool("second")] } }])), says: /answers one twice/, tools: ["first"] },
  { name: "never satisfied by a token", serve: neverSatisfied, says: /refused 3 authorizations in a row/, more: () => ({ authorization: { store: createMemoryStore(), openReceiver: openLoopbackReceiver, openBrowser: visit } }) },
  { name: "authorization in a program", serve: (request, response) => authorizationAt("vscode://evil/run", request.url ?? "", response.req.headers.host ?? "", response), says: /names an address that is no web page \(vscode:\): refused/, more: () => ({ authorization: { store: createMemoryStore(), openReceiver: openLoopbackReceiver, openBrowser: visit } }) },
];

describe("hostile servers over HTTP are read as far as they go", () => {
  const rows: Row[] = [];
  afterAll(() => writeTable("http", rows));

  it.each(cases)("$name", { timeout: 30_000 }, async ({ name, serve, limits, says, tools, more }) => {
    const server = await listen(serve);
    const start = performance.now();
    try {
      const reading = await readServer({ transport: "http", name, url: server.url }, testPorts(limits, more?.()));
      const words = said(reading);
      rows.push({ server: name, words, seconds: (performance.now() - start) / 1000 });
      expect(words).toMatch(says);
      if (tools) expect(reading.surface?.tools.map((each) => each.name)).toEqual(tools);
    } finally {
      await server.close();
    }
  });

  it("no HTTP at all", async () => {
    const server = createTcpServer((socket) => socket.resume().end("SSH-2.0-OpenSSH_9.9\r\n"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const reading = await readServer({ transport: "http", name: "ssh", url: `http://127.0.0.1:${port}/` }, testPorts());
    expect(reading.unreachable).toMatch(/the answer is no HTTP/);
    await new Promise((resolve) => server.close(resolve));
  });

  it("an endpoint of HTTP+SSE on another host", async () => {
    const seen: string[] = [];
    const other = createServer((request, response) => {
      seen.push(request.url ?? "");
      response.end();
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const server = await listen((_, response) => void response.writeHead(200, { "content-type": "text/event-stream" }).write(`event: endpoint\ndata: http://127.0.0.1:${port}/steal\n\n`), "/sse");
    const reading = await readServer({ transport: "sse", name: "sse", url: server.url, headers: { authorization: "Bearer fake-token-abcdefgh" } }, testPorts());
    expect(reading.unreachable).toMatch(/Endpoint origin does not match/);
    expect(seen).toEqual([]);
    await server.close();
    await new Promise((resolve) => other.close(resolve));
  });
});

/** Gives tokens to everybody and accepts none. */
function neverSatisfied(request: Parameters<RequestListener>[0], response: Parameters<RequestListener>[1]): void {
  authorizationAt("/authorize", request.url ?? "", request.headers.host ?? "", response);
}

function authorizationAt(authorize: string, path: string, host: string, response: Parameters<RequestListener>[1]): void {
  const origin = `http://${host}`;
  if (path.startsWith("/.well-known/oauth-protected-resource")) return sendJson(response, { resource: `${origin}/mcp`, authorization_servers: [origin] });
  if (path.startsWith("/.well-known/")) return sendJson(response, { issuer: origin, authorization_endpoint: new URL(authorize, origin).href, token_endpoint: `${origin}/token`, registration_endpoint: `${origin}/register`, response_types_supported: ["code"], code_challenge_methods_supported: ["S256"] });
  if (path.startsWith("/register")) return sendJson(response, { client_id: "fake-client", redirect_uris: ["http://127.0.0.1/callback"] }, 201);
  if (path.startsWith("/token")) return sendJson(response, { access_token: `fake-${Math.random()}`, token_type: "Bearer" });
  if (path.startsWith("/authorize")) {
    const asked = new URL(path, origin).searchParams;
    return void response.writeHead(302, { location: `${asked.get("redirect_uri")}?code=fake&state=${asked.get("state")}` }).end();
  }
  response.writeHead(401, { "www-authenticate": `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource"` }).end();
}

/** A browser that follows where it is sent. */
async function visit(url: URL): Promise<void> {
  await fetch(url);
}

// The handlers above speak the protocol as far as they need; this keeps them honest.
it("the frame of the hostile servers is no obstacle by itself", async () => {
  const server = await listen(handler(() => false));
  const { surface } = await readServer({ transport: "http", name: "plain", url: server.url }, testPorts());
  expect(surface?.flaws).toEqual([]);
  expect(surface?.tools.map((each) => each.name)).toEqual(["t"]);
  await server.close();
});
