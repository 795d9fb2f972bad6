import { startsProgram } from "./entries";
import type { LibraryModel } from "./model";

/** cross-spawn and other packages with the signature of Node's `spawn`. */
export const crossSpawn: LibraryModel = {
  packages: ["cross-spawn", "nano-spawn", "cross-spawn-promise"],
  symbols: {
    "cross-spawn": startsProgram("spawn"),
    "cross-spawn.spawn": startsProgram("spawn"),
    "cross-spawn.sync": startsProgram("spawnSync"),
    "cross-spawn-promise": startsProgram("spawn"),
    "nano-spawn": startsProgram("spawn"),
  },
};
