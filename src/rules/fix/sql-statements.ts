import type { TextEdit } from "../../base/text";
import type { Binding, Call, Expression, Module } from "../../syntax/program";
import { walkFunction } from "../../syntax/walk";
import { insert, refuse, replace, unwrap, type Refused } from "./code";
import type { Bound } from "./sql-binders";
import type { SqlText } from "./sql-slots";
import { usesOf } from "./uses";

const runners = new Set(["all", "get", "run", "iterate", "each", "values"]);

/** Hands values to the statement that `prepare(text)` gives: `db.prepare(text).get()` → `db.prepare(text).get(name)`. */
export function bindStatement(values: readonly string[], text: SqlText, call: Call, module: Module): Bound | Refused {
  const placeholders = text.slots.map(() => "?");
  if (text.placeholders.some((mark) => mark !== "?")) return refuse("The query has named parameters already; add the value to them by hand");
  const method = call.callee.kind === "member" ? call.callee.property : undefined;
  if (call.callee.kind === "member" && (method === "exec" || method === "run")) {
    if (call.arguments.length !== 1) return refuse("The query has parameters already, in a form that can't be extended");
    const ownRun = insert(module, call.range.end, `.run(${values.join(", ")})`);
    return { placeholders, edits: [replace(module, call.callee.propertyRange, "prepare"), ownRun] };
  }
  const runs = runsOf(call, module);
  if (!runs || runs.length === 0) return refuse("Where the prepared statement is run can't be seen here");
  const edits: TextEdit[] = [];
  for (const run of runs) {
    const added = addArguments(run, values, text, module);
    if ("refused" in added) return added;
    edits.push(...added);
  }
  return { placeholders, edits };
}

function addArguments(run: Call, values: readonly string[], text: SqlText, module: Module): readonly TextEdit[] | Refused {
  const code = values.join(", ");
  const last = run.arguments.at(-1);
  if (!last) return [replace(module, { start: run.argumentsRange.start + 1, end: run.argumentsRange.end - 1 }, code)];
  const hasOtherForm = run.arguments.some((argument) => ["spread", "object", "array"].includes(unwrap(argument).kind));
  if (hasOtherForm || run.arguments.length !== text.placeholders.length) return refuse("The query has parameters already, in a form that can't be extended");
  if (text.slots.every((slot) => slot.placeholdersBefore === text.placeholders.length)) return [insert(module, last.range.end, `, ${code}`)];
  if (text.slots.every((slot) => slot.placeholdersBefore === 0)) return [insert(module, run.arguments[0]?.range.start ?? 0, `${code}, `)];
  return refuse("The new values stand between the parameters that the query has already");
}

/** The calls that run a statement: chained to `prepare`, or made on the constant that holds it. */
function runsOf(prepare: Call, module: Module): readonly Call[] | undefined {
  const chained: Call[] = [];
  let holder: Binding | undefined;
  for (const binding of module.bindings.values()) {
    if (binding.writes === 1 && binding.init && unwrap(binding.init) === prepare && !binding.path?.length) holder = binding;
  }
  const byBinding = holder?.id;
  let isEverywhereKnown = true;
  const known = new Set<Expression>();
  walkFunction(module.top, {
    expression: (expression) => {
      if (expression.kind !== "call" || expression.callee.kind !== "member") return;
      const receiver = unwrap(expression.callee.object);
      const isOwn = receiver === prepare || (receiver.kind === "name" && byBinding !== undefined && receiver.binding === byBinding);
      if (!isOwn) return;
      known.add(receiver);
      if (runners.has(expression.callee.property ?? "")) chained.push(expression);
      else isEverywhereKnown = false;
    },
  });
  if (byBinding !== undefined && usesOf(module, byBinding).some(({ expression }) => !known.has(expression))) return undefined;
  return isEverywhereKnown ? chained : undefined;
}
