import { ts } from "ts-morph";
import type { Expression, Pattern, Statement, SwitchCase } from "../program";
import { noteBundled } from "./commonjs";
import type { Context } from "./context";
import { inScope, rangeOf } from "./context";
import { lowerEnum, lowerNamespace } from "./declarations";
import { NESTING_LIMIT } from "./expressions";
import { hasModifier } from "./functions";
import { lowerExportAssignment, lowerExportDeclaration, lowerImport, lowerImportEquals, noteRequired } from "./modules";
import { lowerBindingPattern, lowerTarget } from "./patterns";
import { declarePattern, hoist, lookup } from "./scopes";
import { lowerType } from "./types";

const K = ts.SyntaxKind;

/** Lowers the statements of a block whose names have been declared. Declared functions come first, as they do when it runs. */
export function lowerStatements(context: Context, nodes: readonly ts.Statement[]): Statement[] {
  const out: Statement[] = [];
  for (const node of nodes) if (node.kind === K.FunctionDeclaration) lowerStatement(context, node, out);
  for (const node of nodes) if (node.kind !== K.FunctionDeclaration) lowerStatement(context, node, out);
  return out;
}

/** Lowers one statement; it may become several or none. */
export function lowerStatement(context: Context, node: ts.Statement, out: Statement[]): void {
  if (context.depth >= NESTING_LIMIT) {
    context.problems.push({ range: rangeOf(context, node), message: "left out: nested too deeply" });
    return;
  }
  context.depth++;
  lowerByKind(context, node, out);
  context.depth--;
}

function lowerByKind(context: Context, node: ts.Statement, out: Statement[]): void {
  switch (node.kind) {
    case K.ExpressionStatement:
      out.push({ kind: "expression", value: context.expression((node as ts.ExpressionStatement).expression), range: rangeOf(context, node) });
      return;
    case K.VariableStatement:
      lowerVariables(context, (node as ts.VariableStatement).declarationList, out, hasModifier(node, K.ExportKeyword));
      return;
    case K.ReturnStatement:
    case K.ThrowStatement: {
      const { expression } = node as ts.ReturnStatement;
      const value = expression === undefined ? undefined : context.expression(expression);
      out.push({ kind: node.kind === K.ReturnStatement ? "return" : "throw", value, range: rangeOf(context, node) });
      return;
    }
    case K.IfStatement:
      lowerIf(context, node as ts.IfStatement, out);
      return;
    case K.Block:
      out.push({ kind: "block", body: blockBody(context, node as ts.Block), range: rangeOf(context, node) });
      return;
    case K.TryStatement:
      lowerTry(context, node as ts.TryStatement, out);
      return;
    case K.SwitchStatement:
      lowerSwitch(context, node as ts.SwitchStatement, out);
      return;
    case K.BreakStatement:
    case K.ContinueStatement: {
      const label = (node as ts.BreakOrContinueStatement).label?.text;
      out.push({ kind: node.kind === K.BreakStatement ? "break" : "continue", label, range: rangeOf(context, node) });
      return;
    }
    case K.LabeledStatement: {
      const labeled = node as ts.LabeledStatement;
      out.push({ kind: "block", body: oneBody(context, labeled.statement), label: labeled.label.text, range: rangeOf(context, node) });
      return;
    }
    default:
      if (lowerLoop(context, node, out)) return;
      lowerDeclaration(context, node, out);
  }
}

function lowerDeclaration(context: Context, node: ts.Statement, out: Statement[]): void {
  switch (node.kind) {
    case K.FunctionDeclaration:
      lowerFunctionDeclaration(context, node as ts.FunctionDeclaration, out);
      return;
    case K.ClassDeclaration:
      lowerClassDeclaration(context, node as ts.ClassDeclaration, out);
      return;
    case K.EnumDeclaration:
      lowerEnum(context, node as ts.EnumDeclaration, out);
      return;
    case K.ModuleDeclaration:
      lowerNamespace(context, node as ts.ModuleDeclaration, out);
      return;
    case K.ImportDeclaration:
      lowerImport(context, node as ts.ImportDeclaration);
      return;
    case K.ImportEqualsDeclaration:
      lowerImportEquals(context, node as ts.ImportEqualsDeclaration, out);
      return;
    case K.ExportDeclaration:
      lowerExportDeclaration(context, node as ts.ExportDeclaration);
      return;
    case K.ExportAssignment:
      lowerExportAssignment(context, node as ts.ExportAssignment, out);
      return;
    case K.WithStatement: {
      const { expression, statement } = node as ts.WithStatement;
      out.push({ kind: "expression", value: context.expression(expression), range: rangeOf(context, expression) });
      out.push({ kind: "block", body: oneBody(context, statement), range: rangeOf(context, statement) });
      return;
    }
    default:
      return;
  }
}

function lowerVariables(context: Context, list: ts.VariableDeclarationList, out: Statement[], isExported: boolean): void {
  for (const node of list.declarations) {
    const name = node.name.kind === K.Identifier ? node.name.text : undefined;
    const value = node.initializer === undefined ? undefined : context.expression(node.initializer, { name });
    const type = lowerType(context, node.type);
    const pattern = lowerBindingPattern(context, node.name, { init: value, path: [], type });
    if (value !== undefined) {
      noteRequired(context, pattern, value);
      if (pattern.kind === "bind") noteBundled(context, pattern.binding, value);
    }
    if (isExported) exportPattern(context, pattern);
    out.push({ kind: "declare", pattern, value, type, range: rangeOf(context, node) });
  }
}

/** `export const { a, b } = …` exports every name of the pattern. */
function exportPattern(context: Context, pattern: Pattern): void {
  switch (pattern.kind) {
    case "bind": {
      const binding = context.bindings.get(pattern.binding);
      if (binding !== undefined) context.scope.takeExport?.(binding.name, binding);
      return;
    }
    case "object":
      for (const property of pattern.properties) exportPattern(context, property.value);
      if (pattern.rest !== undefined) exportPattern(context, pattern.rest);
      return;
    case "array":
      for (const element of pattern.elements) if (element !== undefined) exportPattern(context, element);
      if (pattern.rest !== undefined) exportPattern(context, pattern.rest);
      return;
    case "default":
      exportPattern(context, pattern.pattern);
      return;
    case "place":
      return;
  }
}

function lowerFunctionDeclaration(context: Context, node: ts.FunctionDeclaration, out: Statement[]): void {
  // An overload or a `declare function` has no body.
  if (node.body === undefined) return;
  const range = rangeOf(context, node);
  const isExported = hasModifier(node, K.ExportKeyword);
  const isDefault = isExported && hasModifier(node, K.DefaultKeyword);
  const made = context.functionNode(node, isDefault ? { name: "default" } : {});
  const binding = node.name === undefined ? undefined : lookup(context, node.name.text);
  if (binding === undefined) {
    const value: Expression = { kind: "function", function: made, range };
    if (isDefault) context.exports.push({ name: "default", value });
    out.push({ kind: "expression", value, range });
    return;
  }
  binding.writes++;
  binding.function = made.id;
  if (isExported) context.scope.takeExport?.(isDefault ? "default" : binding.name, binding);
  out.push({ kind: "function", function: made, binding: binding.id, range });
}

function lowerClassDeclaration(context: Context, node: ts.ClassDeclaration, out: Statement[]): void {
  const range = rangeOf(context, node);
  const isExported = hasModifier(node, K.ExportKeyword);
  const isDefault = isExported && hasModifier(node, K.DefaultKeyword);
  const made = context.classNode(node, isDefault ? { name: "default" } : {});
  const binding = node.name === undefined ? undefined : lookup(context, node.name.text);
  if (binding === undefined) {
    const value: Expression = { kind: "class", class: made, range };
    if (isDefault) context.exports.push({ name: "default", value });
    out.push({ kind: "expression", value, range });
    return;
  }
  binding.writes++;
  binding.class = made.id;
  if (isExported) context.scope.takeExport?.(isDefault ? "default" : binding.name, binding);
  out.push({ kind: "class", class: made, binding: binding.id, range });
}

/** Longer ladders of `else if` are generated; their steps are kept side by side, as if each might run. */
const LADDER_LIMIT = 200;

/** An `else if` ladder is nested on the right; it is walked in a loop and built from its last step. */
function lowerIf(context: Context, node: ts.IfStatement, out: Statement[]): void {
  const steps: { test: Expression; then: Statement[]; range: Statement["range"] }[] = [];
  let step: ts.Statement | undefined = node;
  while (step?.kind === K.IfStatement) {
    const each = step as ts.IfStatement;
    steps.push({ test: context.expression(each.expression), then: oneBody(context, each.thenStatement), range: rangeOf(context, each) });
    step = each.elseStatement;
  }
  let otherwise: Statement[] = step === undefined ? [] : oneBody(context, step);
  if (steps.length > LADDER_LIMIT) {
    for (const { test, then, range } of steps) out.push({ kind: "if", test, then, else: [], range });
    out.push(...otherwise);
    return;
  }
  for (const { test, then, range } of steps.reverse()) otherwise = [{ kind: "if", test, then, else: otherwise, range }];
  out.push(...otherwise);
}

function lowerTry(context: Context, node: ts.TryStatement, out: Statement[]): void {
  const body = blockBody(context, node.tryBlock);
  const clause = node.catchClause;
  let caught: Pattern | undefined;
  const handler = clause === undefined ? undefined : inScope(context, (scope) => {
    const name = clause.variableDeclaration?.name;
    if (name !== undefined) {
      declarePattern(context, scope, name, "catch");
      caught = lowerBindingPattern(context, name, { isGiven: true, path: [] });
    }
    return blockBody(context, clause.block);
  });
  const last = node.finallyBlock === undefined ? [] : blockBody(context, node.finallyBlock);
  out.push({ kind: "try", body, caught, handler, finally: last, range: rangeOf(context, node) });
}

function lowerSwitch(context: Context, node: ts.SwitchStatement, out: Statement[]): void {
  const subject = context.expression(node.expression);
  const cases = inScope(context, (scope) => {
    for (const clause of node.caseBlock.clauses) hoist(context, clause.statements, scope);
    return node.caseBlock.clauses.map((clause): SwitchCase => ({
      tests: clause.kind === K.CaseClause ? [context.expression(clause.expression)] : [],
      body: context.statements(clause.statements),
      range: rangeOf(context, clause),
    }));
  });
  out.push({ kind: "switch", subject, cases, range: rangeOf(context, node) });
}

function lowerLoop(context: Context, node: ts.Statement, out: Statement[]): boolean {
  const range = rangeOf(context, node);
  switch (node.kind) {
    case K.WhileStatement:
    case K.DoStatement: {
      const { expression, statement } = node as ts.WhileStatement;
      const test = context.expression(expression);
      out.push({ kind: "loop", test, testFirst: node.kind === K.WhileStatement, body: oneBody(context, statement), range });
      return true;
    }
    case K.ForStatement:
      out.push(inScope(context, () => lowerFor(context, node as ts.ForStatement)));
      return true;
    case K.ForOfStatement:
    case K.ForInStatement:
      out.push(lowerEach(context, node as ts.ForInOrOfStatement));
      return true;
    default:
      return false;
  }
}

/** `for (init; test; update)`: what runs once stands before the loop, in a block that keeps its names apart. */
function lowerFor(context: Context, node: ts.ForStatement): Statement {
  const range = rangeOf(context, node);
  const body: Statement[] = [];
  const { initializer } = node;
  if (initializer !== undefined && ts.isVariableDeclarationList(initializer)) {
    declareLexical(context, initializer);
    lowerVariables(context, initializer, body, false);
  } else if (initializer !== undefined) {
    const value = context.expression(initializer);
    body.push({ kind: "expression", value, range: value.range });
  }
  const test = node.condition === undefined ? undefined : context.expression(node.condition);
  const update = node.incrementor === undefined ? undefined : context.expression(node.incrementor);
  const loop: Statement = { kind: "loop", test, testFirst: true, update, body: oneBody(context, node.statement), range };
  return body.length === 0 ? loop : { kind: "block", body: [...body, loop], range };
}

function lowerEach(context: Context, node: ts.ForInOrOfStatement): Statement {
  const keys = node.kind === K.ForInStatement;
  const over = context.expression(node.expression);
  const origin = { init: over, path: keys ? undefined : ["[]"] };
  return inScope(context, () => {
    const { initializer } = node;
    const first = ts.isVariableDeclarationList(initializer) ? initializer.declarations[0] : undefined;
    if (ts.isVariableDeclarationList(initializer)) declareLexical(context, initializer);
    const pattern: Pattern = !ts.isVariableDeclarationList(initializer)
      ? lowerTarget(context, initializer, origin)
      : first === undefined
        ? { kind: "place", place: { kind: "unknown", parts: [], range: over.range }, range: over.range }
        : lowerBindingPattern(context, first.name, origin);
    return { kind: "each", pattern, over, keys, body: oneBody(context, node.statement), range: rangeOf(context, node) };
  });
}

function declareLexical(context: Context, list: ts.VariableDeclarationList): void {
  if ((list.flags & ts.NodeFlags.BlockScoped) === 0) return;
  for (const declaration of list.declarations) declarePattern(context, context.scope, declaration.name, "variable");
}

function blockBody(context: Context, node: ts.Block): Statement[] {
  return inScope(context, (scope) => {
    hoist(context, node.statements, scope);
    return context.statements(node.statements);
  });
}

/** The body of a branch or a loop, with or without braces. */
function oneBody(context: Context, node: ts.Statement): Statement[] {
  if (ts.isBlock(node)) return blockBody(context, node);
  const out: Statement[] = [];
  lowerStatement(context, node, out);
  return out;
}
