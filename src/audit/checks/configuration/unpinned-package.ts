import type { EntryCheck } from "./configuration-check";
import { packageOf } from "./package";

/** What is downloaded at every start may be another program tomorrow. */
export const unpinnedPackage: EntryCheck = {
  id: "unpinned-package",
  summary: "The server is a package without a version, so that every start may run other code",
  severity: "warning",
  precision: "very-high",
  cwe: [829],
  remedy: "Write the version that you have looked at behind the name, as in `name@1.2.3` (`name==1.2.3` for Python, a digest for an image)",
  find(entry) {
    const found = packageOf(entry);
    if (!found || found.isPinned) return [];
    const what = found.wanted === undefined ? "without a version" : found.kind === "repository" ? "from a repository that can change" : `at "${found.wanted}", which can become another version`;
    const how = found.kind === "image" ? "image" : found.kind === "repository" ? "code" : "package";
    return [{ severity: "warning", confidence: "high", field: found.word.field, message: `"${entry.name}" runs the ${how} ${found.name} ${what}`, evidence: found.word.isPiece ? found.spec : found.word.text }];
  },
};
