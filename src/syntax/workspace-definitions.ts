import type { Binding, Call, ClassMember, ClassNode, Export, Expression, Import, Member, Module, ObjectExpression, TypeRef, FunctionNode } from "./program";
import type { Definition } from "./workspace";
import type { ClassIndex } from "./workspace-classes";
import { eachBinding } from "./walk";

/** What following names needs to know of the workspace. */
export interface ModuleAccess {
  module(file: string): Module | undefined;
  resolveSpecifier(from: string, specifier: string): string | undefined;
  readBody(node: FunctionNode): FunctionNode["body"];
}

/** Follows names to what defines them. Remembers its answers; make a new one when files have changed. */
export interface DefinitionFinder {
  resolve(expression: Expression, module: Module): Definition;
  resolveBinding(binding: string, module: Module): Definition;
  resolveExport(file: string, name: string): Definition | undefined;
  resolveType(type: TypeRef, module: Module): Definition | undefined;
}

/** How many steps one question may take. Real chains have fewer than twenty; more means code that goes in circles. */
const STEP_LIMIT = 300;

/** An object of a known class. To the outside it is whatever was found; its members are those of the class. */
interface Instance {
  readonly kind: "instance";
  readonly class: ClassNode;
  readonly module: Module;
  readonly outward: Definition;
}

type Found = Definition | Instance;

/** What is kept between questions. */
interface Memory {
  readonly classes: ClassIndex;
  readonly imports: WeakMap<Module, ReadonlyMap<string, Import>>;
  readonly exports: WeakMap<Module, ReadonlyMap<string, Export>>;
  /** The properties of long object literals, by key. */
  readonly keys: WeakMap<ObjectExpression, ReadonlyMap<string, Expression>>;
  readonly answers: WeakMap<Module, Map<string, Found>>;
}

/** One question, and what it has been through. */
interface Search {
  readonly access: ModuleAccess;
  readonly memory: Memory;
  steps: number;
  /** Names being followed; meeting one again means a circle. */
  readonly active: Set<string>;
}

/** Makes a finder over the modules of a workspace. The index of classes outlives it, as classes do not change. */
export function createDefinitionFinder(access: ModuleAccess, classes: ClassIndex): DefinitionFinder {
  const memory: Memory = { classes, imports: new WeakMap(), exports: new WeakMap(), keys: new WeakMap(), answers: new WeakMap() };
  const start = (): Search => ({ access, memory, steps: 0, active: new Set() });
  return {
    resolve: (expression, module) => outward(follow(expression, module, start())),
    resolveBinding: (binding, module) => outward(followBinding(binding, module, start())),
    resolveExport: (file, name) => optionalOutward(followExport(file, name, start(), new Set())),
    resolveType: (type, module) => optionalOutward(followType(type, module, start())),
  };
}

function follow(expression: Expression, module: Module, search: Search): Found {
  const end: Definition = { kind: "expression", expression, module };
  if (++search.steps > STEP_LIMIT) return end;
  switch (expression.kind) {
    case "function":
      return { kind: "function", function: expression.function, module };
    case "class":
      return { kind: "class", class: expression.class, module };
    case "name":
      return expression.binding === undefined ? { kind: "global", path: expression.name.split(".") } : followBinding(expression.binding, module, search, end);
    case "member":
      return followMember(expression, module, search, end);
    case "typed":
      return typed(follow(expression.value, module, search), expression.type, module, search);
    case "await":
      return followAwait(expression.value, module, search) ?? end;
    case "sequence": {
      const last = expression.values.at(-1);
      return last === undefined ? end : follow(last, module, search);
    }
    case "assign":
      return expression.operator === undefined ? follow(expression.value, module, search) : end;
    case "module":
      return followModule(expression.specifier, module, search) ?? end;
    case "this":
    case "super":
      return followThis(expression, module, search, end);
    case "call":
      return followCall(expression, module, search, end);
    default:
      return end;
  }
}

function followBinding(id: string, module: Module, search: Search, end?: Definition): Found {
  const binding = module.bindings.get(id);
  if (binding === undefined) return end ?? { kind: "global", path: [id] };
  const stop = end ?? nameOf(binding, module);
  const known = search.memory.answers.get(module)?.get(id);
  // An answer that ends at the name itself is the place where it was asked, so it is not kept.
  if (known !== undefined) return known;
  const key = `${module.file}\0${id}`;
  if (search.active.has(key)) return stop;
  search.active.add(key);
  const found = define(binding, module, search, stop);
  search.active.delete(key);
  const isStop = found === stop || (found.kind === "instance" && found.outward === stop);
  if (!isStop && search.steps < STEP_LIMIT && search.active.size === 0) remember(search, module, id, found);
  return found;
}

function remember(search: Search, module: Module, id: string, found: Found): void {
  let known = search.memory.answers.get(module);
  if (known === undefined) {
    known = new Map();
    search.memory.answers.set(module, known);
  }
  known.set(id, found);
}

function define(binding: Binding, module: Module, search: Search, stop: Definition): Found {
  if (binding.kind === "parameter") return typed(parameterOf(binding, module) ?? stop, binding.type, module, search);
  if (binding.writes !== 1) return typed(stop, binding.type, module, search);
  const node = binding.function === undefined ? undefined : module.functions.get(binding.function);
  if (node !== undefined) return { kind: "function", function: node, module };
  const made = binding.class === undefined ? undefined : module.classes.get(binding.class);
  if (made !== undefined) return { kind: "class", class: made, module };
  if (binding.kind === "import") {
    const imported = importIndex(search, module).get(binding.id);
    const found = imported === undefined ? undefined : followForeign(module.file, imported.specifier, imported.name, search);
    if (found !== undefined) return found;
  }
  if (binding.init === undefined) return typed(stop, binding.type, module, search);
  let found = follow(binding.init, module, search);
  for (const key of binding.path ?? []) {
    const part = memberOf(found, key, search);
    if (part === undefined) return typed(stop, binding.type, module, search);
    found = part;
  }
  return typed(found, binding.type, module, search);
}

/** The exports of a module by name; of several of one name, the last one counts. */
function exportIndex(search: Search, module: Module): ReadonlyMap<string, Export> {
  let index = search.memory.exports.get(module);
  if (index === undefined) {
    index = new Map(module.exports.map((each) => [each.name, each]));
    search.memory.exports.set(module, index);
  }
  return index;
}

function importIndex(search: Search, module: Module): ReadonlyMap<string, Import> {
  let index = search.memory.imports.get(module);
  if (index === undefined) {
    index = new Map(module.imports.map((each) => [each.binding, each]));
    search.memory.imports.set(module, index);
  }
  return index;
}

/** A value whose own definition says little is what its type says, when the type is a class of the workspace. */
function typed(found: Found, type: TypeRef | undefined, module: Module, search: Search): Found {
  if (type?.binding === undefined || (found.kind !== "expression" && found.kind !== "parameter")) return found;
  if (found.kind === "expression" && (found.expression.kind === "object" || found.expression.kind === "literal")) return found;
  const named = followType(type, module, search);
  return named?.kind === "class" ? { kind: "instance", class: named.class, module: named.module, outward: found } : found;
}

function followType(type: TypeRef, module: Module, search: Search): Found | undefined {
  const [first = type.name, ...rest] = type.name.split(".");
  if (type.binding === undefined) return /^[A-Z]/.test(first) ? { kind: "global", path: [first, ...rest] } : undefined;
  let found: Found | undefined = followBinding(type.binding, module, search);
  for (const key of rest) found = found === undefined ? undefined : memberOf(found, key, search);
  return found !== undefined && (found.kind === "class" || found.kind === "external" || found.kind === "global") ? found : undefined;
}

function followMember(expression: Member, module: Module, search: Search, end: Definition): Found {
  if (expression.property === undefined) return end;
  // The members of the promise of a module are those of promises.
  if (expression.object.kind === "module" && expression.object.isPromise) return end;
  const object = follow(expression.object, module, search);
  return memberOf(object, expression.property, search) ?? end;
}

function memberOf(found: Found, key: string, search: Search): Found | undefined {
  if (++search.steps > STEP_LIMIT) return undefined;
  switch (found.kind) {
    case "module":
      return followExport(found.module.file, key, search, new Set());
    case "external":
    case "global":
    case "parameter":
      return { ...found, path: [...found.path, key] };
    case "class":
      return classMember(found.class, found.module, key, true, search);
    case "instance":
      return classMember(found.class, found.module, key, false, search) ?? (found.outward.kind === "expression" ? undefined : memberOf(found.outward, key, search));
    case "function":
      return undefined;
    case "expression":
      return literalMember(found.expression, found.module, key, search);
  }
}

function literalMember(expression: Expression, module: Module, key: string, search: Search): Found | undefined {
  if (expression.kind === "array") {
    const index = expression.elements[Number(key)];
    const isPlain = index !== undefined && !expression.elements.slice(0, Number(key) + 1).some((each) => each.kind === "spread");
    return isPlain ? follow(index, module, search) : undefined;
  }
  if (expression.kind !== "object") return undefined;
  if (expression.properties.length > LONG_OBJECT) {
    const value = keyIndex(search, expression).get(key);
    if (value !== undefined) return follow(value, module, search);
  }
  for (let i = expression.properties.length - 1; i >= 0; i--) {
    const property = expression.properties[i];
    if (property === undefined) continue;
    if (property.key === key) return follow(property.value, module, search);
    if (property.key !== undefined) continue;
    const spread = follow(property.value, module, search);
    const found = memberOf(spread, key, search);
    if (found !== undefined) return found;
    // What is spread may hold the key or not: nothing before it can be trusted, unless it is plain to see.
    if (spread.kind !== "expression" || spread.expression.kind !== "object") return undefined;
  }
  return undefined;
}

function classMember(node: ClassNode, module: Module, key: string, isStatic: boolean, search: Search): Found | undefined {
  if (++search.steps > STEP_LIMIT) return undefined;
  const member = node.members.find((each) => each.name === key && each.isStatic === isStatic && each.kind !== "setter" && each.kind !== "constructor");
  if (member !== undefined && member.kind !== "field") return methodOf(member, module, search);
  const found = fieldOf(node, module, key, member, search);
  if (found !== undefined || member !== undefined) return found;
  const base = node.base === undefined ? undefined : follow(node.base, module, search);
  return base?.kind === "class" ? classMember(base.class, base.module, key, isStatic, search) : undefined;
}

/** Objects with more properties are looked up through an index. */
const LONG_OBJECT = 50;

/** The properties after the last spread, which nothing can replace. */
function keyIndex(search: Search, object: ObjectExpression): ReadonlyMap<string, Expression> {
  let index = search.memory.keys.get(object);
  if (index === undefined) {
    const after = object.properties.findLastIndex(({ key }) => key === undefined) + 1;
    index = new Map(object.properties.slice(after).flatMap(({ key, value }) => (typeof key === "string" ? [[key, value] as const] : [])));
    search.memory.keys.set(object, index);
  }
  return index;
}

function methodOf(member: ClassMember, module: Module, search: Search): Found | undefined {
  if (member.function === undefined) return undefined;
  if (member.kind === "method") return { kind: "function", function: member.function, module };
  const [only] = search.access.readBody(member.function);
  return only?.kind === "return" && only.value !== undefined ? follow(only.value, module, search) : undefined;
}

/** A field's value: given where it is declared, or assigned once in the class, or passed to the constructor. */
function fieldOf(node: ClassNode, module: Module, key: string, member: ClassMember | undefined, search: Search): Found | undefined {
  const writes = member?.isStatic === true ? undefined : search.memory.classes.writes(node, key);
  const value = writes === undefined ? member?.value : writes.count === 1 && member?.value === undefined ? writes.value : undefined;
  if (value !== undefined) return typed(follow(value, module, search), member?.type, module, search);
  const named = member?.type === undefined ? undefined : followType(member.type, module, search);
  if (named?.kind === "class") {
    const written: Expression = { kind: "unknown", parts: [], range: member?.range ?? node.range };
    return { kind: "instance", class: named.class, module: named.module, outward: { kind: "expression", expression: written, module } };
  }
  if (writes !== undefined) return undefined;
  const constructor = node.members.find((each) => each.kind === "constructor")?.function;
  for (const { isField, pattern } of constructor?.parameters ?? []) {
    const bound = pattern.kind === "default" ? pattern.pattern : pattern;
    if (isField && bound.kind === "bind" && module.bindings.get(bound.binding)?.name === key) return followBinding(bound.binding, module, search);
  }
  return undefined;
}

function followThis(expression: Expression, module: Module, search: Search, end: Definition): Found {
  const around = search.memory.classes.enclosing(module, expression.range.start);
  if (around === undefined) return end;
  let node = around.class;
  let home = module;
  if (expression.kind === "super") {
    const base = node.base === undefined ? undefined : follow(node.base, module, search);
    if (base?.kind !== "class") return end;
    node = base.class;
    home = base.module;
  }
  return around.isStatic ? { kind: "class", class: node, module: home } : { kind: "instance", class: node, module: home, outward: end };
}

function followCall(call: Call, module: Module, search: Search, end: Definition): Found {
  const { callee } = call;
  const [first] = call.arguments;
  if (call.isNew) {
    const made = follow(callee, module, search);
    return made.kind === "class" ? { kind: "instance", class: made.class, module: made.module, outward: end } : end;
  }
  if (callee.kind !== "member") return end;
  const isGlobalObject = callee.object.kind === "name" && callee.object.name === "Object" && callee.object.binding === undefined;
  // A frozen object is the same object.
  if (isGlobalObject && first !== undefined && (callee.property === "freeze" || callee.property === "seal")) return follow(first, module, search);
  // With more than `this` bound, the parameters would be shifted.
  if (callee.property === "bind" && call.arguments.length === 1) {
    const bound = follow(callee.object, module, search);
    if (bound.kind === "function") return bound;
  }
  return end;
}

/** What a promise of a module gives is the module; other promises are not seen through. */
function followAwait(value: Expression, module: Module, search: Search): Found | undefined {
  const found = follow(value, module, search);
  if (found.kind === "module" || found.kind === "instance") return found;
  return found.kind === "external" && found.path.length === 0 ? found : undefined;
}

function followModule(specifier: Expression, module: Module, search: Search): Found | undefined {
  if (specifier.kind !== "literal" || typeof specifier.value !== "string") return undefined;
  return followForeign(module.file, specifier.value, "*", search);
}

function followForeign(from: string, specifier: string, name: string, search: Search, seen = new Set<string>()): Found | undefined {
  const file = search.access.resolveSpecifier(from, specifier);
  if (file !== undefined) return name === "*" ? wholeModule(file, search) : followExport(file, name, search, seen);
  if (/^\.\.?(\/|$)|^[/#]/.test(specifier)) return undefined;
  return { kind: "external", package: specifier.replace(/^node:/, ""), path: name === "*" ? [] : [name] };
}

/** A module; for `module.exports = f` that is `f` itself. */
function wholeModule(file: string, search: Search): Found | undefined {
  const module = search.access.module(file);
  if (module === undefined) return undefined;
  const assigned = module.exports.some((each) => each.name === "=") ? followExport(file, "=", search, new Set()) : undefined;
  if (assigned !== undefined && (assigned.kind === "function" || assigned.kind === "class" || assigned.kind === "instance" || assigned.kind === "external")) return assigned;
  return { kind: "module", module };
}

function followExport(file: string, name: string, search: Search, seen: Set<string>): Found | undefined {
  const key = `${file}\0${name}`;
  const module = search.access.module(file);
  if (module === undefined || seen.has(key) || ++search.steps > STEP_LIMIT) return undefined;
  seen.add(key);
  if (name === "*") return { kind: "module", module };
  const direct = exportIndex(search, module).get(name);
  if (direct?.from !== undefined) return followForeign(file, direct.from.specifier, direct.from.name, search, seen);
  if (direct?.binding !== undefined) return followBinding(direct.binding, module, search);
  if (direct?.value !== undefined) return follow(direct.value, module, search);
  for (const each of module.exports) {
    if (each.name !== "=" || each.value === undefined || name === "=") continue;
    const whole = follow(each.value, module, search);
    const found = name === "default" ? whole : memberOf(whole, name, search);
    if (found !== undefined) return found;
  }
  return name === "=" ? undefined : followStars(module, name, search, seen);
}

function followStars(module: Module, name: string, search: Search, seen: Set<string>): Found | undefined {
  if (name === "default") return module.language === "javascript" && module.exports.length > 0 && !module.exports.some((each) => each.from !== undefined) ? { kind: "module", module } : undefined;
  let outside: Found | undefined;
  for (const each of module.exports) {
    if (each.name !== "*" || each.from === undefined) continue;
    const found = followForeign(module.file, each.from.specifier, name, search, seen);
    if (found !== undefined && found.kind !== "external") return found;
    outside ??= found;
  }
  return outside;
}

function outward(found: Found): Definition {
  return found.kind === "instance" ? found.outward : found;
}

function optionalOutward(found: Found | undefined): Definition | undefined {
  return found === undefined ? undefined : outward(found);
}

function nameOf(binding: Binding, module: Module): Definition {
  return { kind: "expression", expression: { kind: "name", name: binding.name, binding: binding.id, range: binding.range }, module };
}

/** Which parameter a binding is, and where in it; undefined when it was written to, or can't be told. */
function parameterOf(binding: Binding, module: Module): Definition | undefined {
  const node = module.functions.get(binding.scope);
  if (node === undefined || binding.writes !== 1) return undefined;
  for (const [index, { pattern, isRest }] of node.parameters.entries()) {
    let found: readonly string[] | undefined;
    eachBinding(pattern, (id, path) => {
      if (id === binding.id) found = path;
    });
    if (found !== undefined && !isRest) return { kind: "parameter", function: node, index, binding: binding.id, path: found, module };
  }
  return undefined;
}
