import { spawn } from "node:child_process";

/**
 * Runs a program to its end and gives its output; a non-zero exit is an error that carries the last lines of it.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, what?: string }} [options] `show` passes the output through
 * @returns {Promise<string>} standard output, or "" with `show`
 */
export async function run(command, args, options = {}) {
  const { code, stdout, stderr } = await runToEnd(command, args, options);
  if (code === 0) return stdout;
  const tail = (stderr || stdout).trim().split("\n").slice(-15).join("\n");
  throw new Error(`${options.what ?? [command, ...args].join(" ")} failed (exit ${code})${tail && `:\n${tail}`}`);
}

/**
 * Runs a program to its end, whatever its exit code; a program that can't be started is an error.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, echo?: boolean }} [options] `echo` shows and keeps the output
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function runToEnd(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", options.show ? "inherit" : "pipe", options.show ? "inherit" : "pipe"],
      // npm is a .cmd file on Windows, which only a shell can start; no argument here comes from outside.
      shell: process.platform === "win32" && command === "npm",
    });
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (chunk) => {
      stdout += chunk;
      if (options.echo) process.stdout.write(chunk);
    });
    child.stderr?.on("data", (chunk) => {
      stderr += chunk;
      if (options.echo) process.stderr.write(chunk);
    });
    child.once("error", (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.once("close", (code, signal) => {
      if (signal) stderr += `\nended by ${signal}`;
      resolve({ code: code ?? 1, stdout, stderr });
    });
  });
}

/** Prints a line of progress, so that a minute of installing never looks like a hang. */
export function say(/** @type {string} */ text) {
  console.log(`▸ ${text}`);
}
