import { programArguments, shellText, startsProgram } from "./entries";
import type { LibraryModel, SymbolModel } from "./model";

const shell = { argument: 1, property: "shell" } as const;

/** The text is split at spaces and run without a shell, unless a shell is asked for. */
const runsCommand: SymbolModel = { sinks: [{ ...shellText(0, "execaCommand"), onlyIf: shell }, { ...programArguments([], 0, "text"), unless: shell }] };

/** A tag gives every value its own argument. A shell that was asked for in an earlier call (`$({ shell: true })`) is not followed. */
const tag: SymbolModel = { sinks: [programArguments([], "template", "template")] };

/** execa. */
export const execa: LibraryModel = {
  packages: ["execa"],
  symbols: {
    execa: startsProgram("execa"),
    "execa.execa": startsProgram("execa"),
    "execa.execaSync": startsProgram("execa"),
    // Until version 5.
    "execa.sync": startsProgram("execa"),
    "execa.command": runsCommand,
    "execa.commandSync": runsCommand,
    "execa.execa.command": runsCommand,
    "execa.execa.commandSync": runsCommand,
    "execa.execaCommand": runsCommand,
    "execa.execaCommandSync": runsCommand,
    "execa.execaNode": { sinks: [{ ...programArguments(["node"], "rest", "rest"), from: 0 }] },
    "execa.$": tag,
    "execa.$.sync": tag,
    "execa.$.s": tag,
    "execa.parseCommandString": { passes: [0] },
  },
};
