import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { version } from "../../package.json";
import type { AskOptions, Console, TextStream } from "./console";
import { run } from "./run";

/** The documentation that comes with the program: `docs/rules` beside the folder it lies in. */
function findDocumentation(): string | undefined {
  const script = process.argv[1];
  if (script === undefined || !existsSync(script)) return undefined;
  const folder = join(dirname(dirname(realpathSync(script))), "docs", "rules");
  return existsSync(folder) ? folder : undefined;
}

function toStream(stream: NodeJS.WriteStream): TextStream {
  // A reader that has seen enough (`| head`) closes the pipe; that is no failure.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return { isTTY: stream.isTTY === true, write: (text) => void stream.write(text) };
}

/** Asks on standard error, so that a report in a pipe stays clean. */
function ask(question: string, { isSecret = false }: AskOptions = {}): Promise<string> {
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: isSecret ? silence : process.stderr, terminal: true });
  if (isSecret) process.stderr.write(question);
  return new Promise((resolve) => {
    // Ctrl-C and Ctrl-D are answers too: the empty one, which never means yes.
    lines.once("SIGINT", () => lines.close());
    lines.once("close", () => resolve(""));
    lines.question(isSecret ? "" : question, (answer) => {
      if (isSecret) process.stderr.write("\n");
      resolve(answer);
      lines.close();
    });
  });
}

function onInterrupt(callback: () => void): () => void {
  // Once: whoever presses a second time wants out at once.
  process.once("SIGINT", callback);
  process.once("SIGTERM", callback);
  return () => {
    process.off("SIGINT", callback);
    process.off("SIGTERM", callback);
  };
}

const console: Console = {
  cwd: process.cwd(),
  environment: process.env,
  output: toStream(process.stdout),
  errors: toStream(process.stderr),
  onInterrupt,
  ...(process.stdin.isTTY && process.stderr.isTTY ? { ask } : {}),
};

void run(process.argv.slice(2), console, { version, documentation: findDocumentation() }).then((code) => {
  // `exitCode`, not `exit`: a pipe may still hold what was written.
  process.exitCode = code;
});
