import { ts } from "ts-morph";
import type { ClassMember, ClassNode, TypeRef } from "../program";
import type { Context, NameHint } from "./context";
import { inScope, rangeOf } from "./context";
import { hasModifier, lowerDecorators } from "./functions";
import { lowerPropertyName } from "./patterns";
import { declareName } from "./scopes";
import { lowerType } from "./types";

const K = ts.SyntaxKind;

/** Lowers a class. Its id is the offset at which it starts. */
export function lowerClass(context: Context, node: ts.ClassLikeDeclaration, hint: NameHint): ClassNode {
  const range = rangeOf(context, node);
  const id = String(range.start);
  const decorators = lowerDecorators(context, node);
  return inScope(context, (scope) => {
    if (node.kind === K.ClassExpression && node.name !== undefined) {
      const binding = declareName(context, scope, node.name.text, node.name, "class");
      binding.class = id;
      binding.writes = 1;
    }
    const heritage = (token: ts.SyntaxKind) => node.heritageClauses?.find((clause) => clause.token === token)?.types ?? [];
    const parent = heritage(K.ExtendsKeyword)[0];
    const base = parent === undefined ? undefined : context.expression(parent.expression);
    const members: ClassMember[] = [];
    for (const member of node.members) {
      const lowered = lowerMember(context, member, id);
      if (lowered !== undefined) members.push(lowered);
    }
    const made: ClassNode = {
      id,
      name: node.name?.text ?? hint.name,
      base,
      members,
      decorators,
      range,
      implements: heritage(K.ImplementsKeyword).map((type): TypeRef => lowerType(context, type) ?? { name: "unknown", args: [] }),
    };
    context.classes.set(id, made);
    return made;
  });
}

function lowerMember(context: Context, node: ts.ClassElement, classId: string): ClassMember | undefined {
  const range = rangeOf(context, node);
  const isStatic = hasModifier(node, K.StaticKeyword);
  switch (node.kind) {
    case K.Constructor:
    case K.MethodDeclaration:
    case K.GetAccessor:
    case K.SetAccessor: {
      const method = node as ts.ConstructorDeclaration | ts.MethodDeclaration | ts.AccessorDeclaration;
      // Overloads and abstract methods have no body and do nothing.
      if (method.body === undefined) return undefined;
      const name = node.kind === K.Constructor ? "constructor" : memberName(context, node);
      const made = context.functionNode(method, { name, memberOf: classId });
      return { name, kind: MEMBER_KINDS.get(node.kind) ?? "method", isStatic, function: made, range, decorators: made.decorators };
    }
    case K.PropertyDeclaration:
      return lowerField(context, node as ts.PropertyDeclaration, classId, isStatic);
    case K.ClassStaticBlockDeclaration: {
      const name = "static {}";
      const made = context.functionNode(node as ts.ClassStaticBlockDeclaration, { name, memberOf: classId });
      return { name, kind: "method", isStatic: true, function: made, range, decorators: [] };
    }
    default:
      return undefined;
  }
}

const MEMBER_KINDS: ReadonlyMap<ts.SyntaxKind, ClassMember["kind"]> = new Map([
  [K.Constructor, "constructor"],
  [K.MethodDeclaration, "method"],
  [K.GetAccessor, "getter"],
  [K.SetAccessor, "setter"],
]);

function lowerField(context: Context, node: ts.PropertyDeclaration, classId: string, isStatic: boolean): ClassMember {
  const decorators = lowerDecorators(context, node);
  const name = memberName(context, node);
  const outer = context.inClassBody;
  context.inClassBody = true;
  const value = node.initializer === undefined ? undefined : context.expression(node.initializer, { name, memberOf: classId });
  context.inClassBody = outer;
  return {
    name,
    kind: "field",
    isStatic,
    function: value?.kind === "function" ? value.function : undefined,
    value,
    type: lowerType(context, node.type),
    range: rangeOf(context, node),
    decorators,
  };
}

/** The name of a member; a computed one is its source in brackets, which no property access ever has. */
function memberName(context: Context, node: ts.ClassElement): string {
  if (node.name === undefined) return "";
  const name = lowerPropertyName(context, node.name);
  return typeof name === "string" ? name : `[${context.text.slice(name.range.start, name.range.end)}]`;
}
