import type { TextEdit } from "../../base/text";
import type { Expression, Module } from "../../syntax/program";
import type { Sink } from "../../taint/taint";
import type { RuleContext } from "../rule";
import { layOutArgument, layOutList, placeArguments } from "./call-layout";
import { codeOf, hasComment, isRefused, refuse, replace, stringLiteral, unwrap, type Refused } from "./code";
import { findLoneDeclaration, type HeldText, type TextWrite } from "./held-text";
import { commandCode, listCode, type CommandCode, type ListCode } from "./shell-list";
import { splitShellText, type ShellText } from "./shell-words";
import { readTextParts } from "./text-parts";
import { checkWordBoundaries } from "./word-boundaries";

/** What became of a command that a variable holds. */
export interface HeldCommand {
  readonly edits: readonly TextEdit[];
  readonly program?: string;
  readonly note?: string;
}

/**
 * Turns a variable that holds a command into one that holds its arguments:
 * `let command = "git log"; if (all) command += " --all"; exec(command)` →
 * `const command = ["log"]; if (all) command.push("--all"); execFile("git", command)`.
 * Other reads of it, such as log messages, get the text joined together.
 */
export function rewriteHeldCommand(held: HeldText, sink: Sink, uses: readonly Expression[], context: RuleContext): HeldCommand | Refused {
  const { module } = sink;
  const texts = readWrites(held, sink);
  if (isRefused(texts)) return texts;
  const rewritten = texts.flatMap(({ write }) => (write.value ? [write.value.range] : []));
  const edits: TextEdit[] = [];
  let note: string | undefined;
  let program: { readonly code: string; readonly name?: string } | undefined;
  for (const { write, text } of texts) {
    if (write.how === "append") {
      const list = listCode(text, module, context, rewritten);
      if (isRefused(list)) return list;
      note ??= list.note;
      edits.push(...list.edits, ...append(write, list, held, module));
    } else if (text.words.length === 0 && texts.some((other) => other.write.how === "set") && !held.reads.some(({ isTest }) => isTest)) {
      // `let command = "";` before it is set in a branch.
      edits.push(...set(write, { items: [] }, module));
    } else {
      const command = commandCode(text, module, context, rewritten);
      if (isRefused(command)) return command;
      note ??= command.note;
      if (program && program.code !== command.program) return refuse(`\`${held.binding.name}\` holds commands of different programs`);
      program = { code: command.program, name: command.programName };
      edits.push(...command.edits, ...set(write, command, module));
    }
    const lost = lostComment(write, module);
    if (lost) return lost;
  }
  if (!program) return refuse("The command starts with a value, so that the program is not known");
  if (program.name === undefined && texts.length > 1) return refuse("The program to run is not written out");
  const around = useList(held, module, uses, program.code);
  return isRefused(around) ? around : { edits: [...withoutTwins(edits), ...around], program: program.name, note };
}

/** A constant that several of the texts use is changed once. */
function withoutTwins(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.filter((edit, index) => edits.findIndex(({ range, text }) => range.start === edit.range.start && range.end === edit.range.end && text === edit.text) === index);
}

/** The variable holds one of two commands of the same program, by a condition. */
export function rewriteChosenCommand(held: HeldText, command: CommandCode, module: Module, uses: readonly Expression[]): HeldCommand | Refused {
  const value = held.writes[0]?.value;
  if (!value) return refuse("The command is not put together here");
  if (hasComment(module, value.range, command.copied)) return refuse("A comment stands inside of the command, and would be lost");
  const around = useList(held, module, uses, command.program);
  if (isRefused(around)) return around;
  return { edits: [...command.edits, replace(module, value.range, layOutArgument(command.items, module, value.range)), ...around], program: command.programName, note: command.note };
}

/** Changes the declaration and every read of a variable that holds a list from now on. */
function useList(held: HeldText, module: Module, uses: readonly Expression[], program: string): readonly TextEdit[] | Refused {
  const typed = retype(held, module);
  if (isRefused(typed)) return typed;
  const { name } = held.binding;
  const isSet = isAlwaysSet(held, module);
  // Whether there is a command at all is told by a list as well.
  const reads = held.reads.filter(({ isTest }) => !isTest).map(({ expression, isShorthand }) => {
    const isUse = uses.some(({ range }) => expression.range.start >= range.start && expression.range.end <= range.end);
    if (isUse) return placeArguments(module, expression.range, program, [`...${name}`]);
    const text = `[${program}, ...${isSet ? name : `(${name} ?? [])`}].join(${stringLiteral(module, " ")})`;
    return replace(module, expression.range, isShorthand ? `${name}: ${text}` : text);
  });
  return [...typed, ...reads];
}

/** Without a value and a type in its declaration, a variable may be read before a command is in it. */
function isAlwaysSet(held: HeldText, module: Module): boolean {
  const declared = held.writes.find((write) => write.how === "declare");
  return declared?.value !== undefined || /^\s*:/.test(module.text.slice(held.binding.range.end));
}

interface ReadWrite {
  readonly write: TextWrite;
  readonly text: ShellText;
}

/** Splits what is written each time; an appended text must not go on with the word before it. */
function readWrites(held: HeldText, { module, function: within }: Sink): readonly ReadWrite[] | Refused {
  const read: ReadWrite[] = [];
  for (const write of held.writes) {
    if (!write.value) continue;
    const parts = write.parts ?? appendedValue(write);
    if (!parts) return refuse(`How \`${codeOf(module, write.value)}\` is put together can't be seen here`);
    const text = splitShellText(parts, write.how === "append");
    if (isRefused(text)) return text;
    read.push({ write, text: { ...text, ...edgesOf(write.value, module) } });
  }
  const words = read.map(({ write, text }) => ({ write, startsApart: text.startsApart, endsApart: text.endsApart, isEmpty: text.words.length === 0 }));
  const broken = checkWordBoundaries(within.body, words);
  if (broken) return broken;
  return read.length > 0 ? read : refuse("The command is not put together here");
}

/** `command += flag`, or a choice of two texts. */
function appendedValue(write: TextWrite): ReadonlyArray<{ readonly kind: "value"; readonly expression: Expression; readonly range: Expression["range"] }> | undefined {
  if (write.how !== "append" || !write.value) return undefined;
  return [{ kind: "value", expression: write.value, range: write.value.range }];
}

/** A choice of texts begins and ends apart where all of them do. */
function edgesOf(value: Expression, module: Module): Partial<Pick<ShellText, "startsApart" | "endsApart">> {
  const whole = unwrap(value);
  if (whole.kind !== "conditional") return {};
  const branches = [whole.then, whole.else].map((branch) => {
    const parts = readTextParts(branch, module);
    const split = parts ? splitShellText(parts, true) : undefined;
    return split && !isRefused(split) ? split : undefined;
  });
  return {
    startsApart: branches.every((branch) => branch !== undefined && (branch.startsApart || branch.words.length === 0)),
    endsApart: branches.every((branch) => branch !== undefined && (branch.endsApart || branch.words.length === 0)),
  };
}

function set(write: TextWrite, { items }: Pick<ListCode, "items">, module: Module): readonly TextEdit[] {
  return write.value ? [replace(module, write.value.range, layOutList(items, module, write.value.range))] : [];
}

function append(write: TextWrite, { items }: ListCode, held: HeldText, module: Module): readonly TextEdit[] {
  const end = module.text[write.range.end - 1] === ";" ? ";" : "";
  return [replace(module, write.range, `${held.binding.name}.push(${items.join(", ")})${end}`)];
}

/** `let command = …` becomes a constant when it is set once; a declared type says list. */
function retype(held: HeldText, module: Module): readonly TextEdit[] | Refused {
  const edits: TextEdit[] = [];
  const declared = held.writes.find((write) => write.how === "declare");
  if (!declared) return refuse(`\`${held.binding.name}\` is not declared where it can be changed`);
  const after = /^\s*:\s*string\b/.exec(module.text.slice(held.binding.range.end));
  const other = /^\s*!?:/.test(module.text.slice(held.binding.range.end));
  if (other && !after) return refuse(`\`${held.binding.name}\` is declared with a type that a list does not fit`);
  const at = { start: held.binding.range.end, end: held.binding.range.end + (after?.[0].length ?? 0) };
  const isEmptyStart = declared.value === undefined;
  // An empty list tells nothing of what it will hold.
  const text = declared.parts && splitShellText(declared.parts);
  const isEmptyList = text !== undefined && !isRefused(text) && text.words.length < 2 && module.language === "typescript";
  if (after || isEmptyList) edits.push(replace(module, at, ": string[]"));
  const lone = findLoneDeclaration(module, { start: held.binding.range.start, end: (declared.value ?? held.binding).range.end });
  const isSetOnce = !isEmptyStart && held.writes.every((write) => write.how !== "set");
  if (lone?.keyword === "let" && isSetOnce) edits.push(replace(module, lone.keywordRange, "const"));
  return edits;
}

function lostComment(write: TextWrite, module: Module): Refused | undefined {
  const isLost = write.value && hasComment(module, write.value.range);
  return isLost ? refuse("A comment stands inside of the command, and would be lost") : undefined;
}
