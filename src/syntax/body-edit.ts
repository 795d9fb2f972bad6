import type { TextRange } from "../base/text";
import type { Binding, ClassNode, Expression, FunctionNode, Module } from "./program";
import { walkFunction } from "./walk";

/**
 * An edit that changed nothing in a file but the body of one function: everything else is the same, though it may stand elsewhere.
 * What is known about the rest of the file, and through it about other files, stays true when its places are moved.
 */
export interface BodyEdit {
  readonly before: Module;
  readonly after: Module;
  /** The function whose body changed, as it was. */
  readonly edited: FunctionNode;
  /** The ids, as they were, of that function and of all that are nested in it. */
  readonly touched: ReadonlySet<string>;
  /** Names by which the body calls something in another way than before, or no longer, or newly. */
  readonly calls: ReadonlySet<string>;
  /** Where a range lies now; undefined for what lay in the changed text. */
  moved(range: TextRange): TextRange | undefined;
  /** The id that a function or class has now. */
  movedId(id: string): string | undefined;
  /** The function, class or expression that stands now for one of before; undefined where there is none, or nobody can tell. */
  counterpart<T extends FunctionNode | ClassNode | Expression>(node: T): T | undefined;
}

/** Compares two states of a file; undefined where more has changed than the body of one function. */
export function bodyEditBetween(before: Module, after: Module): BodyEdit | undefined {
  const span = changedSpan(before.text, after.text);
  const edited = innermost(before, span.start, span.end);
  const now = edited && after.functions.get(edited.id);
  if (!edited || !now || now.range.end !== edited.range.end + span.delta) return undefined;
  const touched = new Set([...before.functions.values()].filter((each) => isWithin(each.range, edited.range)).map(({ id }) => id));
  const moved = (range: TextRange) => move(range, span);
  const movedId = (id: string) => moveId(id, span);
  try {
    if (!createComparison(edited, now, moved, movedId).isSameAround(before, after, touched) || !tellsTheSame(edited, now, before, after)) return undefined;
  } catch (error) {
    // Nested more deeply than the stack is: nobody can tell.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return { before, after, edited, touched, calls: changedCalls(edited, now, before, after), moved, movedId, counterpart: createFinder(after, moved, movedId) };
}

/** The names by which a function (the top level of a module, for instance) calls something, methods with a dot before, with the text of each call. */
export function callsIn(node: FunctionNode, module: Module): ReadonlyMap<string, string> {
  const calls = new Map<string, string>();
  walkFunction(node, {
    expression(expression) {
      const name = expression.kind === "call" ? calledName(expression.callee) : undefined;
      if (name === undefined) return;
      calls.set(name, `${calls.get(name) ?? ""}\n${module.text.slice(expression.range.start, expression.range.end)}`);
    },
  });
  return calls;
}

function calledName(callee: Expression): string | undefined {
  if (callee.kind === "name") return callee.name;
  return callee.kind === "member" && callee.property !== undefined ? `.${callee.property}` : undefined;
}

/** The text that differs, in the old text, and by how much everything behind it has moved. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly delta: number;
}

function changedSpan(before: string, after: string): Span {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (same < shorter - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++;
  return { start, end: before.length - same, delta: after.length - before.length };
}

function innermost(module: Module, start: number, end: number): FunctionNode | undefined {
  let found: FunctionNode | undefined;
  for (const each of module.functions.values()) {
    const holds = each !== module.top && each.range.start < start && end < each.range.end;
    if (holds && (found === undefined || isWithin(each.range, found.range))) found = each;
  }
  return found;
}

function isWithin(inner: TextRange, outer: TextRange): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function move({ start, end }: TextRange, span: Span): TextRange | undefined {
  if (end <= span.start) return { start, end };
  if (start >= span.end) return { start: start + span.delta, end: end + span.delta };
  return start < span.start && end > span.end ? { start, end: end + span.delta } : undefined;
}

/** Ids of functions and classes begin with the offset at which they stand. */
function moveId(id: string, span: Span): string | undefined {
  const digits = /^\d+/.exec(id)?.[0];
  if (digits === undefined) return id;
  const offset = Number(digits);
  if (offset < span.start) return id;
  return offset >= span.end ? `${offset + span.delta}${id.slice(digits.length)}` : undefined;
}

interface Comparison {
  /** Whether two modules differ in nothing but the edited body. */
  isSameAround(before: Module, after: Module, touched: ReadonlySet<string>): boolean;
}

function createComparison(edited: FunctionNode, now: FunctionNode, moved: BodyEdit["moved"], movedId: BodyEdit["movedId"]): Comparison {
  // What initialises a binding is also a part of the statement that declares it.
  const compared = new Map<object, object>();

  const isSame = (a: unknown, b: unknown): boolean => {
    if (a === b) return true;
    if (typeof a === "string") return typeof b === "string" && movedId(a) === b;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return typeof a === "number" && Number.isNaN(a) && Number.isNaN(b);
    if (compared.get(a) === b) return true;
    compared.set(a, b);
    if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((each, index) => isSame(each, b[index]));
    const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
    if (isRange(left)) {
      const now = moved(left);
      return now !== undefined && now.start === right["start"] && now.end === right["end"];
    }
    const isEdited = a === edited;
    if (isEdited !== (b === now)) return false;
    const keys = Object.keys(left);
    return keys.length === Object.keys(right).length && keys.every((key) => (isEdited && key === "body") || (key === "captures" ? isSameSet(left[key], right[key]) : isSame(left[key], right[key])));
  };

  const isSameSet = (a: unknown, b: unknown) => Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((each) => b.includes(each));

  return {
    isSameAround(before, after, touched) {
      const nowTouched = new Set([...after.functions.values()].filter((each) => isWithin(each.range, now.range)).map(({ id }) => id));
      const [mine, theirs] = [around(before.bindings, touched), around(after.bindings, nowTouched)];
      return (
        before.file === after.file &&
        isSame(before.imports, after.imports) &&
        isSame(before.exports, after.exports) &&
        isSame(before.top.body, after.top.body) &&
        mine.length === theirs.length &&
        mine.every((binding, index) => isSame(binding, theirs[index]))
      );
    },
  };
}

/** The bindings that do not belong to the edited function; its parameters count as its own, and are compared with it. */
function around(bindings: Module["bindings"], touched: ReadonlySet<string>): readonly Binding[] {
  return [...bindings.values()].filter(({ scope }) => !touched.has(scope)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function isRange(value: object): value is TextRange {
  return "start" in value && "end" in value;
}

/** Whether what others see in a body without running it is the same: what it assigns to fields. Classes are seen in too many ways to compare them. */
function tellsTheSame(edited: FunctionNode, now: FunctionNode, before: Module, after: Module): boolean {
  const [old, fresh] = [toldBy(edited, before), toldBy(now, after)];
  return old !== undefined && fresh !== undefined && old === fresh;
}

function toldBy(node: FunctionNode, { text }: Module): string | undefined {
  let told: string | undefined = "";
  walkFunction(node, {
    expression(each) {
      if (each.kind === "class") told = undefined;
      const isField = each.kind === "assign" && each.target.kind === "place" && each.target.place.kind === "member" && each.target.place.object.kind === "this";
      if (isField && told !== undefined) told += `${text.slice(each.range.start, each.range.end)}\n`;
    },
    statement(each) {
      if (each.kind === "class") told = undefined;
    },
  });
  return told;
}

function changedCalls(edited: FunctionNode, now: FunctionNode, before: Module, after: Module): ReadonlySet<string> {
  const [old, fresh] = [callsIn(edited, before), callsIn(now, after)];
  return new Set([...old.keys(), ...fresh.keys()].filter((name) => old.get(name) !== fresh.get(name)));
}

function createFinder(after: Module, moved: BodyEdit["moved"], movedId: BodyEdit["movedId"]): BodyEdit["counterpart"] {
  const known = new Map<object, FunctionNode | ClassNode | Expression | undefined>();
  const find = (node: FunctionNode | ClassNode | Expression) => {
    const range = moved(node.range);
    if (range === undefined) return undefined;
    if ("captures" in node) return node.id === "top" ? after.top : at(after.functions.get(movedId(node.id) ?? ""), range);
    if ("members" in node) return at(after.classes.get(movedId(node.id) ?? ""), range);
    return findExpression(after, node.kind, range);
  };
  return <T extends FunctionNode | ClassNode | Expression>(node: T): T | undefined => {
    if (!known.has(node)) known.set(node, find(node));
    // A function stands for a function, and so on.
    return known.get(node) as T | undefined;
  };
}

function at<T extends { readonly range: TextRange }>(node: T | undefined, range: TextRange): T | undefined {
  return node?.range.start === range.start && node.range.end === range.end ? node : undefined;
}

/** The one expression of a kind at a place. */
function findExpression(module: Module, kind: Expression["kind"], range: TextRange): Expression | undefined {
  const found = new Set<Expression>();
  walkFunction(module.top, {
    statement: (each) => isWithin(range, each.range),
    nested: (each) => isWithin(range, each.range),
    expression(each) {
      if (each.kind === kind && each.range.start === range.start && each.range.end === range.end) found.add(each);
      return isWithin(range, each.range);
    },
  });
  const [only] = found;
  return found.size === 1 ? only : undefined;
}
