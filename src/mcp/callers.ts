import type { Call, ClassNode, Expression, FunctionNode, Import, Module } from "../syntax/program";
import type { Workspace } from "../syntax/workspace";
import type { Belonging } from "./belongs";
import { classOfThis } from "./module-index";
import type { Sighting } from "./module-index";
import { emptyEnvironment } from "./environment";
import type { Values } from "./values";
import type { WordHolders } from "./word-holders";

/** A call, with its module. */
export interface CallSite extends Sighting {
  readonly module: Module;
}

/** Finds who calls a function, and who extends a class, across files. */
export interface Callers {
  of(node: FunctionNode, module: Module): readonly CallSite[];
  subclasses(node: ClassNode, module: Module): readonly { readonly class: ClassNode; readonly module: Module }[];
}

/** What an answer about callers rests on, besides where names lead: another file that holds one of the words may hold another caller. */
export interface Asked {
  readonly words: readonly string[];
  /** Files in which something was looked at more closely, so that what their names lead to counts as well. */
  readonly files: readonly string[];
}

/** A wrapper is called in fewer files than this; a name that more files hold is a common word, and reading them all is not free. */
const MAX_FILES = 400;

/**
 * Makes the finder; the text of a file tells whether it is worth understanding.
 * @param holders which files hold a name
 * @param note hears what each answer rests on, whenever it is given
 */
export function createCallers(values: Values, belonging: Belonging, holders: WordHolders, note: (asked: Asked) => void): Callers {
  const found = new Map<FunctionNode, Search & { readonly calls: readonly CallSite[] }>();
  const begin = (): Search => {
    const [words, files]: [string[], string[]] = [[], []];
    return {
      words,
      files,
      modulesWith(wanted, home) {
        words.push(...wanted);
        const among = new Set([home.file, ...wanted.flatMap((word) => filesWith(word, home, holders, values.workspace, belonging))]);
        return [...among].flatMap((file) => values.workspace.module(file) ?? []);
      },
      lookInto: (module) => files.push(module.file),
    };
  };
  return {
    of(node, module) {
      let known = found.get(node);
      if (known === undefined) {
        const search = begin();
        const owner = constructed(node, module);
        known = { ...search, calls: owner === undefined ? callsOf(node, module, search, values) : constructionsOf(owner, module, search, values) };
        found.set(node, known);
      }
      note(known);
      return known.calls;
    },
    subclasses(node, module) {
      if (node.name === undefined) return [];
      const search = begin();
      const below = search.modulesWith([node.name], module).flatMap((each) => {
        const candidates = [...each.classes.values()].filter((candidate) => candidate.base !== undefined);
        if (candidates.length > 0) search.lookInto(each);
        return candidates.filter(({ base }) => base !== undefined && isClass(base, each, node, values)).map((candidate) => ({ class: candidate, module: each }));
      });
      note(search);
      return below;
    },
  };
}

/** One question about callers. */
interface Search extends Asked {
  /** The modules whose text holds one of the words, and the home of what is looked for. */
  modulesWith(words: readonly string[], home: Module): readonly Module[];
  /** Notes that names of a module are followed. */
  lookInto(module: Module): void;
}

/** The files of the same package, and those of others that have to do with MCP. */
function filesWith(word: string, home: Module, holders: WordHolders, workspace: Workspace, belonging: Belonging): readonly string[] {
  const folder = belonging.packageOf(home.file);
  const files = [...holders.holding(word)].filter((file) => belonging.packageOf(file) === folder || belonging.mayBelong(file, workspace.text(file) ?? ""));
  return files.length > MAX_FILES ? [] : files;
}

function callsOf(node: FunctionNode, module: Module, search: Search, values: Values): readonly CallSite[] {
  const names = namesOf(node, module);
  if (names.length === 0) return [];
  const words = isDefault(node, module) ? [...names, baseName(module.file)] : names;
  return search.modulesWith(words, module).flatMap((each) => {
    const sighted = sightings(each, names, module, values);
    if (sighted.length > 0) search.lookInto(each);
    return sighted
      .filter((sighting) => {
        const callee = values.settle({ expression: sighting.call.callee, module: each, env: emptyEnvironment });
        return callee.kind === "function" && callee.function === node && sighting.within !== node;
      })
      .map((sighting) => ({ ...sighting, module: each }));
  });
}

/** `new Owner(…)`, and `super(…)` in the classes that extend it. */
function constructionsOf(owner: ClassNode, module: Module, search: Search, values: Values): readonly CallSite[] {
  if (owner.name === undefined) return [];
  return search.modulesWith([owner.name], module).flatMap((each) => {
    const makers = values.indexOf(each).calls.filter(({ call }) => call.isNew || call.callee.kind === "super");
    if (makers.length > 0) search.lookInto(each);
    return makers.filter(({ call, within }) => makes(call, within, each, owner, values)).map((sighting) => ({ ...sighting, module: each }));
  });
}

function makes(call: Call, within: FunctionNode, module: Module, owner: ClassNode, values: Values): boolean {
  if (call.callee.kind !== "super") return call.isNew && isClass(call.callee, module, owner, values);
  const inside = classOfThis(within, module);
  return inside?.base !== undefined && isClass(inside.base, module, owner, values);
}

function isClass(expression: Expression, module: Module, owner: ClassNode, { workspace }: Values): boolean {
  const definition = workspace.resolve(expression, module);
  return definition.kind === "class" && definition.class === owner;
}

/** Calls under one of the names, or under the name that an import gives it. */
function sightings(each: Module, names: readonly string[], home: Module, { workspace, indexOf }: Values): readonly Sighting[] {
  const wanted = new Set(names);
  const isAlias = (imported: Import) => wanted.has(imported.name) || (imported.name === "default" && workspace.resolveSpecifier(each.file, imported.specifier) === home.file);
  const aliases = each.imports.filter(isAlias).flatMap((imported) => each.bindings.get(imported.binding)?.name ?? []);
  const index = indexOf(each);
  return [...new Set([...names, ...aliases])].flatMap((name) => index.callsByName.get(name) ?? []);
}

/** The class whose constructor a function is. */
function constructed(node: FunctionNode, module: Module): ClassNode | undefined {
  const owner = node.memberOf === undefined ? undefined : module.classes.get(node.memberOf);
  return owner?.members.some((each) => each.kind === "constructor" && each.function === node) === true ? owner : undefined;
}

/** The names under which a function can be called: its own, that of the variable or member that holds it, and those it is exported as. */
function namesOf(node: FunctionNode, module: Module): readonly string[] {
  const names = new Set<string>();
  if (node.name !== undefined) names.add(node.name);
  const bindings = [...module.bindings.values()].filter((each) => each.function === node.id || (each.init?.kind === "function" && each.init.function === node));
  for (const each of bindings) names.add(each.name);
  for (const each of module.exports) if (each.binding !== undefined && bindings.some((binding) => binding.id === each.binding)) names.add(each.name);
  const owner = node.memberOf === undefined ? undefined : module.classes.get(node.memberOf);
  for (const each of owner?.members ?? []) if (each.function === node) names.add(each.name);
  names.delete("default");
  return [...names];
}

function isDefault(node: FunctionNode, module: Module): boolean {
  return module.exports.some((each) => each.name === "default" && (each.value?.kind === "function" ? each.value.function === node : each.binding !== undefined && module.bindings.get(each.binding)?.function === node.id));
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
}
