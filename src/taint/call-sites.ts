import type { Call, FunctionNode, Module } from "../syntax/program";
import { walkFunction } from "../syntax/walk";
import type { Workspace } from "../syntax/workspace";

/** A call of a function or class by its name, and the module that it stands in. */
export interface NamedCall {
  readonly call: Call;
  readonly module: Module;
}

/** Finds who calls a function: what a JavaScript server hands to `registerTools(server, service)` says what `service` is, where no type does. */
export interface CallSites {
  /** Calls (or constructions) by name, in the function's own module and in those lowered modules that import it; a few are enough. */
  of(module: Module, binding: string): readonly NamedCall[];
}

/** More callers than this rarely tell anything new. */
const maximumCalls = 4;

/** Creates the search; what it has read of a module it keeps as long as the module lives. */
export function createCallSites(workspace: Workspace): CallSites {
  const known = new WeakMap<Module, ReadonlyMap<string, readonly Call[]>>();
  const callsIn = (module: Module): ReadonlyMap<string, readonly Call[]> => {
    let calls = known.get(module);
    if (!calls) known.set(module, (calls = indexCalls(module)));
    return calls;
  };
  return {
    of(module, binding) {
      const found: NamedCall[] = (callsIn(module).get(binding) ?? []).map((call) => ({ call, module }));
      for (const other of workspace.lowered()) {
        if (found.length >= maximumCalls) break;
        if (other === module) continue;
        for (const imported of other.imports) {
          const calls = callsIn(other).get(imported.binding);
          if (calls && isSame(workspace, other, imported.binding, module, binding)) found.push(...calls.map((call) => ({ call, module: other })));
        }
      }
      return found.slice(0, maximumCalls);
    },
  };
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
