import { codeText, shellText, startsProgram } from "./entries";
import type { LibraryModel } from "./model";

/**
 * Node's `child_process`. `fork` starts no shell, but runs the module that it is told; the program and the working folder of `spawn` and `execFile` are not sinks here:
 * a program that the model chooses is a hazard of its own, not a shell that parses its text.
 */
export const childProcess: LibraryModel = {
  packages: ["child_process"],
  symbols: {
    "child_process.exec": { sinks: [shellText(0, "exec"), { ...codeText(0, "program"), codeInShell: true }] },
    "child_process.execSync": { sinks: [shellText(0, "execSync"), { ...codeText(0, "program"), codeInShell: true }] },
    "child_process.spawn": startsProgram("spawn"),
    "child_process.spawnSync": startsProgram("spawnSync"),
    "child_process.execFile": startsProgram("execFile"),
    "child_process.execFileSync": startsProgram("execFileSync"),
    "child_process.fork": { sinks: [{ concept: "ModuleLoading", argument: 0, fix: { kind: "module", reach: "any" } }] },
  },
};
