import type { TextRange } from "../../src/base/text";
import type { Binding, Expression, FunctionNode, Import, Module, Statement } from "../../src/syntax/program";
import type { Definition, Workspace } from "../../src/syntax/workspace";

/** Builds a module piece by piece, as a front end would, but out of nothing: there is no source text behind it. */
export class HandModule {
  readonly #bindings = new Map<string, Binding>();
  readonly #imports: Import[] = [];
  readonly #functions = new Map<string, FunctionNode>();
  readonly #parents = new Map<string, string>();
  #offset = 0;

  /** A place of its own for every node, so that nodes can be told apart. */
  at(): TextRange {
    this.#offset += 2;
    return { start: this.#offset, end: this.#offset + 1 };
  }

  import(name: string, specifier: string): string {
    const range = this.at();
    this.#imports.push({ binding: name, specifier, name, typeOnly: false, range });
    this.#bind({ id: name, name, kind: "import", range, scope: "top", writes: 1 });
    return name;
  }

  name(binding: string): Expression {
    return { kind: "name", name: binding, binding, range: this.at() };
  }

  text(value: string): Expression {
    return { kind: "literal", value, range: this.at() };
  }

  concat(...parts: readonly Expression[]): Expression {
    return { kind: "concat", form: "template", parts, range: this.at() };
  }

  object(fields: Readonly<Record<string, Expression>> = {}): Expression {
    return { kind: "object", properties: Object.entries(fields).map(([key, value]) => ({ key, value, isShorthand: false, range: this.at() })), range: this.at() };
  }

  call(callee: Expression, ...args: readonly Expression[]): Expression {
    return { kind: "call", callee, arguments: args, isNew: false, isOptional: false, typeArguments: [], argumentsRange: this.at(), range: this.at() };
  }

  construct(className: string, ...args: readonly Expression[]): Expression {
    return { kind: "call", callee: this.name(className), arguments: args, isNew: true, isOptional: false, typeArguments: [], argumentsRange: this.at(), range: this.at() };
  }

  method(object: Expression, property: string, ...args: readonly Expression[]): Expression {
    return this.call({ kind: "member", object, property, propertyRange: this.at(), isOptional: false, range: this.at() }, ...args);
  }

  isEqual(left: Expression, right: Expression): Expression {
    return { kind: "binary", operator: "equal", left, right, range: this.at() };
  }

  do(value: Expression): Statement {
    return { kind: "expression", value, range: this.at() };
  }

  when(test: Expression, then: readonly Statement[]): Statement {
    return { kind: "if", test, then, else: [], range: this.at() };
  }

  declare(name: string, value: Expression): Statement {
    const range = this.at();
    this.#bind({ id: name, name, kind: "variable", range, scope: "top", writes: 1, init: value });
    return { kind: "declare", pattern: { kind: "bind", binding: name, range }, value, range };
  }

  /** A function that takes one object apart: `({ field }) => { … }`. */
  handler(id: string, field: string, body: (value: () => Expression) => readonly Statement[]): Expression {
    const range = this.at();
    const binding = `${field}~${id}`;
    const pattern = { kind: "object" as const, properties: [{ key: field, value: { kind: "bind" as const, binding, range } }], range };
    this.#bind({ id: binding, name: field, kind: "parameter", range, scope: id, writes: 1, path: [field] });
    const node: FunctionNode = {
      ...this.#emptyFunction(id),
      parameters: [{ pattern, isRest: false, range, decorators: [], isField: false }],
      body: body(() => this.name(binding)),
    };
    this.#functions.set(id, node);
    this.#parents.set(id, "top");
    return { kind: "function", function: node, range };
  }

  /** The module, once its top level is known. */
  finish(file: string, statements: readonly Statement[]): Module {
    const top: FunctionNode = { ...this.#emptyFunction("top"), body: statements };
    this.#functions.set("top", top);
    return { file, language: "python", text: "", top, imports: this.#imports, exports: [], bindings: this.#bindings, functions: this.#functions, classes: new Map(), parents: this.#parents, comments: [], problems: [] };
  }

  #bind(binding: Binding): void {
    this.#bindings.set(binding.id, binding);
  }

  #emptyFunction(id: string): FunctionNode {
    return { id, parameters: [], body: [], isAsync: false, isGenerator: false, ownThis: true, range: this.at(), nameRange: this.at(), captures: [], decorators: [] };
  }
}

/** A workspace of one module that no front end has made. `words` stand for the text that readers may glance at. */
export function workspaceOf(module: Module, words: string): Workspace {
  const resolveBinding = (id: string): Definition => {
    const binding = module.bindings.get(id);
    const imported = module.imports.find((each) => each.binding === id);
    if (imported !== undefined) return { kind: "external", package: imported.specifier, path: [imported.name] };
    if (binding?.init !== undefined) return resolve(binding.init);
    for (const node of module.functions.values()) {
      if (binding?.kind === "parameter" && binding.scope === node.id) return { kind: "parameter", function: node, index: 0, binding: id, path: binding.path ?? [], module };
    }
    return { kind: "global", path: [id] };
  };
  const resolve = (expression: Expression): Definition => {
    if (expression.kind === "name") return expression.binding === undefined ? { kind: "global", path: [expression.name] } : resolveBinding(expression.binding);
    if (expression.kind === "function") return { kind: "function", function: expression.function, module };
    return { kind: "expression", expression, module };
  };
  return {
    files: () => [module.file],
    text: (file) => (file === module.file ? words : undefined),
    module: (file) => (file === module.file ? module : undefined),
    resolveSpecifier: () => undefined,
    resolve,
    resolveBinding,
    readBody: (node) => node.body,
    wasRead: () => false,
    lowered: () => [module],
    resolveExport: () => undefined,
    resolveType: () => undefined,
    constant: (expression) => (expression.kind === "literal" ? expression.value : undefined),
  };
}
