import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

/** Answers one message of a client; gives whether it has. */
export type Answer = (message: { readonly id?: unknown; readonly method?: string }, response: ServerResponse) => boolean;

/** A server of the old era that shakes hands by itself and leaves the rest to `answer`. */
export function handler(answer: Answer): RequestListener {
  return (request, response) => {
    if (request.method !== "POST") return void response.writeHead(405).end();
    void bodyOf(request).then((text) => {
      const message = JSON.parse(text) as { id?: unknown; method?: string };
      if (answer(message, response)) return;
      if (message.id === undefined) return void response.writeHead(202).end();
      if (message.method === "initialize") return send(response, message.id, { protocolVersion: "2025-11-25", capabilities: { tools: {} }, serverInfo: { name: "hostile", version: "1" } });
      if (message.method === "tools/list") return send(response, message.id, { tools: [tool("t")] });
      sendJson(response, { jsonrpc: "2.0", id: message.id, error: { code: -32601, message: "unknown" } });
    });
  };
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function send(response: ServerResponse, id: unknown, result: unknown): void {
  sendJson(response, { jsonrpc: "2.0", id, result });
}

/** A tool without anything bad in it. */
export function tool(name: string): object {
  return { name, description: `Does ${name}.`, inputSchema: { type: "object" } };
}

/** The whole body of a request. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** On `tools/list` only. */
export function onList(act: (id: unknown, response: ServerResponse) => void): RequestListener {
  return handler((message, response) => {
    if (message.method !== "tools/list") return false;
    act(message.id, response);
    return true;
  });
}

/** 200 MB of blanks in 200 KB. */
export function bomb(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
  response.end(gzipSync(Buffer.alloc(200 * 1024 * 1024, 0x20)));
}

/** One byte now and then, for ever. */
export function drip(response: ServerResponse, everyMilliseconds: number): void {
  response.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => response.write(" "), everyMilliseconds);
  response.on("close", () => clearInterval(timer));
}

/** A stream of events without an end. */
export function eventFlood(response: ServerResponse, event: string): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const timer = setInterval(() => response.write(event.repeat(500)), 1);
  response.on("close", () => clearInterval(timer));
}
