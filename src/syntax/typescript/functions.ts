import { ts } from "ts-morph";
import type { Expression, FunctionNode, Parameter, Statement } from "../program";
import type { Context, FunctionDraft, NameHint, Scope } from "./context";
import { rangeOf, startOf } from "./context";
import { lowerBindingPattern } from "./patterns";
import { declareName, declarePattern, hoist, hoistVars } from "./scopes";
import { lowerType } from "./types";

const K = ts.SyntaxKind;

type Lowerable = ts.FunctionLikeDeclaration | ts.ClassStaticBlockDeclaration;

/** Lowers a function of any form. Its id is the offset at which it starts. */
export function lowerFunction(context: Context, node: Lowerable, hint: NameHint): FunctionNode {
  const range = rangeOf(context, node);
  const id = String(range.start);
  const decorators = lowerDecorators(context, node);
  const ownThis = node.kind !== K.ArrowFunction;
  const draft: FunctionDraft = { id, captures: new Set(), ownThis, parent: context.fn, thisFrom: context.inClassBody ? undefined : context.fn };
  context.parents.set(id, context.fn.id);
  const { scope: outerScope, fn: outerFunction, yieldIsAwait, inClassBody } = context;
  const scope: Scope = { parent: outerScope, names: new Map(), fn: draft };
  Object.assign(context, { scope, fn: draft, yieldIsAwait: false, inClassBody: false });
  const compiled = findCompiledAsync(node);
  const ownParameters = ts.isFunctionLike(node) ? node.parameters : [];
  const parameters = lowerParameters(context, compiled !== undefined && compiled.parameters.length > 0 ? compiled.parameters : ownParameters, scope);
  nameItself(context, node, scope, id);
  const returns = ts.isFunctionLike(node) ? lowerType(context, node.type) : undefined;
  const body = lowerBody(context, node, compiled, scope);
  Object.assign(context, { scope: outerScope, fn: outerFunction, yieldIsAwait, inClassBody });
  const made: FunctionNode = {
    id,
    name: ownName(node) ?? hint.name,
    parameters,
    ...(returns === undefined ? {} : { returns }),
    body,
    isAsync: compiled !== undefined || hasModifier(node, K.AsyncKeyword),
    isGenerator: "asteriskToken" in node && node.asteriskToken !== undefined,
    ownThis,
    range,
    nameRange: nameRange(context, node, range),
    captures: [...draft.captures],
    memberOf: hint.memberOf,
    decorators,
  };
  context.functions.set(id, made);
  return made;
}

/** The decorators of a declaration. */
export function lowerDecorators(context: Context, node: ts.Node): readonly Expression[] {
  const modifiers = ts.canHaveDecorators(node) || node.kind === K.Parameter ? (node as ts.ParameterDeclaration).modifiers : undefined;
  if (modifiers === undefined) return NONE;
  const decorators = modifiers.filter((modifier) => modifier.kind === K.Decorator) as ts.Decorator[];
  return decorators.length === 0 ? NONE : decorators.map((decorator) => context.expression(decorator.expression));
}

/** Whether a declaration has a modifier such as `static` or `export`. */
export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  const { modifiers } = node as { readonly modifiers?: readonly ts.ModifierLike[] };
  return modifiers !== undefined && modifiers.some((modifier) => modifier.kind === kind);
}

const NONE: readonly Expression[] = [];

const FIELD_MODIFIERS: readonly ts.SyntaxKind[] = [K.PublicKeyword, K.PrivateKeyword, K.ProtectedKeyword, K.ReadonlyKeyword];

function lowerParameters(context: Context, nodes: readonly ts.ParameterDeclaration[], scope: Scope): readonly Parameter[] {
  // A default may name any parameter, so all are declared before any is lowered. `this` in front is a type, not a parameter.
  const real = nodes.filter((node) => !(node.name.kind === K.Identifier && node.name.text === "this"));
  for (const node of real) declarePattern(context, scope, node.name, "parameter");
  return real.map((node) => {
    const type = lowerType(context, node.type);
    const isField = node.modifiers !== undefined && FIELD_MODIFIERS.some((kind) => hasModifier(node, kind));
    const name = node.name.kind === K.Identifier ? node.name.text : undefined;
    return {
      pattern: lowerBindingPattern(context, node.name, { isGiven: true, path: [], type }),
      default: node.initializer === undefined ? undefined : context.expression(node.initializer, { name }),
      isRest: node.dotDotDotToken !== undefined,
      type,
      range: rangeOf(context, node),
      decorators: lowerDecorators(context, node),
      isField,
    };
  });
}

/** A named function expression knows its own name, unless a parameter has it. */
function nameItself(context: Context, node: Lowerable, scope: Scope, id: string): void {
  if (node.kind !== K.FunctionExpression || node.name === undefined || scope.names.has(node.name.text)) return;
  const binding = declareName(context, scope, node.name.text, node.name, "function");
  binding.function = id;
  binding.writes = 1;
}

function lowerBody(context: Context, node: Lowerable, compiled: CompiledAsync | undefined, scope: Scope): readonly Statement[] {
  if (node.body === undefined) return [];
  const statements: readonly ts.Statement[] = ts.isBlock(node.body) ? node.body.statements : [];
  if (compiled !== undefined) {
    const all = [...statements.slice(0, -1), ...compiled.body.statements];
    hoistVars(context, node.body, scope);
    hoistVars(context, compiled.body, scope);
    hoist(context, all, scope);
    context.yieldIsAwait = true;
    return context.statements(all);
  }
  if (!ts.isBlock(node.body)) {
    const value = context.expression(node.body);
    return [{ kind: "return", value, range: value.range }];
  }
  hoistVars(context, node.body, scope);
  hoist(context, statements, scope);
  return context.statements(statements);
}

interface CompiledAsync {
  readonly body: ts.Block;
  readonly parameters: readonly ts.ParameterDeclaration[];
}

/** TypeScript compiles `async` for old targets to `return __awaiter(this, arguments, void 0, function* (…) {…})`; the generator is the real body. */
function findCompiledAsync(node: Lowerable): CompiledAsync | undefined {
  const { body } = node;
  if (body === undefined) return undefined;
  const last = ts.isBlock(body) ? body.statements.at(-1) : undefined;
  const value = ts.isBlock(body) ? (last !== undefined && ts.isReturnStatement(last) ? last.expression : undefined) : body;
  if (value === undefined || !ts.isCallExpression(value) || value.arguments.length < 4) return undefined;
  const callee = ts.isPropertyAccessExpression(value.expression) ? value.expression.name : value.expression;
  if (!ts.isIdentifier(callee) || callee.text !== "__awaiter") return undefined;
  const generator = value.arguments[3];
  if (generator === undefined || !ts.isFunctionExpression(generator) || generator.asteriskToken === undefined) return undefined;
  return { body: generator.body, parameters: [...generator.parameters] };
}

function ownName(node: Lowerable): string | undefined {
  if (node.kind === K.Constructor) return "constructor";
  const name = "name" in node ? node.name : undefined;
  if (name === undefined) return undefined;
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}

/** The name, or what stands before the body. */
function nameRange(context: Context, node: Lowerable, range: FunctionNode["range"]): FunctionNode["range"] {
  if ("name" in node && node.name !== undefined) return rangeOf(context, node.name);
  if (node.body === undefined) return range;
  let end = startOf(context, node.body);
  while (end > range.start && context.text.charCodeAt(end - 1) <= 32) end--;
  return { start: range.start, end: Math.max(end, range.start) };
}
