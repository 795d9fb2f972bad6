import type { JsonValue } from "../base/json";
import { surfaceOfTools } from "../wording/surface";
import type { Check, ServerAudit } from "./audit";
import { pinOf } from "./pins/normalise";
import { runChecks } from "./run-checks";

/** Reviews a saved list of tools: no server is started or asked. */
export function auditTools(server: string, tools: readonly JsonValue[], checks: readonly Check[]): ServerAudit {
  const wanted = checks.filter(({ needs }) => needs.every((need) => need === "surface"));
  return runChecks({ name: server, surface: surfaceOfTools(server, tools), others: [] }, wanted);
}

/** Reviews what has changed between two versions of a tool. What both have in common is not reported. */
export function auditChange(server: string, before: JsonValue, after: JsonValue, checks: readonly Check[]): ServerAudit {
  const pin = pinOf(surfaceOfTools(server, [named(before, after)]), "");
  return runChecks({ name: server, surface: surfaceOfTools(server, [named(after, before)]), pin, others: [] }, checks.filter(({ category }) => category === "drift"));
}

/** A version that was saved without its name is the same tool as the other. */
function named(tool: JsonValue, other: JsonValue): JsonValue {
  const nameOf = (value: JsonValue): JsonValue | undefined => (typeof value === "object" && value !== null && "name" in value ? value.name : undefined);
  return typeof tool === "object" && tool !== null && !Array.isArray(tool) ? { ...tool, name: nameOf(tool) ?? nameOf(other) ?? "tool" } : tool;
}
