/** Where a program's text goes. */
export interface TextStream {
  readonly isTTY: boolean;
  write(text: string): void;
}

/** How a question is asked. */
export interface AskOptions {
  /** What is typed does not appear. */
  readonly isSecret?: boolean;
}

/** What the command line needs of its process. */
export interface Console {
  /** The folder that paths are relative to. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly output: TextStream;
  readonly errors: TextStream;
  /** Asks the person at the terminal; absent where nobody is there to answer. An empty text where they go away. */
  ask?(question: string, options?: AskOptions): Promise<string>;
  /** Calls back once when the person wants it to stop (Ctrl-C); the function it gives puts an end to that. */
  onInterrupt(callback: () => void): () => void;
}

/** The exit codes; what they mean is a promise to scripts. */
export const exitCodes = { clean: 0, findings: 1, failure: 2, cancelled: 130 } as const;

/** A mistake of the person at the keyboard, or a file that can't be used: told in a sentence, without a stack. */
export class UsageError extends Error {}

/** The person has stopped it, or said no. */
export class CancelledError extends Error {}

/** Whether colours are wanted: on a terminal, unless NO_COLOR is set (no-color.org); FORCE_COLOR wins where both are. */
export function wantsColor({ environment, output }: Console): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: none } = environment;
  if (forced !== undefined && forced !== "" && forced !== "0") return true;
  if (none !== undefined && none !== "") return false;
  return output.isTTY && environment["TERM"] !== "dumb";
}
