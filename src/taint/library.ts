import type { Definition } from "../syntax/workspace";
import type { LibraryModel, SymbolModel } from "./models/model";

/** Library tables, merged and ready to be asked. */
export interface Library {
  /** What calling a symbol does; undefined where no table knows it. */
  model(symbol: string): SymbolModel | undefined;
  /** The symbol of a member: a method of an instance, a function of a module. */
  member(symbol: string, property: string): string;
  /** The symbol of what a call or a construction gives, told by tables or implied. */
  result(symbol: string, isNew: boolean): string | undefined;
  /** Whether it is an instance whose methods give itself: awaited it gives its rows, which are data. */
  isBuilder(symbol: string): boolean;
  /** The symbol of an instance of an outside type. */
  instanceOf(typeSymbol: string): string;
  /** Whether any table is about the symbol's package: what its unknown functions do is then nothing that matters. */
  knowsPackage(symbol: string): boolean;
}

/** Merges tables. Later tables win where two speak of one symbol. */
export function createLibrary(models: readonly LibraryModel[]): Library {
  const symbols = new Map<string, SymbolModel>();
  const types = new Map<string, string>();
  const sameAs = new Map<string, string>();
  const fields = new Map<string, string>();
  const fluent = new Set<string>();
  const packages = new Set<string>();
  for (const model of models) {
    for (const name of model.packages) packages.add(name);
    for (const [symbol, known] of Object.entries(model.symbols)) symbols.set(symbol, known);
    for (const [type, symbol] of Object.entries(model.types ?? {})) types.set(type, symbol);
    for (const [from, to] of Object.entries(model.sameAs ?? {})) sameAs.set(from, to);
    for (const [from, to] of Object.entries(model.fields ?? {})) fields.set(from, to);
    for (const symbol of model.fluent ?? []) fluent.add(symbol);
  }
  const canonical = (symbol: string): string => {
    let current = symbol;
    for (let hops = 0; hops < 4 && !symbols.has(current); hops++) {
      const next = renamed(current, sameAs);
      if (next === undefined) break;
      current = next;
    }
    return current;
  };
  // A query builder gives itself from every method, those of promises apart: it is awaited in the end.
  const chained = (symbol: string): SymbolModel | undefined => {
    const [, owner, method] = /^(.*#)([^#]+)$/.exec(symbol) ?? [];
    return owner !== undefined && method !== undefined && fluent.has(owner) && !/^(?:then|catch|finally)$/.test(method) ? { returns: owner } : undefined;
  };
  const modelOf = (symbol: string): SymbolModel | undefined => symbols.get(canonical(symbol)) ?? chained(canonical(symbol));
  return {
    model: modelOf,
    member(symbol, property) {
      const joined = symbol.endsWith("#") ? symbol + property : `${symbol}.${property}`;
      return fields.get(joined) ?? fields.get(canonical(joined)) ?? canonical(joined);
    },
    result(symbol, isNew) {
      const returned = modelOf(symbol)?.returns;
      if (returned !== undefined) return returned;
      return isNew ? `${canonical(symbol)}#` : undefined;
    },
    isBuilder: (symbol) => fluent.has(canonical(symbol)),
    instanceOf: (typeSymbol) => types.get(typeSymbol) ?? types.get(canonical(typeSymbol)) ?? `${canonical(typeSymbol)}#`,
    knowsPackage(symbol) {
      for (const known of packages) if (symbol.startsWith(known) && /^($|[.#])/.test(symbol.slice(known.length))) return true;
      return false;
    },
  };
}

/** Applies the longest renaming that fits the beginning of a symbol. */
function renamed(symbol: string, sameAs: ReadonlyMap<string, string>): string | undefined {
  let best: string | undefined;
  for (const from of sameAs.keys()) {
    if ((best === undefined || from.length > best.length) && symbol.startsWith(from) && /^($|[.#])/.test(symbol.slice(from.length))) best = from;
  }
  const to = best === undefined ? undefined : sameAs.get(best);
  return best === undefined || to === undefined || to === best ? undefined : to + symbol.slice(best.length);
}

/** The symbol of something from outside. `fs/promises` is `fs.promises`; a default export is the module itself. */
export function symbolOf(definition: Extract<Definition, { kind: "external" | "global" }>): string {
  if (definition.kind === "global") return `global:${definition.path.join(".")}`;
  const base = definition.package === "fs/promises" ? "fs.promises" : definition.package;
  return [base, ...definition.path.filter((part, index) => !(part === "default" && index === 0))].join(".");
}
