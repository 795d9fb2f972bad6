import ts from "typescript";

/** One module that a file names: by `import`, `export … from`, `import()` or `require()`. */
export interface ImportedModule {
  readonly specifier: string;
  /** Nothing of it is left at run time. */
  readonly typeOnly: boolean;
  /** Loaded when that line runs, not with the file: `import()` or `require()`. */
  readonly lazy: boolean;
  readonly line: number;
}

/** One exported declaration. */
export interface ExportedDeclaration {
  readonly name: string;
  readonly line: number;
  readonly hasDoc: boolean;
}

/** Everything that a file imports, in order. */
export function importsOf(file: string, text: string): readonly ImportedModule[] {
  const source = parse(file, text);
  const found: ImportedModule[] = [];
  const add = (specifier: ts.Expression | undefined, typeOnly: boolean, lazy = false): void => {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) found.push({ specifier: specifier.text, typeOnly, lazy, line: lineOf(source, specifier) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal as ts.Expression, true); // A literal type may also be `null`, which is no module.
    else if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText(source) === "require")) add(node.arguments[0], false, true);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What a file exports by declaring it there; re-exports are documented where they come from. */
export function exportsOf(file: string, text: string): readonly ExportedDeclaration[] {
  const source = parse(file, text);
  const found: ExportedDeclaration[] = [];
  for (const statement of source.statements) {
    if (!ts.canHaveModifiers(statement) || !(ts.getModifiers(statement) ?? []).some((each) => each.kind === ts.SyntaxKind.ExportKeyword)) continue;
    const hasDoc = ts.getJSDocCommentsAndTags(statement).some((each) => ts.isJSDoc(each) && ts.getTextOfJSDocComment(each.comment)?.trim() !== "" && each.comment !== undefined);
    found.push({ name: nameOf(statement), line: lineOf(source, statement), hasDoc });
  }
  return withoutOverloads(found);
}

/** The lines on which a file exports without a name. */
export function defaultExportsOf(file: string, text: string): readonly number[] {
  const source = parse(file, text);
  const isDefault = (node: ts.Statement): boolean =>
    (ts.isExportAssignment(node) && node.isExportEquals !== true) || (ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((each) => each.kind === ts.SyntaxKind.DefaultKeyword));
  return source.statements.filter(isDefault).map((node) => lineOf(source, node));
}

/** Variables at the top level of a file that can be set again, with their lines. */
export function mutableStateOf(file: string, text: string): readonly { readonly name: string; readonly line: number }[] {
  const source = parse(file, text);
  return source.statements.filter(ts.isVariableStatement).flatMap((statement) => {
    if ((statement.declarationList.flags & ts.NodeFlags.Const) !== 0) return [];
    return [{ name: nameOf(statement), line: lineOf(source, statement) }];
  });
}

/** Calls of `x.only`, `x.skip` and the like that leave tests out, as "describe.skip" with their lines. */
export function narrowedTestsOf(file: string, text: string): readonly { readonly name: string; readonly line: number }[] {
  const source = parse(file, text);
  const found: { name: string; line: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && /^(only|skip|todo|fails|skipIf|runIf)$/.test(node.name.text) && /^(it|test|describe|suite|context)\b/.test(node.expression.getText(source))) {
      found.push({ name: node.getText(source), line: lineOf(source, node) });
    }
    if (ts.isCallExpression(node) && /^(xit|fit|xdescribe|fdescribe)$/.test(node.expression.getText(source))) found.push({ name: node.expression.getText(source), line: lineOf(source, node) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Several laws look at the same files; a text is parsed once. */
const parsed = new Map<string, ts.SourceFile>();

function parse(file: string, text: string): ts.SourceFile {
  const known = parsed.get(file);
  if (known?.text === text) return known;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  parsed.set(file, source);
  return source;
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const bindings = clause.namedBindings;
  return clause.name === undefined && bindings !== undefined && ts.isNamedImports(bindings) && bindings.elements.length > 0 && bindings.elements.every((each) => each.isTypeOnly);
}

function nameOf(statement: ts.Statement): string {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map((each) => each.name.getText()).join(", ");
  const named = statement as ts.Statement & { readonly name?: ts.Node }; // Every other declaration that can be exported has a name or none.
  return named.name?.getText() ?? "default";
}

/** One comment serves all overloads of a function. */
function withoutOverloads(found: readonly ExportedDeclaration[]): readonly ExportedDeclaration[] {
  const documented = new Set(found.filter((each) => each.hasDoc).map((each) => each.name));
  return found.filter((each, index) => each.hasDoc || !documented.has(each.name) || found.findIndex((other) => other.name === each.name) === index);
}
