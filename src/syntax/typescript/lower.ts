import { ts } from "ts-morph";
import type { FunctionNode, Module, Statement } from "../program";
import { lowerClass } from "./classes";
import { findComments } from "./comments";
import type { Context, FunctionDraft, Scope } from "./context";
import { noteLiteral, rangeOf } from "./context";
import { lowerExpression } from "./expressions";
import { lowerFunction } from "./functions";
import { exportFromModule } from "./modules";
import { hoist, hoistVars } from "./scopes";
import { lowerStatement, lowerStatements } from "./statements";

/**
 * The longest text that is read. Sources end well below; what is larger is a bundle with its dependencies,
 * which takes the parser seconds and hundreds of megabytes and is nobody's to mend.
 */
export const TEXT_LIMIT = 2 * 1024 * 1024;

/** The extensions of the files that this front end reads. */
export const typescriptExtensions: readonly string[] = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

const NUL = 0;

/** Lowers TypeScript or JavaScript. Never throws on what the text holds: what can't be read is in `problems`. */
export function lowerTypeScript(file: string, text: string): Module {
  if (text.length > TEXT_LIMIT) return emptyModule(file, text, "left out: larger than 2 MB");
  if (text.charCodeAt(0) === NUL || text.slice(0, 512).includes("\0")) return emptyModule(file, text, "left out: not a text");
  let source: ts.SourceFile;
  try {
    source = parse(file, text);
  } catch (error) {
    if (error instanceof RangeError) return emptyModule(file, text, "left out: nested too deeply");
    throw error;
  }
  const context = createContext(file, text, source);
  const body = lowerTop(context, source);
  const top = topFunction(text, body);
  context.functions.set(top.id, top);
  const { bindings, functions, classes, parents, imports, exports, problems } = context;
  noteTypeLiterals(context, source);
  for (const imported of imports) {
    const binding = bindings.get(imported.binding);
    if (binding?.kind === "variable" && binding.writes === 1) binding.kind = "import";
  }
  const comments = findComments(text, context.opaque);
  return { file, language: languageOf(file), text, top, imports, exports, bindings, functions, classes, parents, comments, problems: [...syntaxErrors(source), ...problems] };
}

function parse(file: string, text: string): ts.SourceFile {
  const options = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  return ts.createSourceFile(file, text, options, false);
}

function lowerTop(context: Context, source: ts.SourceFile): Statement[] {
  const { scope, fn } = context;
  const body: Statement[] = [];
  try {
    hoistVars(context, source, scope);
    hoist(context, source.statements, scope);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  const isFunction = (node: ts.Statement): boolean => node.kind === ts.SyntaxKind.FunctionDeclaration;
  const ordered = [...source.statements.filter(isFunction), ...source.statements.filter((node) => !isFunction(node))];
  for (const node of ordered) {
    try {
      lowerStatement(context, node, body);
    } catch (error) {
      // The stack of a worker may be smaller than expected. One statement is lost then, not the file.
      if (!(error instanceof RangeError)) throw error;
      Object.assign(context, { scope, fn, depth: 0, yieldIsAwait: false, inClassBody: false });
      context.problems.push({ range: rangeOf(context, node), message: "left out: nested too deeply" });
    }
  }
  return body;
}

function createContext(file: string, text: string, source: ts.SourceFile): Context {
  const fn: FunctionDraft = { id: "top", captures: new Set(), ownThis: true };
  const scope: { -readonly [K in keyof Scope]: Scope[K] } = { names: new Map(), fn };
  const context: Context = {
    file, text, source, scope, fn,
    bindings: new Map(), functions: new Map(), classes: new Map(), parents: new Map(),
    imports: [], exports: [], problems: [], opaque: [],
    counts: new Map(), aliases: new Map(), aliasTypes: new Map(), bundled: new Map(),
    hasVar: /\bvar\b/.test(text),
    depth: 0, yieldIsAwait: false, inClassBody: false,
    expression: (node, hint) => lowerExpression(context, node, hint),
    statements: (nodes) => lowerStatements(context, nodes),
    functionNode: (node, hint) => lowerFunction(context, node, hint),
    classNode: (node, hint) => lowerClass(context, node, hint),
  };
  scope.takeExport = exportFromModule(context);
  return context;
}

function topFunction(text: string, body: readonly Statement[]): FunctionNode {
  return {
    id: "top", parameters: [], body, isAsync: true, isGenerator: false, ownThis: true,
    range: { start: 0, end: text.length }, nameRange: { start: 0, end: 0 }, captures: [], decorators: [],
  };
}

function emptyModule(file: string, text: string, message: string): Module {
  const top = topFunction(text, []);
  return {
    file, language: languageOf(file), text, top,
    imports: [], exports: [], bindings: new Map(), functions: new Map([[top.id, top]]), classes: new Map(), parents: new Map(),
    comments: [], problems: [{ range: { start: 0, end: 0 }, message }],
  };
}

function languageOf(file: string): Module["language"] {
  return /\.[cm]?tsx?$/i.test(file) ? "typescript" : "javascript";
}

/** Types are erased, but a literal in them may still look like a comment: `type Scheme = "https://"`. */
function noteTypeLiterals(context: Context, source: ts.SourceFile): void {
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) noteLiteral(context, rangeOf(context, node));
    else ts.forEachChild(node, visit);
  };
  for (const statement of source.statements) {
    if (!isErased(statement)) continue;
    // Only a quote in front of the slashes makes a walk through the types worth while.
    if (/["'`][^"'`\n]*\/[/*]/.test(context.text.slice(statement.pos, statement.end))) visit(statement);
  }
}

function isErased(node: ts.Statement): boolean {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isModuleDeclaration(node);
}

/** At most so many syntax errors are kept: a file in another language has thousands. */
const ERROR_LIMIT = 20;

function syntaxErrors(source: ts.SourceFile): Module["problems"] {
  // The parser keeps its errors in a field that the declarations leave out.
  const { parseDiagnostics } = source as unknown as { readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[] };
  return (parseDiagnostics ?? []).slice(0, ERROR_LIMIT).map((each) => ({
    range: { start: each.start, end: each.start + each.length },
    message: `syntax error: ${ts.flattenDiagnosticMessageText(each.messageText, " ")}`,
  }));
}
