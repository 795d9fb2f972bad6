import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { version } from "../../package.json";
import type { TextStream } from "./console";
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

// `exitCode`, not `exit`: a pipe may still hold what was written.
process.exitCode = run(
  process.argv.slice(2),
  { cwd: process.cwd(), environment: process.env, output: toStream(process.stdout), errors: toStream(process.stderr) },
  { version, documentation: findDocumentation() },
);
