import type { TextEdit, TextRange } from "../../base/text";
import type { Binding, Expression, FunctionNode, Module } from "../../syntax/program";
import type { RuleContext } from "../rule";
import { codeOf, isRefused, refuse, replace, stringLiteral, templateText, unwrap, type Refused } from "./code";
import { placeForDoubleDash, type OptionsEnd } from "./double-dash";
import { checkElements } from "./list-elements";
import { heldValue, isChangedByShell, isRepeatable, readKnownText } from "./known-text";
import { isOwnValue } from "./own-values";
import { checkProgram, splitShellText, type Quote, type ShellText, type ShellWord, type WordPiece } from "./shell-words";
import { isEvidentlyString } from "./string-type";
import { readTextParts } from "./text-parts";
import { withoutEscaping } from "./unescape";
import { isExported, usesOf } from "./uses";

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

/** Turns a command text into a program and its argument list; `rewritten` are the places of all texts that turn to lists with it. */
export function commandCode(text: ShellText, module: Module, context: RuleContext, rewritten: readonly TextRange[] = []): CommandCode | Refused {
  const [program, ...rest] = text.words;
  const problem = checkProgram(program);
  if (problem) return problem;
  const writer = new ListWriter(module, context, rewritten);
  const head = program && writer.program(program);
  if (typeof head === "object") return head;
  if (!head) return refuse("The program to run is put together from several words");
  const dash = placeForDoubleDash(text.words, (word) => writer.isFixed(word));
  const list = writer.list(rest, dash && { ...dash, index: dash.index - 1 });
  if (isRefused(list)) return list;
  const name = program?.pieces.map((piece) => (piece.kind === "text" ? piece.value : "")).join("");
  return { ...list, program: head, programName: program?.pieces.every((piece) => piece.kind === "text") ? name : undefined };
}

/** Turns a part of a command text, without its program, into elements of the list. */
export function listCode(text: ShellText, module: Module, context: RuleContext, rewritten: readonly TextRange[] = []): ListCode | Refused {
  return new ListWriter(module, context, rewritten).list(text.words);
}

/** Whether elements hold options, or lists in which there may be some; `...(x ? [x] : [])` is one value or none. */
function mayBeOptions([first = ""]: readonly string[]): boolean {
  if (/\? ["'`]-|: ["'`]-|^["'`]-/.test(first)) return true;
  return first.startsWith("...") && !/^\.\.\.\((.+) \? \[(?:String\()?\1\)?\] : \[\]\)$/.test(first);
}

class ListWriter {
  private readonly edits: TextEdit[] = [];
  private readonly copied: TextRange[] = [];
  /** Names that hold the text as it was before it was escaped, once the edits are made. */
  private readonly changed = new Map<string, Expression>();
  private note: string | undefined;

  constructor(
    private readonly module: Module,
    private readonly context: RuleContext,
    /** What is rewritten from a text to a list: names that are read nowhere else may change what they hold. */
    private readonly rewritten: readonly TextRange[],
  ) {}

  list(words: readonly ShellWord[], dash?: OptionsEnd): ListCode | Refused {
    const items: string[] = [];
    let end = dash;
    for (const [index, word] of words.entries()) {
      const added = this.word(word);
      if (isRefused(added)) return added;
      // Options may be among several words: what ends them stands behind those.
      if (end && index >= end.index && !mayBeOptions(added)) {
        items.push(stringLiteral(this.module, end.text));
        end = undefined;
      }
      items.push(...added);
    }
    return { items, edits: this.edits, copied: this.copied, note: this.note };
  }

  /** The code of the program's name; undefined where it may be several words. */
  program(word: ShellWord): string | Refused | undefined {
    const chosen = word.pieces.find((piece) => piece.kind === "value" && !isOwnValue(piece.expression, this.module));
    if (chosen?.kind === "value") this.note = `Which program runs is up to \`${codeOf(this.module, chosen.expression)}\` still. Verify that no tool argument can choose it.`;
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
    const one = this.oneWord(word);
    return typeof one === "string" ? [one] : one;
  }

  private oneWord(word: ShellWord): string | Refused {
    const values = new Map<WordPiece, Expression>();
    for (const piece of word.pieces) {
      const value = piece.kind === "value" ? this.unescaped(piece.expression, piece.quote) : undefined;
      if (value && isRefused(value)) return value;
      if (value) values.set(piece, value);
    }
    const [only] = word.pieces;
    const onlyValue = only && values.get(only);
    if (word.pieces.length === 1 && onlyValue) return this.text(onlyValue);
    if (word.pieces.every((piece) => piece.kind === "text")) {
      return stringLiteral(this.module, word.pieces.map((piece) => (piece.kind === "text" ? piece.value : "")).join(""));
    }
    const parts = word.pieces.map((piece) => {
      if (piece.kind === "text") return templateText(piece.value);
      return `\${${this.copy(values.get(piece) ?? piece.expression)}}`;
    });
    return `\`${parts.join("")}\``;
  }

  /** A value as it was before it was escaped for the shell; refuses a text that the shell would change where it stands. */
  private unescaped(expression: Expression, quote: Quote): Expression | Refused {
    const direct = withoutEscaping(expression, quote, this.module, this.context);
    if (direct !== expression) return direct;
    const value = unwrap(expression);
    this.noteEscape(value, expression);
    const binding = value.kind === "name" && value.binding !== undefined ? this.module.bindings.get(value.binding) : undefined;
    const held = heldValue(binding);
    if (!binding || !held) return this.checkText(expression, binding, quote) ?? expression;
    const source = withoutEscaping(held, quote, this.module, this.context);
    if (source !== held) return this.unescapedHeld(binding, held, source, expression);
    this.noteEscape(held, expression);
    return this.checkText(expression, binding, quote) ?? expression;
  }

  private unescapedHeld(binding: Binding, held: Expression, source: Expression, use: Expression): Expression {
    const uses = usesOf(this.module, binding.id);
    const isOnlyHere = uses.every(({ expression: { range } }) => [use.range, ...this.rewritten].some((place) => place.start <= range.start && range.end <= place.end));
    if (isOnlyHere && !isExported(this.module, binding.id)) {
      this.edits.push(replace(this.module, held.range, codeOf(this.module, source)));
      this.changed.set(binding.id, source);
      return use;
    }
    if (isRepeatable(source, this.module)) return source;
    this.note ??= escapeNote(codeOf(this.module, use));
    return use;
  }

  /** Some functions escape in a way that is not to be seen here. */
  private noteEscape(value: Expression, use: Expression): void {
    if (isEscapedByName(value)) this.note ??= escapeNote(codeOf(this.module, use));
  }

  private checkText(expression: Expression, binding: Binding | undefined, quote: Quote): Refused | undefined {
    const constant = this.context.workspace.constant(expression, this.module);
    const texts = typeof constant === "string" ? [constant] : binding ? readKnownText(binding, this.module).texts : [];
    const changed = texts.some((text) => isChangedByShell(text, quote));
    return changed ? refuse(`\`${codeOf(this.module, expression)}\` holds a text that only a shell would take apart`) : undefined;
  }

  /** A value without quotes around it: the shell would have split it, and dropped it when empty. */
  private unquoted(expression: Expression): readonly string[] | Refused {
    const value = unwrap(expression);
    if (value.kind === "spread") return [this.copy(value)];
    const binding = value.kind === "name" && value.binding !== undefined ? this.module.bindings.get(value.binding) : undefined;
    const held = heldValue(binding);
    const known = binding && readKnownText(binding, this.module);
    if (binding && held) {
      // `const name = input.name ?? ""`: the constant itself tells whether it is empty.
      if (mayBeEmpty(held)) return [this.unlessEmpty(value)];
      const list = this.severalWords(held);
      if (list) return isRefused(list) ? list : this.spreadHeld(binding, held, value, list);
    }
    const constant = held ? undefined : this.constantWords(value);
    if (constant) return constant;
    const list = this.severalWords(value);
    if (list) return isRefused(list) ? list : spread(list);
    const stripped = this.unescaped(expression, "none");
    if (isRefused(stripped)) return stripped;
    if (stripped === expression && !known?.isWhole && severalWords.test(nameOf(value))) {
      return refuse(`\`${codeOf(this.module, expression)}\` may hold several words, and only the shell would take them apart`);
    }
    return [known?.mayBeEmpty ? this.unlessEmpty(stripped) : this.text(stripped)];
  }

  private unlessEmpty(value: Expression): string {
    return `...(${codeOf(this.module, value)} ? [${this.text(value)}] : [])`;
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
    if (isRefused(split)) return split;
    const list = this.list(split.words);
    return isRefused(list) ? list : list.items;
  }

  private choice(value: Expression & { readonly kind: "conditional" }): WordList | Refused | undefined {
    const branches: (readonly string[])[] = [];
    let isPlain = true;
    for (const branch of [value.then, value.else]) {
      const whole = unwrap(branch);
      const parts = readTextParts(whole, this.module);
      const split = parts ? splitShellText(parts, true) : undefined;
      if (split && isRefused(split)) return split;
      if (split && (split.words.length !== 1 || split.startsApart || split.endsApart || split.words[0]?.isQuoted)) isPlain = false;
      const list = split ? this.list(split.words) : { items: [this.text(whole)] };
      if (isRefused(list)) return list;
      branches.push(list.items);
    }
    // Both branches are one word each: the value is an ordinary one.
    if (isPlain) return undefined;
    const test = this.operand(value.test);
    const code = `${test} ? ${branches.map((items) => `[${items.join(", ")}]`).join(" : ")}`;
    const areWords = branches.every(([only, more]) => only !== undefined && more === undefined && !only.startsWith("..."));
    return areWords ? { code, items: [`${test} ? ${branches.join(" : ")}`], isChoice: true } : { code, isChoice: true };
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
    if (list.kind === "array") return this.elements(list.elements);
    const callback = list.kind === "call" && list.callee.kind === "member" && list.callee.property === "map" ? list.arguments[0] : undefined;
    const returned = callback?.kind === "function" ? returnedWords(callback.function, this.module) : undefined;
    if (!returned || list.kind !== "call" || list.callee.kind !== "member" || callback?.kind !== "function") {
      return checkElements(list, this.module) ?? { code: this.copy(list) };
    }
    const words = this.list(returned.words);
    if (isRefused(words)) return words;
    const source = this.copy(list.callee.object);
    const [item = "", more] = words.items;
    if (more === undefined && item === this.nameOfParameter(callback.function)) return { code: source };
    const head = this.module.text.slice(callback.range.start, returned.value.range.start);
    const tail = this.module.text.slice(returned.value.range.end, callback.range.end);
    const isWord = words.items.length === 1 && !item.startsWith("...");
    this.copied.push(callback.range);
    return { code: isWord ? `${source}.map(${head}${item}${tail})` : `${source}.flatMap(${head}[${words.items.join(", ")}]${tail})` };
  }

  /** A list that is written out where it is joined: each element is split once more. */
  private elements(elements: readonly Expression[]): WordList | Refused {
    const items: string[] = [];
    for (const element of elements) {
      const added = this.unquoted(element);
      if (isRefused(added)) return added;
      items.push(...added);
    }
    return { code: `[${items.join(", ")}]`, items };
  }

  /** The name of a callback's only parameter, as an element of a list would be written. */
  private nameOfParameter({ parameters: [first, more], body }: FunctionNode): string | undefined {
    const binding = first?.pattern.kind === "bind" && !more && body.length === 1 ? this.module.bindings.get(first.pattern.binding) : undefined;
    if (!binding) return undefined;
    const isText = isEvidentlyString({ kind: "name", name: binding.name, binding: binding.id, range: binding.range }, { module: this.module, ...this.context });
    return isText ? binding.name : `String(${binding.name})`;
  }

  /** A constant that held several words becomes a list where it is defined, when nothing else reads it; otherwise its list is written out. */
  private spreadHeld(binding: Binding, held: Expression, use: Expression, list: WordList): readonly string[] | Refused {
    const [item = "...", more] = list.items ?? [];
    const isWord = more === undefined && !item.startsWith("...");
    if (usesOf(this.module, binding.id).length > 1 || (!isWord && hasAnnotation(binding, this.module))) {
      if (isRepeatable(held, this.module)) return spread(list);
      return refuse(`\`${binding.name}\` is needed as a text elsewhere, and what it holds can't be worked out twice`);
    }
    this.edits.push(replace(this.module, held.range, isWord ? item : list.code));
    return [isWord ? codeOf(this.module, use) : `...${codeOf(this.module, use)}`];
  }

  private text(expression: Expression): string {
    const code = this.copy(expression);
    const value = unwrap(expression);
    const source = value.kind === "name" && value.binding !== undefined ? this.changed.get(value.binding) : undefined;
    return isEvidentlyString(source ?? expression, { module: this.module, ...this.context }) ? code : `String(${code})`;
  }

  private operand(expression: Expression): string {
    const code = this.copy(expression);
    return ["logical", "conditional", "assign", "sequence", "function", "yield"].includes(expression.kind) ? `(${code})` : code;
  }

  private copy(expression: Expression): string {
    this.copied.push(expression.range);
    return codeOf(this.module, expression);
  }
}

function spread({ code, items, isChoice = false }: WordList): readonly string[] {
  return items ?? [isChoice ? `...(${code})` : `...${code}`];
}

function hasAnnotation(binding: Binding, module: Module): boolean {
  return /^\s*[!?]?:/.test(module.text.slice(binding.range.end));
}

function nameOf(expression: Expression): string {
  if (expression.kind === "name") return expression.name;
  return expression.kind === "member" ? (expression.property ?? "") : "";
}

/** The text that a callback returns, split; constants may stand before its only return. */
function returnedWords(node: FunctionNode, module: Module): { readonly words: readonly ShellWord[]; readonly value: Expression } | undefined {
  const last = node.body.at(-1);
  if (last?.kind !== "return" || !last.value || node.body.some((statement) => statement !== last && statement.kind !== "declare")) return undefined;
  const parts = readTextParts(last.value, module);
  const split = parts && splitShellText(parts, true);
  return split && !isRefused(split) && split.words.length > 0 ? { words: split.words, value: last.value } : undefined;
}

/** `x || ""`, `x ?? ""`. */
function mayBeEmpty(value: Expression): boolean {
  return value.kind === "logical" && value.operator !== "and" && value.right.kind === "literal" && value.right.value === "";
}

function escapeNote(code: string): string {
  return `\`${code}\` was escaped for a shell. Hand over the text as it was, for no shell takes the escapes off again.`;
}

/** Whether a function's name says that it makes a text fit for a shell. */
function isEscapedByName(value: Expression): boolean {
  if (value.kind !== "call") return false;
  const name = value.callee.kind === "member" ? value.callee.property : value.callee.kind === "name" ? value.callee.name : undefined;
  return /(?:escape|quote)/i.test(name ?? "");
}
