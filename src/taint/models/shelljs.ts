import { each, filePath, filePaths, shellText } from "./entries";
import type { LibraryModel, SymbolModel } from "./model";

const runsText: SymbolModel = { sinks: [shellText(0, "exec")] };

/** All arguments are paths, or lists of them, but for options such as "-rf", which hold no path. */
const reads: SymbolModel = { sinks: [{ ...filePaths("rest", "read"), from: 0 }] };
const lists: SymbolModel = { sinks: [{ ...filePaths("rest", "list"), from: 0 }] };
const writes: SymbolModel = { sinks: [{ ...filePaths("rest", "write"), from: 0 }] };
const removes: SymbolModel = { sinks: [{ ...filePaths("rest", "remove"), from: 0 }] };

/** shelljs. `cmd` starts no shell. */
export const shelljs: LibraryModel = {
  packages: ["shelljs"],
  symbols: {
    "shelljs.exec": runsText,
    "shelljs.cmd": {},
    ...each(["shelljs.cat", "shelljs.head", "shelljs.tail", "shelljs.sort", "shelljs.uniq"], reads),
    ...each(["shelljs.ls", "shelljs.find"], lists),
    ...each(["shelljs.cp", "shelljs.mv", "shelljs.ln", "shelljs.mkdir", "shelljs.touch"], writes),
    "shelljs.rm": removes,
    "shelljs.test": { sinks: [filePath(1, "probe")] },
    // The expression and the replacement come first.
    "shelljs.grep": { sinks: [{ ...filePaths("rest", "read"), from: 1 }] },
    "shelljs.sed": { sinks: [{ ...filePaths("rest", "write"), from: 2 }] },
    ...each(["shelljs.ShellString", "shelljs.echo"], { returns: "shelljs.ShellString#" }),
    ...each(["shelljs.ShellString#to", "shelljs.ShellString#toEnd"], { sinks: [filePath(0, "write")] }),
    "shelljs.ShellString#exec": runsText,
  },
};
