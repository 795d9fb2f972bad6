import { members } from "./entries";
import type { LibraryModel } from "./model";

/** What the checks of schemas are handed. Where an issue is added, the data do not come through: for whoever uses them, the check has not returned. */
export const schemaChecks: LibraryModel = {
  packages: ["zod"],
  symbols: members(["zod.RefinementCtx#"], { addIssue: { leaves: true } }),
};
