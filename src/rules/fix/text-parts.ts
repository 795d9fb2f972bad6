import type { TextRange } from "../../base/text";
import type { Concat, Expression, Module } from "../../syntax/program";
import { codeOf, unwrap } from "./code";

/** A text as the code builds it: what is written out, and the values between. */
export type TextPart = WrittenText | TextValue;

/** Text that is written out. */
export interface WrittenText {
  readonly kind: "text";
  /** What it stands for, escapes resolved. */
  readonly value: string;
  /** Its place in the source, without quotes. */
  readonly range: TextRange;
  readonly delimiter: "`" | "'" | '"';
}

/** A value in a text. */
export interface TextValue {
  readonly kind: "value";
  readonly expression: Expression;
  /** From `${` to `}` in a template, otherwise the expression itself. */
  readonly range: TextRange;
}

/** A text with more parts was made by a program, and its rewrite would be for nobody to review. */
const MAX_PARTS = 200;

/** Takes a text apart; undefined for what is not built in this place, or of too many parts. */
export function readTextParts(expression: Expression, module: Module): readonly TextPart[] | undefined {
  const whole = unwrap(expression);
  if (whole.kind === "literal") {
    const text = readLiteral(whole, module);
    return text ? [text] : undefined;
  }
  return whole.kind === "concat" && whole.parts.length <= MAX_PARTS ? readConcat(whole, module) : undefined;
}

function readConcat(concat: Concat, module: Module): readonly TextPart[] {
  return concat.parts.flatMap((part): readonly TextPart[] => {
    if (concat.form === "plus") return readTextParts(part, module) ?? [{ kind: "value", expression: part, range: part.range }];
    if (part.kind === "literal" && typeof part.value === "string" && isChunk(module, part.range)) {
      return [{ kind: "text", value: part.value, range: part.range, delimiter: "`" }];
    }
    const range = holeOf(module, part.range);
    return [{ kind: "value", expression: part, range }];
  });
}

/** The text between holes of a template starts right after a backtick or a hole's end; a literal in a hole never does. */
function isChunk(module: Module, range: TextRange): boolean {
  const before = module.text[range.start - 1];
  return before === "`" || before === "}";
}

function readLiteral(literal: Expression & { readonly kind: "literal" }, module: Module): WrittenText | undefined {
  if (typeof literal.value !== "string") return undefined;
  const delimiter = codeOf(module, literal)[0];
  if (delimiter !== "`" && delimiter !== "'" && delimiter !== '"') return undefined;
  return { kind: "text", value: literal.value, range: { start: literal.range.start + 1, end: literal.range.end - 1 }, delimiter };
}

function holeOf({ text }: Module, range: TextRange): TextRange {
  const start = text.lastIndexOf("${", range.start);
  const end = text.indexOf("}", range.end);
  return start < 0 || end < 0 ? range : { start, end: end + 1 };
}
