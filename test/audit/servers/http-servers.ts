import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { McpServer as ModernServer, createMcpHandler, fromJsonSchema } from "@modelcontextprotocol/server";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { SSEServerTransport } from "@modelcontextprotocol/sdk/server/sse.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { z } from "zod";

/** A listening server; whoever opens it closes it. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on a free port of this computer. */
export async function listen(handler: RequestListener, path = "/mcp"): Promise<RunningServer> {
  const server: Server = createServer({ maxHeaderSize: 64 * 1024 }, handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    port,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

/** A server with one tool, of the first SDK line. */
export function legacyServer(): McpServer {
  const server = new McpServer({ name: "v1", version: "1.0.0" }, { instructions: "Adds numbers." });
  server.registerTool("add", { description: "Adds.", inputSchema: { a: z.number() } }, () => ({ content: [] }));
  return server;
}

/** Streamable HTTP without sessions, first SDK line; one server a request. */
export function legacyHandler(options: Partial<ConstructorParameters<typeof StreamableHTTPServerTransport>[0]> = {}): RequestListener {
  return (request, response) => {
    if (request.method === "GET") return void response.writeHead(405).end();
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, ...options });
    void legacyServer().connect(transport).then(() => transport.handleRequest(request, response));
  };
}

/** HTTP+SSE, the transport before Streamable HTTP. */
export function sseHandler(): RequestListener {
  const transports = new Map<string, SSEServerTransport>();
  return (request, response) => {
    if (request.method === "GET" && request.url === "/sse") {
      const transport = new SSEServerTransport("/messages", response);
      transports.set(transport.sessionId, transport);
      void legacyServer().connect(transport);
      return;
    }
    const id = new URL(request.url ?? "", "http://localhost").searchParams.get("sessionId") ?? "";
    const transport = request.method === "POST" && request.url?.startsWith("/messages") ? transports.get(id) : undefined;
    if (!transport) return void response.writeHead(request.method === "POST" ? 405 : 404).end();
    void transport.handlePostMessage(request, response);
  };
}

/** Streamable HTTP of the second SDK line, both eras. */
export function modernHandler(options: Parameters<typeof createMcpHandler>[1] = {}): RequestListener {
  const handler = toNodeHandler(createMcpHandler(() => {
    const server = new ModernServer({ name: "v2", version: "2.0.0" }, { instructions: "Adds numbers." });
    server.registerTool("add", { description: "Adds.", inputSchema: fromJsonSchema({ type: "object", properties: { a: { type: "number" } } }) }, () => ({ content: [] }));
    return server;
  }, options));
  return (request: IncomingMessage, response: ServerResponse) => void handler(request, response);
}
