import { execFileSync, execSync } from "node:child_process";

/** Runs a command line and gives what it printed. */
export function runShell(commandLine: string): string {
  return execSync(commandLine, { encoding: "utf8" });
}

/** Runs a program with a list of arguments and gives what it printed. */
export function runProgram(program: string, args: string[]): string {
  return execFileSync(program, args, { encoding: "utf8" });
}
