import type { TextRange } from "../base/text";
import type { FunctionNode, Module, Statement } from "../syntax/program";

/** The innermost statement that holds an offset; undefined between statements and in what is no statement, such as a field of a class. */
export function statementAt(module: Module, offset: number): TextRange | undefined {
  const holder = functionAt(module, offset);
  let found: TextRange | undefined;
  let statements: readonly Statement[] = holder.body;
  for (;;) {
    const next = statements.find((each) => holds(each.range, offset));
    if (next === undefined) return found;
    if (next.kind !== "block") found = next.range;
    statements = bodiesOf(next);
  }
}

function functionAt(module: Module, offset: number): FunctionNode {
  let best = module.top;
  for (const each of module.functions.values()) {
    if (each !== module.top && holds(each.range, offset) && isSmaller(each, best, module)) best = each;
  }
  return best;
}

function isSmaller(a: FunctionNode, b: FunctionNode, module: Module): boolean {
  return b === module.top || a.range.end - a.range.start < b.range.end - b.range.start;
}

function bodiesOf(statement: Statement): readonly Statement[] {
  switch (statement.kind) {
    case "if":
      return [...statement.then, ...statement.else];
    case "loop":
    case "each":
    case "block":
      return statement.body;
    case "switch":
      return statement.cases.flatMap((each) => each.body);
    case "try":
      return [...statement.body, ...(statement.handler ?? []), ...statement.finally];
    default:
      return [];
  }
}

function holds(range: TextRange, offset: number): boolean {
  return range.start <= offset && offset < range.end;
}
