import type { Call, FunctionNode, Module } from "../syntax/program";
import { walkFunction } from "../syntax/walk";
import type { Workspace } from "../syntax/workspace";
import { createImporters } from "./importers";

/** A call of a function or class by its name, and the module that it stands in. */
export interface NamedCall {
  readonly call: Call;
  readonly module: Module;
}

/** Finds who calls a function: what a JavaScript server hands to `registerTools(server, service)` says what `service` is, where no type does. */
export interface CallSites {
  /**
   * Calls (or constructions) by name, in the function's own module and in those that import it; a few are enough.
   * @param evidence is told what the answer rests on
   */
  of(module: Module, binding: string, evidence: Set<string>): readonly NamedCall[];
}

/** More callers than this rarely tell anything new. */
const maximumCalls = 4;

/** The word under which it is remembered that the callers of a function of this name were asked for. */
export function callerWord(name: string): string {
  return `callers of ${name}`;
}

/** The words whose answers change where a module calls by these names in another way than before. */
export function callerWordsOf(names: Iterable<string>, module: Module, workspace: Workspace): readonly string[] {
  const words = new Set<string>();
  for (const name of names) words.add(callerWord(name));
  const wanted = new Set(names);
  for (const imported of module.imports) {
    if (!wanted.has(module.bindings.get(imported.binding)?.name ?? "")) continue;
    const definition = workspace.resolveBinding(imported.binding, module);
    if (definition.kind === "function" && definition.function.name !== undefined) words.add(callerWord(definition.function.name));
    if (definition.kind === "class" && definition.class.name !== undefined) words.add(callerWord(definition.class.name));
    words.add(callerWord(imported.name));
  }
  return [...words];
}

/** Creates the search; what it has read of a module it keeps as long as the module lives. */
export function createCallSites(workspace: Workspace): CallSites {
  const known = new WeakMap<Module, ReadonlyMap<string, readonly Call[]>>();
  const callsIn = (module: Module): ReadonlyMap<string, readonly Call[]> => {
    let calls = known.get(module);
    if (!calls) known.set(module, (calls = indexCalls(module)));
    return calls;
  };
  const importers = createImporters(workspace);
  return {
    of(module, binding, evidence) {
      evidence.add(module.file);
      for (const name of namesOf(module, binding)) evidence.add(callerWord(name));
      const found: NamedCall[] = (callsIn(module).get(binding) ?? []).map((call) => ({ call, module }));
      for (const other of found.length >= maximumCalls ? [] : importers.of(module)) {
        if (found.length >= maximumCalls) break;
        for (const imported of other.imports) {
          const calls = callsIn(other).get(imported.binding);
          if (calls && isSame(workspace, other, imported.binding, module, binding)) found.push(...calls.map((call) => ({ call, module: other })));
        }
      }
      for (const each of found) evidence.add(each.module.file);
      return found.slice(0, maximumCalls);
    },
  };
}

/** The names under which others may know a function: those that it is exported by, and its own. */
function namesOf(module: Module, binding: string): readonly string[] {
  const own = module.bindings.get(binding)?.name ?? binding;
  const given = functionOf(module, binding)?.name;
  const outside = module.exports.filter((each) => each.binding === binding).map((each) => each.name);
  return [own, ...(given === undefined ? [] : [given]), ...outside];
}

function isSame(workspace: Workspace, importer: Module, imported: string, module: Module, binding: string): boolean {
  const definition = workspace.resolveBinding(imported, importer);
  const declared = module.bindings.get(binding);
  if (definition.kind === "function" && definition.module === module) return definition.function === functionOf(module, binding);
  return definition.kind === "class" && definition.module === module && definition.class.id === declared?.class;
}

/** The function that a name stands for: declared, or a constant whose value is one. */
export function functionOf(module: Module, binding: string): FunctionNode | undefined {
  const declared = module.bindings.get(binding);
  if (declared?.function !== undefined) return module.functions.get(declared.function);
  return declared?.writes === 1 && declared.path === undefined && declared.init?.kind === "function" ? declared.init.function : undefined;
}

function indexCalls(module: Module): ReadonlyMap<string, readonly Call[]> {
  const calls = new Map<string, Call[]>();
  walkFunction(module.top, {
    expression(expression) {
      if (expression.kind !== "call" || expression.callee.kind !== "name" || expression.callee.binding === undefined) return;
      const list = calls.get(expression.callee.binding);
      if (list) list.push(expression);
      else calls.set(expression.callee.binding, [expression]);
    },
  });
  return calls;
}
