import { each, harmless, members, type Symbols } from "./entries";
import type { LibraryModel, SinkFixModel, SinkModel, SymbolModel } from "./model";

type RequestApi = Extract<SinkFixModel, { kind: "request" }>["api"];
type Where = Pick<SinkModel, "property" | "orSelf">;

/** Instances that refuse to connect to private addresses, whichever name led there. */
const filteringAgents = ["ssrf-req-filter#", "request-filtering-agent#"];
const guardedBy: NonNullable<SinkModel["guardedBy"]> = { properties: ["agent", "httpAgent", "httpsAgent", "dispatcher", "fetchAgent"], symbols: filteringAgents };

/** Agents with a `lookup` of their own, which sees every address before it is connected to; an address that is written out never comes there. */
const lookingAgents = ["undici.LookingAgent#", "http.LookingAgent#"];
const resolvedBy: SinkModel["resolvedBy"] = { properties: guardedBy.properties, symbols: lookingAgents };

/** An argument that is the address of a request: its host, and its path where the host is fixed. */
function address(argument: number, api: RequestApi, where: Where = {}): readonly SinkModel[] {
  const fix = { kind: "request", api } as const;
  return [
    { concept: "OutboundRequest", argument, ...where, guardedBy, resolvedBy, fix },
    { concept: "RequestPath", argument, ...where, fix },
  ];
}

/** A property that names the host. */
function host(argument: number, property: string, api: RequestApi = "other"): SinkModel {
  return { concept: "OutboundRequest", argument, property, guardedBy, resolvedBy, fix: { kind: "request", api } };
}

/** An argument, or a property of it, that is a path: the host is fixed elsewhere. */
function path(argument: number, where: Where = {}): SinkModel {
  return { concept: "RequestPath", argument, ...where, isPath: true, fix: { kind: "request", api: "other" } };
}

/** A function of (address, options). */
export function requests(api: RequestApi, ...properties: readonly string[]): SymbolModel {
  return { sinks: [...address(0, api, properties[0] === undefined ? {} : { property: properties[0], orSelf: true }), ...properties.slice(1).flatMap((property) => address(0, api, { property }))] };
}

const fetches = requests("fetch");
const asks = requests("other");
const verbs = ["get", "head", "delete", "options", "post", "put", "patch"];

/** `fetch` as a global and in its packages: all of them take what the global takes. */
export const fetch: LibraryModel = {
  packages: ["node-fetch", "cross-fetch", "isomorphic-fetch", "isomorphic-unfetch", "unfetch", "node-fetch-native", "make-fetch-happen", "minipass-fetch", "@whatwg-node/fetch", "electron-fetch"],
  symbols: {
    ...each(["global:fetch", "global:globalThis.fetch", "global:window.fetch", "global:self.fetch"], fetches),
    ...each(["node-fetch", "node-fetch.fetch", "cross-fetch", "cross-fetch.fetch", "isomorphic-fetch", "isomorphic-unfetch", "unfetch", "node-fetch-native", "node-fetch-native.fetch", "make-fetch-happen", "minipass-fetch", "@whatwg-node/fetch.fetch", "electron-fetch"], fetches),
    "make-fetch-happen.defaults": { returns: "make-fetch-happen" },
  },
};

const dispatches = { sinks: [...address(0, "other", { property: "origin" }), path(0, { property: "path" })] };

/** undici: functions that take an address, and clients for one origin that take a path. */
export const undici: LibraryModel = {
  packages: ["undici"],
  symbols: {
    "undici.fetch": fetches,
    ...each(["undici.request", "undici.stream", "undici.pipeline", "undici.connect", "undici.upgrade"], { sinks: [...address(0, "other"), path(1, { property: "path" })] }),
    ...each(["undici.Client", "undici.Pool"], { sinks: address(0, "other").slice(0, 1) }),
    "undici.LookingAgent#": harmless,
    "undici.Agent": { returns: "undici.Agent#", returnsWith: { property: "connect.lookup", symbol: "undici.LookingAgent#" } },
    ...members(["undici.Client#", "undici.Pool#", "undici.Agent#"], each(["request", "stream", "pipeline", "dispatch", "connect", "upgrade"], dispatches)),
    ...each(["undici.WebSocket", "undici.EventSource"], requests("socket")),
  },
};

const config = { sinks: [...address(0, "other", { property: "url", orSelf: true }), host(0, "baseURL")] };
const axiosClient: Symbols = {
  ...each([...verbs, "postForm", "putForm", "patchForm"], asks),
  request: config,
  // What an absolute address is put together with.
  getUri: { passes: [0] },
};

/** axios: an absolute address replaces the base of an instance. */
export const axios: LibraryModel = {
  packages: ["axios", "@nestjs/axios", "gaxios"],
  symbols: {
    axios: config,
    "axios.axios": config,
    ...members(["axios.", "axios.axios.", "axios#"], axiosClient),
    ...each(["axios.create", "axios.axios.create", "axios#create"], { sinks: [host(0, "baseURL")], returns: "axios#" }),
    "axios#": config,
    ...members(["@nestjs/axios.HttpService#"], { ...each(verbs, asks), request: config }),
    ...each(["gaxios.request", "gaxios.Gaxios#request"], { sinks: [...address(0, "other", { property: "url" }), host(0, "baseURL"), host(0, "baseUrl")] }),
  },
  types: { "axios.AxiosInstance": "axios#", "axios.Axios": "axios#", "axios.AxiosStatic": "axios" },
  fields: { "@nestjs/axios.HttpService#axiosRef": "axios#", "axios.default": "axios" },
};

/** A client whose instances may have a prefix, with which every address is a path. */
function prefixing(name: string, functions: readonly string[], options: { readonly extend: readonly string[]; readonly property: string; readonly url: readonly string[] }): Symbols {
  const free = requests("other", ...options.url);
  const prefixed: SymbolModel = { sinks: [path(0)] };
  const create: SymbolModel = { sinks: [host(0, options.property)], returns: `${name}#free`, returnsWith: { property: options.property, symbol: `${name}#prefixed` } };
  return {
    ...each([name, `${name}.${name}`, `${name}#free`, ...[`${name}.`, `${name}.${name}.`, `${name}#free.`].flatMap((owner) => functions.map((each) => owner + each))], unlessPrefixed(free, options.property)),
    ...each([`${name}#prefixed`, ...functions.map((each) => `${name}#prefixed.${each}`)], prefixed),
    ...each([`${name}.`, `${name}.${name}.`, `${name}#free.`].flatMap((owner) => options.extend.map((each) => owner + each)), create),
    ...each(options.extend.map((each) => `${name}#prefixed.${each}`), { ...create, returns: `${name}#prefixed` }),
  };
}

function unlessPrefixed(model: SymbolModel, property: string): SymbolModel {
  return { ...model, sinks: (model.sinks ?? []).map((sink) => (sink.concept === "OutboundRequest" ? { ...sink, unless: { argument: 1, property } } : sink)) };
}

/** got, ky, ofetch and wretch. */
export const requestClients: LibraryModel = {
  packages: ["got", "got-scraping", "ky", "ky-universal", "ofetch", "wretch"],
  sameAs: { "got-scraping": "got", "ky-universal": "ky" },
  symbols: {
    ...prefixing("got", ["get", "post", "put", "patch", "head", "delete", "stream", "paginate"], { extend: ["extend"], property: "prefixUrl", url: ["url"] }),
    ...prefixing("ky", ["get", "post", "put", "patch", "head", "delete"], { extend: ["create", "extend"], property: "prefixUrl", url: [] }),
    ...prefixing("ofetch", ["raw", "native"], { extend: ["create"], property: "baseURL", url: [] }),
    ...each(["ofetch.$fetch", "ofetch.$fetch.raw", "ofetch.$fetch.native", "global:$fetch"], unlessPrefixed(asks, "baseURL")),
    "ofetch.$fetch.create": { returns: "ofetch#free", returnsWith: { property: "baseURL", symbol: "ofetch#prefixed" } },
    wretch: asks,
  },
};

/** Older clients. */
export const olderClients: LibraryModel = {
  packages: ["superagent", "needle", "request", "request-promise", "request-promise-native", "postman-request", "phin", "bent", "centra", "axios-retry"],
  sameAs: { "request-promise": "request", "request-promise-native": "request", "postman-request": "request" },
  symbols: {
    superagent: { sinks: [...address(0, "other"), ...address(1, "other")] },
    ...members(["superagent.", "superagent.agent#"], each([...verbs, "del"], asks)),
    "superagent.agent": { returns: "superagent.agent#" },
    needle: { sinks: address(1, "other") },
    ...members(["needle."], each(verbs, asks)),
    "needle.request": { sinks: address(1, "other") },
    request: { sinks: [...address(0, "other", { property: "url", orSelf: true }), ...address(0, "other", { property: "uri" }), host(0, "baseUrl")] },
    ...members(["request."], each([...verbs, "del"], { sinks: [...address(0, "other", { property: "url", orSelf: true }), ...address(0, "other", { property: "uri" })] })),
    "request.defaults": { returns: "request" },
    phin: requests("other", "url"),
    ...each(["centra", "axios-retry"], { ...harmless, sinks: address(0, "other").slice(0, 1) }),
    bent: { sinks: address(0, "other").slice(0, 1) },
  },
};

const nodeRequest: SymbolModel = {
  sinks: [
    ...address(0, "other"),
    // (options) and (url, options).
    ...[0, 1].flatMap((argument) => [host(argument, "host"), host(argument, "hostname"), path(argument, { property: "path" })]),
  ],
};

const connects: SymbolModel = {
  sinks: [{ concept: "OutboundRequest", argument: 1, fix: { kind: "request", api: "socket" } }, host(0, "host", "socket")],
};

/** Node's own modules for requests and connections. */
export const nodeNetwork: LibraryModel = {
  packages: ["http", "https", "http2", "net", "tls", "follow-redirects"],
  symbols: {
    "http.LookingAgent#": harmless,
    ...each(["http.Agent", "https.Agent"], { returnsWith: { property: "lookup", symbol: "http.LookingAgent#" } }),
    ...members(["http.", "https.", "follow-redirects.http.", "follow-redirects.https."], each(["request", "get"], nodeRequest)),
    "http2.connect": { sinks: address(0, "other").slice(0, 1) },
    ...each(["net.connect", "net.createConnection", "tls.connect", "net.Socket#connect"], connects),
  },
};

const opensSocket = requests("socket");

/** Sockets, and readers that fetch what they are given. */
export const sockets: LibraryModel = {
  packages: ["ws", "eventsource", "socket.io-client", "reconnecting-websocket", "jsdom", "rss-parser", "feedparser-promised", "open-graph-scraper", "link-preview-js", "@extractus/article-extractor", "@extractus/feed-extractor"],
  symbols: {
    ...each(["global:WebSocket", "global:EventSource", "ws", "ws.WebSocket", "eventsource", "eventsource.EventSource", "reconnecting-websocket"], opensSocket),
    ...each(["socket.io-client", "socket.io-client.io", "socket.io-client.connect"], opensSocket),
    "jsdom.JSDOM.fromURL": asks,
    "rss-parser#parseURL": asks,
    "feedparser-promised.parse": asks,
    "open-graph-scraper": requests("other", "url"),
    ...each(["link-preview-js.getLinkPreview"], asks),
    ...each(["@extractus/article-extractor.extract", "@extractus/feed-extractor.extract"], asks),
  },
};

/** A route of GitHub, as each of its clients takes it. */
export const gitHubRoute: SymbolModel = { sinks: address(0, "other").slice(1) };

/** Clients of GitHub: parameters in braces are encoded, what is pasted into the route is not. */
export const gitHub: LibraryModel = {
  packages: ["@octokit/request"],
  symbols: {
    "@octokit/request.request": gitHubRoute,
  },
};

/** Agents that refuse private addresses, and texts that are encoded for a query. */
export const requestGuards: LibraryModel = {
  packages: ["ssrf-req-filter", "request-filtering-agent", "qs", "query-string"],
  symbols: {
    "ssrf-req-filter": { returns: "ssrf-req-filter#" },
    ...each(["request-filtering-agent.useAgent", "request-filtering-agent.RequestFilteringHttpAgent", "request-filtering-agent.RequestFilteringHttpsAgent"], { returns: "request-filtering-agent#" }),
    ...each(filteringAgents, harmless),
    ...each(["qs.stringify", "query-string.stringify"], { passes: [0], cleans: ["RequestPath", "OutboundRequest"] }),
  },
  fields: { "request-filtering-agent.globalHttpAgent": "request-filtering-agent#", "request-filtering-agent.globalHttpsAgent": "request-filtering-agent#" },
};
