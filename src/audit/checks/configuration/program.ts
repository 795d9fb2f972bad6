import type { ClientEntry } from "../../audit";

/** One word of a command line, and which part of the entry it comes from. */
export interface Word {
  readonly text: string;
  /** "command" or "args[2]". */
  readonly field: string;
  /** Whether it is only a piece of that part: the part is a line for a shell. */
  readonly isPiece: boolean;
}

/** What an entry starts in the end, once shells and other wrappers are taken away. */
export interface Program {
  /** The name without folder and ending, in lower case: "npx". */
  readonly name: string;
  readonly words: readonly Word[];
}

/** A shell that an entry starts, and what it hands to it. */
export interface ShellCall {
  /** "bash", "cmd", "powershell". */
  readonly shell: string;
  /** The text that the shell reads. */
  readonly script: string;
  /** The part of the entry that holds it, or its beginning. */
  readonly field: string;
  readonly words: readonly Word[];
}

/** The command line of an entry as words; a command that holds blanks is split, as clients that use a shell do. */
export function wordsOf({ command = "", args = [] }: ClientEntry): readonly Word[] {
  const isLine = args.length === 0 && /\s/.test(command) && !/[\\/]/.test(command.split(/\s/)[0] ?? "");
  const first = isLine ? split(command, "command") : [{ text: command, field: "command", isPiece: false }];
  return [...first, ...args.map((text, index) => ({ text, field: `args[${index}]`, isPiece: false }))];
}

/** The shell that words start with, if they do. */
export function shellCallOf(words: readonly Word[]): ShellCall | undefined {
  const [first, ...rest] = words;
  const shell = nameOf(first?.text ?? "");
  const kind = shells[shell];
  if (kind === undefined) return undefined;
  const at = rest.findIndex(({ text }) => kind.test(text));
  const handed = rest.slice(at + 1);
  const [start] = handed;
  if (at === -1 || start === undefined) return undefined;
  // cmd and PowerShell read all that follows; the others one word, and the rest are its arguments.
  const isAll = shell === "cmd" || shell === "powershell" || shell === "pwsh";
  const script = isAll ? handed.map(({ text }) => text).join(" ") : start.text;
  return { shell, script, field: start.field, words: isAll ? handed.flatMap((word) => (/\s/.test(word.text) ? split(word.text, word.field) : [word])) : split(start.text, start.field) };
}

/** What words start once `cmd /c`, `sh -c`, `env A=B` and the like are taken away. */
export function programOf(words: readonly Word[], depth = 0): Program {
  const [first, ...rest] = words;
  const name = nameOf(first?.text ?? "");
  if (depth > MOST_WRAPPERS || first === undefined) return { name, words: rest };
  const shell = shellCallOf(words);
  if (shell) return programOf(lastCommand(shell.words), depth + 1);
  if (name === "env") return programOf(rest.slice(rest.findIndex(({ text }) => !/^(?:-|\w+=)/.test(text))), depth + 1);
  if (wrappers.has(name)) return programOf(rest.slice(Math.max(0, rest.findIndex(({ text }) => !text.startsWith("-")))), depth + 1);
  return { name, words: rest };
}

/** The name of a program, without its folder and its ending. */
export function nameOf(command: string): string {
  return (command.split(/[\\/]/).at(-1) ?? "").replace(/\.(?:exe|cmd|bat|ps1)$/i, "").toLowerCase();
}

/** Nobody wraps a server more often. */
const MOST_WRAPPERS = 4;

const wrappers: ReadonlySet<string> = new Set(["sudo", "nohup", "exec", "time", "nice", "caffeinate", "dotenvx", "wsl"]);

const posix = /^-[a-z]*c$/i;

/** Shells, and the option after which their text stands. */
const shells: Readonly<Record<string, RegExp>> = Object.assign(Object.create(null), { sh: posix, bash: posix, zsh: posix, dash: posix, ksh: posix, fish: posix, cmd: /^\/[ck]$/i, powershell: /^-(?:c|command|encodedcommand|e|ec|enc)$/i, pwsh: /^-(?:c|command|encodedcommand|e|ec|enc)$/i }) as Record<string, RegExp>; // Without a prototype, names such as "constructor" are none.

/** Of "cd x && npx y" what counts is the end. */
function lastCommand(words: readonly Word[]): readonly Word[] {
  const at = words.findLastIndex(({ text }) => /^(?:&&|;|\|\|?|&)$/.test(text) || text.endsWith(";"));
  const rest = words.slice(at + 1);
  return rest[0]?.text === "exec" ? rest.slice(1) : rest;
}

function split(text: string, field: string): readonly Word[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, plain]) => ({ text: double ?? single ?? plain ?? "", field, isPiece: true }));
}
