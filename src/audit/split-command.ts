/** A command that can't be split, and what to write instead. */
export class CommandError extends Error {}

/**
 * Splits a command into words as a shell would, quotes and all. There is no shell behind it: what only a shell understands is refused,
 * for to hand `$HOME` or `|` over as it stands would start something else than what was meant.
 * @param isWindows a backslash is part of a path there, and quotes nothing but a quotation mark
 * @throws CommandError with what to write instead
 */
export function splitCommand(command: string, isWindows: boolean): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < command.length; at++) {
    const character = command.charAt(at);
    const next = command.charAt(at + 1);
    if (isEscape(character, next, quote, isWindows)) {
      word = (word ?? "") + next;
      at++;
    } else if (character === quote) quote = undefined;
    else if (quote === undefined && /["']/.test(character)) {
      quote = character;
      word ??= "";
    } else if (quote === undefined && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      if (quote !== "'") refuseShell(character, next, quote !== undefined, isWindows);
      word = (word ?? "") + character;
    }
  }
  if (quote !== undefined) throw new CommandError(`The command has a quotation mark (${quote}) that does not end`);
  if (word !== undefined) words.push(word);
  if (words.length === 0) throw new CommandError("The command is empty; write one such as: npx -y some-server");
  return words;
}

function isEscape(character: string, next: string, quote: string | undefined, isWindows: boolean): boolean {
  if (character !== "\\" || next === "" || quote === "'") return false;
  if (isWindows) return next === '"';
  return quote === undefined || /["\\$`]/.test(next);
}

function refuseShell(character: string, next: string, isQuoted: boolean, isWindows: boolean): void {
  const isVariable = isWindows ? false : (character === "$" && /[\w({]/.test(next)) || character === "`";
  if (isVariable || (!isQuoted && /[|&;<>]/.test(character)))
    throw new CommandError(`The command is started without a shell, and "${character}" would mean nothing: put it in single quotes, or start a shell yourself, as in: sh -c '…'`);
}
