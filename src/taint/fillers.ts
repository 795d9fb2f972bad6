import type { Call, ClassNode, Expression, FunctionNode, Module, TypeRef } from "../syntax/program";
import { walkFunction, walkStatements } from "../syntax/walk";
import type { Workspace } from "../syntax/workspace";
import { callerWord } from "./call-sites";
import { createImporters } from "./importers";

/** A call by which a collection is filled: `registry.register(tool)`. */
export interface Filling {
  /** The method that is called. */
  readonly method: FunctionNode;
  readonly call: Call;
  readonly module: Module;
}

/** Finds who fills the list, map or table in a field of a class, through methods of that class. */
export interface Fillers {
  /** @param evidence is told what the answer rests on */
  of(owner: ClassNode, module: Module, field: string, evidence: Set<string>): readonly Filling[];
}

/** Servers have some hundred tools; what is filled more often is no table of handlers. */
const maximumFillings = 200;
/** A name that more files call says little about whose method it is. */
const maximumFiles = 60;
/** Deeper hierarchies do not occur in servers; a cycle of classes must end. */
const maximumBases = 8;

interface MethodCall {
  readonly call: Call;
  readonly within: FunctionNode;
}

/** Creates the search; what it has read of a module it keeps as long as the module lives. */
export function createFillers(workspace: Workspace): Fillers {
  const known = new WeakMap<Module, ReadonlyMap<string, readonly MethodCall[]>>();
  const importers = createImporters(workspace);
  const callsIn = (module: Module): ReadonlyMap<string, readonly MethodCall[]> => {
    const calls = known.get(module) ?? indexMethodCalls(module);
    known.set(module, calls);
    return calls;
  };
  /** Whoever calls a method of that name, whichever way the instance came there; undefined where the name is everybody's. */
  const holders = (names: readonly string[]): readonly Module[] | undefined => {
    const files = workspace.files().filter((file) => {
      const text = workspace.text(file) ?? "";
      return names.some((name) => text.includes(`.${name}(`));
    });
    return files.length > maximumFiles ? undefined : files.flatMap((file) => workspace.module(file) ?? []);
  };
  return {
    of(owner, module, field, evidence) {
      const methods = owner.members.flatMap(({ name, kind, isStatic, function: node }) => (kind === "method" && !isStatic && node && fills(node, field) ? [{ name, method: node }] : []));
      if (methods.length === 0) return [];
      for (const { name } of methods) evidence.add(callerWord(`.${name}`));
      const homes = holders(methods.map(({ name }) => name)) ?? [module, ...importers.of(module)];
      const found = homes.flatMap((each) =>
        methods.flatMap(({ name, method }) =>
          (callsIn(each).get(name) ?? []).flatMap(({ call, within }): readonly Filling[] => {
            const receiver = call.callee.kind === "member" ? call.callee.object : undefined;
            return receiver && isInstance(receiver, within, each, owner, workspace) ? [{ method, call, module: each }] : [];
          }),
        ),
      );
      for (const each of found) evidence.add(each.module.file);
      return found.slice(0, maximumFillings);
    },
  };
}

/** `this.tools.push(tool)`, `this.tools.set(name, tool)`, `this.tools[name] = tool`. */
function fills(node: FunctionNode, field: string): boolean {
  let isFilled = false;
  const isField = (expression: Expression): boolean => expression.kind === "member" && expression.property === field && expression.object.kind === "this";
  walkFunction(node, {
    expression(expression) {
      if (expression.kind === "call" && expression.callee.kind === "member" && /^(?:push|unshift|set|add)$/.test(expression.callee.property ?? "")) isFilled ||= isField(expression.callee.object);
      if (expression.kind === "assign" && expression.target.kind === "place" && expression.target.place.kind === "member") isFilled ||= isField(expression.target.place.object);
    },
  });
  return isFilled;
}

function indexMethodCalls(module: Module): ReadonlyMap<string, readonly MethodCall[]> {
  const calls = new Map<string, MethodCall[]>();
  for (const within of [module.top, ...module.functions.values()]) {
    walkStatements(within.body, {
      expression(expression) {
        if (expression.kind !== "call" || expression.callee.kind !== "member" || expression.callee.property === undefined) return;
        const list = calls.get(expression.callee.property) ?? [];
        list.push({ call: expression, within });
        calls.set(expression.callee.property, list);
      },
      nested: () => false,
    });
  }
  return calls;
}

/** Whether an expression is known to be an instance of the class: by its construction, its type, or as `this`. */
function isInstance(expression: Expression, within: FunctionNode, module: Module, owner: ClassNode, workspace: Workspace): boolean {
  if (expression.kind === "typed") return isInstance(expression.value, within, module, owner, workspace);
  if (expression.kind === "this") return isOf(classAround(within, module), module, owner, workspace);
  if (expression.kind === "member" && expression.object.kind === "this") {
    const field = classAround(within, module)?.members.find((each) => each.name === expression.property);
    return (field?.value !== undefined && makes(field.value, module, owner, workspace)) || (field?.type !== undefined && isTyped(field.type, module, owner, workspace));
  }
  const declared = expression.kind === "name" ? module.bindings.get(expression.binding ?? "") : undefined;
  if (declared?.type && isTyped(declared.type, module, owner, workspace)) return true;
  const definition = workspace.resolve(expression, module);
  return definition.kind === "expression" && makes(definition.expression, definition.module, owner, workspace);
}

function makes(expression: Expression, module: Module, owner: ClassNode, workspace: Workspace): boolean {
  if (expression.kind !== "call" || !expression.isNew) return false;
  const made = workspace.resolve(expression.callee, module);
  return made.kind === "class" && isOf(made.class, made.module, owner, workspace);
}

function isTyped(type: TypeRef, module: Module, owner: ClassNode, workspace: Workspace): boolean {
  const meant = workspace.resolveType(type, module);
  return meant?.kind === "class" && isOf(meant.class, meant.module, owner, workspace);
}

/** Whether a class is another, or extends it. */
function isOf(node: ClassNode | undefined, module: Module, owner: ClassNode, workspace: Workspace): boolean {
  let current = node;
  let home = module;
  for (let depth = 0; current && depth < maximumBases; depth++) {
    if (current === owner) return true;
    const base = current.base && workspace.resolve(current.base, home);
    if (base?.kind !== "class") return false;
    current = base.class;
    home = base.module;
  }
  return false;
}

/** The class whose method a function is, or stands in. */
function classAround(node: FunctionNode, module: Module): ClassNode | undefined {
  let at: FunctionNode | undefined = node;
  while (at && at.memberOf === undefined) {
    const parent: string | undefined = module.parents.get(at.id);
    at = parent === undefined ? undefined : module.functions.get(parent);
  }
  return at?.memberOf === undefined ? undefined : module.classes.get(at.memberOf);
}
