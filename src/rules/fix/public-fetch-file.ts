import type { FileFlavour } from "./helper-import";

/** The name of the file that holds the function, without its extension. */
export const publicFetchName = "public-fetch";

/** Names that the file exports. */
export const publicFetchExports = { fetch: "fetchPublic" } as const;

/**
 * The text of a file with a `fetch` that connects to public addresses only. It is added to the user's project and belongs to the user from then on.
 * A name is resolved once, all that it leads to is looked at, and the connection is made to just that: resolved anew, it could lead elsewhere.
 * Redirects are followed by hand, for each of them is another choice of a host. The global `fetch` lets nobody choose the address, which is why Node's own client is asked.
 * IPv4 and IPv6 have lists of their own: in one list, a range of IPv6 that covers mapped addresses would cover all of IPv4.
 */
export function publicFetchFile({ isTyped, modules, quote, lineBreak }: FileFlavour): string {
  const text = (modules === "esm" ? [imports, "", code, ""] : [requires, "", code.replace("export ", ""), "", "module.exports = { fetchPublic };", ""]).join("\n");
  const plain = text.replace(/\/\*((?:[:?,]| as ).*?)\*\//g, isTyped ? "$1" : "");
  return (quote === '"' ? plain : plain.replaceAll('"', "'")).replaceAll("\n", lineBreak);
}

const imports = `import { lookup } from "node:dns/promises";
import { request as requestHttp/*, type IncomingMessage, type RequestOptions*/ } from "node:http";
import { request as requestHttps } from "node:https";
import { BlockList } from "node:net";
import { Readable } from "node:stream";`;

const requires = `const { lookup } = require("node:dns/promises");
const { request: requestHttp } = require("node:http");
const { request: requestHttps } = require("node:https");
const { BlockList } = require("node:net");
const { Readable } = require("node:stream");`;

/** What the types are taken out of for JavaScript stands between marks of a comment. */
const code = `/** Hosts of your own network that tool calls may ask as well, with their ports: "wiki.internal,localhost:8080". */
const TRUSTED_HOSTS = new Set((process.env.TRUSTED_HOSTS ?? "").split(","));

const MOST_REDIRECTS = 5;

/** Addresses that are not public: this machine, private networks, the metadata of clouds, and what is reserved or translated to IPv4. */
const closed4 = listOf("ipv4", "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3");
const closed6 = listOf("ipv6", "::/8 100::/8 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/9 ff00::/8");

/**
 * Does what \`fetch\` does, for an address that a tool call chooses: it connects to public addresses only.
 * Names are resolved once, and the connection is made to what was looked at; each redirect is looked at in the same way.
 */
export async function fetchPublic(input/*: string | URL | Request*/, init/*?: RequestInit*/)/*: Promise<Response>*/ {
  let request = new Request(input, init);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const body = request.body ? await request.arrayBuffer() : undefined;
    const response = await send(new URL(request.url), request, body);
    Object.defineProperty(response, "url", { value: request.url });
    const location = response.headers.get("location");
    if (location === null || ![301, 302, 303, 307, 308].includes(response.status) || request.redirect === "manual") return response;
    await response.body?.cancel();
    if (request.redirect === "error") throw new TypeError("The server redirects, which this request does not allow.");
    request = redirected(request, new URL(location, request.url), response.status, body);
  }
  throw new TypeError("There are too many redirects.");
}

async function send(url/*: URL*/, request/*: Request*/, body/*: ArrayBuffer | undefined*/)/*: Promise<Response>*/ {
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new TypeError(\`Only http and https are allowed: \${url.protocol}\`);
  const addresses = await lookup(url.hostname.replace(/^\\[|\\]$/g, ""), { all: true });
  if (!TRUSTED_HOSTS.has(url.host)) {
    for (const { address, family } of addresses) {
      if (family === 6 ? closed6.check(address, "ipv6") : closed4.check(address)) throw new TypeError(\`\${url.hostname} leads to an address that is not public.\`);
    }
  }
  return new Promise((resolve, reject) => {
    const options/*: RequestOptions*/ = {
      method: request.method,
      headers: { accept: "*/*", "user-agent": "node", ...Object.fromEntries(request.headers) },
      signal: request.signal,
      // No connection is shared with requests that were not looked at, and no name is resolved again.
      agent: false,
      lookup: (_name, { all }, done) => (all ? done(null, addresses) : done(null, addresses[0]?.address ?? "", addresses[0]?.family)),
    };
    const outgoing = url.protocol === "https:" ? requestHttps(url, options) : requestHttp(url, options);
    outgoing.on("error", reject);
    outgoing.on("response", (incoming) => resolve(responseOf(incoming, request.method)));
    outgoing.end(body && new Uint8Array(body));
  });
}

function responseOf(incoming/*: IncomingMessage*/, method/*: string*/)/*: Response*/ {
  const { statusCode: status = 500, statusMessage: statusText = "", rawHeaders } = incoming;
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  const isEmpty = method === "HEAD" || [204, 205, 304].includes(status);
  if (isEmpty) incoming.resume();
  return new Response(isEmpty ? null : (Readable.toWeb(incoming)/* as ReadableStream*/), { status, statusText, headers });
}

/** The request that a redirect asks for, as \`fetch\` makes it. */
function redirected(request/*: Request*/, to/*: URL*/, status/*: number*/, body/*: ArrayBuffer | undefined*/)/*: Request*/ {
  const { method, redirect, signal } = request;
  const headers = new Headers(request.headers);
  if (to.origin !== new URL(request.url).origin) for (const name of ["authorization", "cookie", "proxy-authorization"]) headers.delete(name);
  const becomesGet = status === 303 ? method !== "HEAD" : status < 303 && method === "POST";
  if (!becomesGet) return new Request(to, { method, redirect, signal, headers, ...(body ? { body } : {}) });
  for (const name of ["content-type", "content-length", "content-encoding", "content-language"]) headers.delete(name);
  return new Request(to, { method: "GET", redirect, signal, headers });
}

function listOf(family/*: "ipv4" | "ipv6"*/, ranges/*: string*/)/*: BlockList*/ {
  const list = new BlockList();
  for (const range of ranges.split(" ")) {
    const [network = "", bits] = range.split("/");
    list.addSubnet(network, Number(bits), family);
  }
  return list;
}`;
