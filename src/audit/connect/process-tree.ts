import { execFile, type ChildProcess } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** The variable by which processes of one audit are known again, even those that have left their group and lost their parent. */
export const MARK_VARIABLE = "PORTCULLIS_AUDIT";

/** A process that was started for an audit, and how everything that it started is known. */
export interface StartedProcess {
  readonly child: ChildProcess;
  /** The value of `PORTCULLIS_AUDIT` in its environment. */
  readonly mark: string;
}

/**
 * Sends a signal to a process, its group and all its descendants, and gives how many were still there.
 * A group alone is not enough: a server may start others with `setsid`. Parents alone are not enough: an orphan belongs to init.
 */
export async function signalTree(started: StartedProcess, signal: "SIGTERM" | "SIGKILL"): Promise<number> {
  const { pid } = started.child;
  if (pid === undefined) return 0;
  if (process.platform === "win32") return endOnWindows(pid, signal);
  const members = await membersOf(pid, started.mark);
  if (signalOne(-pid, signal)) members.add(pid);
  for (const each of members) signalOne(each, signal);
  return members.size;
}

/** Whether any process of the tree still lives. */
export async function isTreeAlive(started: StartedProcess): Promise<boolean> {
  const { pid } = started.child;
  if (pid === undefined) return false;
  const hasEnded = started.child.exitCode !== null || started.child.signalCode !== null;
  if (process.platform === "win32") return !hasEnded;
  if (!hasEnded) return true;
  return (await membersOf(pid, started.mark)).size > 0;
}

/** Ends the group at once, without waiting: for the last moment of our own process. */
export function killGroupNow(started: StartedProcess): void {
  if (started.child.pid !== undefined) signalOne(process.platform === "win32" ? started.child.pid : -started.child.pid, "SIGKILL");
}

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

/** The living members of a process's group, its descendants, and on Linux whoever carries its mark. */
async function membersOf(root: number, mark: string): Promise<Set<number>> {
  const rows = process.platform === "linux" ? await rowsOfProc() : await rowsOfPs();
  const members = new Set(rows.filter((row) => row.group === root || row.pid === root).map((row) => row.pid));
  if (process.platform === "linux") for (const { pid } of rows) if (!members.has(pid) && (await hasMark(pid, mark))) members.add(pid);
  // Rows are in no order: repeat until no member's child is new.
  for (let before = -1; before !== members.size; ) {
    before = members.size;
    for (const row of rows) if (members.has(row.parent)) members.add(row.pid);
  }
  members.delete(process.pid);
  return members;
}

async function rowsOfProc(): Promise<readonly Row[]> {
  const names = (await readdir("/proc")).filter((name) => /^\d+$/u.test(name));
  const rows = await Promise.all(names.map(async (name): Promise<readonly Row[]> => {
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    // The name of the program stands in parentheses and may hold anything, parentheses too.
    const [state, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === undefined || state === "" || state === "Z" ? [] : [{ pid: Number(name), parent: Number(parent), group: Number(group) }];
  }));
  return rows.flat();
}

async function hasMark(pid: number, mark: string): Promise<boolean> {
  // Only of our own user's processes can it be read, and only those are ours.
  const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => "");
  return environment.split("\0").includes(`${MARK_VARIABLE}=${mark}`);
}

async function rowsOfPs(): Promise<readonly Row[]> {
  const { stdout } = await promisify(execFile)("/bin/ps", ["-A", "-o", "pid=,ppid=,pgid=,stat="], { maxBuffer: 16 * 1024 * 1024 }).catch(() => ({ stdout: "" }));
  return stdout.split("\n").flatMap((line) => {
    const [pid, parent, group, state = ""] = line.trim().split(/\s+/u);
    return pid === undefined || pid === "" || state.startsWith("Z") ? [] : [{ pid: Number(pid), parent: Number(parent), group: Number(group) }];
  });
}

/** `taskkill` ends the tree by parents; without /F it only asks, which programs without a window never hear. */
async function endOnWindows(pid: number, signal: "SIGTERM" | "SIGKILL"): Promise<number> {
  if (signal === "SIGTERM") return signalOne(pid, 0) ? 1 : 0;
  await promisify(execFile)("taskkill", ["/PID", String(pid), "/T", "/F"], { windowsHide: true }).catch(() => undefined);
  return 0;
}

/** Whether there was anyone to hear it. */
function signalOne(pid: number, signal: "SIGTERM" | "SIGKILL" | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
