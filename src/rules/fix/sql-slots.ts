import type { Expression } from "../../syntax/program";
import { refuse, type Refused } from "./code";
import { describePlace, judgePlace, type SqlToken } from "./sql-places";
import type { TextPart } from "./text-parts";

/** A place in a text: an offset in the resolved value of one of its written parts. */
export interface TextPlace {
  readonly part: number;
  readonly offset: number;
}

/** A part of an SQL text that becomes one placeholder: a value, or a quoted text with values in it. */
export interface SqlSlot {
  readonly start: TextPlace;
  /** Undefined where a value ends the text. */
  readonly end: TextPlace | undefined;
  /** What the placeholder stands for, put together. */
  readonly pieces: readonly SlotPiece[];
  readonly isQuoted: boolean;
  /** How many placeholders stood before it in the text. */
  readonly placeholdersBefore: number;
  /** It is the number of a LIMIT or OFFSET. */
  readonly isLimit: boolean;
}

/** What a slot's value is made of. */
export type SlotPiece = { readonly kind: "text"; readonly value: string } | { readonly kind: "value"; readonly expression: Expression };

/** What an SQL text holds besides SQL. */
export interface SqlText {
  readonly slots: readonly SqlSlot[];
  /** Values that stay in the text, for they stand where nothing can be bound and no tool chooses them. */
  readonly kept: readonly Expression[];
  /** Placeholders that were there already, as written: `?`, `$1`, `:name`, `@name`. */
  readonly placeholders: readonly string[];
  /** A question mark in a quoted text or an operator, which some drivers take for a placeholder. */
  readonly hasStrayQuestionMark: boolean;
  readonly hasSeveralStatements: boolean;
  /** The first word. */
  readonly verb: string;
}

/** What the reader must know of the database and of the values. */
export interface SqlReading {
  /** Double quotes and backslashes work as in MySQL. */
  readonly isMySql: boolean;
  /** Tells a value that is the same whatever a tool was given. */
  isFixed(expression: Expression): boolean;
  /** Tells a value that the server itself chooses: it may stay where it can't be bound. */
  isOwn(expression: Expression): boolean;
  code(expression: Expression): string;
}

/** Finds the places of an SQL text at which values can be bound; refuses where a value stands in any other place. */
export function readSqlText(parts: readonly TextPart[], reading: SqlReading): SqlText | Refused {
  const reader = new SqlReader(parts, reading);
  return reader.read();
}

type Mode = "sql" | "text" | "name" | "line-comment" | "comment" | "dollar";

interface OpenText {
  readonly start: TextPlace;
  readonly quote: string;
  pieces: SlotPiece[];
}

class SqlReader {
  private readonly slots: SqlSlot[] = [];
  private readonly kept: Expression[] = [];
  private readonly placeholders: string[] = [];
  private readonly tokens: SqlToken[] = [];
  private mode: Mode = "sql";
  private open: OpenText | undefined;
  private closer = "";
  private hasStrayQuestionMark = false;
  private hasEnded = false;
  private hasSeveralStatements = false;
  private problem: Refused | undefined;

  constructor(
    private readonly parts: readonly TextPart[],
    private readonly reading: SqlReading,
  ) {}

  read(): SqlText | Refused {
    if (!this.parts.some((part) => part.kind === "text" && part.value.trim() !== "")) return refuse("The whole query is handed in, so that there is nothing to bind");
    for (const [index, part] of this.parts.entries()) {
      if (part.kind === "text") this.text(part.value, index);
      else this.value(part.expression, index);
      if (this.problem) return this.problem;
    }
    if (this.mode === "text" && this.open?.pieces.some((piece) => piece.kind === "value")) return refuse("A quote in the query is not closed in the same text");
    return {
      slots: this.slots,
      kept: this.kept,
      placeholders: this.placeholders,
      hasStrayQuestionMark: this.hasStrayQuestionMark,
      hasSeveralStatements: this.hasSeveralStatements,
      verb: this.tokens.find((token) => token.kind === "word")?.text ?? "",
    };
  }

  private text(text: string, part: number): void {
    let at = 0;
    while (at < text.length) at += this.step(text, at, part);
  }

  /** Reads on from an offset; gives the number of characters read. */
  private step(text: string, at: number, part: number): number {
    switch (this.mode) {
      case "sql":
        return this.sql(text, at, part);
      case "text":
        return this.quoted(text, at, part);
      case "name":
      case "comment":
      case "dollar":
      case "line-comment": {
        const end = text.indexOf(this.closer, at);
        if (end < 0) return text.length - at;
        this.mode = "sql";
        return end + this.closer.length - at;
      }
    }
  }

  private sql(text: string, at: number, part: number): number {
    const rest = text.slice(at);
    const skipped = this.skip(rest);
    if (skipped > 0) return skipped;
    const character = rest[0] ?? "";
    if (character === "'" || (character === '"' && this.reading.isMySql)) {
      this.mode = "text";
      this.open = { start: { part, offset: at }, quote: character, pieces: [] };
      return 1;
    }
    if (this.hasEnded) this.hasSeveralStatements = true;
    const placeholder = /^(?:\?(?!\?|\||&)|\$\d+|[:@][A-Za-z_]\w*)/.exec(rest)?.[0];
    if (placeholder !== undefined && !(placeholder.startsWith(":") && text[at - 1] === ":") && text[at - 1] !== "@") {
      this.placeholders.push(placeholder);
      this.tokens.push({ kind: "value", text: placeholder });
      return placeholder.length;
    }
    if (character === "?") this.hasStrayQuestionMark = true;
    const token = /^(?:[A-Za-z_][\w$]*|\d+(?:\.\d+)?|::|<=>|<=|>=|<>|!=|\|\||->>?|[^\s])/.exec(rest)?.[0] ?? character;
    if (token === ";") this.hasEnded = true;
    this.tokens.push({ kind: /^[A-Za-z_]/.test(token) ? "word" : /^\d/.test(token) ? "value" : "sign", text: token.toUpperCase() });
    return token.length;
  }

  /** Blanks, comments, quoted names and dollar quotes. */
  private skip(rest: string): number {
    const blank = /^\s+/.exec(rest)?.[0].length;
    if (blank !== undefined) return blank;
    const dollar = /^\$[A-Za-z_]*\$/.exec(rest)?.[0];
    const opener = rest.startsWith("--") ? "--" : rest.startsWith("/*") ? "/*" : (dollar ?? (/^["`]/.test(rest) ? rest.charAt(0) : ""));
    if (opener === "" || (opener === '"' && this.reading.isMySql)) return 0;
    this.mode = opener === "--" ? "line-comment" : opener === "/*" ? "comment" : opener === dollar ? "dollar" : "name";
    this.closer = opener === "--" ? "\n" : opener === "/*" ? "*/" : opener;
    if (this.mode === "name") this.tokens.push({ kind: "word", text: opener });
    return opener.length;
  }

  private quoted(text: string, at: number, part: number): number {
    const { open } = this;
    const character = text[at] ?? "";
    if (!open) return 1;
    if (character === "?") this.hasStrayQuestionMark = true;
    if (character === open.quote && text[at + 1] === open.quote) return this.addText(open, character, 2);
    if (character === "\\" && this.reading.isMySql && at + 1 < text.length) return this.addText(open, unescaped(text[at + 1] ?? ""), 2);
    if (character !== open.quote) return this.addText(open, character, 1);
    this.closeText(open, { part, offset: at + 1 });
    return 1;
  }

  private addText(open: OpenText, text: string, length: number): number {
    const last = open.pieces.at(-1);
    if (last?.kind === "text") open.pieces[open.pieces.length - 1] = { kind: "text", value: last.value + text };
    else open.pieces.push({ kind: "text", value: text });
    return length;
  }

  private closeText(open: OpenText, end: TextPlace): void {
    this.mode = "sql";
    this.open = undefined;
    const before = this.tokens.at(-1);
    this.tokens.push({ kind: "value", text: "'" });
    const values = open.pieces.filter((piece) => piece.kind === "value");
    if (values.length === 0 || values.every((piece) => this.reading.isFixed(piece.expression))) return;
    const start = this.withPrefix(open.start);
    if (typeof start === "string") {
      this.problem = refuse(start);
      return;
    }
    const typed = before?.kind === "word" && (before.text === "DATE" || before.text === "TIME" || before.text === "TIMESTAMP" || (before.text === "INTERVAL" && !this.reading.isMySql));
    if (typed || before?.text === "AS") {
      this.problem = refuse(`A value after ${before.text} can't be bound`);
      return;
    }
    this.addSlot(start, end, open.pieces, true, false);
  }

  /** `N'…'` is a text of its own kind, whose mark goes along with the quotes; what `E'…'` or `x'…'` holds is no plain text. */
  private withPrefix(start: TextPlace): TextPlace | string {
    const part = this.parts[start.part];
    const before = part?.kind === "text" ? /(?<![\w$])([A-Za-z_]\w*&?)$/.exec(part.value.slice(0, start.offset))?.[1] : undefined;
    if (before === undefined) return start;
    return /^n$/i.test(before) ? { part: start.part, offset: start.offset - 1 } : `A value inside of ${before}'…' can't be bound`;
  }

  private value(expression: Expression, index: number): void {
    const isFixed = this.reading.isFixed(expression);
    if (this.mode === "text") {
      this.open?.pieces.push({ kind: "value", expression });
      return;
    }
    if (this.mode === "sql" && !isFixed) {
      const place = this.isWhole(index) ? judgePlace(this.tokens, isList(expression)) : "part";
      if (place === "value" || place === "limit") {
        const before = this.parts[index - 1];
        const start = { part: index - 1, offset: before?.kind === "text" ? before.value.length : 0 };
        const end = index + 1 < this.parts.length ? { part: index + 1, offset: 0 } : undefined;
        this.addSlot(start, end, [{ kind: "value", expression }], false, place === "limit");
      } else this.keepOr(expression, place);
    } else if (isFixed) this.kept.push(expression);
    else this.keepOr(expression, this.mode === "sql" || this.mode === "name" ? "name" : "part");
    this.tokens.push({ kind: this.slots.at(-1)?.pieces.some((piece) => piece.kind === "value" && piece.expression === expression) ? "value" : "word", text: "\0" });
  }

  private keepOr(expression: Expression, place: Exclude<ReturnType<typeof judgePlace>, "value" | "limit">): void {
    if (this.reading.isOwn(expression)) this.kept.push(expression);
    else this.problem = refuse(`\`${this.reading.code(expression)}\` ${describePlace(place)}`);
  }

  /** Whether a value stands alone: text on both sides that does not go on with the same word. */
  private isWhole(index: number): boolean {
    const [before, after] = [this.parts[index - 1], this.parts[index + 1]];
    if (before?.kind !== "text" || after?.kind === "value") return false;
    return !/[\w$."`@:#]$/.test(before.value) && !/^[\w$.("`']/.test(after?.value ?? "");
  }

  private addSlot(start: TextPlace, end: TextPlace | undefined, pieces: readonly SlotPiece[], isQuoted: boolean, isLimit: boolean): void {
    if (this.hasEnded) this.hasSeveralStatements = true;
    const list = pieces.find((piece) => piece.kind === "value" && isList(piece.expression));
    if (list?.kind === "value") {
      this.problem = refuse(`\`${this.reading.code(list.expression)}\` ${describePlace("list")}`);
      return;
    }
    this.slots.push({ start, end, pieces, isQuoted, isLimit, placeholdersBefore: this.placeholders.length });
  }
}

function isList(expression: Expression): boolean {
  if (expression.kind === "array") return true;
  return expression.kind === "call" && expression.callee.kind === "member" && ["join", "map", "filter"].includes(expression.callee.property ?? "");
}

function unescaped(character: string): string {
  const known: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "0": "\0", b: "\b", Z: "\x1a", "%": "\\%", _: "\\_" };
  return known[character] ?? character;
}
