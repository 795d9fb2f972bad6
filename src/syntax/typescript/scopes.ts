import { ts } from "ts-morph";
import type { Binding, Expression } from "../program";
import type { Context, DraftBinding, FunctionDraft, Scope } from "./context";
import { rangeOf } from "./context";

const K = ts.SyntaxKind;

/** Declares a name in a scope; a name that is there already keeps its binding, as `var` and functions do. */
export function declare(context: Context, scope: Scope, identifier: ts.Identifier, kind: Binding["kind"]): DraftBinding {
  return declareName(context, scope, identifier.text, identifier, kind);
}

/** Declares a name that stands at some node. */
export function declareName(context: Context, scope: Scope, name: string, at: ts.Node, kind: Binding["kind"]): DraftBinding {
  const known = scope.names.get(name);
  if (known !== undefined) return known;
  const count = (context.counts.get(name) ?? 0) + 1;
  context.counts.set(name, count);
  const id = count === 1 ? name : `${name}~${count}`;
  const isGiven = kind === "parameter" || kind === "import" || kind === "catch";
  const binding: DraftBinding = { id, name, kind, range: rangeOf(context, at), scope: scope.fn.id, writes: isGiven ? 1 : 0 };
  scope.names.set(name, binding);
  context.bindings.set(id, binding);
  return binding;
}

/** The binding that a name has here, without counting as a use of it. */
export function lookup(context: Context, name: string): DraftBinding | undefined {
  return locate(context, name)?.names.get(name);
}

/** The binding that a name has here; the functions between here and there capture it. */
export function use(context: Context, name: string): DraftBinding | undefined {
  const scope = locate(context, name);
  const binding = scope?.names.get(name);
  if (scope === undefined || binding === undefined) return undefined;
  const home = scope.fn;
  // What the top level holds is in reach of everyone and no capture.
  if (home.parent === undefined) return binding;
  for (let fn: FunctionDraft | undefined = context.fn; fn !== undefined && fn !== home; fn = fn.parent) fn.captures.add(binding.id);
  return binding;
}

/** Notes that `this` (or `super`) is read here: arrow functions capture it. */
export function useThis(context: Context): void {
  if (context.inClassBody) return;
  for (let fn: FunctionDraft | undefined = context.fn; fn !== undefined && !fn.ownThis; fn = fn.thisFrom) fn.captures.add("this");
}

/** Counts a write; the first one defines the binding, a second one means that nothing defines it for good. */
export function noteWrite(binding: DraftBinding, init?: Expression, path?: readonly string[]): void {
  binding.writes++;
  if (binding.writes === 1) {
    binding.init = init;
    binding.path = path !== undefined && path.length > 0 ? path : undefined;
  } else if (binding.kind !== "parameter") {
    binding.init = undefined;
    binding.path = undefined;
  }
}

/** Declares what the statements of a block declare for the whole block. */
export function hoist(context: Context, statements: readonly ts.Statement[], scope: Scope): void {
  for (const statement of statements) hoistStatement(context, statement, scope);
}

/** Declares the names of a pattern. */
export function declarePattern(context: Context, scope: Scope, name: ts.BindingName, kind: Binding["kind"]): void {
  if (name.kind === K.Identifier) {
    declare(context, scope, name, kind);
    return;
  }
  for (const element of name.elements) {
    if (element.kind === K.BindingElement) declarePattern(context, scope, element.name, kind);
  }
}

/** Declares every `var` of a function body, however deep in its blocks, in the scope of the function. */
export function hoistVars(context: Context, node: ts.Node, scope: Scope): void {
  if (!context.hasVar) return;
  ts.forEachChild(node, (child) => hoistVarsOf(context, child, scope));
}

function hoistVarsOf(context: Context, node: ts.Node, scope: Scope): void {
  switch (node.kind) {
    case K.VariableStatement:
      hoistVarList(context, (node as ts.VariableStatement).declarationList, scope);
      return;
    case K.VariableDeclarationList:
      hoistVarList(context, node as ts.VariableDeclarationList, scope);
      return;
    case K.Block: case K.IfStatement: case K.ForStatement: case K.ForInStatement: case K.ForOfStatement:
    case K.WhileStatement: case K.DoStatement: case K.TryStatement: case K.CatchClause: case K.SwitchStatement:
    case K.CaseBlock: case K.CaseClause: case K.DefaultClause: case K.LabeledStatement: case K.WithStatement:
      ts.forEachChild(node, (child) => hoistVarsOf(context, child, scope));
      return;
    default:
      return;
  }
}

function hoistVarList(context: Context, list: ts.VariableDeclarationList, scope: Scope): void {
  if ((list.flags & ts.NodeFlags.BlockScoped) !== 0) return;
  for (const declaration of list.declarations) declarePattern(context, scope, declaration.name, "variable");
}

function hoistStatement(context: Context, node: ts.Statement, scope: Scope): void {
  switch (node.kind) {
    case K.VariableStatement: {
      const list = (node as ts.VariableStatement).declarationList;
      if ((list.flags & ts.NodeFlags.BlockScoped) === 0) return;
      for (const declaration of list.declarations) declarePattern(context, scope, declaration.name, "variable");
      return;
    }
    case K.FunctionDeclaration: {
      const { name } = node as ts.FunctionDeclaration;
      if (name !== undefined) declare(context, scope, name, "function").kind = "function";
      return;
    }
    case K.ClassDeclaration: {
      const { name } = node as ts.ClassDeclaration;
      if (name !== undefined) declare(context, scope, name, "class");
      return;
    }
    case K.EnumDeclaration:
      declare(context, scope, (node as ts.EnumDeclaration).name, "enum");
      return;
    case K.ModuleDeclaration: {
      const { name } = node as ts.ModuleDeclaration;
      if (name.kind === K.Identifier) declare(context, scope, name, "variable");
      return;
    }
    case K.LabeledStatement:
      hoistStatement(context, (node as ts.LabeledStatement).statement, scope);
      return;
    case K.TypeAliasDeclaration: {
      const alias = node as ts.TypeAliasDeclaration;
      if (alias.typeParameters === undefined) context.aliases.set(alias.name.text, alias.type);
      return;
    }
    case K.ImportEqualsDeclaration:
      declare(context, scope, (node as ts.ImportEqualsDeclaration).name, "variable");
      return;
    case K.ImportDeclaration:
      hoistImport(context, node as ts.ImportDeclaration, scope);
      return;
    default:
      return;
  }
}

function hoistImport(context: Context, node: ts.ImportDeclaration, scope: Scope): void {
  const clause = node.importClause;
  if (clause === undefined) return;
  if (clause.name !== undefined) declare(context, scope, clause.name, "import");
  const named = clause.namedBindings;
  if (named === undefined) return;
  if (named.kind === K.NamespaceImport) declare(context, scope, named.name, "import");
  else for (const element of named.elements) declare(context, scope, element.name, "import");
}

/** The innermost scope that declares a name. */
function locate(context: Context, name: string): Scope | undefined {
  let scope: Scope | undefined = context.scope;
  while (scope !== undefined && !scope.names.has(name)) scope = scope.parent;
  return scope;
}
