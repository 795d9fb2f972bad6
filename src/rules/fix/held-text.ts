import type { TextRange } from "../../base/text";
import type { Binding, Expression, FunctionNode, Module, Statement } from "../../syntax/program";
import { walkStatements } from "../../syntax/walk";
import { endWithSemicolon, refuse, unwrap, type Refused } from "./code";
import { readTextParts, type TextPart } from "./text-parts";
import { isExported, usesOf, type Use } from "./uses";

/** A text that is built up in a variable before it is used. */
export interface HeldText {
  readonly binding: Binding;
  /** Every write, in the order of the source. */
  readonly writes: readonly TextWrite[];
  /** Every read, that of the sink included. */
  readonly reads: readonly Use[];
}

/** A text that is written to in more places is not for a rewrite: nobody could review it. */
const MAX_WRITES = 100;

/** One write to the variable that holds a text. */
export interface TextWrite {
  readonly how: "declare" | "set" | "append";
  /** The statement, its semicolon included. */
  readonly range: TextRange;
  /** What is written; absent in a declaration without a value. */
  readonly value?: Expression;
  /** The text, where it is built here. */
  readonly parts?: readonly TextPart[];
}

/**
 * Finds how a local variable gets the text that it holds: its declaration, every assignment and every `+=`.
 * Refuses where a part of that can't be seen or rewritten.
 */
export function readHeldText(name: Expression, module: Module, within: FunctionNode): HeldText | Refused | undefined {
  const value = unwrap(name);
  if (value.kind !== "name" || value.binding === undefined) return undefined;
  const binding = module.bindings.get(value.binding);
  if (!binding || binding.kind !== "variable" || binding.path?.length) return undefined;
  if (binding.scope !== within.id) return refuse(`\`${value.name}\` is built outside of the function that uses it`);
  if (isExported(module, binding.id)) return refuse(`\`${value.name}\` is exported, so that others may rely on it`);
  if (binding.writes > MAX_WRITES) return refuse(`\`${value.name}\` is written to in too many places`);
  const writes = writesTo(binding, module, within);
  const written = writes.filter((write) => write.how !== "declare" || write.value).length;
  if (written !== binding.writes) return refuse(`\`${value.name}\` is changed in a way that can't be rewritten`);
  const reads = usesOf(module, binding.id).filter(({ expression }) => !isOwnRead(expression, writes));
  return { binding, writes, reads };
}

/** The parts of the statement `x = x + …` that read the variable itself. */
function isOwnRead(expression: Expression, writes: readonly TextWrite[]): boolean {
  return writes.some(
    (write) => write.how === "append" && write.range.start <= expression.range.start && expression.range.end <= (write.value?.range.start ?? 0),
  );
}

function writesTo(binding: Binding, module: Module, within: FunctionNode): readonly TextWrite[] {
  const writes: TextWrite[] = [];
  walkStatements(within.body, {
    statement: (statement) => {
      const write = writeOf(statement, binding, module);
      if (write) writes.push(write);
    },
  });
  return writes.sort((a, b) => a.range.start - b.range.start);
}

function writeOf(statement: Statement, binding: Binding, module: Module): TextWrite | undefined {
  const range = { start: statement.range.start, end: endWithSemicolon(module, statement.range.end) };
  if (statement.kind === "declare") {
    if (statement.pattern.kind !== "bind" || statement.pattern.binding !== binding.id) return undefined;
    return { how: "declare", range, value: statement.value, parts: statement.value && readTextParts(statement.value, module) };
  }
  if (statement.kind !== "expression" || statement.value.kind !== "assign") return undefined;
  const { target, operator, value } = statement.value;
  if (target.kind !== "bind" || target.binding !== binding.id) return undefined;
  if (operator === "add") return { how: "append", range, value, parts: readTextParts(value, module) };
  if (operator !== undefined) return undefined;
  const parts = readTextParts(value, module);
  const [first] = parts ?? [];
  const isSelf = first?.kind === "value" && first.expression.kind === "name" && first.expression.binding === binding.id;
  // `x = x + …` reads as an append only in this form; a template that starts with `${x}` does as well.
  if (!isSelf) return { how: "set", range, value, parts };
  const rest = parts?.slice(1) ?? [];
  const from = rest[0];
  return from ? { how: "append", range, value: { kind: "unknown", parts: [], range: { start: from.range.start, end: value.range.end } }, parts: rest } : undefined;
}

/** A declaration that stands alone: `const x = 1;`, not `const x = 1, y = 2;`. */
export interface LoneDeclaration {
  readonly keyword: string;
  /** From the keyword (or `export`) to the semicolon. */
  readonly range: TextRange;
  readonly keywordRange: TextRange;
  readonly isExported: boolean;
}

/** Finds the keyword of a declaration whose range starts at the name; undefined for a variable declared along with others. */
export function findLoneDeclaration({ text }: Module, declarator: TextRange): LoneDeclaration | undefined {
  const head = /(?:\b(export)\s+)?\b(const|let|var)\s+$/.exec(text.slice(Math.max(0, declarator.start - 40), declarator.start));
  const keyword = head?.[2];
  if (!head || keyword === undefined) return undefined;
  const end = text[declarator.end] === ";" ? declarator.end + 1 : declarator.end;
  if (/^\s*,/.test(text.slice(end, end + 200))) return undefined;
  const start = declarator.start - head[0].length;
  const keywordStart = start + head[0].indexOf(keyword);
  return {
    keyword,
    range: { start, end },
    keywordRange: { start: keywordStart, end: keywordStart + keyword.length },
    isExported: head[1] !== undefined,
  };
}
