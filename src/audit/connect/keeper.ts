import { spawn } from "node:child_process";
import type { StartedProcess } from "./process-tree";

/** Watches over a started server from outside our own process. */
export interface Keeper {
  /** The server has been ended in the normal way: the keeper goes without doing anything. */
  dismiss(): void;
}

/**
 * Ends a server's group when our own process dies without doing it: killed, crashed, or an extension host that VS Code shot.
 * A tiny shell waits for the end of a pipe that only we hold open. On Windows there is no such shell; there a server sees its stdin end.
 */
export function startKeeper(started: StartedProcess): Keeper {
  const { pid } = started.child;
  if (pid === undefined || process.platform === "win32") return { dismiss: () => undefined };
  // The group's number is an argument, never part of the script. `read` gives a line when dismissed, and fails at the end of the pipe.
  const keeper = spawn("/bin/sh", ["-c", KEEPER_SCRIPT, "portcullis-keeper", String(pid)], { stdio: ["pipe", "ignore", "ignore"], detached: true, env: {}, cwd: "/" });
  keeper.on("error", () => undefined);
  keeper.stdin.on("error", () => undefined);
  keeper.unref();
  return {
    dismiss: () => {
      keeper.stdin.end("done\n");
    },
  };
}

// Debian's shell takes `--` only after `-s`, and others may not take it at all; what comes second is for those.
const KEEPER_SCRIPT = 'read -r word && exit 0; end() { kill -s "$1" -- "-$2" || kill "-$1" "-$2"; }; end TERM "$1"; sleep 2; end KILL "$1"';
