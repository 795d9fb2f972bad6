import type { Lookup } from "../schema/reader";
import type { ClassNode, Expression, FunctionNode, Module } from "../syntax/program";
import type { Workspace } from "../syntax/workspace";
import { bindArguments, bindingKey, sharedEnvironment } from "./environment";
import type { Environment, Value } from "./environment";
import { propertyOf } from "./members";
import type { ModuleIndex } from "./module-index";
import { settleStep } from "./settle";

/** What a value turns out to be. */
export type Settled =
  | { readonly kind: "function"; readonly function: FunctionNode; readonly module: Module; readonly env: Environment; readonly classId?: string; /** Leading parameters that `bind` has taken. */ readonly shift: number }
  | { readonly kind: "class"; readonly class: ClassNode; readonly module: Module }
  | { readonly kind: "instance"; readonly class: ClassNode; readonly module: Module; readonly env: Environment }
  | { readonly kind: "namespace"; readonly module: Module }
  | { readonly kind: "external"; readonly package: string; readonly path: readonly string[] }
  | { readonly kind: "global"; readonly path: readonly string[] }
  | { readonly kind: "expression"; readonly value: Value };

/** Finds out what values are, with loops unrolled and parameters filled in. */
export interface Values {
  readonly workspace: Workspace;
  indexOf(module: Module): ModuleIndex;
  settle(value: Value): Settled;
  /** A member of an object literal, an instance, a class or a module. */
  property(value: Value, name: string): Value | undefined;
  /** A property as a literal value. */
  constant(value: Value | undefined): string | number | boolean | null | undefined;
  /** The constant as text; undefined for anything else. */
  text(value: Value | undefined): string | undefined;
  /** What a function gives back, in the environment of a call. */
  returned(settled: Settled, args: readonly Value[]): readonly Value[];
  /** The environment as the readers of schemas understand it. */
  lookup(env: Environment): Lookup;
}

/** Real chains have fewer than twenty links; more means code that goes in circles. */
const MAX_DEPTH = 40;
/** More returns than this and nobody can say which one counts. */
const MAX_RETURNS = 8;

/** Makes the evaluator for one workspace as it is now. */
export function createValues(workspace: Workspace, indexOf: (module: Module) => ModuleIndex): Values {
  let depth = 0;
  const known = new Map<Expression, Settled>();

  const values: Values = {
    workspace,
    indexOf,
    settle(value) {
      const before = value.env.size === 0 ? known.get(value.expression) : undefined;
      if (before !== undefined) return before;
      if (depth > MAX_DEPTH) return { kind: "expression", value };
      depth++;
      const settled = settleStep(value, values);
      depth--;
      // Deep inside of another question the answer may have been cut short.
      if (value.env.size === 0 && depth < MAX_DEPTH / 2) known.set(value.expression, settled);
      return settled;
    },
    property: (value, name) => propertyOf(value, name, values),
    constant: (value) => (value === undefined ? undefined : constantOf(value, values)),
    text(value) {
      const found = values.constant(value);
      return typeof found === "string" ? found : undefined;
    },
    returned: (settled, args) => returnedBy(settled, args, values),
    lookup: (env) => (binding, module) => env.get(bindingKey(module, binding)),
  };
  return values;
}

function constantOf(value: Value, values: Values): string | number | boolean | null | undefined {
  const { workspace } = values;
  const direct = workspace.constant(value.expression, value.module);
  if (direct !== undefined) return direct;
  const settled = values.settle(value);
  if (settled.kind !== "expression") return undefined;
  const { expression, module, env } = settled.value;
  if (expression.kind !== "concat") return workspace.constant(expression, module);
  const parts = expression.parts.map((each) => values.constant({ expression: each, module, env }));
  return parts.some((each) => each === undefined) ? undefined : parts.join("");
}

function returnedBy(settled: Settled, args: readonly Value[], values: Values): readonly Value[] {
  if (settled.kind !== "function" || settled.function.isGenerator) return [];
  const env = bindArguments(new Map([...settled.env, ...sharedEnvironment(args)]), settled.function, settled.module, args);
  const all = values.indexOf(settled.module).returns.get(settled.function.id) ?? [];
  return all.slice(0, MAX_RETURNS).map((expression) => ({ expression, module: settled.module, env }));
}
