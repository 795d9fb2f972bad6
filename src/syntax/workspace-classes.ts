import type { TextRange } from "../base/text";
import type { ClassMember, ClassNode, Expression, FunctionNode, Module } from "./program";
import { walkExpression, walkFunction } from "./walk";

/** What is assigned to the fields of a class's instances outside of their declarations. */
export interface FieldWrites {
  readonly count: number;
  /** The value of the last assignment found. */
  readonly value: Expression;
}

/** Finds which class `this` belongs to and what its fields hold. Remembers by module and class, which never change. */
export interface ClassIndex {
  /** The class that `this` means at an offset, and whether it is the class itself (in a static member); undefined outside of classes. */
  enclosing(module: Module, offset: number): { readonly class: ClassNode; readonly isStatic: boolean } | undefined;
  /** The assignments `this.name = …` in the members of a class. */
  writes(node: ClassNode, name: string): FieldWrites | undefined;
}

/** Makes an empty index. */
export function createClassIndex(): ClassIndex {
  const nested = new WeakMap<Module, { readonly functions: Nested<FunctionNode>; readonly classes: Nested<ClassNode> }>();
  const written = new WeakMap<ClassNode, ReadonlyMap<string, FieldWrites>>();

  function nestedIn(module: Module): { readonly functions: Nested<FunctionNode>; readonly classes: Nested<ClassNode> } {
    let known = nested.get(module);
    if (known === undefined) {
      known = { functions: nest(module.functions.values()), classes: nest(module.classes.values()) };
      nested.set(module, known);
    }
    return known;
  }

  return {
    enclosing(module, offset) {
      const { functions, classes } = nestedIn(module);
      const node = innermost(classes, offset);
      const holder = thisHolder(module, functions, offset);
      if (node === undefined || holder === undefined) return undefined;
      // A class inside the function: the offset lies in the value of one of its fields.
      if (holder.memberOf === node.id) return { class: node, isStatic: memberOf(node, holder)?.isStatic ?? false };
      const isField = node.range.start >= holder.range.start && node.range.end <= holder.range.end;
      if (!isField) return undefined;
      const member = node.members.find((each) => each.range.start <= offset && offset < each.range.end);
      return { class: node, isStatic: member?.isStatic ?? false };
    },
    writes(node, name) {
      let writes = written.get(node);
      if (writes === undefined) {
        writes = collectWrites(node);
        written.set(node, writes);
      }
      return writes.get(name);
    },
  };
}

/** Things with ranges that nest, sorted so that the innermost around an offset is found fast. */
interface Nested<T> {
  readonly nodes: readonly T[];
  /** For each node the place of the one around it, or -1. */
  readonly parents: readonly number[];
}

function nest<T extends { readonly range: TextRange }>(things: Iterable<T>): Nested<T> {
  const nodes = [...things].sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
  const open: number[] = [];
  const parents = nodes.map(({ range }, index) => {
    while (open.length > 0 && (nodes[open.at(-1) ?? 0]?.range.end ?? 0) <= range.start) open.pop();
    const parent = open.at(-1) ?? -1;
    open.push(index);
    return parent;
  });
  return { nodes, parents };
}

function innermost<T extends { readonly range: TextRange }>({ nodes, parents }: Nested<T>, offset: number): T | undefined {
  let low = 0;
  let high = nodes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((nodes[middle]?.range.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  // The last one that starts before the offset either holds it or stands beside it in something that does.
  for (let at = low; at >= 0; at = parents[at] ?? -1) {
    const node = nodes[at];
    if (node !== undefined && node.range.start <= offset && offset < node.range.end) return node;
  }
  return undefined;
}

/** The function whose `this` counts at an offset. */
function thisHolder(module: Module, functions: Nested<FunctionNode>, offset: number): FunctionNode | undefined {
  let found = innermost(functions, offset);
  while (found !== undefined && !found.ownThis) found = found.memberOf !== undefined ? fieldHolder(module, found) : parentOf(module, found);
  return found;
}

/** An arrow function in a field has the `this` of the instance; the function around the class stands for it. */
function fieldHolder(module: Module, node: FunctionNode): FunctionNode | undefined {
  let found = parentOf(module, node);
  while (found !== undefined && !found.ownThis) found = parentOf(module, found);
  return found;
}

function parentOf(module: Module, node: FunctionNode): FunctionNode | undefined {
  const parent = module.parents.get(node.id);
  return parent === undefined ? undefined : module.functions.get(parent);
}

function memberOf(node: ClassNode, method: FunctionNode): ClassMember | undefined {
  return node.members.find((member) => member.function?.id === method.id);
}

function collectWrites(node: ClassNode): ReadonlyMap<string, FieldWrites> {
  const writes = new Map<string, FieldWrites>();
  const visitor = {
    expression(expression: Expression): void {
      if (expression.kind !== "assign" || expression.target.kind !== "place") return;
      const { place } = expression.target;
      if (place.kind !== "member" || place.object.kind !== "this" || place.property === undefined) return;
      writes.set(place.property, { count: (writes.get(place.property)?.count ?? 0) + 1, value: expression.value });
    },
    // Another function has another `this`.
    nested: (nested: FunctionNode): boolean => !nested.ownThis,
  };
  for (const member of node.members) {
    if (member.isStatic) continue;
    if (member.function !== undefined) walkFunction(member.function, visitor);
    else if (member.value !== undefined) walkExpression(member.value, visitor);
  }
  return writes;
}
