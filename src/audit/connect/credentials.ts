import type { StoredOAuthClientInformation, StoredOAuthTokens } from "@modelcontextprotocol/client";
import { isJsonObject } from "../../base/json";
import type { AuthorizationPorts } from "./authorization";

/** The tokens and registrations of one server, bound to the authorization servers that gave them. */
export interface Credentials {
  /** Those of an issuer, or the last ones saved. */
  tokens(issuer?: string): StoredOAuthTokens | undefined;
  /** The client registered with an issuer. With an address to come back to, only a registration for that address. */
  client(issuer: string | undefined, redirectUrl: string | undefined): StoredOAuthClientInformation | undefined;
  /** The address of the last registration. */
  redirectUrl(): string | undefined;
  saveTokens(tokens: StoredOAuthTokens, issuer: string | undefined): Promise<void>;
  saveClient(client: StoredOAuthClientInformation, issuer: string | undefined, redirectUrl: string): Promise<void>;
  forget(what: "all" | "client" | "tokens" | "verifier" | "discovery"): Promise<void>;
}

interface Stored {
  /** The issuer of the last tokens. */
  last?: string;
  /** The issuer of the client that the person has registered by hand. */
  ownIssuer?: string | undefined;
  tokens: Record<string, StoredOAuthTokens>;
  clients: Record<string, { client: StoredOAuthClientInformation; redirectUrl: string }>;
}

/** Reads what the store keeps for a server; writes go through to it. */
export async function openCredentials(serverUrl: URL, { store, client: ownClient }: AuthorizationPorts): Promise<Credentials> {
  const key = `portcullis.oauth ${serverUrl.origin}${serverUrl.pathname}`;
  const stored = parseStored(await store.get(key));
  const save = (): Promise<void> => store.set(key, JSON.stringify(stored));
  return {
    tokens: (issuer) => stored.tokens[issuer ?? stored.last ?? ""],
    client(issuer, redirectUrl) {
      if (ownClient) {
        // Bound to the first issuer it is used with: a server that moves to another one must not take the secret there.
        stored.ownIssuer ??= issuer;
        return { client_id: ownClient.id, ...(ownClient.secret === undefined ? {} : { client_secret: ownClient.secret }), ...(stored.ownIssuer === undefined ? {} : { issuer: stored.ownIssuer }) };
      }
      const known = stored.clients[issuer ?? stored.last ?? ""];
      return known !== undefined && (redirectUrl === undefined || known.redirectUrl === redirectUrl) ? known.client : undefined;
    },
    redirectUrl: () => stored.clients[stored.last ?? ""]?.redirectUrl,
    async saveTokens(tokens, issuer) {
      stored.last = issuer ?? tokens.issuer ?? "";
      stored.tokens[stored.last] = tokens;
      await save();
    },
    async saveClient(client, issuer, redirectUrl) {
      stored.clients[issuer ?? client.issuer ?? ""] = { client, redirectUrl };
      await save();
    },
    async forget(what) {
      if (what === "all" || what === "tokens") stored.tokens = {};
      if (what === "all" || what === "client") stored.clients = {};
      await save();
    },
  };
}

/** What can't be read is forgotten: the person authorizes again. */
function parseStored(text: string | undefined): Stored {
  const empty: Stored = { tokens: {}, clients: {} };
  if (text === undefined) return empty;
  try {
    const value: unknown = JSON.parse(text);
    if (!isJsonObject(value) || !isJsonObject(value["tokens"]) || !isJsonObject(value["clients"])) return empty;
    // Written by `save` above, into a store that only this program reads and writes.
    return value as unknown as Stored;
  } catch {
    return empty;
  }
}
