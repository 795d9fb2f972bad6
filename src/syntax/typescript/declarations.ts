import { ts } from "ts-morph";
import type { Expression, ObjectProperty, Statement } from "../program";
import type { Context, DraftBinding } from "./context";
import { inScope, rangeOf } from "./context";
import { hasModifier } from "./functions";
import { declare, hoist, hoistVars, lookup, noteWrite } from "./scopes";

const K = ts.SyntaxKind;

/** An enum is an object of its members; members without a value count on from the one before. */
export function lowerEnum(context: Context, node: ts.EnumDeclaration, out: Statement[]): void {
  const range = rangeOf(context, node);
  const binding = lookup(context, node.name.text);
  const properties: ObjectProperty[] = [];
  let next: number | undefined = 0;
  inScope(context, (scope) => {
    for (const member of node.members) {
      const key = ts.isComputedPropertyName(member.name) ? "" : member.name.text;
      const place = rangeOf(context, member);
      const value: Expression = member.initializer === undefined ? { kind: "literal", value: next, range: place } : context.expression(member.initializer);
      next = value.kind === "literal" && typeof value.value === "number" ? value.value + 1 : undefined;
      // Later members may name earlier ones without the enum's name.
      if (ts.isIdentifier(member.name)) noteWrite(declare(context, scope, member.name, "variable"), value, []);
      properties.push({ key, value, isShorthand: false, range: place });
    }
  });
  if (binding === undefined) return;
  const value: Expression = { kind: "object", properties, range };
  noteWrite(binding, value, []);
  if (hasModifier(node, K.ExportKeyword)) context.scope.takeExport?.(binding.name, binding);
  out.push({ kind: "declare", pattern: { kind: "bind", binding: binding.id, range: binding.range }, value, range });
}

/** A namespace is a block, followed by the declaration of an object of what the block exports. */
export function lowerNamespace(context: Context, node: ts.ModuleDeclaration, out: Statement[]): void {
  const { body } = node;
  if (body === undefined || hasModifier(node, K.DeclareKeyword) || node.name.kind !== K.Identifier) return;
  const range = rangeOf(context, node);
  const binding = lookup(context, node.name.text);
  const properties: ObjectProperty[] = [];
  const takeExport = (name: string, exported: DraftBinding): void => {
    const value: Expression = { kind: "name", name: exported.name, binding: exported.id, range: exported.range };
    properties.push({ key: name, value, isShorthand: false, range: exported.range });
  };
  const statements = inScope(context, (scope) => lowerNamespaceBody(context, body, scope), takeExport);
  out.push({ kind: "block", body: statements, range });
  if (binding === undefined || statements.length === 0) return;
  const value: Expression = { kind: "object", properties, range };
  noteWrite(binding, value, []);
  if (hasModifier(node, K.ExportKeyword)) context.scope.takeExport?.(binding.name, binding);
  out.push({ kind: "declare", pattern: { kind: "bind", binding: binding.id, range: binding.range }, value, range });
}

function lowerNamespaceBody(context: Context, body: ts.ModuleBody | ts.JSDocNamespaceDeclaration, scope: Context["scope"]): Statement[] {
  if (ts.isModuleBlock(body)) {
    hoistVars(context, body, scope);
    hoist(context, body.statements, scope);
    return context.statements(body.statements);
  }
  // `namespace A.B {}`: the inner one is exported without saying so.
  if (!ts.isModuleDeclaration(body) || body.name.kind !== K.Identifier) return [];
  const inner = declare(context, scope, body.name, "variable");
  const out: Statement[] = [];
  lowerNamespace(context, body, out);
  scope.takeExport?.(inner.name, inner);
  return out;
}
