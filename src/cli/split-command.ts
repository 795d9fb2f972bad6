import { CommandError, splitCommand } from "../audit/split-command";
import { UsageError } from "./console";

/**
 * Splits what stands behind `--stdio` into words.
 * @throws UsageError with what to write instead
 */
export function commandAfterStdio(command: string, isWindows: boolean): readonly string[] {
  try {
    return splitCommand(command, isWindows);
  } catch (error) {
    throw error instanceof CommandError ? new UsageError(`--stdio: ${error.message}`) : error;
  }
}
