import { harmless } from "./entries";
import type { LibraryModel } from "./model";

/** Regular expressions that are made of texts. RE2 never goes back over what it has read, so that no pattern takes it long. */
export const patterns: LibraryModel = {
  packages: ["re2"],
  symbols: {
    "global:RegExp": { sinks: [{ concept: "RegularExpression", argument: 0, fix: { kind: "pattern" } }] },
    re2: harmless,
  },
};
