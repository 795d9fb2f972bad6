import { each, startsProgram } from "./entries";
import type { LibraryModel } from "./model";

/** cross-spawn and other packages with the signature of Node's `spawn`. */
export const crossSpawn: LibraryModel = {
  packages: ["cross-spawn", "nano-spawn", "cross-spawn-promise", "tinyexec", "spawn-rx"],
  symbols: {
    "cross-spawn": startsProgram("spawn"),
    "cross-spawn.spawn": startsProgram("spawn"),
    "cross-spawn.sync": startsProgram("spawnSync"),
    "cross-spawn-promise": startsProgram("spawn"),
    "nano-spawn": startsProgram("spawn"),
    "nano-spawn.default": startsProgram("spawn"),
    ...each(["spawn-rx.spawn", "spawn-rx.spawnPromise", "spawn-rx.spawnDetached", "spawn-rx.spawnDetachedPromise"], startsProgram("other")),
    // Its options hold those of `spawn`.
    ...each(["tinyexec.x", "tinyexec.exec"], startsProgram("spawn")),
  },
};
