import type { ClassNode, FunctionNode, Module } from "../syntax/program";
import type { Belonging } from "./belongs";
import { classOfThis } from "./module-index";
import type { Sighting } from "./module-index";
import { emptyEnvironment } from "./values";
import type { Values } from "./values";

/** A call, with its module. */
export interface CallSite extends Sighting {
  readonly module: Module;
}

/** Finds who calls a function, and who extends a class, across files. */
export interface Callers {
  of(node: FunctionNode, module: Module): readonly CallSite[];
  subclasses(node: ClassNode, module: Module): readonly { readonly class: ClassNode; readonly module: Module }[];
}

/** A wrapper is called in fewer files than this; a name that more files hold is a common word, and reading them all is not free. */
const MAX_FILES = 400;

/** Makes the finder; the text of a file tells whether it is worth understanding. */
export function createCallers(values: Values, belonging: Belonging): Callers {
  const { workspace } = values;
  const holders = new Map<string, readonly string[]>();
  const found = new Map<FunctionNode, readonly CallSite[]>();

  function filesWith(word: string): readonly string[] {
    let files = holders.get(word);
    if (files === undefined) {
      files = workspace.files().filter((file) => {
        const text = workspace.text(file);
        return text !== undefined && text.includes(word) && belonging.mayBelong(file, text);
      });
      holders.set(word, files.length > MAX_FILES ? [] : files);
    }
    return files.length > MAX_FILES ? [] : files;
  }

  function modulesWith(words: readonly string[], home: Module): readonly Module[] {
    const files = new Set([home.file, ...words.flatMap(filesWith)]);
    return [...files].flatMap((file) => workspace.module(file) ?? []);
  }

  function callsOf(node: FunctionNode, module: Module): readonly CallSite[] {
    const owner = constructed(node, module);
    if (owner !== undefined) return constructions(owner, module);
    const names = namesOf(node, module);
    if (names.length === 0) return [];
    const words = isDefault(node, module) ? [...names, baseName(module.file)] : names;
    return modulesWith(words, module).flatMap((each) =>
      sightings(each, names, module).filter((sighting) => {
        const callee = values.settle({ expression: sighting.call.callee, module: each, env: emptyEnvironment });
        return callee.kind === "function" && callee.function === node && sighting.within !== node;
      }).map((sighting) => ({ ...sighting, module: each })),
    );
  }

  function constructions(owner: ClassNode, module: Module): readonly CallSite[] {
    const name = owner.name;
    if (name === undefined) return [];
    return modulesWith([name], module).flatMap((each) =>
      values.indexOf(each).calls.filter(({ call, within }) => {
        if (call.callee.kind === "super") {
          const inside = classOfThis(within, each);
          return inside?.base !== undefined && isClass(inside.base, each, owner);
        }
        return call.isNew && isClass(call.callee, each, owner);
      }).map((sighting) => ({ ...sighting, module: each })),
    );
  }

  function isClass(expression: CallSite["call"]["callee"], module: Module, owner: ClassNode): boolean {
    const definition = workspace.resolve(expression, module);
    return definition.kind === "class" && definition.class === owner;
  }

  /** Calls under one of the names, or under the name that an import gives it. */
  function sightings(each: Module, names: readonly string[], home: Module): readonly Sighting[] {
    const wanted = new Set(names);
    const aliases = each.imports.filter((imported) => wanted.has(imported.name) || (imported.name === "default" && workspace.resolveSpecifier(each.file, imported.specifier) === home.file));
    const local = new Set([...names, ...aliases.flatMap((imported) => each.bindings.get(imported.binding)?.name ?? [])]);
    const index = values.indexOf(each);
    return [...local].flatMap((name) => index.callsByName.get(name) ?? []);
  }

  return {
    of(node, module) {
      const known = found.get(node);
      if (known !== undefined) return known;
      found.set(node, []); // A function that is reached from its own calls has no more callers than those found outside.
      const calls = callsOf(node, module);
      found.set(node, calls);
      return calls;
    },
    subclasses(node, module) {
      if (node.name === undefined) return [];
      return modulesWith([node.name], module).flatMap((each) =>
        [...each.classes.values()].filter((candidate) => candidate.base !== undefined && isClass(candidate.base, each, node)).map((candidate) => ({ class: candidate, module: each })),
      );
    },
  };
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
