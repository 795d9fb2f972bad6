import type { Call, Expression, Module, ObjectExpression } from "../syntax/program";
import type { Definition, Workspace } from "../syntax/workspace";
import type { Schema, SchemaCode } from "./schema";

/** An expression, and the module whose names it uses. */
export interface Site {
  readonly expression: Expression;
  readonly module: Module;
}

/** What a name stands for where the workspace alone can't tell: a parameter of a wrapper whose caller is known. */
export type Lookup = (binding: string, module: Module) => Site | undefined;

/** Reads schemas within one workspace; handed to the readers of the single libraries so that they can read what is nested. */
export interface Reader {
  readonly workspace: Workspace;
  /** Reads a schema of any library. */
  read(site: Site): Schema;
  /** What an expression stands for, known parameters included. */
  follow(site: Site): Definition;
  /** The object literal that an expression stands for. */
  object(site: Site): { readonly object: ObjectExpression; readonly module: Module } | undefined;
  /** The elements of an array literal, spreads of other literals included; undefined where it is not one. */
  elements(site: Site): readonly Site[] | undefined;
  /** The literal value of an expression. */
  constant(site: Site): string | number | boolean | null | undefined;
  /** The same reader, to which some more names are known. */
  knowing(names: Lookup): Reader;
  /** The function that an expression stands for, where it is one of the workspace. */
  code(site: Site | undefined): SchemaCode | undefined;
}

/** Reads the calls of one schema library. Undefined: this is none of its calls. */
export type LibraryReader = (call: Call, definition: Definition, module: Module, reader: Reader) => Schema | undefined;

/** The arguments of a call as sites. */
export function argumentSites(call: Call, module: Module): readonly Site[] {
  return call.arguments.map((expression) => ({ expression, module }));
}
