import { type Value, joinValues } from "./value";

/**
 * The elements of a list, in the order of the list as far as it is known. "0", "1", … are known places; "[]" stands for any number of elements behind them,
 * and ">0", ">1", … for single ones behind those: of `["log", ...flags, "--", file]` it stays known that `--` stands before `file`.
 */
export interface ListElement {
  readonly place: string;
  readonly value: Value;
  /** Any number of elements, none included. */
  readonly isMany: boolean;
}

/** What a list holds, in order. */
export function elementsOf(list: Value): readonly ListElement[] {
  const places = [...(list.fields ?? [])].map(([place, value]) => ({ place, value, isMany: !isPlace(place) }));
  return places.sort((a, b) => rank(a.place) - rank(b.place));
}

/** A list of these elements. */
export function listOfElements(elements: readonly { readonly value: Value; readonly isMany: boolean }[]): Value {
  const fields = new Map<string, Value>();
  for (const { value, isMany } of elements) append(fields, value, isMany);
  return { taints: [], isCollection: true, fields };
}

/** Adds an element (or any number of them) at the end of a list that is being built. */
export function append(fields: Map<string, Value>, value: Value, isMany = false, most = Infinity): void {
  const place = nextPlace(fields, isMany, most);
  fields.set(place, fields.has(place) ? joinValues(fields.get(place), value) : value);
}

/** Lists that are filled one by one keep the places of their first elements: the flag of `sh -c` is among them. */
export const maximumPlaces = 48;
/** Enough for what follows a spread. */
const maximumLater = 16;

function nextPlace(fields: ReadonlyMap<string, Value>, isMany: boolean, most: number): string {
  const size = fields.size;
  if (!fields.has("[]")) return isMany || size > most ? "[]" : String(size);
  let later = 0;
  while (fields.has(`>${later}`)) later++;
  // A second run of unknown length is one element more: what matters is what stands before and behind it.
  return later === 0 && isMany ? "[]" : `>${Math.min(later, maximumLater)}`;
}

/** Sets and maps have members of other names, whose order says nothing. */
function isPlace(place: string): boolean {
  return /^>?\d+$/.test(place);
}

function rank(place: string): number {
  if (!isPlace(place)) return 1e6;
  return place.startsWith(">") ? 1e6 + 1 + Number(place.slice(1)) : Number(place);
}

/** A list of which is known what it holds, and not where. */
export function withoutPlaces(list: Value): Value {
  if (!list.isCollection || (list.fields?.size ?? 0) < 2) return list;
  const elements = elementsOf(list).map(({ value: { mayBeMissing: _, ...value } }): Value => value);
  return { ...list, fields: new Map([["[]", elements.reduce((all, value) => joinValues(all, value))]]) };
}

/** The same list without its first elements. */
export function withoutFirst(list: Value, count: number): Value {
  const elements = elementsOf(list);
  let left = count;
  const kept = elements.filter(({ isMany }) => isMany || left-- <= 0);
  return { ...listOfElements(kept), taints: list.taints };
}

/**
 * A list that has grown differently on two ways: what both begin with, then what was added here, then what was added there, all of which may be missing.
 * Place by place, `["-f", file]` and `[type, name]` would become a list in which nobody can tell what stands behind the option.
 */
export function joinGrown(a: Value, b: Value): ReadonlyMap<string, Value> {
  const [left, right] = [elementsOf(a), elementsOf(b)];
  const fields = new Map<string, Value>();
  let common = 0;
  for (;;) {
    const [x, y] = [left[common], right[common]];
    if (!x || !y || x.isMany !== y.isMany) break;
    // Behind an option that both have stands its value, whichever it is: `-f file` here and `-f temporary` there.
    const areOperands = !x.isMany && isOption(left[common - 1]) && !isOption(x) && !isOption(y);
    if (!areOperands && !isSame(x.value, y.value)) break;
    append(fields, joinValues(x.value, y.value), x.isMany, maximumPlaces);
    common++;
  }
  for (const { value, isMany } of [...left.slice(common), ...right.slice(common)]) append(fields, { ...value, mayBeMissing: true }, isMany, maximumPlaces);
  return fields;
}

function isOption(element: ListElement | undefined): boolean {
  return element !== undefined && /^-./.test(element.value.text ?? "") && element.value.text !== "--";
}

function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.constant || b.constant) return a.constant?.value === b.constant?.value && a.constant !== undefined && b.constant !== undefined;
  return a.text === b.text && a.taints.length === b.taints.length && a.taints.every(({ label }, index) => label === b.taints[index]?.label);
}
