import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { RedirectReceiver } from "./authorization";

/**
 * Receives the browser's way back on a port of this computer only (RFC 8252). The port is bound before its address is registered:
 * registering one port and then listening on another is a mistake that others have made.
 * @param state what the way back has to carry; anything else is answered with an error and ignored
 */
export async function openLoopbackReceiver(state: string): Promise<RedirectReceiver> {
  let arrived: (parameters: URLSearchParams) => void = () => undefined;
  const arrival = new Promise<URLSearchParams>((resolve) => {
    arrived = resolve;
  });
  const server = createServer((request, response) => {
    const parameters = parametersOf(request);
    if (parameters === undefined) return answer(response, 404, "There is nothing here.");
    // Any page in the browser can call this address; only the authorization server knows the state.
    if (parameters.get("state") !== state) return answer(response, 400, "This is not the answer Portcullis is waiting for.");
    answer(response, 200, parameters.has("error") ? "Authorization was refused. You can close this page." : "Portcullis is authorized. You can close this page.");
    arrived(parameters);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port of this computer could be opened for the browser's way back");
  return {
    url: `http://127.0.0.1:${address.port}${CALLBACK_PATH}`,
    receive: (signal) => new Promise((resolve, reject) => {
      const onAbort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error("cancelled"));
      if (signal.aborted) return onAbort();
      signal.addEventListener("abort", onAbort, { once: true });
      void arrival.then((parameters) => {
        signal.removeEventListener("abort", onAbort);
        resolve(parameters);
      });
    }),
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

function parametersOf(request: IncomingMessage): URLSearchParams | undefined {
  if (request.method !== "GET" || request.url === undefined || !URL.canParse(request.url, "http://127.0.0.1")) return undefined;
  const url = new URL(request.url, "http://127.0.0.1");
  return url.pathname === CALLBACK_PATH ? url.searchParams : undefined;
}

function answer(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { "content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'none'", "referrer-policy": "no-referrer", connection: "close" });
  response.end(`<!doctype html><title>Portcullis</title><p>${sentence}</p>`);
}

const CALLBACK_PATH = "/callback";
