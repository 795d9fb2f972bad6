import type { TextRange } from "../base/text";

/**
 * The language-neutral program. Every language is lowered to these plain data; `mcp`, `schema`, `taint` and the rules see nothing else.
 *
 * Names are resolved to bindings when a file is lowered: a binding is a string, unique in its module
 * (`branch`, and `branch~2` for the next variable of that name). A `name` expression without a binding is global.
 * Type syntax is erased; what is left of it are `TypeRef`s on declarations.
 */
export interface Module {
  readonly file: string;
  readonly language: "typescript" | "javascript" | "python";
  readonly text: string;
  /** Statements at the top level, as a function without parameters. */
  readonly top: FunctionNode;
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
  readonly bindings: ReadonlyMap<string, Binding>;
  /** Every function of the file, the top level included, by id. */
  readonly functions: ReadonlyMap<string, FunctionNode>;
  /** Every class of the file, by id. */
  readonly classes: ReadonlyMap<string, ClassNode>;
  /** The function that encloses a function, by id; the top level has none. */
  readonly parents: ReadonlyMap<string, string>;
  /** Comments, for suppressions. */
  readonly comments: readonly Comment[];
  /** What could not be understood, when the file has syntax errors or was cut short. */
  readonly problems: readonly { readonly range: TextRange; readonly message: string }[];
}

/** A comment, its delimiters included in the range and left out of the text. */
export interface Comment {
  readonly range: TextRange;
  readonly text: string;
}

/** One imported name. `import x from "m"`, `import * as x`, `import {a as x}`, `const {a: x} = require("m")`. */
export interface Import {
  readonly binding: string;
  readonly specifier: string;
  /** The exported name; "default" for the default export, "*" for the whole module (also plain `require`). */
  readonly name: string;
  readonly typeOnly: boolean;
  readonly range: TextRange;
}

/** One exported name. */
export interface Export {
  /** The name outside; "default" for the default export; "*" re-exports everything; "=" is `module.exports = …`. */
  readonly name: string;
  /** What is exported: a local binding, an expression, or a name of another module. */
  readonly binding?: string;
  readonly value?: Expression;
  readonly from?: { readonly specifier: string; readonly name: string };
}

/** What a binding is, and the one expression that defines it where there is exactly one. */
export interface Binding {
  readonly id: string;
  readonly name: string;
  readonly kind: "variable" | "parameter" | "function" | "class" | "import" | "catch" | "enum";
  /** Where the name stands in its declaration. */
  readonly range: TextRange;
  /** The function whose scope holds it (the id of `top` for the module's own). */
  readonly scope: string;
  /** Times it is written, the initialiser included; 1 means that `init` (with `path`) is its value for good. */
  readonly writes: number;
  readonly init?: Expression;
  /** Where the value lies in `init` when it was destructured: `const {a: {b}} = init` gives ["a", "b"]; "[]" is an unknown element. */
  readonly path?: readonly string[];
  readonly type?: TypeRef;
  /** Ids, where kind is "function" or "class". */
  readonly function?: string;
  readonly class?: string;
}

/** A type by name, as far as the text tells. `pg.Pool` has the binding of `pg` and the name "pg.Pool". Unions keep their first named member; `T[]` is {name: "Array", args: [T]}. */
export interface TypeRef {
  readonly name: string;
  readonly binding?: string;
  readonly args: readonly TypeRef[];
  /** For literal types and unions of them: the values. */
  readonly values?: readonly (string | number | boolean)[];
}

/** A function, method, lambda or the top level of a module. */
export interface FunctionNode {
  /** Unique in its module, stable for the same text: the start offset of the function, "top" for the top level. */
  readonly id: string;
  readonly name?: string;
  readonly parameters: readonly Parameter[];
  /** What it says that it returns. */
  readonly returns?: TypeRef;
  readonly body: readonly Statement[];
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** An arrow function has its outer `this`. */
  readonly ownThis: boolean;
  readonly range: TextRange;
  /** The name, or the head where there is no name. */
  readonly nameRange: TextRange;
  /** Bindings of enclosing functions (not of the module's top level) that it reads or writes; "this" where an arrow function uses it. */
  readonly captures: readonly string[];
  /** The class it is a member of. */
  readonly memberOf?: string;
  readonly decorators: readonly Expression[];
}

/** One parameter of a function. */
export interface Parameter {
  readonly pattern: Pattern;
  readonly default?: Expression;
  readonly isRest: boolean;
  readonly type?: TypeRef;
  readonly range: TextRange;
  readonly decorators: readonly Expression[];
  /** TypeScript's parameter properties: `constructor(private readonly db: Pool)` also sets `this.db`. */
  readonly isField: boolean;
}

/** A class, or a Python class, with what it declares itself. */
export interface ClassNode {
  readonly id: string;
  readonly name?: string;
  readonly base?: Expression;
  readonly members: readonly ClassMember[];
  readonly decorators: readonly Expression[];
  readonly range: TextRange;
  /** Interfaces it says it implements. */
  readonly implements: readonly TypeRef[];
}

/** One method or field of a class. */
export interface ClassMember {
  readonly name: string;
  readonly kind: "method" | "getter" | "setter" | "constructor" | "field";
  readonly isStatic: boolean;
  /** The method's function, also for a field whose value is a function. */
  readonly function?: FunctionNode;
  readonly value?: Expression;
  readonly type?: TypeRef;
  readonly range: TextRange;
  readonly decorators: readonly Expression[];
}

/** What a value is taken apart into. */
export type Pattern =
  | { readonly kind: "bind"; readonly binding: string; readonly range: TextRange }
  | { readonly kind: "object"; readonly properties: readonly PatternProperty[]; readonly rest?: Pattern; readonly range: TextRange }
  | { readonly kind: "array"; readonly elements: readonly (Pattern | undefined)[]; readonly rest?: Pattern; readonly range: TextRange }
  | { readonly kind: "default"; readonly pattern: Pattern; readonly value: Expression; readonly range: TextRange }
  /** An assignment to something that is not a variable: `[a.b] = …`. */
  | { readonly kind: "place"; readonly place: Expression; readonly range: TextRange };

/** One property that a pattern takes out of an object. */
export interface PatternProperty {
  /** The key, or the expression that computes it. */
  readonly key: string | Expression;
  readonly value: Pattern;
}

/** One statement. */
export type Statement =
  | { readonly kind: "expression"; readonly value: Expression; readonly range: TextRange }
  | { readonly kind: "declare"; readonly pattern: Pattern; readonly value?: Expression; readonly type?: TypeRef; readonly range: TextRange }
  | { readonly kind: "if"; readonly test: Expression; readonly then: readonly Statement[]; readonly else: readonly Statement[]; readonly range: TextRange }
  /** `while`, `do`, `for(;;)`: `before` runs once outside as statements of its own. */
  | { readonly kind: "loop"; readonly test?: Expression; readonly testFirst: boolean; readonly update?: Expression; readonly body: readonly Statement[]; readonly range: TextRange }
  /** `for (x of xs)`; with `keys` the loop goes over the keys (`for (k in o)`). */
  | { readonly kind: "each"; readonly pattern: Pattern; readonly over: Expression; readonly keys: boolean; readonly body: readonly Statement[]; readonly range: TextRange }
  /** `tests` empty is the default case. Bodies fall through unless they leave. */
  | { readonly kind: "switch"; readonly subject: Expression; readonly cases: readonly SwitchCase[]; readonly range: TextRange }
  | { readonly kind: "try"; readonly body: readonly Statement[]; readonly caught?: Pattern; readonly handler?: readonly Statement[]; readonly finally: readonly Statement[]; readonly range: TextRange }
  | { readonly kind: "return"; readonly value?: Expression; readonly range: TextRange }
  | { readonly kind: "throw"; readonly value?: Expression; readonly range: TextRange }
  /** `break` and `continue`; a label where one is written. */
  | { readonly kind: "break" | "continue"; readonly label?: string; readonly range: TextRange }
  | { readonly kind: "block"; readonly body: readonly Statement[]; readonly label?: string; readonly range: TextRange }
  /** A declared function is hoisted: it stands first in its block. */
  | { readonly kind: "function"; readonly function: FunctionNode; readonly binding: string; readonly range: TextRange }
  | { readonly kind: "class"; readonly class: ClassNode; readonly binding: string; readonly range: TextRange };

/** One case of a switch, with the tests that lead to it. */
export interface SwitchCase {
  readonly tests: readonly Expression[];
  readonly body: readonly Statement[];
  readonly range: TextRange;
}

/** One expression. */
export type Expression =
  /** A literal value; `null` is also Python's None, `undefined` an absent one. Big integers are numbers. */
  | { readonly kind: "literal"; readonly value: string | number | boolean | null | undefined; readonly range: TextRange }
  /** Text made of parts: a template, an f-string, or a chain of `+` in which at least one part may be text. */
  | Concat
  | { readonly kind: "regex"; readonly pattern: string; readonly flags: string; readonly range: TextRange }
  | { readonly kind: "name"; readonly name: string; readonly binding?: string; readonly range: TextRange }
  | { readonly kind: "this"; readonly range: TextRange }
  | { readonly kind: "super"; readonly range: TextRange }
  /** `object.property`, or `object[key]` where the key is not a literal. */
  | Member
  | Call
  /** A tagged template: sql`…${x}…`. `texts` has one more item than `values`. */
  | TaggedTemplate
  | ObjectExpression
  | { readonly kind: "array"; readonly elements: readonly Expression[]; readonly range: TextRange }
  | { readonly kind: "spread"; readonly value: Expression; readonly range: TextRange }
  | { readonly kind: "function"; readonly function: FunctionNode; readonly range: TextRange }
  | { readonly kind: "class"; readonly class: ClassNode; readonly range: TextRange }
  | { readonly kind: "conditional"; readonly test: Expression; readonly then: Expression; readonly else: Expression; readonly range: TextRange }
  | { readonly kind: "logical"; readonly operator: "and" | "or" | "coalesce"; readonly left: Expression; readonly right: Expression; readonly range: TextRange }
  | { readonly kind: "binary"; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression; readonly range: TextRange }
  | { readonly kind: "unary"; readonly operator: "not" | "negate" | "plus" | "typeof" | "void" | "delete" | "bitnot"; readonly value: Expression; readonly range: TextRange }
  /** `target = value`; `+=` has operator "add", `||=` "or", `??=` "coalesce", `&&=` "and", others "other". */
  | { readonly kind: "assign"; readonly target: Pattern; readonly operator?: "add" | "or" | "and" | "coalesce" | "other"; readonly value: Expression; readonly range: TextRange }
  | { readonly kind: "await" | "yield"; readonly value: Expression; readonly range: TextRange }
  /** `a, b`: the last one is the value. */
  | { readonly kind: "sequence"; readonly values: readonly Expression[]; readonly range: TextRange }
  /** A cast or an assertion: the value is unchanged, the type is a claim. The range is that of the whole. */
  | { readonly kind: "typed"; readonly value: Expression; readonly type: TypeRef; readonly range: TextRange }
  /** `import("m")` and `require("m")`: the whole module. `import` gives a promise of it. */
  | { readonly kind: "module"; readonly specifier: Expression; readonly isPromise: boolean; readonly range: TextRange }
  /** Anything else; its parts are still looked into. */
  | { readonly kind: "unknown"; readonly parts: readonly Expression[]; readonly range: TextRange };

/** What a binary expression does, as far as it matters. */
export type BinaryOperator = "equal" | "not-equal" | "less" | "greater" | "in" | "instanceof" | "arithmetic" | "add" | "other";

/** Text parts are literals whose value is the cooked text and whose range is their place in the source (quotes and `${` excluded in a template, quotes included in a `+` chain). */
export interface Concat {
  readonly kind: "concat";
  readonly form: "template" | "plus";
  readonly parts: readonly Expression[];
  readonly range: TextRange;
}

/** A property read from (or written to) an object. */
export interface Member {
  readonly kind: "member";
  readonly object: Expression;
  /** The property's name; an element at a literal index has the index as text. Undefined where computed. */
  readonly property?: string;
  readonly key?: Expression;
  readonly propertyRange: TextRange;
  readonly isOptional: boolean;
  readonly range: TextRange;
}

/** A call, or a construction. */
export interface Call {
  readonly kind: "call";
  readonly callee: Expression;
  readonly arguments: readonly Expression[];
  /** Python's keyword arguments, by place in `arguments`; absent where there are none. */
  readonly keywords?: readonly (string | undefined)[];
  readonly isNew: boolean;
  readonly isOptional: boolean;
  readonly typeArguments: readonly TypeRef[];
  /** From the opening to the closing parenthesis, both included; empty for `new X`. */
  readonly argumentsRange: TextRange;
  readonly range: TextRange;
}

/** A template that a function puts together. */
export interface TaggedTemplate {
  readonly kind: "tagged";
  readonly tag: Expression;
  readonly texts: readonly { readonly value: string; readonly range: TextRange }[];
  readonly values: readonly Expression[];
  readonly range: TextRange;
}

/** An object literal, or a Python dict. */
export interface ObjectExpression {
  readonly kind: "object";
  readonly properties: readonly ObjectProperty[];
  readonly range: TextRange;
}

/** One property of an object literal. */
export interface ObjectProperty {
  /** The key, or the expression that computes it; undefined for a spread, whose value is what is spread. */
  readonly key?: string | Expression;
  readonly value: Expression;
  readonly isShorthand: boolean;
  readonly range: TextRange;
}
