import type { TextEdit } from "../../base/text";
import type { Binding, Call, Module } from "../../syntax/program";
import type { RuleContext } from "../rule";
import { usesOf } from "./uses";

/**
 * Keeps the last use of a name for a round of its own when several findings are mended at once.
 *
 * A fix drops an import when its call is the last to use it. Two fixes that are made together would each see the call of the other,
 * and leave an import behind that nothing uses, which is an error in many projects. So when all other uses are findings as well,
 * every fix touches the name, all of them in the same way but the one of the last call: it clashes with them, and waits.
 */
export function holdLastBack(edits: readonly TextEdit[], binding: Binding, own: readonly Call[], module: Module, context: RuleContext): readonly TextEdit[] {
  const isOwn = (offset: number): boolean => own.some(({ callee }) => callee.range.start <= offset && offset < callee.range.end);
  const others = usesOf(module, binding.id).map(({ expression }) => expression.range.start).filter((offset) => !isOwn(offset));
  if (others.length === 0 || !areFindings(others, module, context)) return edits;
  const inCalls = edits.filter(({ range }) => own.some((call) => call.range.start <= range.start && range.end <= call.range.end));
  const shared = edits.filter((edit) => !inCalls.includes(edit));
  const { range } = binding;
  const [first = { file: module.file, range, text: module.text.slice(range.start, range.end) }, ...rest] = shared;
  const isLast = own.some((call) => others.every((offset) => offset < call.range.start));
  return [isLast ? widened(first, module) : first, ...rest, ...inCalls];
}

function areFindings(offsets: readonly number[], module: Module, { taint }: RuleContext): boolean {
  const found = taint.flowsTo("CommandExecution").flatMap(({ sink: { module: place, call } }) => (place.file === module.file && call.kind === "call" ? [call.callee.range] : []));
  const starts = new Set(found.map(({ start }) => start));
  // Mostly the callee is the very name; only what stands inside of a longer one is looked for.
  return offsets.every((offset) => starts.has(offset) || found.some(({ start, end }) => start <= offset && offset < end));
}

/** The same change, told with one character more, so that it is another edit at the same place. */
function widened({ file, range, text }: TextEdit, module: Module): TextEdit {
  const start = Math.max(0, range.start - 1);
  return { file, range: { start, end: range.end }, text: module.text.slice(start, range.start) + text };
}
