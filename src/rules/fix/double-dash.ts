import { plainWord, type ShellWord } from "./shell-words";

/** What is known of how a program reads its command line. */
interface Convention {
  /** Letters of options that take no value of their own, so that the word after them is a plain argument. */
  readonly flags: string;
  /** Long options without a value. */
  readonly longFlags?: readonly string[];
}

/**
 * Programs that read `--` as "no options from here on" and mean nothing else by it.
 * `git log -- x` and `git checkout -- x` are left out for that reason: there `--` turns a revision into a path.
 */
const conventions: Readonly<Record<string, Convention>> = {
  rm: { flags: "fiIrRdv", longFlags: ["force", "recursive", "verbose", "dir"] },
  rmdir: { flags: "pv", longFlags: ["parents", "verbose"] },
  mkdir: { flags: "pv", longFlags: ["parents", "verbose"] },
  touch: { flags: "acm", longFlags: ["no-create"] },
  cat: { flags: "AbeEnstTuv", longFlags: ["number", "show-all"] },
  cp: { flags: "abdfiHlLnpPRrsuvx", longFlags: ["archive", "force", "recursive", "verbose", "no-clobber"] },
  mv: { flags: "bfinuv", longFlags: ["force", "verbose", "no-clobber"] },
  ln: { flags: "bdfinsv", longFlags: ["force", "symbolic"] },
  ls: { flags: "aAbBcCdfFgGhHiklLmnNopqQrRsStuUvxXZ1", longFlags: ["all", "recursive"] },
  wc: { flags: "clLmw", longFlags: ["lines", "words", "bytes"] },
  file: { flags: "bikLrsz", longFlags: ["brief", "mime", "mime-type"] },
  du: { flags: "abchHklLmsSx", longFlags: ["all", "summarize", "human-readable"] },
  grep: { flags: "abcEFGhHiIlLnoPqrRsUvVwxzZ", longFlags: ["recursive", "ignore-case", "line-number"] },
  "git add": { flags: "nvfuA", longFlags: ["all", "force", "update", "verbose"] },
  "git rm": { flags: "nrfq", longFlags: ["cached", "force", "quiet"] },
  "git mv": { flags: "kfnv", longFlags: ["force", "verbose"] },
  "git clone": { flags: "lnqsv", longFlags: ["quiet", "verbose", "bare", "mirror", "no-checkout", "single-branch", "recursive", "shallow-submodules"] },
  "git init": { flags: "q", longFlags: ["quiet", "bare"] },
};

/**
 * Where `--` goes so that a value can't be taken for an option: the index of the first word that starts with a value.
 * Undefined where the program is not known to understand it, where one stands already, or where an option follows that would lose its meaning.
 */
export function placeForDoubleDash(words: readonly ShellWord[], isFixed: (word: ShellWord) => boolean): number | undefined {
  const command = commandOf(words);
  const convention = command && conventions[command.name];
  if (!command || !convention) return undefined;
  for (let index = command.length; index < words.length; index++) {
    const word = words[index];
    if (!word) return undefined;
    const text = plainWord(word);
    if (text === undefined) {
      if (word.pieces[0]?.kind === "text") {
        if (word.pieces[0].value.startsWith("-")) return undefined;
        continue;
      }
      if (isFixed(word)) continue;
      const after = words.slice(index + 1);
      return after.some((later) => mayBeOption(later)) ? undefined : index;
    }
    if (text.startsWith("-") && !isFlag(text, convention)) return undefined;
  }
  return undefined;
}

function mayBeOption(word: ShellWord): boolean {
  const first = word.pieces[0];
  return first?.kind === "text" && first.value.startsWith("-");
}

function isFlag(text: string, { flags, longFlags = [] }: Convention): boolean {
  if (text.startsWith("--")) return text.length > 2 && (text.includes("=") || longFlags.includes(text.slice(2)));
  return text.length > 1 && [...text.slice(1)].every((letter) => flags.includes(letter));
}

/** The program, with git's subcommand; git's own options before it (`-C folder`) are passed over. */
function commandOf(words: readonly ShellWord[]): { readonly name: string; readonly length: number } | undefined {
  const program = words[0] && plainWord(words[0]);
  if (program === undefined) return undefined;
  if (program !== "git") return { name: program, length: 1 };
  let index = 1;
  while (["-C", "-c"].includes((words[index] && plainWord(words[index] as ShellWord)) ?? "")) index += 2;
  const subcommand = words[index] && plainWord(words[index] as ShellWord);
  return subcommand === undefined ? undefined : { name: `git ${subcommand}`, length: index + 1 };
}
