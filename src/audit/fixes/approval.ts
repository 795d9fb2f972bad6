import type { Fix } from "../../base/finding";
import { isHarmfulTool } from "../checks/configuration/auto-approval";
import { memberOf } from "../configuration/node";
import type { FixRequest } from "./fixes";
import { replaceValue } from "./replace";

/** Has the client ask again: for every tool where all were allowed, for those that change things otherwise. */
export function fixApproval(request: FixRequest): readonly Fix[] {
  const node = memberOf(request.located.node, request.field)?.value;
  if (!node) return [];
  const kept = (node.items ?? []).flatMap(({ scalar }) => (typeof scalar === "string" && scalar !== "*" && scalar !== ".*" && !isHarmfulTool(scalar) ? [JSON.stringify(scalar)] : []));
  const value = node.items ? `[${kept.join(", ")}]` : node.scalar === true ? "false" : undefined;
  if (value === undefined) return [];
  return [{ title: "Have the client ask before these tools run", safety: "review", edits: [replaceValue(request, value)], newFiles: [], note: "The client asks from now on; allow single tools that only read where that is too often" }];
}
