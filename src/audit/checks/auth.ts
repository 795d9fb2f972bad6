import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json";
import type { AuditFinding, Check, HttpAnswer, HttpObservations } from "../audit";
import { httpCheck, isAccepted, parse, resultOf } from "./http";

const anonymousAccess = httpCheck({
  id: "anonymous-access",
  category: "auth",
  summary: "The server shows its tools to whoever asks",
  severity: "warning",
  find: ({ answers, tls }, { surface }) => {
    const list = answers["anonymous-list"];
    if (!isAccepted(list) || tls?.isLoopback === true) return [];
    const tools = list && resultOf(list)?.["tools"];
    const evidence = Array.isArray(tools) ? `tools/list without a token: ${tools.length} tools` : "tools/list without a token: answered";
    // Where there is a way to get tokens and it is not needed, somebody means to be protected and is not.
    if (hasMetadata(answers)) return [{ severity: "warning", confidence: "high", field: "tools/list", message: "the server says where to get tokens, and answers without one", evidence }];
    const writes = surface?.tools.some(({ annotations }) => annotations?.["destructiveHint"] === true) === true;
    return [{ severity: writes ? "warning" : "note", confidence: "low", field: "tools/list", message: writes ? "anybody may call the server, which has destructive tools" : "anybody may call the server; fine for what is public anyway", evidence }];
  },
});

const missingChallenge = httpCheck({
  id: "missing-challenge",
  category: "auth",
  summary: "The server refuses without saying how to be let in",
  severity: "warning",
  find: ({ answers }) => {
    const refused = refusalIn(answers);
    if (refused === undefined) return [];
    const challenge = refused.headers["www-authenticate"];
    if (challenge === undefined) return [{ severity: "warning", confidence: "high", field: "headers.www-authenticate", message: "the server answers 401 without `WWW-Authenticate`: clients can't find where tokens come from, and people paste them into files instead" }];
    return [];
  },
});

const resourceMetadata = httpCheck({
  id: "resource-metadata",
  category: "auth",
  summary: "What the server says about where tokens come from is missing or can't be relied on",
  severity: "error",
  find: ({ url, answers }) => {
    const refused = refusalIn(answers);
    if (refused === undefined || !/^bearer\b/i.test(refused.headers["www-authenticate"] ?? "")) return [];
    const metadata = metadataIn(answers);
    // The challenge may name another place, which is not fetched here: it can be anywhere.
    if (metadata === undefined) return /resource_metadata=/i.test(refused.headers["www-authenticate"] ?? "") ? [] : [{ severity: "warning", confidence: "medium", field: "/.well-known/oauth-protected-resource", message: "the server wants a token and has no metadata that says where to get one (RFC 9728)" }];
    return problemsOf(metadata, url);
  },
});

/** Checks of who is let in. */
export const authChecks: readonly Check[] = [anonymousAccess, missingChallenge, resourceMetadata];

function problemsOf(metadata: JsonObject, url: string): readonly Omit<AuditFinding, "check" | "category">[] {
  const { resource, authorization_servers: servers } = metadata;
  const found: Omit<AuditFinding, "check" | "category">[] = [];
  if (typeof resource !== "string" || !URL.canParse(resource) || !url.startsWith(new URL(resource).origin)) found.push({ severity: "error", confidence: "medium", field: "metadata.resource", message: "the metadata is of another resource: tokens for it would be good elsewhere, or never accepted", evidence: typeof resource === "string" ? resource : "no resource" });
  const list = Array.isArray(servers) ? (servers as readonly JsonValue[]) : [];
  if (list.length === 0) found.push({ severity: "warning", confidence: "high", field: "metadata.authorization_servers", message: "the metadata names no authorization server" });
  const plain = list.find((each) => typeof each === "string" && /^http:\/\/(?!localhost\b|127\.|\[::1\])/i.test(each));
  if (typeof plain === "string") found.push({ severity: "error", confidence: "high", field: "metadata.authorization_servers", message: "tokens are to be fetched without encryption", evidence: plain });
  return found;
}

function refusalIn(answers: HttpObservations["answers"]): HttpAnswer | undefined {
  return [answers["anonymous"], answers["hello"], answers["anonymous-list"]].find((answer) => answer?.status === 401);
}

function hasMetadata(answers: HttpObservations["answers"]): boolean {
  const servers = metadataIn(answers)?.["authorization_servers"];
  return Array.isArray(servers) && servers.length > 0;
}

function metadataIn(answers: HttpObservations["answers"]): JsonObject | undefined {
  for (const name of ["metadata-path", "metadata-root"]) {
    const answer = answers[name];
    const value = answer?.status === 200 ? parse(answer.body) : undefined;
    if (isJsonObject(value)) return value;
  }
  return undefined;
}
