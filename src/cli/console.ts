/** Where a program's text goes. */
export interface TextStream {
  readonly isTTY: boolean;
  write(text: string): void;
}

/** What the command line needs of its process. */
export interface Console {
  /** The folder that paths are relative to. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly output: TextStream;
  readonly errors: TextStream;
}

/** The exit codes; what `1` and `2` mean is a promise to scripts. */
export const exitCodes = { clean: 0, findings: 1, failure: 2 } as const;

/** A mistake of the person at the keyboard, or a file that can't be used: told in a sentence, without a stack. */
export class UsageError extends Error {}

/** Whether colours are wanted: on a terminal, unless NO_COLOR is set (no-color.org); FORCE_COLOR wins where both are. */
export function wantsColor({ environment, output }: Console): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: none } = environment;
  if (forced !== undefined && forced !== "" && forced !== "0") return true;
  if (none !== undefined && none !== "") return false;
  return output.isTTY && environment["TERM"] !== "dumb";
}
