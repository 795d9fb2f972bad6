// The compiler's parser comes through ts-morph, without ts-morph's wrapper nodes and without a type checker:
// wrapping every node multiplies the time and memory of a file, and a checker needs seconds and node_modules.
import type { ts } from "ts-morph";
import type { TextRange } from "../../base/text";
import type { Binding, ClassNode, Export, Expression, FunctionNode, Import, Module, Statement, TypeRef } from "../program";

/** A binding while its file is being lowered; what is found out later is filled in. */
export type DraftBinding = { -readonly [K in keyof Binding]: Binding[K] };

/** A function whose body is being lowered. */
export interface FunctionDraft {
  readonly id: string;
  readonly captures: Set<string>;
  readonly ownThis: boolean;
  /** The function that lexically encloses it; none for the top level. */
  readonly parent?: FunctionDraft;
  /** Where `this` comes from when it has none of its own; none below a class body, which gives `this` itself. */
  readonly thisFrom?: FunctionDraft;
}

/** The names declared in one block, function or file. */
export interface Scope {
  readonly parent?: Scope;
  readonly names: Map<string, DraftBinding>;
  readonly fn: FunctionDraft;
  /** Takes what is declared with `export`: the file's own exports, or those of a TypeScript namespace. */
  readonly takeExport?: (name: string, binding: DraftBinding) => void;
}

/** What an expression is to be called when it turns out to be a function or a class. */
export interface NameHint {
  readonly name?: string;
  readonly memberOf?: string;
}

/** The state of lowering one file. One is made per file and thrown away with its syntax tree. */
export interface Context {
  readonly file: string;
  readonly text: string;
  readonly source: ts.SourceFile;
  readonly bindings: Map<string, DraftBinding>;
  readonly functions: Map<string, FunctionNode>;
  readonly classes: Map<string, ClassNode>;
  readonly parents: Map<string, string>;
  readonly imports: Import[];
  readonly exports: Export[];
  readonly problems: Module["problems"][number][];
  /** Literals that hold what looks like the start of a comment. */
  readonly opaque: TextRange[];
  /** How often a name was declared so far, to number the bindings. */
  readonly counts: Map<string, number>;
  /** Type aliases of the file, by name. */
  readonly aliases: Map<string, ts.TypeNode>;
  /** What they were lowered to; undefined while that is being done, for aliases that name themselves. */
  readonly aliasTypes: Map<string, TypeRef | undefined>;
  /** Packages that a bundler wrapped in a function, by the binding of that function. */
  readonly bundled: Map<string, string>;
  /** Whether the text holds `var` at all; most do not, and are spared the search for hoisted variables. */
  readonly hasVar: boolean;
  scope: Scope;
  fn: FunctionDraft;
  depth: number;
  /** Inside the generator of a compiled async function, `yield` stands for `await`. */
  yieldIsAwait: boolean;
  /** Directly in a class body: in the value of a field, where `this` is the instance. */
  inClassBody: boolean;

  // The parts of the lowering call each other through here, so that their files need not import each other in circles.
  expression(node: ts.Expression, hint?: NameHint): Expression;
  statements(nodes: readonly ts.Statement[]): Statement[];
  functionNode(node: ts.FunctionLikeDeclaration | ts.ClassStaticBlockDeclaration, hint: NameHint): FunctionNode;
  classNode(node: ts.ClassLikeDeclaration, hint: NameHint): ClassNode;
}

/** The place of a node without the space and the comments before it. */
export function rangeOf(context: Context, node: ts.Node): TextRange {
  return { start: startOf(context, node), end: node.end };
}

/** The offset at which a node's first token starts. */
export function startOf(context: Context, node: ts.Node): number {
  // The compiler's own way is slow for what is nearly always nothing or one space.
  const { pos } = node;
  if (pos < node.end) {
    const first = context.text.charCodeAt(pos);
    if (first > 32 && first < 127 && first !== SLASH && first !== HASH && first !== LESS && first !== BAR && first !== EQUALS && first !== GREATER) return pos;
    if (first === 32) {
      const second = context.text.charCodeAt(pos + 1);
      if (second > 47 && second < 127 && second !== LESS && second !== BAR && second !== EQUALS && second !== GREATER) return pos + 1;
    }
  }
  return node.getStart(context.source);
}

// Characters that may begin a comment, a shebang or a conflict marker.
const SLASH = 47;
const STAR = 42;
const HASH = 35;
const LESS = 60;
const EQUALS = 61;
const GREATER = 62;
const BAR = 124;

/** Remembers a literal that would be mistaken for a comment when the comments are looked for in the plain text. */
export function noteLiteral(context: Context, range: TextRange): void {
  const { text } = context;
  for (let i = range.start; i < range.end - 1; i++) {
    if (text.charCodeAt(i) !== SLASH) continue;
    const next = text.charCodeAt(i + 1);
    if (next !== SLASH && next !== STAR) continue;
    context.opaque.push(range);
    return;
  }
}

/** Runs something inside a new scope of the current function. */
export function inScope<T>(context: Context, run: (scope: Scope) => T, takeExport?: Scope["takeExport"]): T {
  const outer = context.scope;
  const scope: Scope = { parent: outer, names: new Map(), fn: context.fn, takeExport };
  context.scope = scope;
  const result = run(scope);
  context.scope = outer;
  return result;
}

/** A type reference without arguments. */
export function plainType(name: string): TypeRef {
  return { name, args: [] };
}
