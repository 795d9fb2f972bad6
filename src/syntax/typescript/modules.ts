import { ts } from "ts-morph";
import type { Expression, Pattern, Statement } from "../program";
import type { Context, DraftBinding } from "./context";
import { rangeOf } from "./context";
import { lookup, noteWrite } from "./scopes";

const K = ts.SyntaxKind;

/** `import … from "m"`. */
export function lowerImport(context: Context, node: ts.ImportDeclaration): void {
  const specifier = specifierOf(node.moduleSpecifier);
  const clause = node.importClause;
  if (specifier === undefined || clause === undefined) return;
  const isTypeOnly = clause.isTypeOnly;
  if (clause.name !== undefined) addImport(context, clause.name, specifier, "default", isTypeOnly);
  const named = clause.namedBindings;
  if (named === undefined) return;
  if (ts.isNamespaceImport(named)) {
    addImport(context, named.name, specifier, "*", isTypeOnly);
    return;
  }
  for (const element of named.elements) addImport(context, element.name, specifier, (element.propertyName ?? element.name).text, isTypeOnly || element.isTypeOnly);
}

/** `import x = require("m")` and `import x = A.B`. */
export function lowerImportEquals(context: Context, node: ts.ImportEqualsDeclaration, out: Statement[]): void {
  const { moduleReference } = node;
  const binding = lookup(context, node.name.text);
  if (binding === undefined) return;
  if (hasModifier(node)) context.scope.takeExport?.(binding.name, binding);
  if (ts.isExternalModuleReference(moduleReference)) {
    const specifier = specifierOf(moduleReference.expression);
    if (specifier === undefined) return;
    binding.kind = "import";
    binding.writes = 1;
    addImport(context, node.name, specifier, "*", node.isTypeOnly);
    return;
  }
  const value = lowerEntityName(context, moduleReference);
  noteWrite(binding, value, []);
  out.push({ kind: "declare", pattern: { kind: "bind", binding: binding.id, range: binding.range }, value, range: rangeOf(context, node) });
}

/** `export { a as b }`, `export { a } from "m"`, `export * from "m"`, `export * as ns from "m"`. */
export function lowerExportDeclaration(context: Context, node: ts.ExportDeclaration): void {
  const specifier = node.moduleSpecifier === undefined ? undefined : specifierOf(node.moduleSpecifier);
  const clause = node.exportClause;
  if (clause === undefined) {
    if (specifier !== undefined) context.exports.push({ name: "*", from: { specifier, name: "*" } });
    return;
  }
  if (ts.isNamespaceExport(clause)) {
    if (specifier !== undefined) context.exports.push({ name: clause.name.text, from: { specifier, name: "*" } });
    return;
  }
  for (const element of clause.elements) {
    const local = (element.propertyName ?? element.name).text;
    const name = element.name.text;
    const binding = specifier === undefined ? lookup(context, local) : undefined;
    if (specifier !== undefined) context.exports.push({ name, from: { specifier, name: local } });
    else if (binding !== undefined) context.exports.push({ name, binding: binding.id });
  }
}

/** `export default …` and `export = …`. */
export function lowerExportAssignment(context: Context, node: ts.ExportAssignment, out: Statement[]): void {
  const name = node.isExportEquals === true ? "=" : "default";
  const value = context.expression(node.expression, { name: "default" });
  if (value.kind === "name" && value.binding !== undefined) context.exports.push({ name, binding: value.binding, value });
  else context.exports.push({ name, value });
  out.push({ kind: "expression", value, range: rangeOf(context, node) });
}

/** Takes the exports of the top level. */
export function exportFromModule(context: Context): (name: string, binding: DraftBinding) => void {
  return (name, binding) => context.exports.push({ name, binding: binding.id });
}

/** Lists `const x = require("m")` and `const { a: x } = require("m")` among the imports. */
export function noteRequired(context: Context, pattern: Pattern, value: Expression): void {
  const loaded = value.kind === "await" ? value.value : value;
  if (loaded.kind !== "module" || loaded.specifier.kind !== "literal" || typeof loaded.specifier.value !== "string") return;
  const specifier = loaded.specifier.value;
  // `const p = import("m")` holds a promise, which is no module yet.
  if (loaded.isPromise && value.kind !== "await") return;
  if (pattern.kind === "bind") {
    context.imports.push({ binding: pattern.binding, specifier, name: "*", typeOnly: false, range: pattern.range });
    return;
  }
  if (pattern.kind !== "object") return;
  for (const { key, value: part } of pattern.properties) {
    if (typeof key !== "string" || part.kind !== "bind") continue;
    context.imports.push({ binding: part.binding, specifier, name: key, typeOnly: false, range: part.range });
  }
}

function addImport(context: Context, node: ts.Identifier, specifier: string, name: string, typeOnly: boolean): void {
  const binding = lookup(context, node.text);
  if (binding !== undefined) context.imports.push({ binding: binding.id, specifier, name, typeOnly, range: rangeOf(context, node) });
}

function specifierOf(node: ts.Expression): string | undefined {
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}

function hasModifier(node: ts.ImportEqualsDeclaration): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === K.ExportKeyword) ?? false;
}

function lowerEntityName(context: Context, node: ts.EntityName): Expression {
  if (ts.isIdentifier(node)) return context.expression(node);
  const range = rangeOf(context, node);
  return { kind: "member", object: lowerEntityName(context, node.left), property: node.right.text, propertyRange: rangeOf(context, node.right), isOptional: false, range };
}
