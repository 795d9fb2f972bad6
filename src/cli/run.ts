import { checks } from "../audit/checks/index";
import { visible } from "../report/plain-text";
import { scanDescriptions } from "../scan/scanner";
import { audit } from "./audit";
import { CancelledError, exitCodes, UsageError, type Console } from "./console";
import { helpText } from "./help";
import { readArguments } from "./options";
import { scan, type Program } from "./scan";

/**
 * Runs the command line.
 * @param argv the arguments after the program's name
 * @returns the exit code; what went wrong has been told, without a stack
 */
export async function run(argv: readonly string[], console: Console, program: Program): Promise<number> {
  try {
    const command = readArguments(argv, scanDescriptions.map(({ id }) => id));
    if (command.kind === "scan") return scan(command.options, console, program);
    if (command.kind === "audit") return await audit(command.options, console, program);
    console.output.write(command.kind === "help" ? helpText(scanDescriptions, checks) : `portcullis ${program.version}\n`);
    return exitCodes.clean;
  } catch (error) {
    if (error instanceof CancelledError) {
      console.errors.write(`portcullis: ${error.message}\n`);
      return exitCodes.cancelled;
    }
    console.errors.write(`${explain(error, console)}\n`);
    return exitCodes.failure;
  }
}

function explain(error: unknown, { environment }: Console): string {
  const message = error instanceof Error ? error.message : String(error);
  const safe = message.split("\n").map(visible).join("\n");
  if (error instanceof UsageError) return `portcullis: ${safe}\nSee portcullis --help.`;
  const stack = environment["PORTCULLIS_DEBUG"] !== undefined && error instanceof Error ? `\n${error.stack ?? ""}` : "";
  return `portcullis: this is a mistake in Portcullis, please report it: ${safe}${stack}`;
}
