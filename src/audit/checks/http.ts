import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json";
import type { AuditFinding, AuditSubject, Category, Check, HttpAnswer, HttpObservations } from "../audit";

/** What a check of an HTTP server says of itself, beside what it looks for. */
export interface HttpCheck extends Pick<Check, "id" | "summary" | "severity"> {
  readonly category: Extract<Category, "transport" | "auth">;
  find(http: HttpObservations, subject: AuditSubject): readonly Omit<AuditFinding, "check" | "category">[];
}

/** A check of what probes saw. */
export function httpCheck({ id, category, summary, severity, find }: HttpCheck): Check {
  return { id, category, summary, severity, needs: ["http"], run: (subject) => (subject.http ? find(subject.http, subject).map((finding) => ({ check: id, category, ...finding })) : []) };
}

/** Whether the server has done what the probe asked for: a status alone can be a page of a proxy, and a 200 can hold an error. */
export function isAccepted(answer: HttpAnswer | undefined): boolean {
  if (answer === undefined || answer.status < 200 || answer.status > 299) return false;
  return resultOf(answer) !== undefined || /(?:^|\n)event: *endpoint/.test(answer.body);
}

/** The result of a JSON-RPC answer, as JSON or as the first event of a stream. */
export function resultOf({ body }: HttpAnswer): JsonObject | undefined {
  const texts = [body, ...[...body.matchAll(/(?:^|\n)data: *(.+)/g)].map(([, data = ""]) => data)];
  for (const text of texts) {
    const value = parse(text);
    if (isJsonObject(value) && isJsonObject(value["result"])) return value["result"];
  }
  return undefined;
}

/** JSON, or nothing where it is none. */
export function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
