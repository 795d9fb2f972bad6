import type { BodyEdit } from "../syntax/body-edit";
import type { ClassNode, Expression, FunctionNode, Module } from "../syntax/program";
import type { TextRange } from "../base/text";

/** Thrown where something stands in the text that was changed: it has to be worked out again. */
export class Untranslatable extends Error {}

/**
 * Carries what is remembered over an edit of one function's body: what names the file as it was then names it as it is now, every place moved.
 * Works on any plain data in which places and nodes stand beside the `module` (or the `file`) that they belong to. What names nothing of the file stays the same object.
 * @throws Untranslatable by the function that is returned
 */
export function createCarrier(edit: BodyEdit): <T>(data: T) => T {
  const known = new Map<object, unknown>();
  const knownHere = new Map<object, unknown>();

  const carry = (data: unknown, isHere: boolean): unknown => {
    if (typeof data !== "object" || data === null) return data;
    if (data === edit.before) return edit.after;
    if (isModule(data)) return data;
    const before = isHere ? knownHere : known;
    if (before.has(data)) return before.get(data);
    const carried = carryObject(data, isHere);
    before.set(data, carried);
    return carried;
  };

  const carryObject = (data: object, isHere: boolean): unknown => {
    if (Array.isArray(data)) return kept(data, data.map((each: unknown) => carry(each, isHere)));
    if (data instanceof Map) return carryMap(data, isHere);
    if (data instanceof Set) return data;
    const { module, file } = data as { readonly module?: unknown; readonly file?: unknown };
    if (isModule(module)) return carryMembers(data, module === edit.before);
    if (typeof file === "string") return carryMembers(data, file === edit.before.file);
    if (isRange(data)) return isHere ? required(edit.moved(data)) : data;
    if (isNode(data)) return isHere ? required(edit.counterpart(data)) : data;
    return carryMembers(data, isHere);
  };

  const carryMap = (data: ReadonlyMap<unknown, unknown>, isHere: boolean) => {
    let changed = false;
    const carried = new Map<unknown, unknown>();
    for (const [key, value] of data) {
      const now = carry(value, isHere);
      if (now !== value) changed = true;
      carried.set(key, now);
    }
    return changed ? carried : data;
  };

  const carryMembers = (data: object, isHere: boolean) => {
    let changed: Record<string, unknown> | undefined;
    for (const [key, value] of Object.entries(data) as [string, unknown][]) {
      const now = typeof value === "string" && isIdHere(data, key, isHere) ? required(edit.movedId(value)) : carry(value, isHere);
      if (now === value) continue;
      changed ??= { ...data };
      changed[key] = now;
    }
    return changed ?? data;
  };

  /** The code of a schema names its function by id, and a handler its class, which may be that of another module. */
  const isIdHere = (data: object, key: string, isHere: boolean): boolean => {
    if (key === "classId") return ((data as { readonly classModule?: unknown }).classModule ?? (data as { readonly module?: unknown }).module) === edit.before;
    return isHere && key === "function";
  };

  // The same data with the same types, places apart.
  return <T>(data: T): T => carry(data, false) as T;
}

function kept(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  return after.every((each, index) => each === before[index]) ? before : after;
}

function required<T>(found: T | undefined): T {
  if (found === undefined) throw new Untranslatable("It stands in what was changed.");
  return found;
}

function isModule(data: unknown): data is Module {
  return typeof data === "object" && data !== null && "bindings" in data && "top" in data;
}

function isRange(data: object): data is TextRange {
  return "start" in data && "end" in data && !("kind" in data);
}

function isNode(data: object): data is FunctionNode | ClassNode | Expression {
  return "range" in data && ("kind" in data || "captures" in data || "members" in data);
}
