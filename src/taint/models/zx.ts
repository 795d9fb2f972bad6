import { programArguments, quotesForShell, shellText } from "./entries";
import type { LibraryModel, SymbolModel } from "./model";

/** The values of the template are put into the command as they are. */
const rawTag: SymbolModel = { sinks: [shellText("template")] };

/** Every value becomes one word, and a list as many as it has elements. */
const quotingTag: SymbolModel = { sinks: [programArguments([], "template", "template")] };

/** zx quotes the values of its templates. Quoting that was switched off (`$.quote = …`) is not followed. */
export const zx: LibraryModel = {
  packages: ["zx", "zx/core"],
  sameAs: { "zx/core": "zx", "zx.fs": "fs-extra" },
  symbols: {
    "zx.$": { ...quotingTag, returns: "zx.$" },
    "zx.$.sync": quotingTag,
    "zx.quote": quotesForShell,
    "zx.quotePowerShell": quotesForShell,
  },
};

/** dax quotes as zx does, and has a tag that does not. */
export const dax: LibraryModel = {
  packages: ["dax", "dax-sh"],
  sameAs: { "dax-sh": "dax" },
  symbols: {
    dax: quotingTag,
    "dax.$": quotingTag,
    "dax.raw": rawTag,
    "dax.$.raw": rawTag,
    "dax.escapeArg": quotesForShell,
    "dax.$.escapeArg": quotesForShell,
  },
};
