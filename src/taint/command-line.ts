import type { Expression } from "../syntax/program";
import { PathState } from "./label";
import { type ProgramModel, programNamed } from "./programs";
import type { OptionPlace } from "./taint";
import { type Value, unknownText } from "./value";

/** One argument of a program, and where it is written. */
export interface CommandWord {
  readonly value: Value;
  /** Any number of arguments. */
  readonly isMany: boolean;
  readonly expression: Expression;
}

/** An argument that the program may take for an option. */
export interface OptionWord {
  readonly word: CommandWord;
  readonly option: OptionPlace;
}

/**
 * Of the arguments of a program those with data in them that stand where it looks for options. An argument right behind an option is that option's value,
 * unless the option is known to have none; what stands behind `--` is no option any more.
 */
export function findOptionWords(program: string | undefined, words: readonly CommandWord[]): readonly OptionWord[] {
  const scan = new Scan(program);
  for (const word of words) if (!scan.take(word)) break;
  return scan.found;
}

/** A program that comes with a package has its platform in its name: "ripgrep-linux-x64". */
const PLATFORM = /[-_](?:linux|darwin|macos|windows|win32|win)[-_](?:x64|x86_64|arm64|aarch64|amd64|ia32)$/;

/** The name of a program by its path: "git" of "/usr/bin/git", "git.exe" and "git-linux-x64"; undefined where it is not written. */
export function programName(value: Value | undefined): string | undefined {
  const name = value?.text?.split(/[\\/]/).at(-1)?.replace(/\.(?:exe|cmd|bat)$/i, "").replace(PLATFORM, "");
  return name === undefined || name === "" || name.includes(unknownText) ? undefined : name;
}

/** Reads a command line from left to right, as the program does. */
class Scan {
  readonly found: OptionWord[] = [];
  private name: string | undefined;
  private model: ProgramModel | undefined;
  /** Plain words since the program (or its subcommand) was named. */
  private plain = 0;
  private isBehindOption = false;
  /** `--` has been there on some ways. */
  private mayBeEnded = false;
  private readonly start: string | undefined;

  constructor(program: string | undefined) {
    this.start = program;
    this.name = program;
    this.model = programNamed(program);
  }

  /** Takes the next word; false where what follows is none of this program's business. */
  take(word: CommandWord): boolean {
    const { handsOn } = this.model ?? {};
    if (this.model?.isHarmless) return false;
    if (handsOn && handsOn.after > 0 && this.plain >= handsOn.after) return this.handOn(word);
    const text = word.value.text ?? "";
    if (isOptionText(text) && !(word.isMany && word.value.taints.length > 0)) return this.takeOption(word, text);
    if (this.isBehindOption && !isMultiple(word)) {
      this.isBehindOption = false;
      return true;
    }
    this.isBehindOption = false;
    if (handsOn?.after === 0) return this.handOn(word);
    if (word.value.taints.length > 0) return this.takeData(word);
    if (!word.isMany) this.takePlain(text);
    return true;
  }

  private takeOption(word: CommandWord, text: string): boolean {
    const isEnd = text === "--" || text === "--end-of-options";
    if (isEnd && !this.model?.ignoresDoubleDash) {
      if (word.value.constant === undefined || !word.value.mayBeMissing) return false;
      this.mayBeEnded = true;
      return true;
    }
    if (this.model?.handsOn?.options?.includes(text)) return false;
    // `--file=${x}` is an option by itself; a blank in `x` would begin another.
    if (word.value.taints.some(isWords)) this.add(word);
    this.isBehindOption = !isEnd && !this.isSwitch(text);
    return true;
  }

  private isSwitch(text: string): boolean {
    if (text.includes("=") || /^-(?:\d+|[A-Za-z]\d+)$/.test(text)) return true;
    const { letters = "", names = "" } = this.model?.switches ?? {};
    if (text.startsWith("--")) return names.split(" ").includes(text.slice(2));
    return text.length > 1 && [...text.slice(1)].every((letter) => letters.includes(letter));
  }

  private takeData(word: CommandWord): boolean {
    if (!(this.mayBeEnded && word.value.mayBeMissing)) this.add(word);
    this.plain++;
    return true;
  }

  private takePlain(text: string): void {
    const subcommands = this.plain === 0 ? this.model?.subcommands : undefined;
    if (!subcommands) {
      this.plain++;
      return;
    }
    this.name = text === "" ? undefined : `${this.name ?? ""} ${text}`;
    this.model = Object.hasOwn(subcommands, text) ? subcommands[text] : undefined;
  }

  /** The rest is the command line of another program, or of a script of which nobody knows what it does with options. */
  private handOn(word: CommandWord): boolean {
    const name = programName(word.value);
    if (this.model?.handsOn?.to === "script" || word.value.taints.length > 0) return false;
    this.name = name;
    this.model = programNamed(name);
    this.plain = 0;
    return true;
  }

  private add(word: CommandWord): void {
    const { model, name } = this;
    const kind = word.value.taints.some(isWords) ? "words" : !word.isMany ? "word" : this.plain === 0 && name === this.start ? "all" : "list";
    this.found.push({
      word,
      option: {
        kind,
        isKnown: model !== undefined,
        ...(name === undefined ? {} : { program: name }),
        ...(model?.danger === undefined ? {} : { danger: model.danger }),
        ...(model?.endOfOptions === undefined ? {} : { endOfOptions: model.endOfOptions }),
      },
    });
  }
}

function isOptionText(text: string): boolean {
  return text.length > 1 && text.startsWith("-");
}

function isMultiple(word: CommandWord): boolean {
  return word.isMany || word.value.taints.some(isWords);
}

function isWords({ state }: Value["taints"][number]): boolean {
  return (state & PathState.words) !== 0;
}
