import type { Fix } from "../../base/finding";
import { packageOf } from "../checks/configuration/package";
import type { FixMeans, FixRequest } from "./fixes";
import { replaceText, textOfField } from "./replace";

/** Writes the version that this computer has behind the name of a package. */
export function fixVersion(request: FixRequest, { installedVersion }: FixMeans): readonly Fix[] {
  const found = packageOf(request.located.entry);
  const value = textOfField(request);
  if (found?.kind !== "npm" || value === undefined || found.word.field !== request.field) return [];
  const version = installedVersion(found.name);
  const at = value.indexOf(found.spec);
  // A line for a shell may name it more than once, and only one of them is the package.
  if (version === undefined || at === -1 || value.indexOf(found.spec, at + 1) !== -1) return [];
  const pinned = `${value.slice(0, at)}${found.name}@${version}${value.slice(at + found.spec.length)}`;
  return [{ title: `Pin ${found.name} to ${version}, which is installed here`, safety: "safe", edits: [replaceText(request, pinned)], newFiles: [] }];
}
