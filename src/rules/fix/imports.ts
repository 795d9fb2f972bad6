import type { TextEdit, TextRange } from "../../base/text";
import type { Binding, Import, Module } from "../../syntax/program";
import { indentAt, lineBreak, preferredQuote, refuse, replace, usesSemicolons, type Refused } from "./code";
import { findLoneDeclaration } from "./held-text";
import { isExported, isNamedInTypes, usesOf } from "./uses";

/** Characters of an import statement that are looked through; hundreds of names fit. */
const LONGEST_IMPORT = 20_000;

/** A name that code may use once the edits are made. */
export interface Access {
  /** The name, or `namespace.name`. */
  readonly name: string;
  readonly edits: readonly TextEdit[];
}

/** Where a name is read that turns to another, and how often. */
export interface Switch {
  readonly offset: number;
  readonly reads?: number;
}

/** The package that a specifier names, without "node:". */
function packageName(specifier: string): string {
  return specifier.replace(/^node:/, "");
}

/**
 * Gives access to another export of the package that a binding comes from, as one of its reads turns to it.
 * Where that was the last read, the old name goes, for an unused import is an error in many projects; otherwise the new name stands beside it.
 */
export function switchImport(module: Module, binding: Binding, from: string, to: string, { offset, reads = 1 }: Switch): Access | Refused {
  const old = module.imports.find((item) => item.binding === binding.id);
  if (!old) return switchConstant(module, binding, from, to, reads);
  const isLastUse = canGo(module, binding, reads);
  const existing = importedAs(module, packageName(old.specifier), to, offset);
  const place = specifierPlace(module, binding);
  if (existing !== undefined) return { name: existing, edits: isLastUse && place ? [replace(module, withComma(module, place.whole), "")] : [] };
  if (!place) return refuse(`\`${binding.name}\` is imported in a way that can't be extended`);
  const taken = isTaken(module, to);
  if (taken) return taken;
  if (isLastUse) return { name: to, edits: [replace(module, place.whole, to)] };
  return { name: to, edits: [replace(module, binding.range, `${binding.name}, ${to}`)] };
}

/** Gives access to an export of a package: through an import that is there, an import that is extended, or a new one. */
export function ensureImport(module: Module, name: string, of: string, offset: number): Access | Refused {
  const existing = importedAs(module, of, name, offset);
  if (existing !== undefined) return { name: existing, edits: [] };
  const same = module.imports.filter((item) => packageName(item.specifier) === of && !item.typeOnly && isVisible(module, item, offset));
  const whole = same.find((item) => item.name === "*" || item.name === "default");
  const wholeName = whole && module.bindings.get(whole.binding)?.name;
  if (wholeName !== undefined) return { name: `${wholeName}.${name}`, edits: [] };
  const taken = isTaken(module, name);
  if (taken) return taken;
  for (const { binding } of same) {
    const sibling = module.bindings.get(binding);
    if (sibling && specifierPlace(module, sibling)) return { name, edits: [replace(module, sibling.range, `${sibling.name}, ${name}`)] };
  }
  return { name, edits: [newImport(module, [name], moduleSpecifier(module, of))] };
}

/** Takes a name out of the imports once its last reads are gone; nothing where it is used elsewhere, or imported in a way that can't be taken apart. */
export function dropImport(module: Module, binding: Binding, reads: number): readonly TextEdit[] {
  if (!module.imports.some((item) => item.binding === binding.id) || !canGo(module, binding, reads)) return [];
  const { text } = module;
  const statement = importStatement(text, binding.range.start);
  if (!statement) return [];
  const names = text.slice(statement.start, statement.end).replace(/\b(?:from|=\s*require\b)[^]*$/, "").replace(/^(?:import|const|let|var)\s+/, "").trim();
  const isAlone = [binding.name, `* as ${binding.name}`].includes(names.replace(/^\{\s*([^,]*?)\s*,?\s*\}$/, "$1"));
  if (isAlone) return [replace(module, { start: statement.start, end: statement.end + (/^[ \t]*\r?\n/.exec(text.slice(statement.end))?.[0].length ?? 0) }, "")];
  const place = specifierPlace(module, binding);
  return place ? [replace(module, withComma(module, place.whole), "")] : [];
}

/** An edit that adds an import statement in the style of the module, below the imports that are there. */
export function newImport(module: Module, names: readonly string[], specifier: string): TextEdit {
  const quote = preferredQuote(module);
  const end = usesSemicolons(module) ? ";" : "";
  const list = `{ ${names.join(", ")} }`;
  const source = `${quote}${specifier}${quote}`;
  const statement = isCommonJs(module) ? `const ${list} = require(${source})${end}` : `import ${list} from ${source}${end}`;
  const place = endOfImports(module);
  // The edit takes the last character before it along, so that two fixes that add an import are never applied together.
  const touched = place === 0 ? "" : (module.text[place - 1] ?? "");
  const text = place === 0 ? `${statement}${lineBreak(module)}` : `${touched}${lineBreak(module)}${statement}`;
  return replace(module, { start: place - touched.length, end: place }, text);
}

/** Whether a module loads others by `require`. */
export function isCommonJs(module: Module): boolean {
  if (/\.(?:cts|cjs)$/.test(module.file)) return module.language === "javascript";
  if (module.language !== "javascript" || module.file.endsWith(".mjs")) return false;
  return !/^[ \t]*(?:import\b[^(]|export\b)/m.test(module.text) && /\brequire\s*\(|\bexports\b/.test(module.text);
}

/** Where a statement that uses imports may stand first: after the last import or require at the top of the file. */
export function endOfImports(module: Module): number {
  const { text } = module;
  let end = 0;
  for (const item of module.imports) {
    const binding = module.bindings.get(item.binding);
    if (binding?.scope !== "top") continue;
    const statement = importStatement(text, item.range.start);
    if (statement && statement.end > end && isAtTop(text, statement.start)) end = statement.end;
  }
  if (end > 0) return end + trailingComment(text, end);
  const head = /^(?:#![^\n]*\n)?(?:\s*(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/)\s*\n)*\s*(?:["']use strict["'];?[ \t]*(?=\r?\n))?/.exec(text)?.[0] ?? "";
  return head.trim() === "" ? 0 : head.trimEnd().length;
}

/** Characters of blanks and comments between a statement and the end of its line: they belong to the statement. */
function trailingComment(text: string, end: number): number {
  return /^(?:[ \t]*\/\*(?:(?!\*\/)[^\n])*\*\/)*(?:[ \t]*\/\/[^\r\n]*)?(?=[ \t]*(?:\r?\n|$))/.exec(text.slice(end))?.[0].length ?? 0;
}

/** The specifier of a core module, with "node:" where the module writes it so; other packages as they are. */
export function moduleSpecifier(module: Module, name: string): string {
  const prefixed = module.imports.some((item) => item.specifier.startsWith("node:"));
  return prefixed ? `node:${name}` : name;
}

/** The statement that imports a name: from the line that starts it, at the margin, to the end of its specifier. */
function importStatement(text: string, inside: number): TextRange | undefined {
  let start = text.lastIndexOf("\n", inside - 1) + 1;
  while (!/^(?:import|const|let|var)\b/.test(text.slice(start, start + 7))) {
    if (start === 0 || inside - start > LONGEST_IMPORT) return undefined;
    start = text.lastIndexOf("\n", start - 2) + 1;
  }
  const match = /(?:\bfrom|\brequire\s*\(|\bimport\s*\()\s*(["'])[^"'\n]*\1(?:(?!\/[/*])[^\n;])*;?/.exec(text.slice(inside, inside + LONGEST_IMPORT));
  return match ? { start, end: inside + match.index + match[0].trimEnd().length } : undefined;
}

function isAtTop(text: string, start: number): boolean {
  return start === 0 || text[start - 1] === "\n";
}

/** `const exec = require("child_process").exec`, or `= cp.exec`. */
function switchConstant(module: Module, binding: Binding, from: string, to: string, reads: number): Access | Refused {
  const { init } = binding;
  const declaration = init && findLoneDeclaration(module, { start: binding.range.start, end: init.range.end });
  if (!init || init.kind !== "member" || init.property !== from || !declaration) {
    return refuse(`\`${binding.name}\` does not come straight from an import`);
  }
  const taken = isTaken(module, to);
  if (taken) return taken;
  if (canGo(module, binding, reads)) return { name: to, edits: [replace(module, binding.range, to), replace(module, init.propertyRange, to)] };
  const end = module.text.slice(declaration.range.end - 1, declaration.range.end) === ";" ? ";" : "";
  const copy = `${declaration.keyword} ${to} = ${module.text.slice(init.range.start, init.propertyRange.start)}${to}${end}`;
  const statement = module.text.slice(declaration.range.start, declaration.range.end);
  const indent = indentAt(module, declaration.range.start);
  return { name: to, edits: [replace(module, declaration.range, `${statement}${lineBreak(module)}${indent}${copy}`)] };
}

/** Whether a name has no more reads than those that are about to change. */
export function canGo(module: Module, binding: Binding, reads: number): boolean {
  return usesOf(module, binding.id).length <= reads && !isExported(module, binding.id) && !isNamedInTypes(module, binding.name);
}

function importedAs(module: Module, of: string, name: string, offset: number): string | undefined {
  const found = module.imports.find(
    (item) => item.name === name && !item.typeOnly && packageName(item.specifier) === of && isVisible(module, item, offset),
  );
  return found && module.bindings.get(found.binding)?.name;
}

function isVisible(module: Module, { binding }: Import, offset: number): boolean {
  return isInScope(module, module.bindings.get(binding), offset);
}

/** Whether a binding can be read at an offset. Blocks are not told apart from the functions that hold them. */
export function isInScope(module: Module, binding: Binding | undefined, offset: number): boolean {
  if (!binding) return false;
  if (binding.scope === "top") return true;
  const scope = module.functions.get(binding.scope);
  return scope !== undefined && scope.range.start <= offset && offset < scope.range.end && binding.range.start < offset;
}

function isTaken(module: Module, name: string): Refused | undefined {
  const isUsed = [...module.bindings.values()].some((binding) => binding.name === name);
  return isUsed ? refuse(`The name \`${name}\` already means something else in this file`) : undefined;
}

/** Where a name stands between the braces of an import or of a destructured `require`: the name alone, and with `exec as` before it. */
function specifierPlace({ text }: Module, binding: Binding): { readonly whole: TextRange } | undefined {
  const after = /^\s*[,}]/.test(text.slice(binding.range.end, binding.range.end + 100));
  const before = text.slice(Math.max(0, binding.range.start - 200), binding.range.start);
  const renamed = /[\w$]+(?:\s+as\s+|\s*:\s*)$/.exec(before)?.[0] ?? "";
  const isInBraces = after && /[{,]\s*(?:type\s+)?$/.test(before.slice(0, before.length - renamed.length));
  return isInBraces ? { whole: { start: binding.range.start - renamed.length, end: binding.range.end } } : undefined;
}

/** A name in a list, and the comma that goes with it. */
function withComma({ text }: Module, range: TextRange): TextRange {
  const after = /^\s*,[ \t]*(?:\r?\n\s*)?/.exec(text.slice(range.end));
  if (after) return { start: range.start, end: range.end + after[0].length };
  const before = /,\s*$/.exec(text.slice(0, range.start));
  return before ? { start: range.start - before[0].length, end: range.end } : range;
}
