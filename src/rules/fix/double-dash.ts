import { type ProgramModel, programNamed } from "../../taint/programs";
import { plainWord, type ShellWord } from "./shell-words";

/** What ends a program's options, and before which of its words it goes. */
export interface OptionsEnd {
  readonly index: number;
  readonly text: string;
}

/**
 * Where `--` goes so that a value can't be taken for an option: the index of the first word that starts with a value.
 * Undefined where the program is not known to understand it, where one stands already, or where an option follows that would lose its meaning.
 */
export function placeForDoubleDash(words: readonly ShellWord[], isFixed: (word: ShellWord) => boolean): OptionsEnd | undefined {
  const command = commandOf(words);
  const end = command?.model.endOfOptions;
  if (!command || end === undefined) return undefined;
  for (let index = command.length; index < words.length; index++) {
    const word = words[index];
    if (!word) return undefined;
    const text = plainWord(word);
    if (text === undefined) {
      if (word.pieces[0]?.kind === "text") {
        if (word.pieces[0].value.startsWith("-") && !word.pieces[0].value.includes("=")) return undefined;
        continue;
      }
      if (isFixed(word)) continue;
      const after = words.slice(index + 1);
      return after.some((later) => mayBeOption(later)) ? undefined : { index, text: end };
    }
    if (!text.startsWith("-")) continue;
    if (text === "--" || text === "--end-of-options") return undefined;
    // What follows is its value.
    if (!isSwitch(text, command.model)) index++;
  }
  return undefined;
}

/** Whether an option is one without a value, or holds its value itself. */
export function isSwitch(text: string, { switches: { letters = "", names = "" } = {} }: ProgramModel): boolean {
  if (text.includes("=") || /^-(?:\d+|[A-Za-z]\d+)$/.test(text)) return true;
  if (text.startsWith("--")) return names.split(" ").includes(text.slice(2));
  return text.length > 1 && [...text.slice(1)].every((letter) => letters.includes(letter));
}

function mayBeOption(word: ShellWord): boolean {
  const first = word.pieces[0];
  return first?.kind === "text" && first.value.startsWith("-");
}

/** The program and its subcommand; the program's own options before that (`git -C folder`) are passed over. */
function commandOf(words: readonly ShellWord[]): { readonly model: ProgramModel; readonly length: number } | undefined {
  const text = (index: number): string | undefined => {
    const word = words[index];
    return word && plainWord(word);
  };
  const model = programNamed(text(0));
  // Where the rest belongs to another program, it is not this one's options that end.
  if (!model || model.handsOn) return undefined;
  if (!model.subcommands) return { model, length: 1 };
  let index = 1;
  while (text(index)?.startsWith("-")) index += isSwitch(text(index) ?? "", model) ? 1 : 2;
  const subcommand = model.subcommands[text(index) ?? ""];
  return subcommand && !subcommand.handsOn ? { model: subcommand, length: index + 1 } : undefined;
}
