import type { Expression, FunctionNode, ClassNode, Module, TypeRef } from "./program";

/**
 * The modules of a workspace, lowered when first asked for and kept as long as their text stays the same,
 * and the answers to "what does this name stand for", across files.
 */
export interface Workspace {
  /** All files that the host names and that a front end can read, without lowering them. */
  files(): readonly string[];
  /** The text of any file (`package.json` included) without lowering it; undefined where it can't be read. */
  text(file: string): string | undefined;
  /** The module of a file; undefined where the file is absent, unreadable or left out (see `limits`). */
  module(file: string): Module | undefined;
  /** The file that a specifier means when it is written in `from`: relative, aliased by tsconfig paths, or another package of the same workspace. Undefined for packages from outside. */
  resolveSpecifier(from: string, specifier: string): string | undefined;
  /**
   * Follows an expression to what defines it: through constants, imports, re-exports, members of object literals and of namespaces,
   * static members of classes, casts. Gives up (with the last expression reached) at parameters, calls and anything written twice.
   */
  resolve(expression: Expression, module: Module): Definition;
  /** The same for a name bound in a module. */
  resolveBinding(binding: string, module: Module): Definition;
  /** The same for an exported name ("default", "*", "=" included). */
  resolveExport(file: string, name: string): Definition | undefined;
  /** The class or outside symbol that a type names. */
  resolveType(type: TypeRef, module: Module): Definition | undefined;
  /** The body of a function that is read as what the function stands for (the schema that it makes, the value that a getter gives), without being run. */
  readBody(node: FunctionNode): FunctionNode["body"];
  /** Whether a body has been read so: what is known elsewhere may rest on every word of it. */
  wasRead(node: FunctionNode): boolean;
  /** The modules lowered so far. */
  lowered(): readonly Module[];
  /** The literal value of an expression, folded through constants, concatenation and enum members. */
  constant(expression: Expression, module: Module): string | number | boolean | null | undefined;
}

/** What an expression stands for. */
export type Definition =
  | { readonly kind: "function"; readonly function: FunctionNode; readonly module: Module }
  | { readonly kind: "class"; readonly class: ClassNode; readonly module: Module }
  /** Something from a package outside of the workspace: `import { exec } from "child_process"` is ["exec"] of "child_process"; the whole module is []. "node:" is stripped. Default exports are ["default"]. */
  | { readonly kind: "external"; readonly package: string; readonly path: readonly string[] }
  /** A whole module of the workspace. */
  | { readonly kind: "module"; readonly module: Module }
  /** A global name, with the members read from it: `process.env` is ["process", "env"]. */
  | { readonly kind: "global"; readonly path: readonly string[] }
  /** A parameter, with the members read from it. */
  | { readonly kind: "parameter"; readonly function: FunctionNode; readonly index: number; readonly binding: string; readonly path: readonly string[]; readonly module: Module }
  /** The expression at which following ended: an object literal, a call, a literal, … */
  | { readonly kind: "expression"; readonly expression: Expression; readonly module: Module };
