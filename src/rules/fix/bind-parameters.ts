import type { TextEdit } from "../../base/text";
import type { Expression } from "../../syntax/program";
import type { Sink } from "../../taint/taint";
import type { SinkFact } from "../flows/sink-facts";
import type { Repair, RuleContext, RuleFix } from "../rule";
import { codeOf, isRefused, refuse, unwrap, type Refused } from "./code";
import { readHeldText, type HeldText } from "./held-text";
import { bindAppended } from "./sql-appends";
import { bindValues, findBinder, type Binder } from "./sql-binders";
import { readSqlText, type SqlReading, type SqlText } from "./sql-slots";
import { useTag } from "./sql-tags";
import { spliceText } from "./text-splice";
import { readTextParts, type TextPart } from "./text-parts";
import { isOwnValue } from "./own-values";

/** Puts placeholders into the text of a query and hands the values over apart from it. */
export const bindParameters: RuleFix<SinkFact> = {
  title: "Bind the values as parameters",
  safety: "safe",
  edit: (fact, context) => {
    if (fact.sink.module.language === "python") return undefined;
    if (fact.sinks.length > 1) return refuse("Several texts of the call are put together from values");
    const edits = bind(fact.sink, context);
    return isRefused(edits) ? edits : ({ edits } satisfies Repair);
  },
};

function bind(sink: Sink, context: RuleContext): readonly TextEdit[] | Refused {
  const binder = findBinder(sink, context);
  const reading = readingOf(sink, context);
  const held = readHeldText(sink.argument, sink.module, sink.function);
  if (held && isRefused(held)) return held;
  // Where the text itself says why nothing can be bound, that says more than what the driver lacks.
  const read = held ? readHeld(held, reading, sink) : readInline(sink, reading);
  if (isRefused(read)) return read;
  if (isRefused(binder)) return binder;
  if (read.kind === "appended") return bindAppended(read.held, reading, binder, sink, context);
  const { text, parts, value } = read;
  const unfit = checkText(text, binder, sink);
  if (unfit) return unfit;
  if (binder.kind === "tagged") return held ? refuse(`The text is held in \`${held.binding.name}\`, and a tagged template has to be written in the call`) : useTag(parts, text, binder, sink, context);
  const bound = bindValues(binder, text, sink, context);
  if (isRefused(bound)) return bound;
  const spliced = spliceText(sink.module, parts, value.range.end, text.slots, (index) => bound.placeholders[index] ?? "?");
  return isRefused(spliced) ? spliced : [...spliced, ...bound.edits];
}

function readingOf(sink: Sink, { workspace }: RuleContext): SqlReading {
  const { module, model } = sink;
  const fix = model.fix?.kind === "sql" ? model.fix.dialect : "unknown";
  return {
    isMySql: fix === "mysql",
    isFixed: (expression) => workspace.constant(expression, module) !== undefined,
    isOwn: (expression) => isOwnValue(expression, module),
    code: (expression) => shorten(codeOf(module, expression)),
  };
}

type Read =
  | { readonly kind: "whole"; readonly text: SqlText; readonly parts: readonly TextPart[]; readonly value: Expression }
  | { readonly kind: "appended"; readonly held: HeldText };

function readInline({ argument, module }: Sink, reading: SqlReading): Read | Refused {
  const value = unwrap(argument);
  const parts = readTextParts(value, module);
  if (!parts) return refuse(whereTheTextIs(value, sinkCode(module.text, value)));
  const text = readSqlText(parts, reading);
  return isRefused(text) ? text : { kind: "whole", text, parts, value };
}

function readHeld(held: HeldText, reading: SqlReading, sink: Sink): Read | Refused {
  const [only, ...more] = held.writes;
  const isReadByOthers = held.reads.filter(({ expression }) => expression.range.start !== unwrap(sink.argument).range.start).some(({ expression }) => isArgumentOf(sink, expression));
  if (isReadByOthers) return refuse(`\`${held.binding.name}\` is the text of more than one query`);
  if (!only) return refuse("The query is not put together here");
  if (more.length > 0) return { kind: "appended", held };
  const parts = only.parts;
  if (!only.value || !parts) return refuse(`How \`${held.binding.name}\` is put together can't be seen here`);
  const text = readSqlText(parts, reading);
  if (isRefused(text)) return text;
  const changed = text.slots.flatMap(({ pieces }) => pieces).find((piece) => piece.kind === "value" && isRewritten(piece.expression, sink));
  if (changed?.kind === "value") return refuse(`\`${reading.code(changed.expression)}\` may change between the text and the query`);
  return { kind: "whole", text, parts, value: only.value };
}

/** Whether another query of the same kind reads the text. */
function isArgumentOf({ call, module }: Sink, expression: Expression): boolean {
  if (call.kind !== "call" || call.callee.kind !== "member" || call.callee.property === undefined) return false;
  const before = module.text.slice(Math.max(0, expression.range.start - 80), expression.range.start);
  return new RegExp(`\\.${call.callee.property.replaceAll("$", "\\$")}\\s*(?:<[^()]*>)?\\(\\s*$`).test(before);
}

function isRewritten(expression: Expression, { module }: Sink): boolean {
  const value = unwrap(expression);
  if (value.kind === "name") return value.binding !== undefined && (module.bindings.get(value.binding)?.writes ?? 1) > 1;
  return value.kind === "member" && isRewritten(value.object, { module } as Sink);
}

/** Texts that take parameters at all. */
const verbs = new Set(["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "REPLACE", "MERGE", "VALUES", "CALL", "EXEC", "EXECUTE", "EXPLAIN", "DECLARE", "IF", "UPSERT"]);

function checkText(text: SqlText, binder: Binder, sink: Sink): Refused | undefined {
  if (text.slots.length === 0) return refuse("No value of the text can be bound");
  const isFragment = /Raw$|#(?:where|andWhere|orWhere|having|andHaving|orHaving)$|#join$/.test(sink.symbol) || binder.kind === "tagged";
  if (!isFragment && !verbs.has(text.verb)) return refuse(`A statement that starts with ${text.verb === "" ? "a value" : text.verb} takes no parameters`);
  if (text.hasSeveralStatements && binder.kind !== "input") return refuse("The text holds several statements, and parameters belong to one");
  if (binder.kind === "list" && binder.mark === "?" && text.hasStrayQuestionMark) return refuse("A question mark in the text would be taken for a placeholder");
  return undefined;
}

function whereTheTextIs(value: Expression, code: string): string {
  return value.kind === "name" ? `The text of the query is put together elsewhere and handed in as \`${code}\`` : `How \`${code}\` is put together can't be seen here`;
}

function sinkCode(text: string, { range }: Expression): string {
  return shorten(text.slice(range.start, range.end));
}

/** Code as a part of a sentence. */
function shorten(code: string): string {
  const line = code.replace(/\s+/g, " ").replaceAll("`", "'");
  return line.length <= 40 ? line : `${line.slice(0, 37)}…`;
}
