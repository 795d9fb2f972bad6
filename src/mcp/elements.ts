import type { Call, Expression } from "../syntax/program";
import { bindingKey, bindArguments, memberOf } from "./values";
import type { Value, Values } from "./values";

/** More elements than any server registers in one list; what is above is data, not tools. */
const MAX_ELEMENTS = 2000;
const MAX_DEPTH = 12;

/** Methods that give some of the elements, or all of them in another order. */
const KEEPING = new Set(["filter", "sort", "toSorted", "slice", "reverse", "toReversed", "flat", "values", "splice"]);

/**
 * The elements of a list, as far as the text tells: literals with spreads, `Object.values`, maps and sets, `map` and `filter`,
 * lists that functions return, variables that are written more than once or appended to. Undefined where it is no list.
 */
export function elementsOf(value: Value, values: Values): readonly Value[] | undefined {
  return listOf(value, values, 0)?.slice(0, MAX_ELEMENTS);
}

function listOf(value: Value, values: Values, depth: number): readonly Value[] | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const appended = appendedTo(value, values);
  const settled = values.settle(value);
  const own = settled.kind === "expression" ? ofExpression(settled.value, values, depth) : undefined;
  if (own !== undefined || appended.length > 0) return [...(own ?? []), ...appended];
  return undefined;
}

function ofExpression(value: Value, values: Values, depth: number): readonly Value[] | undefined {
  const { expression } = value;
  const again = (next: Expression) => listOf({ ...value, expression: next }, values, depth + 1);
  switch (expression.kind) {
    case "array":
      return expression.elements.flatMap((each): readonly Value[] =>
        each.kind === "spread" ? (again(each.value) ?? []) : [{ ...value, expression: each }],
      );
    case "conditional":
      return joined([again(expression.then), again(expression.else)]);
    case "logical":
      return joined([again(expression.left), again(expression.right)]);
    case "name":
      return ofVariable(value, expression.binding, values, depth);
    case "call":
      return ofCall(value, expression, values, depth);
    default:
      return undefined;
  }
}

/** A variable that is written more than once may be any of what was written. */
function ofVariable(value: Value, binding: string | undefined, values: Values, depth: number): readonly Value[] | undefined {
  if (binding === undefined) return undefined;
  const declared = value.module.bindings.get(binding);
  if (declared === undefined || declared.kind === "parameter" || declared.path !== undefined) return undefined;
  const written = values.indexOf(value.module).written.get(binding) ?? [];
  return joined(written.map((expression) => listOf({ ...value, expression }, values, depth + 1)));
}

/** `list.push(x)`, also for lists that are exported or kept in a field. */
function appendedTo(value: Value, values: Values): readonly Value[] {
  const { expression, module } = value;
  if (expression.kind === "name" && expression.binding !== undefined) {
    const home = values.workspace.resolve(expression, module);
    const places = [{ module, binding: expression.binding }];
    if (home.kind === "expression" && home.module !== module) {
      for (const [binding, each] of home.module.bindings) if (each.init === home.expression) places.push({ module: home.module, binding });
    }
    return places.flatMap((place) => (values.indexOf(place.module).appended.get(place.binding) ?? []).map((each) => plain(each, { ...value, module: place.module })));
  }
  if (expression.kind !== "member" || expression.property === undefined) return [];
  const owner = values.settle({ ...value, expression: expression.object });
  if (owner.kind !== "instance") return [];
  const appended = values.indexOf(owner.module).members.get(`${owner.class.id}.${expression.property}[]`) ?? [];
  return appended.map((each) => plain(each, { ...value, module: owner.module }));
}

function plain(expression: Expression, from: Value): Value {
  return { ...from, expression: expression.kind === "spread" ? expression.value : expression };
}

function ofCall(value: Value, call: Call, values: Values, depth: number): readonly Value[] | undefined {
  const callee = values.settle({ ...value, expression: call.callee });
  const first = call.arguments[0];
  const argument = first === undefined ? undefined : { ...value, expression: first };
  if (callee.kind === "global" && argument !== undefined) {
    const name = callee.path.join(".");
    if (/^Object\.(values|entries|keys)$/.test(name)) return ofObject(argument, name.slice(7), values);
    if (/^(Array\.from|Map|Set|Promise\.all)$/.test(name)) return listOf(argument, values, depth + 1);
  }
  if (callee.kind === "function") return joined(values.returned(callee, call.arguments.map((expression) => ({ ...value, expression }))).map((each) => listOf(each, values, depth + 1)));
  if (call.callee.kind !== "member") return undefined;
  const name = call.callee.property ?? "";
  const list = (): readonly Value[] | undefined => (call.callee.kind === "member" ? listOf({ ...value, expression: call.callee.object }, values, depth + 1) : undefined);
  if (name === "values" || name === "entries") return ofMap(list(), name, values);
  if (KEEPING.has(name)) return list();
  if (name === "concat") return joined([list(), ...call.arguments.map((each) => listOf({ ...value, expression: each }, values, depth + 1) ?? [{ ...value, expression: each }])]);
  if ((name === "map" || name === "flatMap") && argument !== undefined) return list()?.flatMap((each) => mapped(argument, each, name, values, depth));
  return undefined;
}

/** What a callback makes of one element. Where that can't be told the element itself is the better answer than none. */
function mapped(callback: Value, element: Value, method: string, values: Values, depth: number): readonly Value[] {
  const made = values.returned(values.settle(callback), [element]);
  if (made.length === 0) return [element];
  return made.flatMap((each): readonly Value[] => {
    if (method === "flatMap") return listOf(each, values, depth + 1) ?? [each];
    const settled = values.settle(each);
    return settled.kind === "expression" && settled.value.expression.kind === "name" ? [copied(settled.value, element, values)] : [each];
  });
}

/** `const copy = {...tool}; copy.x = …; return copy`: the callback gives back a changed copy. */
function copied(returned: Value, element: Value, values: Values): Value {
  const { expression, module } = returned;
  const init = expression.kind === "name" && expression.binding !== undefined ? module.bindings.get(expression.binding)?.init : undefined;
  const settled = init === undefined ? undefined : values.settle({ ...returned, expression: init });
  return settled?.kind === "expression" && settled.value.expression.kind === "object" ? settled.value : element;
}

/** The parts of an object literal, or of everything that a module exports. */
function ofObject(value: Value, what: string, values: Values): readonly Value[] | undefined {
  const settled = values.settle(value);
  if (settled.kind === "namespace") {
    const names = [...new Set(settled.module.exports.map((each) => each.name))].filter((name) => name !== "default" && name !== "*" && name !== "=");
    return names.flatMap((name) => {
      const found = settled.module.exports.findLast((each) => each.name === name);
      const expression: Expression | undefined = found?.value ?? (found?.binding === undefined ? undefined : bindingName(name, found.binding, value));
      return expression === undefined ? [] : [part(name, { expression, module: settled.module, env: value.env }, what)];
    });
  }
  if (settled.kind !== "expression" || settled.value.expression.kind !== "object") return undefined;
  const { module, env } = settled.value;
  return settled.value.expression.properties.flatMap((each): readonly Value[] => {
    const inner = { expression: each.value, module, env };
    if (each.key === undefined) return ofObject(inner, what, values) ?? [];
    const key = typeof each.key === "string" ? each.key : values.text({ ...inner, expression: each.key });
    return key === undefined ? [] : [part(key, inner, what)];
  });
}

function bindingName(name: string, binding: string, at: Value): Expression {
  return { kind: "name", name, binding, range: at.expression.range };
}

function part(key: string, value: Value, what: string): Value {
  if (what === "values") return value;
  const range = value.expression.range;
  const text: Expression = { kind: "literal", value: key, range };
  return { ...value, expression: what === "keys" ? text : { kind: "array", elements: [text, value.expression], range } };
}

/** `new Map([[key, value]])`: its values are the second parts. Lists that were filled with `set` hold the values already. */
function ofMap(entries: readonly Value[] | undefined, what: "values" | "entries", values: Values): readonly Value[] | undefined {
  if (what === "entries") return entries;
  return entries?.map((each) => {
    const settled = values.settle(each);
    const isPair = settled.kind === "expression" && settled.value.expression.kind === "array" && settled.value.expression.elements.length === 2;
    return isPair ? { ...each, expression: memberOf(each.expression, "1") } : each;
  });
}

function joined(lists: readonly (readonly Value[] | undefined)[]): readonly Value[] | undefined {
  const known = lists.filter((each) => each !== undefined);
  return known.length === 0 ? undefined : known.flat();
}

/** The arguments with which a list's method (`forEach`, `map`) runs its callback for one element. */
export function bindElement(element: Value, callback: Extract<ReturnType<Values["settle"]>, { kind: "function" }>, isMap: boolean): Value {
  const args = isMap ? [memberOf(element.expression, "1"), memberOf(element.expression, "0")] : [element.expression];
  const env = bindArguments(element.env, callback.function, callback.module, args.map((expression) => ({ expression, module: element.module })));
  return { ...element, env };
}

/** Whether a name is one of a loop over a list: its value is an element that is not known. */
export function isLoopVariable(value: Value): boolean {
  const { expression, module, env } = value;
  if (expression.kind !== "name" || expression.binding === undefined || env.has(bindingKey(module, expression.binding))) return false;
  return module.bindings.get(expression.binding)?.path?.includes("[]") === true;
}
