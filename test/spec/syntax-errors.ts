import ts from "typescript";
import type { TextRange } from "../../src/base/text";

/** A place where a text is not TypeScript, JavaScript or JSON. */
export interface SyntaxComplaint {
  readonly message: string;
  readonly range: TextRange;
}

/** What the compiler's own parser has to say, independent of the engine under test. */
export function syntaxErrors(path: string, text: string): readonly SyntaxComplaint[] {
  const file = parse(path, text) as ts.SourceFile & { readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[] }; // Not in the public types; the public way needs a whole program.
  return (file.parseDiagnostics ?? []).map((each) => ({
    message: ts.flattenDiagnosticMessageText(each.messageText, " "),
    range: { start: each.start, end: each.start + each.length },
  }));
}

/** Every comment of a text with its delimiters, in order; comments in templates included, text in strings not. */
export function commentsOf(path: string, text: string): readonly string[] {
  const file = parse(path, text);
  const found = new Map<number, string>();
  const visit = (node: ts.Node): void => {
    if (node.kind >= ts.SyntaxKind.FirstJSDocNode && node.kind <= ts.SyntaxKind.LastJSDocNode) return;
    // Tokens, not only nodes: a comment may stand before a closing brace.
    if (node.kind !== ts.SyntaxKind.JsxText) {
      for (const range of [...(ts.getLeadingCommentRanges(text, node.pos) ?? []), ...(ts.getTrailingCommentRanges(text, node.end) ?? [])]) {
        found.set(range.pos, text.slice(range.pos, range.end));
      }
    }
    for (const child of node.getChildren(file)) visit(child);
  };
  visit(file);
  return [...found].sort(([a], [b]) => a - b).map(([, comment]) => comment);
}

/** Names that a module imports twice, as "name from module"; imports and top-level requires. */
export function repeatedImports(path: string, text: string): readonly string[] {
  const seen = new Set<string>();
  const repeated: string[] = [];
  const add = (specifier: string, name: string): void => {
    const key = `${name} from ${specifier}`;
    if (seen.has(key)) repeated.push(key);
    seen.add(key);
  };
  for (const statement of parse(path, text).statements) {
    if (ts.isImportDeclaration(statement)) namesOfImport(statement).forEach((name) => add(statement.moduleSpecifier.getText(), name));
    else if (ts.isVariableStatement(statement)) statement.declarationList.declarations.filter(isRequire).forEach((each) => namesOfPattern(each.name).forEach((name) => add(each.initializer?.getText() ?? "", name)));
  }
  return repeated;
}

function parse(path: string, text: string): ts.SourceFile {
  return path.endsWith(".json") ? ts.parseJsonText(path, text) : ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

function namesOfImport(statement: ts.ImportDeclaration): readonly string[] {
  const clause = statement.importClause;
  if (clause === undefined) return [];
  const names = clause.name === undefined ? [] : [clause.name.text];
  const bindings = clause.namedBindings;
  if (bindings === undefined) return names;
  if (ts.isNamespaceImport(bindings)) return [...names, bindings.name.text];
  return [...names, ...bindings.elements.map((element) => element.name.text)];
}

function namesOfPattern(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOfPattern(element.name) : []));
}

function isRequire(declaration: ts.VariableDeclaration): boolean {
  const value = declaration.initializer;
  return value !== undefined && ts.isCallExpression(value) && ts.isIdentifier(value.expression) && value.expression.text === "require";
}
