import type { Fix } from "../../base/finding";
import type { FixRequest } from "./fixes";
import { replaceText, textOfField } from "./replace";

/** Gives a server the workspace folder instead of the disk, where the client knows that folder. */
export function fixFolder(request: FixRequest): readonly Fix[] {
  const value = textOfField(request);
  const { client, entry } = request.located;
  if (value === undefined || !client.variables.includes("folders") || !request.field.startsWith("args[")) return [];
  if (/^(?:docker|podman|nerdctl|deno)$/.test(entry.command ?? "")) return [];
  const option = /^(--?[\w-]+=).+$/.exec(value)?.[1] ?? "";
  return [{ title: "Give it the workspace folder only", safety: "review", edits: [replaceText(request, `${option}\${workspaceFolder}`)], newFiles: [], note: "See whether the server needs more than this folder" }];
}
