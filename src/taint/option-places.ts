import type { Expression } from "../syntax/program";
import { words as splitWords } from "./builtins/text";
import { type CommandWord, findOptionWords, programName } from "./command-line";
import { type FileWord, findFileWords } from "./file-words";
import { Clean, PathState } from "./label";
import { elementsOf } from "./lists";
import type { CallSite, Machine } from "./machine";
import type { SinkModel } from "./models/model";
import { knownAbout } from "./reopen";
import type { OptionPlace } from "./taint";
import { type Taint, type Value, literal, unknownText } from "./value";

/** Data in an argument of a program that it may take for an option. */
export interface FoundOption {
  readonly expression: Expression;
  readonly taints: readonly Taint[];
  readonly option: OptionPlace;
}

/** A program, where one is written, and its arguments. */
interface CommandLine {
  readonly program: Value | undefined;
  readonly words: readonly CommandWord[];
}

/** The arguments of a call that starts a program which the program may take for options. */
export function optionPlaces(machine: Machine, model: SinkModel, site: CallSite): readonly FoundOption[] {
  return commandLinesAt(machine, model, site).flatMap(({ program, words }) => {
    // Which program runs is up to the model: what its options do is the smaller worry, unless the program came out of the same text.
    if (program && isChosen(program, site) && !program.taints.every(({ state }) => state & PathState.words)) return [];
    return findOptionWords(programName(program), words).map(({ word, option }) => ({ expression: word.expression, taints: word.value.taints, option }));
  });
}

/** The arguments of a call that starts a program which the program opens as files. */
export function filePlaces(machine: Machine, model: SinkModel, site: CallSite): readonly FileWord[] {
  return commandLinesAt(machine, model, site).flatMap(({ program, words }) => (program && isChosen(program, site) ? [] : findFileWords(program, words)));
}

function commandLinesAt(machine: Machine, model: SinkModel, site: CallSite): readonly CommandLine[] {
  const isTagged = site.expression.kind === "tagged";
  return isTagged === (model.argument === "template") ? commandLines(machine, model, site) : [];
}

function isChosen(program: Value, { activation }: CallSite): boolean {
  return program.taints.some(({ label, clean }) => !((clean | knownAbout(label, activation.environment.clean)) & Clean.command));
}

function commandLines(machine: Machine, model: SinkModel, site: CallSite): readonly CommandLine[] {
  const { commandLine } = model;
  if (!commandLine) return [];
  switch (commandLine.words) {
    case "template":
      return templateLines(site);
    case "text": {
      const [text] = site.arguments;
      const [expression] = site.argumentExpressions;
      if (!text || !expression) return [];
      return [withProgramFirst(wordsOf(splitWords(machine, text), expression))];
    }
    case "rest": {
      const words = site.arguments.flatMap((argument, index) => (index < (model.from ?? 0) ? [] : restWords(argument, site.argumentExpressions[index] ?? site.expression)));
      return [prefixed(commandLine.program, words, site)];
    }
    case "list": {
      const index = typeof model.argument === "number" ? model.argument : 0;
      const argument = site.arguments[index];
      const expression = site.argumentExpressions[index];
      const list = model.property === undefined ? argument : argument?.fields?.get(model.property);
      if (!list || !expression) return [];
      const words = wordsOf(list, model.property === undefined ? expression : propertyOf(expression, model.property));
      if (typeof commandLine.program !== "number") return [prefixed(commandLine.program, words, site)];
      return [commandLine.program === index ? withProgramFirst(words) : { program: site.arguments[commandLine.program], words }];
    }
  }
}

function propertyOf(object: Expression, property: string): Expression {
  return object.kind === "object" ? (object.properties.find((one) => one.key === property)?.value ?? object) : object;
}

function withProgramFirst([program, ...words]: readonly CommandWord[]): CommandLine {
  return { program: program?.value, words };
}

function prefixed(program: number | readonly string[], words: readonly CommandWord[], site: CallSite): CommandLine {
  const [name, ...first] = typeof program === "number" ? [] : program;
  if (name === undefined) return withProgramFirst(words);
  return { program: literal(name), words: [...first.map((text) => ({ value: literal(text), isMany: false, expression: site.expression })), ...words] };
}

/** The elements of a list, each with its own place in the code where the list is written out. */
function wordsOf(list: Value, expression: Expression): readonly CommandWord[] {
  if (!list.fields) return list.taints.length > 0 ? [{ value: list, isMany: true, expression }] : [];
  // An object of options may stand where the list was left out.
  if (!list.isCollection && !list.fields.has("[]")) return [];
  const written = expression.kind === "array" && !expression.elements.some(({ kind }) => kind === "spread") ? expression.elements : [];
  return elementsOf(list).map(({ value, isMany, place }) => ({ value, isMany, expression: written[Number(place)] ?? expression }));
}

/** An argument that is one word, or a list of them; an object of options is neither. */
function restWords(argument: Value, expression: Expression): readonly CommandWord[] {
  if (argument.isCollection) return wordsOf(argument, expression);
  return argument.fields || argument.functions ? [] : [{ value: argument, isMany: expression.kind === "spread", expression }];
}

/** Stands for a value of a template until the words are known. */
const firstMark = 0xe000;

/** `$`git log ${branch}``: values become words, or parts of words. A pipe begins another command. */
function templateLines(site: CallSite): readonly CommandLine[] {
  const { expression } = site;
  if (expression.kind !== "tagged") return [];
  const marked = expression.texts.map(({ value }, index) => (index === 0 ? value : String.fromCharCode(firstMark + index - 1) + value)).join("");
  return marked.split(/\||;|&&|\n/).map((command) => {
    const words = command.trim().split(/\s+/).flatMap((word) => templateWord(word, site));
    return withProgramFirst(words);
  });
}

function templateWord(word: string, site: CallSite): readonly CommandWord[] {
  const marks = [...word].flatMap((character, place) => (isMark(character, site) ? [{ index: character.charCodeAt(0) - firstMark, place }] : []));
  const [mark] = marks;
  if (!mark) return word === "" ? [] : [{ value: literal(word), isMany: false, expression: site.expression }];
  const value = site.arguments[mark.index] ?? { taints: [] };
  const expression = site.argumentExpressions[mark.index] ?? site.expression;
  if (word.length === 1) return value.isCollection ? wordsOf(value, expression) : [{ value, isMany: false, expression }];
  const taints = marks.flatMap(({ index, place }) => (site.arguments[index]?.taints ?? []).map((taint) => (place === 0 ? taint : { ...taint, state: taint.state | PathState.below })));
  const text = [...word].map((character) => (isMark(character, site) ? unknownText : character)).join("");
  return [{ value: { taints, text }, isMany: false, expression }];
}

function isMark(character: string, site: CallSite): boolean {
  const index = character.charCodeAt(0) - firstMark;
  return index >= 0 && index < site.arguments.length;
}
