import type { Call, Expression, Module } from "../syntax/program";
import { walkExpression } from "../syntax/walk";
import { bindArguments, bindingKey, memberOf } from "./environment";
import type { Environment, Value } from "./environment";
import type { Values } from "./values";

/** More elements than any server registers in one list; what is above is data, not tools. */
const MAX_ELEMENTS = 2000;
const MAX_DEPTH = 12;

/** What one question has been through: `list = list.filter(…)` must not be followed for ever. */
interface Trail {
  readonly depth: number;
  readonly variables: ReadonlySet<string>;
}

/** Methods that give some of the elements, or all of them in another order. */
const KEEPING = new Set(["filter", "sort", "toSorted", "slice", "reverse", "toReversed", "flat", "values", "splice"]);

/**
 * The elements of a list, as far as the text tells: literals with spreads, `Object.values`, maps and sets, `map` and `filter`,
 * lists that functions return, variables that are written more than once or appended to. Undefined where it is no list.
 */
export function elementsOf(value: Value, values: Values): readonly Value[] | undefined {
  return listOf(value, values, { depth: 0, variables: new Set() })?.slice(0, MAX_ELEMENTS);
}

function listOf(value: Value, values: Values, trail: Trail): readonly Value[] | undefined {
  if (trail.depth > MAX_DEPTH) return undefined;
  const appended = appendedTo(value, values).flatMap((each) => unrolled(each, values, trail));
  const settled = values.settle(value);
  const own = settled.kind === "expression" ? ofExpression(settled.value, values, trail) : undefined;
  if (own !== undefined || appended.length > 0) return [...(own ?? []), ...appended];
  return undefined;
}

function ofExpression(value: Value, values: Values, trail: Trail): readonly Value[] | undefined {
  const { expression } = value;
  const again = (next: Expression) => listOf({ ...value, expression: next }, values, below(trail));
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
      return ofVariable(value, expression.binding, values, trail);
    case "call":
      return ofCall(value, expression, values, trail);
    default:
      return undefined;
  }
}

/** A variable that is written more than once may be any of what was written. */
function ofVariable(value: Value, binding: string | undefined, values: Values, trail: Trail): readonly Value[] | undefined {
  if (binding === undefined) return undefined;
  const declared = value.module.bindings.get(binding);
  if (declared === undefined || declared.kind === "parameter" || declared.path !== undefined) return undefined;
  const key = bindingKey(value.module, binding);
  if (trail.variables.has(key)) return undefined;
  const inside = { depth: trail.depth + 1, variables: new Set([...trail.variables, key]) };
  const written = values.indexOf(value.module).written.get(binding) ?? [];
  return joined(written.map((expression) => listOf({ ...value, expression }, values, inside)));
}

function below(trail: Trail): Trail {
  return { ...trail, depth: trail.depth + 1 };
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

function ofCall(value: Value, call: Call, values: Values, trail: Trail): readonly Value[] | undefined {
  const callee = values.settle({ ...value, expression: call.callee });
  const first = call.arguments[0];
  const argument = first === undefined ? undefined : { ...value, expression: first };
  if (callee.kind === "global" && argument !== undefined) {
    const name = callee.path.join(".");
    if (/^Object\.(values|entries|keys)$/.test(name)) return ofObject(argument, name.slice(7), values);
    if (/^(Array\.from|Map|Set|Promise\.all)$/.test(name)) return listOf(argument, values, below(trail));
  }
  if (callee.kind === "function") return joined(values.returned(callee, call.arguments.map((expression) => ({ ...value, expression }))).map((each) => listOf(each, values, below(trail))));
  if (call.callee.kind !== "member") return undefined;
  const name = call.callee.property ?? "";
  const list = (): readonly Value[] | undefined => (call.callee.kind === "member" ? listOf({ ...value, expression: call.callee.object }, values, below(trail)) : undefined);
  if (name === "values" || name === "entries") return ofMap(list(), name, values);
  if (KEEPING.has(name)) return list();
  if (name === "concat") return joined([list(), ...call.arguments.map((each) => listOf({ ...value, expression: each }, values, below(trail)) ?? [{ ...value, expression: each }])]);
  if ((name === "map" || name === "flatMap") && argument !== undefined) return list()?.flatMap((each) => mapped(argument, each, name, values, trail));
  return undefined;
}

/** What a callback makes of one element. Where that can't be told the element itself is the better answer than none. */
function mapped(callback: Value, element: Value, method: string, values: Values, trail: Trail): readonly Value[] {
  const made = values.returned(values.settle(callback), [element]);
  if (made.length === 0) return [element];
  return made.flatMap((each): readonly Value[] => {
    if (method === "flatMap") return listOf(each, values, below(trail)) ?? [each];
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

/** Everything that is in one of the lists, once: alternatives (`all`, `all.filter(…)`) mostly hold the same. */
function joined(lists: readonly (readonly Value[] | undefined)[]): readonly Value[] | undefined {
  const known = lists.filter((each) => each !== undefined);
  if (known.length < 2) return known[0];
  const seen = new Set<Expression>();
  return known.flat().filter((each) => each.env.size > 0 || (!seen.has(each.expression) && seen.add(each.expression).size > 0));
}

/** The arguments with which a list's method (`forEach`, `map`) runs its callback for one element. */
export function bindElement(element: Value, callback: Extract<ReturnType<Values["settle"]>, { kind: "function" }>, isMap: boolean): Value {
  const args = isMap ? [memberOf(element.expression, "1"), memberOf(element.expression, "0")] : [element.expression];
  const env = bindArguments(element.env, callback.function, callback.module, args.map((expression) => ({ expression, module: element.module })));
  return { ...element, env };
}

/** The environments of a loop's runs: every name of its pattern stands for a part of one element. Undefined where a name is none of a loop. */
export function loopEnvironments(binding: string, module: Module, env: Environment, values: Values): readonly Environment[] | undefined {
  return runsOf(binding, module, env, values, { depth: 0, variables: new Set() });
}

function runsOf(binding: string, module: Module, env: Environment, values: Values, trail: Trail): readonly Environment[] | undefined {
  const declared = module.bindings.get(binding);
  const list = declared?.path?.[0] === "[]" ? declared.init : undefined;
  if (list === undefined) return undefined;
  const names = [...module.bindings.values()].filter((each) => each.init === list && each.path?.[0] === "[]");
  return (listOf({ expression: list, module, env }, values, below(trail)) ?? []).map((element) => {
    const run = new Map([...env, ...element.env]);
    for (const each of names) run.set(bindingKey(module, each.id), { expression: (each.path ?? []).slice(1).reduce(memberOf, element.expression), module: element.module });
    return run;
  });
}

/** `for (const x of xs) list.push(make(x))` appends once for each run. */
function unrolled(value: Value, values: Values, trail: Trail): readonly Value[] {
  const { module, env } = value;
  let open: string | undefined;
  walkExpression(value.expression, {
    expression(expression) {
      const binding = expression.kind === "name" ? expression.binding : undefined;
      if (binding !== undefined && !env.has(bindingKey(module, binding)) && module.bindings.get(binding)?.path?.[0] === "[]") open ??= binding;
    },
    nested: () => false,
  });
  const runs = open === undefined ? undefined : runsOf(open, module, env, values, trail);
  return runs === undefined || runs.length === 0 ? [value] : runs.map((run) => ({ ...value, env: run }));
}
