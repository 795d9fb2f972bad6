import { randomUUID } from "node:crypto";
import { auth, computeScopeUnion, type FetchLike, type OAuthClientProvider } from "@modelcontextprotocol/client";
import type { AuthorizationPorts, RedirectReceiver } from "./authorization";
import { openCredentials, type Credentials } from "./credentials";
import { LimitError, timeOf, type Limits } from "./limits";

/** Gets tokens for one server. */
export interface Authorizer {
  /** The token to send, if there is one. */
  token(): Promise<string | undefined>;
  /** Gets a token after a refusal, from storage, by refreshing, or by asking the person in the browser. */
  authorize(challenge: Challenge): Promise<void>;
  /** Whether a person is being waited for, who takes longer than any server may. */
  isWaiting(): boolean;
}

/** What a server said when it refused a request. */
export interface Challenge {
  readonly resourceMetadataUrl?: URL | undefined;
  readonly scope?: string | undefined;
  /** The token is good and grants too little: refreshing it would not help. */
  readonly isStepUp: boolean;
}

/** What an authorizer needs from outside. */
export interface AuthorizerPorts {
  readonly serverUrl: URL;
  readonly authorization: AuthorizationPorts;
  /** Fetches metadata and tokens; never sends the server's own headers to others. */
  readonly fetch: FetchLike;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/** An authorizer that walks the authorization code flow with PKCE, checks state and issuer, and gives up after a few rounds. */
export async function createAuthorizer(ports: AuthorizerPorts): Promise<Authorizer> {
  const credentials = await openCredentials(ports.serverUrl, ports.authorization);
  let rounds = 0;
  let waiting = 0;
  let scope: string | undefined;
  return {
    token: () => Promise.resolve(credentials.tokens()?.access_token),
    isWaiting: () => waiting > 0,
    async authorize(challenge) {
      if (++rounds > ports.limits.authorizations) throw new LimitError(`the server refused ${ports.limits.authorizations} authorizations in a row`);
      scope = challenge.isStepUp ? computeScopeUnion(scope, credentials.tokens()?.scope, challenge.scope) : (challenge.scope ?? scope);
      const round = { ...challenge, scope };
      if (!challenge.isStepUp && credentials.tokens()?.refresh_token !== undefined && (await refresh(credentials, round, ports))) return;
      waiting++;
      try {
        await askPerson(credentials, round, ports);
      } finally {
        waiting--;
      }
    },
  };
}

/** Whether stored tokens could be renewed without a person. */
async function refresh(credentials: Credentials, challenge: Challenge, ports: AuthorizerPorts): Promise<boolean> {
  const provider = createProvider(credentials, ports, undefined);
  try {
    return (await auth(provider, { serverUrl: ports.serverUrl, resourceMetadataUrl: challenge.resourceMetadataUrl, ...(challenge.scope === undefined ? {} : { scope: challenge.scope }), fetchFn: ports.fetch })) === "AUTHORIZED";
  } catch (error) {
    if (error instanceof PersonNeeded) return false;
    throw error;
  }
}

async function askPerson(credentials: Credentials, challenge: Challenge, ports: AuthorizerPorts): Promise<void> {
  const state = randomUUID();
  const receiver = await ports.authorization.openReceiver(state);
  try {
    const provider = createProvider(credentials, ports, { state, receiver });
    const options = { serverUrl: ports.serverUrl, resourceMetadataUrl: challenge.resourceMetadataUrl, ...(challenge.scope === undefined ? {} : { scope: challenge.scope }), fetchFn: ports.fetch };
    const result = await auth(provider, { ...options, forceReauthorization: true });
    if (result === "AUTHORIZED") return;
    const back = await receiver.receive(AbortSignal.any([ports.signal, AbortSignal.timeout(PERSON_TIME)])).catch((error: unknown) => {
      throw error instanceof Error && error.name === "TimeoutError" ? new LimitError(`nobody authorized within ${timeOf(PERSON_TIME)}`) : error;
    });
    if (back.get("state") !== state) throw new Error("the browser came back with the state of another request: refused");
    const code = back.get("code");
    const iss = back.get("iss") ?? undefined;
    // The words of an error are the server's; its code is enough, and bounded.
    if (code === null || code === "") throw new Error(`the authorization server answered ${(back.get("error") ?? "without a code").slice(0, 60)}`);
    await auth(provider, { ...options, authorizationCode: code, ...(iss === undefined ? {} : { iss }) });
  } finally {
    await receiver.close();
  }
}

/** Thrown where a flow that may not disturb anybody would have to open a browser. */
class PersonNeeded extends Error {}

/** What the SDK's OAuth asks for. Without a way back only a refresh can succeed. */
function createProvider(credentials: Credentials, ports: AuthorizerPorts, way: { readonly state: string; readonly receiver: RedirectReceiver } | undefined): OAuthClientProvider {
  const { authorization } = ports;
  let verifier = "";
  // Only between the way out and the way back: kept longer, a server that moves to another authorization server would never be followed.
  let discovery: Awaited<ReturnType<NonNullable<OAuthClientProvider["discoveryState"]>>>;
  const redirectUrl = way?.receiver.url ?? credentials.redirectUrl() ?? NO_WAY_BACK;
  return {
    redirectUrl,
    ...(authorization.clientMetadataUrl === undefined ? {} : { clientMetadataUrl: authorization.clientMetadataUrl }),
    clientMetadata: {
      client_name: "Portcullis",
      redirect_uris: [redirectUrl],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      application_type: "native",
      token_endpoint_auth_method: authorization.client?.secret === undefined ? "none" : "client_secret_basic",
      ...(authorization.scope === undefined ? {} : { scope: authorization.scope }),
    },
    state: () => way?.state ?? "",
    clientInformation: (context) => credentials.client(context?.issuer, way === undefined ? undefined : redirectUrl),
    saveClientInformation: (client, context) => credentials.saveClient(client, context?.issuer, redirectUrl),
    tokens: (context) => credentials.tokens(context?.issuer),
    saveTokens: (tokens, context) => credentials.saveTokens(tokens, context?.issuer),
    saveCodeVerifier: (text) => {
      verifier = text;
    },
    codeVerifier: () => verifier,
    saveDiscoveryState: (found) => {
      discovery = found;
    },
    discoveryState: () => discovery,
    invalidateCredentials: (what) => credentials.forget(what),
    async redirectToAuthorization(url) {
      if (way === undefined) throw new PersonNeeded();
      // `file:`, `vscode:` and their like start programs.
      if (url.protocol !== "https:" && url.protocol !== "http:") throw new Error(`the authorization server names an address that is no web page (${url.protocol}): refused`);
      ports.onProgress(`Waiting for authorization in the browser at ${url.origin}…`);
      await authorization.openBrowser(url);
    },
  };
}

/** A person finds a password, a second factor and a button within this time, in milliseconds. */
const PERSON_TIME = 300_000;

/** Stands in the metadata of flows that never come to a redirect. */
const NO_WAY_BACK = "http://127.0.0.1/callback";
