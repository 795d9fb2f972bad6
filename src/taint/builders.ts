import type { Machine } from "./machine";
import type { Value } from "./value";

/** What a promise of a value gives: a query that is built step by step gives its rows, which are data and no query any more. */
export function rowsOf(machine: Machine, value: Value): Value {
  if (!value.symbols?.some((symbol) => machine.library.isBuilder(symbol))) return value;
  const { symbols, ...data } = value;
  const others = symbols.filter((symbol) => !machine.library.isBuilder(symbol));
  return others.length === 0 ? data : { ...data, symbols: others };
}
