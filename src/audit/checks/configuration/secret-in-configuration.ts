import { isWorkspaceConfiguration } from "../../configuration/client-files";
import type { EntryCheck } from "./configuration-check";
import { redactedAround, secretsOf } from "./secrets";

/** A configuration is copied, shared and committed, and the secret with it. */
export const secretInConfiguration: EntryCheck = {
  id: "secret-in-configuration",
  summary: "A secret stands in the configuration in plain text",
  severity: "error",
  precision: "high",
  cwe: [522, 312],
  remedy: "Keep the secret where only its owner can read it and let the server read it from there; revoke the one that stood here",
  find(entry) {
    // The workspace's file is one that others get; at home, a secret is in the reach of every program that the person runs.
    const isShared = isWorkspaceConfiguration(entry.file) && !isOfHome(entry.file);
    return secretsOf(entry).map((secret) => ({
      severity: isShared ? ("error" as const) : ("warning" as const),
      confidence: secret.isKnown ? ("high" as const) : ("medium" as const),
      field: secret.field,
      message: `"${entry.name}" holds ${secret.what} in plain text${isShared ? ", in a file that comes with the project" : ""}`,
      evidence: redactedAround(secret),
    }));
  },
};

/** Files of the same name lie in home folders; there they belong to one person. */
function isOfHome(file: string): boolean {
  return /^(?:\/home\/[^/]+|\/Users\/[^/]+|\/root|[a-z]:\/Users\/[^/]+)\/\.[^/]+\/(?:[^/]+\/)*[^/]+$/i.test(file);
}
