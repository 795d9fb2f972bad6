import type { Binding, ClassNode, Expression, FunctionNode, Module, Pattern, Statement } from "../syntax/program";
import { walkFunction } from "../syntax/walk";
import type { Definition } from "../syntax/workspace";
import { bindParameters } from "./calls";
import type { Activation, Machine } from "./machine";
import { rootOf } from "./assign";
import { pathConstant } from "./builtins/paths";
import { type CallSites, createCallSites, functionOf } from "./call-sites";
import { createFillers, type Fillers } from "./fillers";
import type { BodyEdit } from "../syntax/body-edit";
import type { Evidence, Memory, Note } from "./memory";
import { symbolOf } from "./library";
import { type Value, joinValues, unknown } from "./value";
import { withDeclaredElements } from "./declared";

/**
 * Values of names that no running function holds: of a module's top level, or of a function around a handler that was never called
 * (`export function register(server, db) { const run = promisify(exec); server.tool(…) }`). They are worked out when first asked for and hold no
 * untrusted data: what a model sends arrives later. Keys other than bindings: `export:name`, `field:classId:name`, `static:classId:name`, `constructed:classId`, `this:functionId`.
 */
export class OuterValues {
  readonly #known = new Map<string, Note<Value, Asked>>();
  readonly #busy = new Set<string>();
  readonly #callSites: CallSites;
  readonly #fillers: Fillers;

  constructor(private readonly machine: Machine, private readonly memory: Memory) {
    this.#callSites = createCallSites(machine.workspace);
    this.#fillers = createFillers(machine.workspace);
  }

  get(module: Module, key: string, asked: Activation): Value {
    const id = idOf({ module, key });
    asked.files.add(module.file);
    const known = this.#known.get(id);
    // A value that needs itself: nothing is known of it yet.
    if (this.#busy.has(id)) return unknown;
    if (known?.isStale) this.memory.renew(known);
    const note = this.#known.get(id) ?? this.#remember({ module, key });
    asked.uses.add(note);
    for (const file of note.files) asked.files.add(file);
    return note.value;
  }

  /** Keeps what is known by the ids of an edited file under the ids that stand there now; gives the values that were read off the edited body. */
  move(edit: BodyEdit): readonly Note[] {
    const own = [...this.#known].filter(([, { input }]) => input.module === edit.before);
    const read = own.map(([, note]) => note).filter(({ input }) => isReadFrom(edit, input.key));
    for (const [id] of own) this.#known.delete(id);
    for (const [, note] of own) {
      const key = movedKey(edit, note.input.key);
      if (key === undefined) this.memory.drop(note);
      else {
        note.input = { module: edit.after, key };
        this.#known.set(idOf(note.input), note);
      }
    }
    return read;
  }

  #remember(input: Asked): Note<Value, Asked> {
    const evidence: Evidence = { files: new Set(), uses: new Set() };
    const value = this.#workOut(input, evidence);
    const note: Note<Value, Asked> = this.memory.add(input, value, evidence, this.#workOut, () => {
      const id = idOf(note.input);
      if (this.#known.get(id) === note) this.#known.delete(id);
    });
    this.#known.set(idOf(input), note);
    return note;
  }

  readonly #workOut = (input: Asked, evidence: Evidence): Value => {
    const id = idOf(input);
    this.#busy.add(id);
    try {
      const activation: Activation = { ...this.machine.newActivation(input.module, input.module.top, undefined), ...evidence };
      activation.files.add(input.module.file);
      return this.#work(input.module, input.key, activation);
    } finally {
      this.#busy.delete(id);
    }
  };

  #work(module: Module, key: string, activation: Activation): Value {
    const [kind, first, ...rest] = key.split(":");
    if (first === undefined) return this.#binding(module, key, activation);
    const name = rest.join(":");
    if (kind === "export") return this.#export(module, key.slice("export:".length), activation);
    if (kind === "this") return this.#self(module, first);
    if (kind === "constructed") return this.#constructed(module, first, activation);
    const owner = module.classes.get(first);
    if (!owner) return this.#binding(module, key, activation);
    if (kind === "static") {
      const value = owner.members.find((one) => one.isStatic && one.name === name)?.value;
      const given = value ? this.machine.evaluate(value, activation) : unknown;
      return isPlaceholder(given) ? unknown : given;
    }
    return this.#field(module, first, name, activation);
  }

  #export(module: Module, name: string, activation: Activation): Value {
    const definition = this.machine.workspace.resolveExport(module.file, name);
    return definition ? this.definition(definition, activation) : unknown;
  }

  /** The instance that `this` is in a method that is a handler itself. */
  #self(module: Module, functionId: string): Value {
    let at: string | undefined = functionId;
    for (let depth = 0; at !== undefined && depth < 12; depth++) {
      const node = module.functions.get(at);
      const owner = node?.memberOf === undefined ? undefined : module.classes.get(node.memberOf);
      if (owner) {
        const isStatic = owner.members.some((one) => one.isStatic && one.function === node);
        return isStatic ? { taints: [], classes: [{ class: owner, module }] } : { taints: [], instances: [{ class: owner, module }] };
      }
      if (node?.ownThis) return unknown;
      at = module.parents.get(at);
    }
    return unknown;
  }

  /** What a field holds after construction: its initialiser, what the constructor gives it, or its type. */
  #field(module: Module, classId: string, name: string, activation: Activation): Value {
    const owner = module.classes.get(classId);
    if (!owner) return unknown;
    const declared = owner.members.find((one) => one.name === name && !one.isStatic && one.kind === "field");
    let value: Value | undefined;
    if (declared?.function) value = { taints: [], functions: [{ function: declared.function, module, captured: undefined, home: -1 }] };
    if (declared?.value) value = this.machine.evaluate(declared.value, activation);
    const built = this.get(module, `constructed:${classId}`, activation).fields?.get(name);
    if (built && built !== unknown) value = joinValues(value, built);
    if (value && isPlaceholder(value)) value = unknown;
    if (value && declared?.value && /^(?:array|object|call)$/.test(declared.value.kind)) value = this.#filled(module, owner, name, value, activation);
    if ((value === undefined || value === unknown) && declared?.type) value = this.machine.typed(declared.type, module, activation);
    return withDeclaredElements(this.machine, value ?? unknown, declared?.type, module, activation);
  }

  /** What others have put into the list, map or table of a field by the methods of its class: `registry.register(tool)`. */
  #filled(module: Module, owner: ClassNode, name: string, empty: Value, activation: Activation): Value {
    let value = empty;
    for (const { method, call, module: home } of this.#fillers.of(owner, module, name, activation.files)) {
      const started = this.machine.newActivation(module, method, activation);
      started.environment.variables.set("this", { taints: [], instances: [{ class: owner, module }], fields: new Map([[name, value]]) });
      const outside = this.machine.newActivation(home, home.top, activation);
      const given = call.arguments.map((argument) => (argument.kind === "spread" ? unknown : this.machine.evaluate(argument, outside)));
      bindParameters(this.machine, { function: method, module, captured: undefined, home: -1 }, given, started);
      this.machine.execute(method.body, started);
      value = started.environment.variables.get("this")?.fields?.get(name) ?? value;
    }
    return value;
  }

  /** `this` at the end of the constructor, run with arguments of which only the types are known. */
  #constructed(module: Module, classId: string, activation: Activation): Value {
    const owner = module.classes.get(classId);
    const built = owner?.members.find((one) => one.kind === "constructor")?.function;
    if (!built || !owner) return unknown;
    const started = this.machine.newActivation(module, built, activation);
    started.environment.variables.set("this", { taints: [], instances: [{ class: owner, module }] });
    const name = [...module.bindings.values()].find((one) => one.class === classId)?.id;
    const given = name === undefined ? [] : built.parameters.map((parameter, index) => (parameter.type ? unknown : this.#handedIn(module, name, index, started)));
    bindParameters(this.machine, { function: built, module, captured: undefined, home: -1 }, given, started);
    this.machine.execute(built.body, started);
    return started.environment.variables.get("this") ?? unknown;
  }

  #binding(module: Module, id: string, activation: Activation): Value {
    const binding = module.bindings.get(id);
    if (!binding) return unknown;
    switch (binding.kind) {
      case "function": {
        const node = binding.function === undefined ? undefined : module.functions.get(binding.function);
        return node ? { taints: [], functions: [{ function: node, module, captured: undefined, home: -1 }] } : unknown;
      }
      case "class": {
        const node = binding.class === undefined ? undefined : module.classes.get(binding.class);
        return node ? { taints: [], classes: [{ class: node, module }] } : unknown;
      }
      case "import": {
        const definition = this.machine.workspace.resolveBinding(id, module);
        if (definition.kind === "expression" && definition.expression.kind === "name") return unresolved(module, id);
        return this.definition(definition, activation);
      }
      case "parameter":
        return this.#parameter(module, binding, activation);
      case "catch":
        return unknown;
      case "variable":
      case "enum":
        return this.#variable(module, binding, activation);
    }
  }

  /** A parameter of a function around: by its type, or by what callers of that function hand in. */
  #parameter(module: Module, binding: Binding, activation: Activation): Value {
    const typed = binding.type ? this.machine.typed(binding.type, module, activation) : unknown;
    if (typed.instances || typed.symbols) return typed;
    const node = module.functions.get(binding.scope);
    const index = node?.parameters.findIndex((parameter) => parameter.pattern.kind === "bind" && parameter.pattern.binding === binding.id) ?? -1;
    const name = index < 0 ? undefined : [...module.bindings.values()].find((one) => functionOf(module, one.id) === node)?.id;
    if (name === undefined) return typed;
    const given = this.#handedIn(module, name, index, activation);
    return given === unknown ? typed : given;
  }

  /** What callers pass at one place, as far as it can be worked out without running them. */
  #handedIn(module: Module, name: string, index: number, activation: Activation): Value {
    let value: Value | undefined;
    for (const site of this.#callSites.of(module, name, activation.files)) {
      const argument = site.call.arguments[index];
      if (!argument || argument.kind === "spread") continue;
      const outside = this.machine.newActivation(site.module, site.module.top, activation);
      value = joinValues(value, this.machine.evaluate(argument, outside));
    }
    return value ?? unknown;
  }

  #variable(module: Module, binding: Binding, activation: Activation): Value {
    let value: Value = unknown;
    if (binding.init) {
      value = this.machine.evaluate(binding.init, activation);
      for (const part of binding.path ?? []) value = this.machine.member(value, part, activation, binding.init);
    } else if (binding.writes > 0) value = this.#assigned(module, binding, activation);
    if (value === unknown && binding.type) value = this.machine.typed(binding.type, module, activation);
    value = withDeclaredElements(this.machine, value, binding.type, module, activation);
    activation.environment.variables.set(binding.id, value);
    for (const statement of changesOf(module, binding)) this.machine.execute([statement], activation);
    return activation.environment.variables.get(binding.id) ?? value;
  }

  /** `let pool; function start() { pool = new Pool() }`: any value that the declaration or an assignment gives, wherever it stands. */
  #assigned(module: Module, binding: Binding, activation: Activation): Value {
    const scope = module.functions.get(binding.scope) ?? module.top;
    const values: Expression[] = [];
    const add = (target: Pattern, value: Expression | undefined): void => {
      if (value && target.kind === "bind" && target.binding === binding.id && values.length < maximumAssignments) values.push(value);
    };
    walkFunction(scope, {
      statement: (statement) => (statement.kind === "declare" ? add(statement.pattern, statement.value) : undefined),
      expression: (expression) => (expression.kind === "assign" && expression.operator === undefined ? add(expression.target, expression.value) : undefined),
    });
    return values.reduce<Value | undefined>((value, expression) => joinValues(value, this.machine.evaluate(expression, activation)), undefined) ?? unknown;
  }

  /** The value of what a name was resolved to. */
  definition(definition: Definition, activation: Activation): Value {
    if ("module" in definition) activation.files.add(definition.module.file);
    switch (definition.kind) {
      case "function":
        return { taints: [], functions: [{ function: definition.function, module: definition.module, captured: undefined, home: -1 }] };
      case "class":
        return { taints: [], classes: [{ class: definition.class, module: definition.module }] };
      case "module":
        return { taints: [], namespace: definition.module };
      case "external":
      case "global":
        return pathConstant(symbolOf(definition)) ?? { taints: [], symbols: [symbolOf(definition)] };
      case "parameter":
        return unknown;
      case "expression": {
        const binding = bindingDefinedBy(definition.module, definition.expression);
        if (binding) return this.get(definition.module, binding, activation);
        const inner = this.machine.newActivation(definition.module, definition.module.top, activation);
        return this.machine.evaluate(definition.expression, inner);
      }
    }
  }
}

/** What a field holds until somebody gives it its value (`bin: string | null = null`), or turns a switch: by the time a tool is called, anything. */
function isPlaceholder({ constant }: Value): boolean {
  return constant !== undefined && (typeof constant.value === "boolean" || !constant.value);
}

/** A file that is not there, or was left out: what it does with data is as little known as with a library that no table knows. */
function unresolved(module: Module, id: string): Value {
  const imported = module.imports.find((one) => one.binding === id);
  return imported ? { taints: [], symbols: [`${imported.specifier}.${imported.name}`] } : unknown;
}

/** A name (or what else the key says) of a module. */
interface Asked {
  readonly module: Module;
  readonly key: string;
}

function idOf({ module, key }: Asked): string {
  return `${module.file}#${key}`;
}

/** Whether a value was read off a body that has been edited: of a name that lives in it, or of what a constructor builds. */
function isReadFrom({ before, edited, touched }: BodyEdit, key: string): boolean {
  if (key.startsWith("constructed:")) return before.classes.get(key.slice("constructed:".length))?.members.some((one) => one.function === edited) === true;
  const binding = before.bindings.get(key);
  return binding !== undefined && touched.has(binding.scope);
}

/** A key with the ids that its functions and classes have now. */
function movedKey({ movedId }: BodyEdit, key: string): string | undefined {
  const [kind, id, ...rest] = key.split(":");
  if (id === undefined || kind === "export") return key;
  const now = movedId(id);
  return now === undefined ? undefined : [kind, now, ...rest].join(":");
}

/** The name that an expression is the value of: asking for the name also sees what later statements put into it. */
function bindingDefinedBy(module: Module, expression: Expression): string | undefined {
  for (const [id, binding] of module.bindings) if (binding.init === expression && binding.path === undefined) return id;
  return undefined;
}

/** Statements beside a container's declaration that fill it: `handlers.set("a", f)`, `tools.push(t)`, `table.x = f`. */
function changesOf(module: Module, binding: Binding): readonly Statement[] {
  const init = binding.init;
  if (!init || (init.kind !== "object" && init.kind !== "array" && init.kind !== "call" && init.kind !== "typed")) return [];
  const scope: FunctionNode | undefined = module.functions.get(binding.scope);
  return (scope?.body ?? []).filter((statement) => statement.kind === "expression" && changes(statement.value, binding.id)).slice(0, maximumChanges);
}

const maximumChanges = 500;
/** A variable that is set anew in more places than this is seldom the same kind of thing in the later ones. */
const maximumAssignments = 8;

function changes(expression: Expression, binding: string): boolean {
  if (expression.kind === "call" && expression.callee.kind === "member") return /^(set|push|unshift|add|register|append)$/.test(expression.callee.property ?? "") && rootOf(expression.callee) === binding;
  if (expression.kind !== "assign" || expression.target.kind !== "place") return false;
  return rootOf(expression.target.place) === binding;
}
