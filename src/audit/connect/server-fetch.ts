import { extractWWWAuthenticateParams, type FetchLike } from "@modelcontextprotocol/client";
import type { Authorizer, Challenge } from "./authorizer";

/**
 * Adds to a fetch what belongs to one server: its headers and its token, sent to its own origin only. A refusal that a token could
 * mend is answered by authorizing and asking again, so that no caller needs to know about OAuth.
 * @param headers custom headers, such as an API key
 */
export function createServerFetch(base: FetchLike, serverUrl: URL, headers: Readonly<Record<string, string>>, authorizer: Authorizer | undefined): FetchLike {
  let inFlight: Promise<void> | undefined;
  return async (input, init) => {
    if (new URL(String(input)).origin !== serverUrl.origin) return base(input, init);
    for (let isStepUpTried = false; ; ) {
      const token = await authorizer?.token();
      const all = new Headers(init?.headers);
      for (const [name, value] of Object.entries(headers)) all.set(name, value);
      if (token !== undefined) all.set("authorization", `Bearer ${token}`);
      const response = await base(input, { ...init, headers: all });
      const challenge = authorizer ? challengeOf(response) : undefined;
      if (!authorizer || challenge === undefined || (challenge.isStepUp && isStepUpTried)) return response;
      isStepUpTried = challenge.isStepUp;
      await response.body?.cancel().catch(() => undefined);
      // Two requests that are refused together send the person to the browser once.
      if (token === (await authorizer.token())) {
        inFlight ??= authorizer.authorize(challenge).finally(() => {
          inFlight = undefined;
        });
        await inFlight;
      }
    }
  };
}

function challengeOf(response: Response): Challenge | undefined {
  if (response.status === 401) {
    const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(response);
    return { resourceMetadataUrl, scope, isStepUp: false };
  }
  if (response.status !== 403) return undefined;
  const { resourceMetadataUrl, scope, error } = extractWWWAuthenticateParams(response);
  return error === "insufficient_scope" ? { resourceMetadataUrl, scope, isStepUp: true } : undefined;
}
