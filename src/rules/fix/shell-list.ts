import type { TextEdit, TextRange } from "../../base/text";
import type { Binding, Expression, FunctionNode, Module } from "../../syntax/program";
import { walkStatements } from "../../syntax/walk";
import type { RuleContext } from "../rule";
import { codeOf, isRefused, refuse, replace, stringLiteral, templateText, unwrap, type Refused } from "./code";
import { placeForDoubleDash } from "./double-dash";
import { checkElements } from "./list-elements";
import { checkProgram, splitShellText, type ShellText, type ShellWord } from "./shell-words";
import { isEvidentlyString } from "./string-type";
import { readTextParts } from "./text-parts";
import { usesOf } from "./uses";

/** The code of an argument list, and of what else changes with it. */
export interface ListCode {
  /** Elements as code, spreads included. */
  readonly items: readonly string[];
  /** Where constants that held several words become lists themselves. */
  readonly edits: readonly TextEdit[];
  /** Places whose code was copied into the items; comments in them are kept. */
  readonly copied: readonly TextRange[];
  /** What the person should verify: a value that may hold escapes which only a shell takes off again. */
  readonly note?: string;
}

/** A command as a program and its arguments. */
export interface CommandCode extends ListCode {
  readonly program: string;
  /** The program's name, where it is written out. */
  readonly programName?: string;
}

/** Code of a list of words: of its elements where they are written out. */
interface WordList {
  readonly code: string;
  readonly items?: readonly string[];
  readonly isChoice?: boolean;
}

/** Names that promise several words in one text; unquoted, the shell would have split them. */
const severalWords = /(?<!sub_?)(?:args?|flags?|options?|opts?|params?|arguments|switches|command|cmd)$/i;

/** Turns a command text into a program and its argument list. */
export function commandCode(text: ShellText, module: Module, context: RuleContext): CommandCode | Refused {
  const [program, ...rest] = text.words;
  const problem = checkProgram(program);
  if (problem) return problem;
  const writer = new ListWriter(module, context);
  const head = program && writer.program(program);
  if (!head) return refuse("The program to run is put together from several words");
  const dash = placeForDoubleDash(text.words, (word) => writer.isFixed(word));
  const list = writer.list(rest, dash === undefined ? undefined : dash - 1);
  if (isRefused(list)) return list;
  const name = program?.pieces.map((piece) => (piece.kind === "text" ? piece.value : "")).join("");
  return { ...list, program: head, programName: program?.pieces.every((piece) => piece.kind === "text") ? name : undefined };
}

/** Turns a part of a command text, without its program, into elements of the list. */
export function listCode(text: ShellText, module: Module, context: RuleContext): ListCode | Refused {
  return new ListWriter(module, context).list(text.words);
}

class ListWriter {
  private readonly edits: TextEdit[] = [];
  private readonly copied: TextRange[] = [];
  private note: string | undefined;

  constructor(
    private readonly module: Module,
    private readonly context: RuleContext,
  ) {}

  list(words: readonly ShellWord[], dash?: number): ListCode | Refused {
    const items: string[] = [];
    for (const [index, word] of words.entries()) {
      if (index === dash) items.push(stringLiteral(this.module, "--"));
      const added = this.word(word);
      if (isRefused(added)) return added;
      items.push(...added);
    }
    return { items, edits: this.edits, copied: this.copied, note: this.note };
  }

  /** The code of the program's name; undefined where it may be several words. */
  program(word: ShellWord): string | undefined {
    const [only] = word.pieces;
    if (word.pieces.length !== 1 || only?.kind !== "value" || only.isQuoted) return this.oneWord(word);
    const value = this.context.workspace.constant(only.expression, this.module);
    return typeof value === "string" && !/^[\w./:@+-]+$/.test(value) ? undefined : this.text(only.expression);
  }

  /** Whether a word is the same whatever a tool was given. */
  isFixed(word: ShellWord): boolean {
    return word.pieces.every((piece) => piece.kind === "text" || this.context.workspace.constant(piece.expression, this.module) !== undefined);
  }

  private word(word: ShellWord): readonly string[] | Refused {
    const [only] = word.pieces;
    if (word.pieces.length === 1 && only?.kind === "value" && !only.isQuoted && !word.isQuoted) return this.unquoted(only.expression);
    const loose = word.pieces.find((piece) => piece.kind === "value" && !piece.isQuoted && this.joinedList(piece.expression));
    if (loose) return refuse("A list is joined into the middle of a word");
    return [this.oneWord(word)];
  }

  private oneWord(word: ShellWord): string {
    const [only] = word.pieces;
    if (word.pieces.length === 1 && only?.kind === "value") return this.text(withoutEscaping(only.expression, only.isQuoted));
    if (word.pieces.every((piece) => piece.kind === "text")) {
      return stringLiteral(this.module, word.pieces.map((piece) => (piece.kind === "text" ? piece.value : "")).join(""));
    }
    const parts = word.pieces.map((piece) => {
      if (piece.kind === "text") return templateText(piece.value);
      return `\${${this.copy(withoutEscaping(piece.expression, piece.isQuoted))}}`;
    });
    return `\`${parts.join("")}\``;
  }

  /** A value without quotes around it: the shell would have split it, and dropped it when empty. */
  private unquoted(expression: Expression): readonly string[] | Refused {
    const value = unwrap(expression);
    if (value.kind === "spread") return [this.copy(value)];
    const binding = value.kind === "name" && value.binding !== undefined ? this.module.bindings.get(value.binding) : undefined;
    const held = binding && heldValue(binding);
    if (binding && held) {
      // `const name = input.name ?? ""`: the constant itself tells whether it is empty.
      if (mayBeEmpty(held)) return [`...(${codeOf(this.module, value)} ? [${this.text(expression)}] : [])`];
      const list = this.severalWords(held);
      if (list && isRefused(list)) return list;
      if (list) return this.spreadHeld(binding, held, value, list);
    }
    if (binding && binding.writes > 1 && this.isWrittenAsWords(binding)) return refuse(`\`${binding.name}\` is a text that only a shell would take apart`);
    const constant = held ? undefined : this.constantWords(value);
    if (constant) return constant;
    const list = this.severalWords(value);
    if (list) return isRefused(list) ? list : spread(list);
    const stripped = withoutEscaping(expression, false);
    if (stripped === expression && severalWords.test(nameOf(value))) {
      return refuse(`\`${codeOf(this.module, expression)}\` may hold several words, and only the shell would take them apart`);
    }
    return [this.text(stripped)];
  }

  /** The words of a value as code of a list, where it is not exactly one word. */
  private severalWords(value: Expression): WordList | Refused | undefined {
    const joined = this.joinedList(value);
    if (joined) return joined;
    if (value.kind === "conditional") return this.choice(value);
    if (value.kind === "logical" && mayBeEmpty(value)) {
      return { code: `${this.operand(value.left)} ? [${this.text(value.left)}] : []`, isChoice: true };
    }
    const parts = value.kind === "literal" || value.kind === "concat" ? readTextParts(value, this.module) : undefined;
    const split = parts && splitShellText(parts, true);
    if (!split) return undefined;
    if (isRefused(split)) return split;
    const [only] = split.words;
    if (split.words.length === 1 && only && !only.isQuoted && !split.startsApart && !split.endsApart && this.isWordAsItIs(only)) return undefined;
    const list = this.list(split.words);
    return isRefused(list) ? list : { code: `[${list.items.join(", ")}]`, items: list.items };
  }

  /** A word that is written out, at least in part, and holds no value that would be taken apart itself. */
  private isWordAsItIs({ pieces }: ShellWord): boolean {
    return pieces.some((piece) => piece.kind === "text");
  }

  /** A constant of another file, or a member of one, whose text the shell would have changed. */
  private constantWords(value: Expression): readonly string[] | Refused | undefined {
    const text = value.kind === "name" || value.kind === "member" ? this.context.workspace.constant(value, this.module) : undefined;
    if (typeof text !== "string" || /^[\w./:@%+=,-]+$/.test(text)) return undefined;
    const split = splitShellText([{ kind: "text", value: text, range: value.range, delimiter: '"' }], true);
    return isRefused(split) ? split : split.words.map((word) => this.oneWord(word));
  }

  /** Whether one of the texts that a variable is given has blanks or quotes. */
  private isWrittenAsWords(binding: Binding): boolean {
    const within = this.module.functions.get(binding.scope);
    let isFound = false;
    const look = (value: Expression): void => {
      const parts = readTextParts(value, this.module) ?? [];
      isFound ||= parts.some((part) => part.kind === "text" && /[\s"']/.test(part.value));
    };
    if (!within) return true;
    walkStatements(within.body, {
      statement: (statement) => {
        if (statement.kind === "declare" && statement.value && statement.pattern.kind === "bind" && statement.pattern.binding === binding.id) look(statement.value);
      },
      expression: (expression) => {
        if (expression.kind === "assign" && expression.target.kind === "bind" && expression.target.binding === binding.id) look(expression.value);
      },
    });
    return isFound;
  }

  private choice(value: Expression & { readonly kind: "conditional" }): WordList | Refused | undefined {
    const branches: string[] = [];
    let isPlain = true;
    for (const branch of [value.then, value.else]) {
      const whole = unwrap(branch);
      const parts = readTextParts(whole, this.module);
      const split = parts ? splitShellText(parts, true) : undefined;
      if (split && isRefused(split)) return split;
      if (split && (split.words.length !== 1 || split.startsApart || split.endsApart)) isPlain = false;
      const list = split ? this.list(split.words) : { items: [this.text(whole)] };
      if (isRefused(list)) return list;
      branches.push(`[${list.items.join(", ")}]`);
    }
    // Both branches are one word each: the value is an ordinary one.
    if (isPlain) return undefined;
    return { code: `${this.operand(value.test)} ? ${branches.join(" : ")}`, isChoice: true };
  }

  /** The list that was joined with blanks, as code: `files.map((f) => `"${f}"`).join(" ")` is `files`. */
  private joinedList(expression: Expression): WordList | Refused | undefined {
    const value = unwrap(expression);
    if (value.kind !== "call" || value.callee.kind !== "member" || value.callee.property !== "join") return undefined;
    const [separator] = value.arguments;
    if (separator?.kind !== "literal" || separator.value !== " ") return undefined;
    return this.withoutQuotingMap(value.callee.object);
  }

  private withoutQuotingMap(list: Expression): WordList | Refused {
    const callback = list.kind === "call" && list.callee.kind === "member" && list.callee.property === "map" ? list.arguments[0] : undefined;
    const quoted = callback?.kind === "function" ? returnedWord(callback.function, this.module) : undefined;
    if (!quoted || list.kind !== "call" || list.callee.kind !== "member" || callback?.kind !== "function") {
      return checkElements(list, this.module) ?? { code: this.copy(list) };
    }
    const source = this.copy(list.callee.object);
    const [only] = quoted.word.pieces;
    if (quoted.word.pieces.length === 1 && only?.kind === "value" && isParameter(only.expression, callback.function)) return { code: source };
    const head = this.module.text.slice(callback.range.start, quoted.value.range.start);
    const tail = this.module.text.slice(quoted.value.range.end, callback.range.end);
    return { code: `${source}.map(${head}${this.oneWord(quoted.word)}${tail})` };
  }

  /** A constant that held several words becomes a list where it is defined, when nothing else reads it; otherwise its list is written out. */
  private spreadHeld(binding: Binding, held: Expression, use: Expression, list: WordList): readonly string[] {
    if (usesOf(this.module, binding.id).length > 1 || hasAnnotation(binding, this.module)) return spread(list);
    this.edits.push(replace(this.module, held.range, list.code));
    return [`...${codeOf(this.module, use)}`];
  }

  private text(expression: Expression): string {
    const code = this.copy(expression);
    return isEvidentlyString(expression, { module: this.module, ...this.context }) ? code : `String(${code})`;
  }

  private operand(expression: Expression): string {
    const code = this.copy(expression);
    return ["logical", "conditional", "assign", "sequence", "function", "yield"].includes(expression.kind) ? `(${code})` : code;
  }

  private copy(expression: Expression): string {
    this.copied.push(expression.range);
    const value = unwrap(expression);
    const binding = value.kind === "name" && value.binding !== undefined ? this.module.bindings.get(value.binding) : undefined;
    const held = binding && heldValue(binding);
    if (held && isEscaped(held)) {
      this.note ??= `\`${codeOf(this.module, value)}\` was escaped for a shell. Hand over the text as it was, for no shell takes the escapes off again.`;
    }
    return codeOf(this.module, expression);
  }
}

function spread({ code, items, isChoice = false }: WordList): readonly string[] {
  return items ?? [isChoice ? `...(${code})` : `...${code}`];
}

function heldValue(binding: Binding): Expression | undefined {
  const isHeld = binding.kind === "variable" && binding.writes === 1 && !binding.path?.length;
  return isHeld && binding.init ? unwrap(binding.init) : undefined;
}

function hasAnnotation(binding: Binding, module: Module): boolean {
  return /^\s*[!?]?:/.test(module.text.slice(binding.range.end));
}

function nameOf(expression: Expression): string {
  if (expression.kind === "name") return expression.name;
  return expression.kind === "member" ? (expression.property ?? "") : "";
}

function returnedWord(node: FunctionNode, module: Module): { readonly word: ShellWord; readonly value: Expression } | undefined {
  const [statement] = node.body;
  if (node.body.length !== 1 || statement?.kind !== "return" || !statement.value) return undefined;
  const parts = readTextParts(statement.value, module);
  const split = parts && splitShellText(parts, true);
  const word = split && !isRefused(split) && split.words.length === 1 ? split.words[0] : undefined;
  return word && { word, value: statement.value };
}

function isParameter(expression: Expression, node: FunctionNode): boolean {
  const pattern = node.parameters[0]?.pattern;
  const value = unwrap(withoutEscaping(expression, true));
  return value.kind === "name" && pattern?.kind === "bind" && value.binding === pattern.binding;
}

/** Functions whose only purpose is to make a text fit for a shell. */
const quoting = /^(?:quote|escape|(?:shell|sh|bash|cmd)_?(?:quote|escape)\w*|(?:quote|escape)_?(?:for)?_?(?:shell|sh|bash|cmd|arg)\w*)$/i;

/** `x || ""`, `x ?? ""`. */
function mayBeEmpty(value: Expression): boolean {
  return value.kind === "logical" && value.operator !== "and" && value.right.kind === "literal" && value.right.value === "";
}

/** Whether a value was made fit for a shell, by a replacement or by a function whose name says so. */
function isEscaped(value: Expression): boolean {
  if (value.kind !== "call") return false;
  const name = value.callee.kind === "member" ? value.callee.property : value.callee.kind === "name" ? value.callee.name : undefined;
  return withoutEscaping(value, false) !== value || /(?:escape|quote)/i.test(name ?? "");
}

/** Leaves out the escaping that a text needed for the shell, and that a program that is started directly would see. */
function withoutEscaping(expression: Expression, isQuoted: boolean): Expression {
  const value = unwrap(expression);
  if (value.kind !== "call" || value.isNew) return expression;
  const [first, second] = value.arguments;
  const { callee } = value;
  const name = callee.kind === "member" ? callee.property : callee.kind === "name" ? callee.name : undefined;
  if (callee.kind === "member" && (name === "replace" || name === "replaceAll")) {
    const isEscape = second?.kind === "literal" && typeof second.value === "string" && /^(?:\\|'\\)/.test(second.value);
    return isEscape ? withoutEscaping(callee.object, isQuoted) : expression;
  }
  if (!first || value.arguments.length !== 1) return expression;
  if (!isQuoted && name === "stringify" && first.kind !== "object") return first;
  if (!isQuoted && name !== undefined && quoting.test(name)) {
    const [element] = first.kind === "array" ? first.elements : [first];
    return first.kind === "array" && first.elements.length !== 1 ? expression : (element ?? expression);
  }
  return expression;
}
