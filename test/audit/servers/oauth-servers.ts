import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { legacyHandler, listen, type RunningServer } from "./http-servers";

/** How an authorization server departs from a plain honest one. */
export interface OAuthOptions {
  /** Takes the address of a metadata document in place of a registration. */
  readonly takesDocuments?: boolean;
  /** What it names as itself when it sends the browser back. */
  readonly issuer?: string;
  /** Sends the browser back once with the state of somebody else before. */
  readonly sendsForeignState?: boolean;
  /** Shows a page with a button before it sends the browser back. */
  readonly asksPerson?: boolean;
}

/** A server that wants tokens, with the authorization server that gives them, and what was asked of the latter. */
export interface ProtectedServer extends RunningServer {
  readonly asked: readonly { readonly path: string; readonly parameters: Readonly<Record<string, string>> }[];
  /** The answers of the client's receiver to a browser that came back with another's state. */
  readonly foreignAnswers: readonly number[];
  /** Tokens given so far stop working. */
  expireTokens(): void;
}

/** Listens on this computer. It checks what the protocol wants checked: PKCE, redirect addresses, the resource, one use of a code. */
export async function listenProtected(options: OAuthOptions = {}): Promise<ProtectedServer> {
  const asked: { path: string; parameters: Record<string, string> }[] = [];
  const foreignAnswers: number[] = [];
  const clients = new Map<string, readonly string[]>();
  const codes = new Map<string, Record<string, string>>();
  const tokens = new Set<string>();
  const refreshes = new Set<string>();
  const inner = legacyHandler();
  const originOf = (request: IncomingMessage): string => `http://${request.headers.host ?? ""}`;

  const register = (response: ServerResponse, parameters: Record<string, string>): void => {
    const id = `fake-client-${randomUUID()}`;
    clients.set(id, JSON.parse(parameters["redirect_uris"] ?? "[]") as string[]);
    json(response, { client_id: id, redirect_uris: clients.get(id), token_endpoint_auth_method: "none" }, 201);
  };
  const authorize = async (request: IncomingMessage, response: ServerResponse, parameters: Record<string, string>, hasAgreed: boolean): Promise<void> => {
    const { client_id: client = "", redirect_uri: redirect = "", code_challenge_method: method, state = "" } = parameters;
    const isKnown = clients.get(client)?.includes(redirect) ?? (options.takesDocuments === true && client.startsWith("https://"));
    if (!isKnown || method !== "S256") return json(response, { error: "invalid_request" }, 400);
    if (options.asksPerson && !hasAgreed) return askPerson(response, parameters);
    const code = `fake-code-${randomUUID()}`;
    codes.set(code, parameters);
    // The address may have parameters of its own, which stay.
    const back = (withState: string): string => `${redirect}${redirect.includes("?") ? "&" : "?"}${new URLSearchParams({ code, state: withState, iss: options.issuer ?? originOf(request) }).toString()}`;
    if (options.sendsForeignState) foreignAnswers.push((await fetch(back("of somebody else"))).status);
    response.writeHead(302, { location: back(state) }).end();
  };
  const give = (response: ServerResponse, parameters: Record<string, string>): void => {
    const { grant_type: grant, code = "", code_verifier: verifier = "", refresh_token: refresh = "" } = parameters;
    const known = codes.get(code);
    codes.delete(code);
    const isProven = known !== undefined && createHash("sha256").update(verifier).digest("base64url") === known["code_challenge"] && parameters["resource"] === known["resource"] && parameters["redirect_uri"] === known["redirect_uri"];
    if (!(grant === "refresh_token" ? refreshes.delete(refresh) : isProven)) return json(response, { error: "invalid_grant" }, 400);
    const [token, next] = [`fake-token-${randomUUID()}`, `fake-refresh-${randomUUID()}`];
    tokens.add(token);
    refreshes.add(next);
    json(response, { access_token: token, refresh_token: next, token_type: "Bearer", expires_in: 3600 });
  };

  const handle: RequestListener = (request, response) => {
    const url = new URL(request.url ?? "", originOf(request));
    const origin = originOf(request);
    if (url.pathname === "/mcp") {
      if (tokens.has(request.headers.authorization?.replace("Bearer ", "") ?? "")) return void inner(request, response);
      return void response.writeHead(401, { "www-authenticate": `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"` }).end();
    }
    if (url.pathname === "/.well-known/oauth-protected-resource/mcp") return json(response, { resource: `${origin}/mcp`, authorization_servers: [origin], scopes_supported: ["tools"] });
    if (url.pathname === "/.well-known/oauth-authorization-server") {
      return json(response, {
        issuer: origin, authorization_endpoint: `${origin}/authorize`, token_endpoint: `${origin}/token`, registration_endpoint: `${origin}/register`, response_types_supported: ["code"],
        grant_types_supported: ["authorization_code", "refresh_token"], code_challenge_methods_supported: ["S256"], token_endpoint_auth_methods_supported: ["none"], authorization_response_iss_parameter_supported: true,
        client_id_metadata_document_supported: options.takesDocuments ?? false,
      });
    }
    void bodyOf(request).then((body) => {
      const parameters = request.method === "GET" ? Object.fromEntries(url.searchParams) : parametersOf(body);
      asked.push({ path: url.pathname, parameters });
      if (url.pathname === "/register") return register(response, parameters);
      if (url.pathname === "/authorize" || url.pathname === "/allow") return authorize(request, response, parameters, url.pathname === "/allow");
      if (url.pathname === "/token") return give(response, parameters);
      return void response.writeHead(404).end();
    });
  };
  return { ...(await listen(handle)), asked, foreignAnswers, expireTokens: () => tokens.clear() };
}

/** A person who agrees to everything: their browser follows the redirect back. */
export async function agree(page: URL): Promise<void> {
  await fetch(page);
}

function askPerson(response: ServerResponse, parameters: Record<string, string>): void {
  const page = `<!doctype html><title>Sign in</title><a role="button" href="${`/allow?${new URLSearchParams(parameters).toString()}`.replaceAll("&", "&amp;")}">Allow</a>`;
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** Forms, and JSON whose lists stay JSON. */
function parametersOf(body: string): Record<string, string> {
  if (!body.startsWith("{")) return Object.fromEntries(new URLSearchParams(body));
  return Object.fromEntries(Object.entries(JSON.parse(body) as object).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]));
}

function json(response: ServerResponse, value: object, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
