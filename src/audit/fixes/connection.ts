import type { Fix } from "../../base/finding";
import type { FixRequest } from "./fixes";
import { replaceText, textOfField } from "./replace";

/** Asks for the encrypted address instead. Whether the server has one, nobody knows without asking it. */
export function fixConnection(request: FixRequest): readonly Fix[] {
  const value = textOfField(request);
  if (value === undefined || !/^http:\/\//i.test(value)) return [];
  return [{ title: "Reach the server over HTTPS", safety: "review", edits: [replaceText(request, value.replace(/^http:/i, "https:"))], newFiles: [], note: "See whether the server answers over HTTPS at this address" }];
}
