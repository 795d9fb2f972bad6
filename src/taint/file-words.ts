import { PathState } from "./label";
import { type CommandWord, programName } from "./command-line";
import { type PathAccess, programFiles } from "./models";
import type { Value } from "./value";

/** Data in a word of a command line that the program opens as a file. */
export interface FileWord {
  readonly word: CommandWord;
  /** The program, as it is told to people. */
  readonly program: string;
  readonly access: PathAccess;
}

/**
 * Of the arguments of a program those with data in them that it opens as files, as a table says.
 * What stands behind an option that nobody knows is its value, and what a list of unknown length moves is not looked for.
 */
export function findFileWords(started: Value | undefined, words: readonly CommandWord[]): readonly FileWord[] {
  const program = programName(started);
  if (program === undefined) return [];
  const found: FileWord[] = [];
  let name = program;
  let plain = 0;
  let option: string | undefined;
  let isEnded = false;
  const add = (word: CommandWord, access: PathAccess | undefined): void => {
    if (access !== undefined && word.value.taints.some(({ state }) => !(state & PathState.words))) found.push({ word, program, access });
  };
  for (const word of words) {
    const files = Object.hasOwn(programFiles, name) ? programFiles[name] : undefined;
    const text = word.value.text ?? "";
    if (option !== undefined) {
      if (!word.isMany) add(word, files?.options?.[option]);
      option = undefined;
    } else if (!isEnded && /^-./.test(text)) {
      isEnded = text === "--";
      const [key = "", value] = text.split("=", 2);
      if (value !== undefined) add(word, files?.options?.[key]);
      else if (!isEnded && !files?.switches?.split(" ").includes(text)) option = text;
    } else {
      if (word.isMany) return found;
      const longer = word.value.taints.length === 0 && plain === 0 && text !== "" ? `${name} ${text}` : undefined;
      if (longer !== undefined && isBeginning(longer)) name = longer;
      else add(word, files?.operands?.[Math.min(plain++, files.operands.length - 1)]);
    }
  }
  return found;
}

function isBeginning(words: string): boolean {
  return Object.keys(programFiles).some((known) => known === words || known.startsWith(`${words} `));
}
