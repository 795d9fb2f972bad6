import type { TextEdit } from "../../base/text";
import type { Module } from "../../syntax/program";
import type { Sink } from "../../taint/taint";
import type { RuleContext } from "../rule";
import { indentAt, insert, isRefused, lineBreak, refuse, replace, unwrap, usesSemicolons, type Refused } from "./code";
import { findLoneDeclaration, type HeldText, type TextWrite } from "./held-text";
import type { Binder } from "./sql-binders";
import { slotValue, type ValueStyle } from "./slot-values";
import { readSqlText, type SqlReading, type SqlText } from "./sql-slots";
import { spliceText } from "./text-splice";
import type { TextPart } from "./text-parts";

/**
 * Binds the values of a text that grows: `let sql = "SELECT …"; if (name) sql += ` AND name = '${name}'`;`.
 * A list of values grows along with it, so that the two stay in step whichever branches run.
 */
export function bindAppended(held: HeldText, reading: SqlReading, binder: Binder, sink: Sink, context: RuleContext): readonly TextEdit[] | Refused {
  const { call, module } = sink;
  if (binder.kind !== "list" || binder.property !== undefined) return refuse("The text is put together in several steps, and the values can't be kept in step with it for this driver");
  if (call.kind !== "call") return refuse("The query is not run by a call");
  const [declared, ...later] = held.writes;
  if (!declared?.value || declared.how !== "declare" || later.some((write) => write.how !== "append")) return refuse(`\`${held.binding.name}\` is set to several texts`);
  const next = call.arguments[binder.argument];
  if (next && unwrap(next).kind !== "function") return refuse("The query has parameters already, in a form that can't be extended");
  const name = `${held.binding.name}Values`;
  if ([...module.bindings.values()].some((binding) => binding.name === name)) return refuse(`The name \`${name}\` already means something else in this file`);
  const texts = readAll(held, reading);
  if (isRefused(texts)) return texts;
  const edits: TextEdit[] = [];
  for (const step of texts) {
    const changed = bindStep(step, name, binder.mark, binder.style, sink, context);
    if (isRefused(changed)) return changed;
    edits.push(...changed);
  }
  const argument = call.arguments[binder.argument - 1];
  if (!argument) return refuse("The call can't be extended");
  const lone = findLoneDeclaration(module, { start: held.binding.range.start, end: declared.value.range.end });
  if (!lone) return refuse(`\`${held.binding.name}\` is declared along with other variables`);
  const end = usesSemicolons(module) ? ";" : "";
  // Without an annotation TypeScript lets the type of an empty list grow with what is pushed, which fits every driver.
  const declaration = `const ${name} = []${end}${lineBreak(module)}${indentAt(module, lone.range.start)}`;
  return [insert(module, lone.range.start, declaration), ...edits, insert(module, argument.range.end, `, ${name}`)];
}

interface Step {
  readonly write: TextWrite;
  readonly parts: readonly TextPart[];
  /** What this step alone adds. */
  readonly slots: SqlText["slots"];
}

/** Reads all steps as one text, in the order of the source, so that each is understood by what stands before it. */
function readAll(held: HeldText, reading: SqlReading): readonly Step[] | Refused {
  const parts: TextPart[] = [];
  const starts: number[] = [];
  for (const { parts: own } of held.writes) {
    if (!own) return refuse(`How \`${held.binding.name}\` is put together can't be seen here`);
    starts.push(parts.length);
    parts.push(...own);
  }
  const text = readSqlText(parts, reading);
  if (isRefused(text)) return text;
  if (text.slots.length === 0) return refuse("No value of the text can be bound");
  if (text.placeholders.length > 0) return refuse("The query has parameters already, in a form that can't be extended");
  if (text.hasSeveralStatements) return refuse("The text holds several statements, and parameters belong to one");
  if (text.hasStrayQuestionMark) return refuse("A question mark in the text would be taken for a placeholder");
  return sliceSteps(held, starts, parts, text);
}

function sliceSteps(held: HeldText, starts: readonly number[], parts: readonly TextPart[], text: SqlText): readonly Step[] | Refused {
  const steps: Step[] = [];
  for (const [index, write] of held.writes.entries()) {
    const from = starts[index] ?? 0;
    const to = starts[index + 1] ?? parts.length;
    const own = text.slots.filter(({ start }) => start.part >= from && start.part < to);
    // A value at the end of one step is followed by the next step's text, which is not its own.
    const slots = own.map((slot) => {
      const isAtEnd = slot.end && slot.end.part === to && slot.end.offset === 0;
      const end = slot.end && !isAtEnd ? { part: slot.end.part - from, offset: slot.end.offset } : undefined;
      return { ...slot, start: { part: slot.start.part - from, offset: slot.start.offset }, end };
    });
    if (slots.some(({ end }) => end && end.part >= to - from)) return refuse("A quoted text of the query is put together in several steps");
    steps.push({ write, parts: parts.slice(from, to), slots });
  }
  return steps;
}

function bindStep(step: Step, name: string, mark: "?" | "$", style: ValueStyle, sink: Sink, context: RuleContext): readonly TextEdit[] | Refused {
  const { write, parts, slots } = step;
  const { module } = sink;
  if (slots.length === 0 || !write.value) return [];
  const question = { module, mcp: context.mcp, workspace: context.workspace };
  const values = slots.map((slot) => slotValue(slot, question, style));
  const push = `${name}.push(${values.join(", ")})${usesSemicolons(module) ? ";" : ""}`;
  // The list's length after the push is the number of the last of its placeholders.
  const placeholder = (index: number): string => {
    if (mark === "?") return "?";
    const back = slots.length - 1 - index;
    const length = back === 0 ? `${name}.length` : `${name}.length - ${back}`;
    const first = parts[slots[index]?.start.part ?? 0];
    const quote = first?.kind === "text" ? first.delimiter : '"';
    return quote === "`" ? `$\${${length}}` : `$${quote} + ${back === 0 ? length : `(${length})`} + ${quote}`;
  };
  const spliced = spliceText(module, parts, write.value.range.end, slots, placeholder);
  if (isRefused(spliced)) return spliced;
  const tidy = spliced.map((edit) => withoutEmptyLiteral(edit, module));
  const lone = write.how === "declare" ? findLoneDeclaration(module, { start: write.range.start, end: write.value.range.end }) : undefined;
  const start = lone?.range.start ?? write.range.start;
  const indent = `${lineBreak(module)}${indentAt(module, start)}`;
  if (isLoneBody(module.text, start)) return [insert(module, start, `{ ${push} `), ...tidy, replace(module, { start: write.range.end, end: write.range.end }, " }")];
  return [insert(module, start, `${push}${indent}`), ...tidy];
}

/** Whether a statement is the whole body of an `if` or a loop, without braces. */
function isLoneBody(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 400), start).replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, "").trimEnd();
  return /(?:\)|\belse|\bdo)$/.test(before);
}

/** A placeholder that ends the text leaves an empty literal behind it, which goes. */
function withoutEmptyLiteral(edit: TextEdit, { text }: Module): TextEdit {
  const isWhole = / \+ (["'])\1$/.exec(edit.text);
  if (isWhole) return { ...edit, text: edit.text.slice(0, isWhole.index) };
  const isOpen = / \+ (["'])$/.exec(edit.text);
  if (!isOpen || text[edit.range.end] !== isOpen[1]) return edit;
  return { ...edit, text: edit.text.slice(0, isOpen.index), range: { start: edit.range.start, end: edit.range.end + 1 } };
}
