import type { AuditFinding, Check, HttpAnswer, HttpObservations } from "../audit";
import { httpCheck, isAccepted, resultOf } from "./http";
import { predictabilityOf } from "./session-ids";

const cutShort: Check = {
  id: "cut-short",
  category: "transport",
  summary: "The server could not be read to its end, so that what it offers there is not reviewed",
  severity: "warning",
  needs: ["surface"],
  run: ({ surface }) => {
    if (!surface?.isCut) return [];
    const flaw = surface.flaws.find(({ place }) => /\/list\b/.test(place));
    return [{ check: "cut-short", category: "transport", severity: "warning", confidence: "high", message: "a list of the server could not be read to its end: what stands there was not reviewed", ...(flaw ? { field: flaw.place, evidence: `${flaw.place} ${flaw.message}` } : {}) }];
  },
};

const plainHttp = httpCheck({
  id: "plain-http",
  category: "transport",
  summary: "The server is reached without encryption",
  severity: "error",
  find: ({ url, tls }) => (tls === undefined || tls.isSecure || tls.isLoopback ? [] : [{ severity: "error", confidence: "high", field: "url", message: "whoever is on the way reads and changes everything, tokens and tool descriptions included: there is no TLS", evidence: url }]),
});

const certificate = httpCheck({
  id: "certificate",
  category: "transport",
  summary: "The server's certificate or version of TLS can't be relied on",
  severity: "error",
  find: ({ tls }) => {
    const found: Omit<AuditFinding, "check" | "category">[] = [];
    if (tls?.certificate?.isTrusted === false) found.push({ severity: "error", confidence: "high", field: "tls.certificate", message: `nothing shows that this is the server: ${tls.certificate.reason ?? "its certificate is not trusted"}` });
    if (tls?.protocol !== undefined && /^(SSL|TLSv1(\.1)?$)/.test(tls.protocol)) found.push({ severity: "error", confidence: "high", field: "tls.protocol", message: `the connection is made with ${tls.protocol}, which is broken`, evidence: tls.protocol });
    return found;
  },
});

const dnsRebinding = httpCheck({
  id: "dns-rebinding",
  category: "transport",
  summary: "A page of another site can reach the server through the person's browser",
  severity: "error",
  find: ({ answers, tls }) => {
    if (!isAccepted(answers["foreign-origin"])) return [];
    const isHostOpen = isAccepted(answers["foreign-host"]);
    if (tls?.isLoopback !== true) return [{ severity: "note", confidence: "low", field: "headers.origin", message: "the server answers whatever `Origin` says, which the protocol forbids" }];
    if (isHostOpen) return [{ severity: "error", confidence: "high", field: "headers.host", message: "the server on this computer answers to any `Host` and `Origin`: any page in the browser can speak to it after its name was pointed here (DNS rebinding)" }];
    return [{ severity: "warning", confidence: "medium", field: "headers.origin", message: "the server on this computer answers whatever `Origin` says, which the protocol forbids; only its check of `Host` keeps pages of other sites out" }];
  },
});

const permissiveCors = httpCheck({
  id: "permissive-cors",
  category: "transport",
  summary: "The server lets pages of any site read its answers",
  severity: "error",
  find: ({ answers, tls }) => {
    const reads = [answers["preflight"], answers["foreign-origin"]].find((answer) => answer !== undefined && allowsAny(answer));
    // Behind a token that no page has, an open answer to browsers is how clients in browsers work.
    if (reads === undefined) return [];
    const allowed = reads.headers["access-control-allow-origin"] ?? "";
    const evidence = `access-control-allow-origin: ${allowed}`;
    if (allowed !== "*" && reads.headers["access-control-allow-credentials"] === "true") return [{ severity: "error", confidence: "high", field: "headers.access-control-allow-origin", message: "pages of any site may use the server with the cookies and certificates of whoever visits them", evidence: `${evidence}, access-control-allow-credentials: true` }];
    if (tls?.isLoopback === true && isAccepted(answers["foreign-origin"])) return [{ severity: "error", confidence: "high", field: "headers.access-control-allow-origin", message: "pages of any site may call the server on this computer and read what it answers", evidence }];
    return [];
  },
});

const predictableSession = httpCheck({
  id: "predictable-session",
  category: "transport",
  summary: "Session ids can be guessed",
  severity: "error",
  find: ({ answers }) => {
    const ids = ["hello", "hello-2", "hello-3"].flatMap((name) => answers[name]?.headers["mcp-session-id"] ?? []);
    const why = predictabilityOf(ids);
    return why === undefined ? [] : [{ severity: why.isCertain ? "error" : "warning", confidence: why.isCertain ? "high" : "medium", field: "headers.mcp-session-id", message: `whoever guesses a session id can speak in that session: ${why.reason}`, evidence: ids.join(" ") }];
  },
});

const leakyError = httpCheck({
  id: "leaky-error",
  category: "transport",
  summary: "Errors give away stacks or paths of the server",
  severity: "warning",
  find: ({ answers }) => {
    for (const name of ["malformed", "unknown-method", "foreign-origin", "foreign-host", "anonymous"]) {
      const answer = answers[name];
      const leak = answer && !isAccepted(answer) ? leakIn(answer) : undefined;
      if (leak !== undefined) return [{ severity: "warning", confidence: "high", field: `answers.${name}`, message: "an error tells where the server lies and what it is made of", evidence: leak }];
    }
    return [];
  },
});

const noRateLimit = httpCheck({
  id: "no-rate-limit",
  category: "transport",
  summary: "The server answers strangers and names no limit to how often",
  severity: "note",
  find: ({ answers, tls }) => {
    if (tls?.isLoopback === true || !isAccepted(answers["anonymous"])) return [];
    const names = Object.values(answers).flatMap(({ headers }) => Object.keys(headers));
    // A network in front of it limits without saying so.
    if (names.some((name) => /^(x-)?rate-?limit|^retry-after$|^cf-ray$|^x-amz-cf-id$|^x-vercel-id$|^fly-request-id$/.test(name))) return [];
    return [{ severity: "note", confidence: "low", field: "headers", message: "anybody may call the server, and no answer names a limit" }];
  },
});

const headerMismatch = httpCheck({
  id: "header-mismatch",
  category: "transport",
  summary: "The server does what a message says where its headers say otherwise",
  severity: "warning",
  find: ({ answers }) => (isAccepted(answers["header-mismatch"]) ? [{ severity: "warning", confidence: "high", field: "headers.mcp-method", message: "the server takes a message whose `Mcp-Method` names another method: what a gateway allows by the header is not what is done (2026-07-28 wants it refused)" }] : []),
});

const cacheScope = httpCheck({
  id: "cache-scope",
  category: "transport",
  summary: "Lists say wrongly, or not at all, who may keep them",
  severity: "warning",
  find: (http) => {
    const answer = http.answers["list"];
    const result = answer && resultOf(answer);
    if (!result) return [];
    const scope = result["cacheScope"];
    if (scope === "public" && !isAccepted(http.answers["anonymous-list"])) return [{ severity: "warning", confidence: "medium", field: "tools/list.cacheScope", message: "a list that only some may see says that anybody may keep and share it", evidence: "cacheScope: public" }];
    return (scope === "public" || scope === "private") && typeof result["ttlMs"] === "number" ? [] : [{ severity: "note", confidence: "high", field: "tools/list.cacheScope", message: "the list lacks `ttlMs` or `cacheScope`, which 2026-07-28 wants: clients can't know how long to trust it" }];
  },
});

/** Checks of how an HTTP server is reached. */
export const transportChecks: readonly Check[] = [cutShort, plainHttp, certificate, dnsRebinding, permissiveCors, predictableSession, leakyError, noRateLimit, headerMismatch, cacheScope];

function allowsAny({ headers }: HttpAnswer): boolean {
  const allowed = headers["access-control-allow-origin"];
  return allowed === "*" || allowed === "null" || (allowed?.includes("portcullis-probe.example") ?? false);
}

/** A stack of Node, Python, Java, Ruby, PHP or Go, or a path that only the server's own people need to know. */
function leakIn({ body }: HttpObservations["answers"][string]): string | undefined {
  const stack = /\bat [^\n\\<]{1,120}[(\s](?:file:\/\/|node:|[A-Za-z]:\\|\/)[^\n\\<)]{1,160}:\d+:\d+/.exec(body) ?? /Traceback \(most recent call last\)|File \\?"[^"\n\\]{1,160}\\?", line \d+|goroutine \d+ \[|\.(?:java|kt|rb|php):\d+\b/.exec(body);
  const path = /(?:\/(?:home|Users|root|usr\/src|var\/(?:www|task)|srv|opt|app|workspace)\/[\w.@-]+\/[\w./@-]{2,120}|[A-Za-z]:\\+(?:Users|inetpub|Program Files)\\+[\w.\\ -]{2,120})/.exec(body);
  return (stack ?? path)?.[0];
}
