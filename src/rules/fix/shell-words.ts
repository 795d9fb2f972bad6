import type { Expression } from "../../syntax/program";
import { refuse, type Refused } from "./code";
import type { TextPart } from "./text-parts";

/** One word of a command, as a POSIX shell would see it once quotes are resolved. */
export interface ShellWord {
  readonly pieces: readonly WordPiece[];
  /** Quotes or a backslash took part, so the word is there even when it is empty. */
  readonly isQuoted: boolean;
}

/** A part of a word. */
export type WordPiece =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "value"; readonly expression: Expression; readonly isQuoted: boolean; readonly quote: Quote };

/** A command text, or a part of one, split into words. */
export interface ShellText {
  readonly words: readonly ShellWord[];
  /** White space stands before the first word, and after the last: the text may be joined to another there. */
  readonly startsApart: boolean;
  readonly endsApart: boolean;
}

/**
 * Splits a command the way `sh` splits it: quotes and backslashes are resolved.
 * Everything that only a shell can do (pipes, redirections, globs, variables…) is refused by name, for a program that is started directly would get it as plain text.
 */
export function splitShellText(parts: readonly TextPart[], isContinuation = false): ShellText | Refused {
  const splitter = new Splitter(isContinuation);
  for (const part of parts) {
    const problem = part.kind === "value" ? splitter.value(part.expression) : splitter.text(part.value);
    if (problem) return problem;
  }
  return splitter.finish();
}

/** The word's text where no value takes part. */
export function plainWord(word: ShellWord): string | undefined {
  const texts = word.pieces.map((piece) => (piece.kind === "text" ? piece.value : undefined));
  return texts.includes(undefined) ? undefined : texts.join("");
}

/** The quotes around a part of a word. */
export type Quote = "none" | "single" | "double";

const operators: Readonly<Record<string, string>> = {
  "|": "a pipe (`|`)",
  "&": "`&`",
  ";": "`;`",
  ">": "a redirection (`>`)",
  "<": "a redirection (`<`)",
  "(": "parentheses",
  ")": "parentheses",
  "`": "a command substitution",
  "*": "a glob pattern (`*`)",
  "?": "a glob pattern (`?`)",
  "[": "a glob pattern (`[`)",
};

class Splitter {
  private readonly words: ShellWord[] = [];
  private pieces: WordPiece[] = [];
  private isQuoted = false;
  private quote: Quote = "none";
  private escapes = false;
  private startsApart: boolean | undefined;
  private ended = false;

  constructor(private readonly isContinuation: boolean) {}

  value(expression: Expression): Refused | undefined {
    if (this.escapes) return refuse("A backslash stands before a value, so what the shell would make of it depends on the value");
    const after = this.ended ? refuse("The command consists of several lines, which only a shell can run") : undefined;
    this.startsApart ??= false;
    this.pieces.push({ kind: "value", expression, isQuoted: this.quote !== "none", quote: this.quote });
    return after;
  }

  text(text: string): Refused | undefined {
    for (let at = 0; at < text.length; at++) {
      const character = text[at] ?? "";
      const problem = this.quote === "none" ? this.unquoted(character, text, at) : this.quoted(character, text, at);
      if (problem) return problem;
    }
    return undefined;
  }

  finish(): ShellText | Refused {
    if (this.quote !== "none") return refuse("A quote in the command is not closed in the same text");
    if (this.escapes) return refuse("The command ends with a backslash");
    const endsApart = this.pieces.length === 0 && !this.isQuoted;
    this.endWord();
    return { words: this.words, startsApart: this.startsApart ?? false, endsApart };
  }

  private unquoted(character: string, text: string, at: number): Refused | undefined {
    if (this.escapes) {
      this.escapes = false;
      if (character !== "\n") this.add(character, true);
      return undefined;
    }
    if (character === " " || character === "\t") return this.space();
    if (character === "\n" || character === "\r") return this.newline();
    if (this.ended) return refuse("The command consists of several lines, which only a shell can run");
    if (character === "\\") {
      this.escapes = true;
      return undefined;
    }
    if (character === "'" || character === '"') {
      this.quote = character === "'" ? "single" : "double";
      this.startsApart ??= false;
      this.isQuoted = true;
      return undefined;
    }
    const problem = this.special(character, text, at);
    if (problem) return problem;
    this.add(character, false);
    return undefined;
  }

  private special(character: string, text: string, at: number): Refused | undefined {
    const rest = text.slice(at);
    const operator = operators[character];
    if (rest.startsWith("&&") || rest.startsWith("||")) return onlyShell(`\`${rest.slice(0, 2)}\``);
    if (operator !== undefined) return onlyShell(operator);
    const isFirst = this.pieces.length === 0 && !this.isQuoted;
    if (character === "$") return this.dollar(rest);
    if (character === "~" && isFirst) return onlyShell("the home folder (`~`)");
    if (character === "#" && isFirst) return onlyShell("a comment (`#`)");
    if (character === "{" && /^\{[^{}\s]*(?:,|\.\.)[^{}\s]*\}/.test(rest)) return onlyShell("a brace expansion (`{…}`)");
    if (character === "=" && this.isFirstWord() && /^[A-Za-z_]\w*$/.test(this.soFar())) return onlyShell("a variable set for one command");
    return undefined;
  }

  private dollar(rest: string): Refused | undefined {
    if (rest.startsWith("$(")) return onlyShell("a command substitution (`$(…)`)");
    if (/^\$(?:[\w{@*#?$!-]|$)/.test(rest)) return onlyShell("a variable of the shell (`$`)");
    return undefined;
  }

  private quoted(character: string, text: string, at: number): Refused | undefined {
    if (this.quote === "single") {
      if (character === "'") this.quote = "none";
      else this.add(character, true);
      return undefined;
    }
    if (this.escapes) {
      this.escapes = false;
      if (character === "\n") return undefined;
      this.add('$`"\\'.includes(character) ? character : `\\${character}`, true);
      return undefined;
    }
    if (character === "\\") this.escapes = true;
    else if (character === '"') this.quote = "none";
    else if (character === "`") return onlyShell("a command substitution");
    else if (character === "$") {
      const problem = this.dollar(text.slice(at, at + 2));
      // A dollar before the closing quote, or before what can't be a name, is plain text.
      if (problem && text[at + 1] !== '"') return problem;
      this.add(character, true);
    } else this.add(character, true);
    return undefined;
  }

  private add(character: string, isQuoted: boolean): void {
    this.startsApart ??= false;
    this.isQuoted ||= isQuoted;
    const last = this.pieces.at(-1);
    if (last?.kind === "text") this.pieces[this.pieces.length - 1] = { kind: "text", value: last.value + character };
    else this.pieces.push({ kind: "text", value: character });
  }

  private space(): undefined {
    this.startsApart ??= true;
    this.endWord();
  }

  private newline(): Refused | undefined {
    this.space();
    if (this.words.length > 0) this.ended = true;
    return undefined;
  }

  private endWord(): void {
    if (this.pieces.length > 0 || this.isQuoted) this.words.push({ pieces: this.pieces, isQuoted: this.isQuoted });
    this.pieces = [];
    this.isQuoted = false;
  }

  private isFirstWord(): boolean {
    return this.words.length === 0 && !this.isContinuation;
  }

  private soFar(): string {
    return this.pieces.map((piece) => (piece.kind === "text" ? piece.value : " ")).join("");
  }
}

function onlyShell(what: string): Refused {
  return refuse(`The command uses ${what}, which only a shell understands`);
}

/** Words of the shell itself: there is no program of that name to start. */
const shellWords = new Set(
  "alias bg break case cd command continue declare do done elif else esac eval exec exit export fg fi for function getopts hash history if in jobs let local popd pushd read readonly return select set shift source suspend then time times trap type typeset ulimit umask unalias unset until wait while . : ! { } [ [[".split(" "),
);

/** Refuses a first word that is no program. */
export function checkProgram(word: ShellWord | undefined): Refused | undefined {
  const name = word && plainWord(word);
  if (!word) return refuse("The command is empty");
  if (name !== undefined && !word.isQuoted && shellWords.has(name)) return refuse(`\`${name}\` is a word of the shell, not a program`);
  return undefined;
}
