import type { Call, ClassNode, Expression, FunctionNode, Module, ObjectExpression } from "../syntax/program";
import { walkFunction } from "../syntax/walk";

/** A call, and the function that holds it. */
export interface Sighting {
  readonly call: Call;
  readonly within: FunctionNode;
}

type Assign = Extract<Expression, { kind: "assign" }>;

/** What is asked about a module again and again, found in one walk. */
export interface ModuleIndex {
  readonly calls: readonly Sighting[];
  /** The calls by the last name of their callee: `a.b.run(x)` under "run". */
  readonly callsByName: ReadonlyMap<string, readonly Sighting[]>;
  /** For a function that is written as an argument: the call and which argument. */
  readonly passedTo: ReadonlyMap<string, Sighting & { readonly argument: number }>;
  /** All that is written to a variable, its initialiser included. */
  readonly written: ReadonlyMap<string, readonly Expression[]>;
  /** What is appended to a variable: `list.push(x)` under the binding of `list`. */
  readonly appended: ReadonlyMap<string, readonly Expression[]>;
  /** Every object literal, with the key under which another holds it, directly or as an argument of the call that it holds. */
  readonly objects: readonly { readonly object: ObjectExpression; readonly key: string | undefined }[];
  /** Every assignment. */
  readonly assigned: readonly Assign[];
  /** What is written to a member of a class: `this.tools = x` under "classId.tools"; `this.tools.push(x)` under "classId.tools[]". */
  readonly members: ReadonlyMap<string, readonly Expression[]>;
  /** What a function returns. */
  readonly returns: ReadonlyMap<string, readonly Expression[]>;
}

/** Methods that put something into a list, a set or a map. */
const APPENDING: ReadonlySet<string> = new Set(["push", "unshift", "add", "set"]);

/** Walks a module once. */
export function indexModule(module: Module): ModuleIndex {
  const calls: Sighting[] = [];
  const callsByName = new Map<string, Sighting[]>();
  const passedTo = new Map<string, Sighting & { readonly argument: number }>();
  const written = new Map<string, Expression[]>();
  const appended = new Map<string, Expression[]>();
  const assigned: Assign[] = [];
  const { objects, noteObject } = createObjectNotes();
  const members = new Map<string, Expression[]>();
  const returns = new Map<string, Expression[]>();

  const noteCall = (call: Call, within: FunctionNode) => {
    const sighting = { call, within };
    calls.push(sighting);
    const name = calleeName(call);
    if (name !== undefined) add(callsByName, name, sighting);
    call.arguments.forEach((each, argument) => {
      if (each.kind === "function") passedTo.set(each.function.id, { ...sighting, argument });
    });
    if (call.callee.kind === "member" && APPENDING.has(name ?? "")) noteAppended(call, call.callee.object, within);
  };
  const noteAppended = (call: Call, list: Expression, within: FunctionNode) => {
    const values = calleeName(call) === "set" ? call.arguments.slice(1) : call.arguments;
    const classId = list.kind === "member" && list.object.kind === "this" ? classOfThis(within, module)?.id : undefined;
    for (const value of values) {
      if (list.kind === "name" && list.binding !== undefined) add(appended, list.binding, value);
      else if (classId !== undefined && list.kind === "member") add(members, `${classId}.${list.property ?? ""}[]`, value);
    }
  };
  const noteAssigned = (expression: Assign, within: FunctionNode) => {
    assigned.push(expression);
    const { target, value } = expression;
    if (target.kind === "bind") add(written, target.binding, value);
    if (target.kind !== "place" || target.place.kind !== "member" || target.place.object.kind !== "this") return;
    const classId = classOfThis(within, module)?.id;
    if (classId !== undefined) add(members, `${classId}.${target.place.property ?? ""}`, value);
  };
  const walk = (within: FunctionNode): void =>
    walkFunction(within, {
      expression(expression) {
        if (expression.kind === "call") noteCall(expression, within);
        else if (expression.kind === "object") noteObject(expression);
        else if (expression.kind === "assign") noteAssigned(expression, within);
      },
      statement(statement) {
        if (statement.kind === "return" && statement.value !== undefined) add(returns, within.id, statement.value);
        if (statement.kind === "declare" && statement.pattern.kind === "bind" && statement.value !== undefined) add(written, statement.pattern.binding, statement.value);
      },
      nested(inner) {
        walk(inner);
        return false;
      },
    });
  walk(module.top);
  return { calls, callsByName, passedTo, written, appended, objects, assigned, members, returns };
}

/** Object literals are met from the outside in, so that the key of an inner one is known before it. */
function createObjectNotes(): { readonly objects: ModuleIndex["objects"]; noteObject(object: ObjectExpression): void } {
  const objects: { readonly object: ObjectExpression; readonly key: string | undefined }[] = [];
  const keys = new Map<Expression, string>();
  return {
    objects,
    noteObject(object) {
      objects.push({ object, key: keys.get(object) });
      for (const { key, value } of object.properties) {
        if (typeof key !== "string") continue;
        const given = value.kind === "call" ? value.arguments[0] : value;
        if (given?.kind === "object") keys.set(given, key);
      }
    },
  };
}

/** The last name of what is called. */
export function calleeName(call: Call): string | undefined {
  if (call.callee.kind === "name") return call.callee.name;
  return call.callee.kind === "member" ? call.callee.property : undefined;
}

/** The class whose instance (or, in a static member, which itself) `this` is inside a function. */
export function classOfThis(within: FunctionNode, module: Module): ClassNode | undefined {
  let current: FunctionNode | undefined = within;
  while (current !== undefined) {
    if (current.memberOf !== undefined) return module.classes.get(current.memberOf);
    if (current.ownThis) return undefined;
    const parent: string | undefined = module.parents.get(current.id);
    current = parent === undefined ? undefined : module.functions.get(parent);
  }
  return undefined;
}

function add<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
