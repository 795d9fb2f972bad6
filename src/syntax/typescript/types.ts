import { ts } from "ts-morph";
import type { TypeRef } from "../program";
import type { Context } from "./context";
import { noteLiteral, plainType, rangeOf } from "./context";
import { lookup } from "./scopes";

const K = ts.SyntaxKind;

/** How deep a type is read: more than enough for `Promise<Array<Foo>>`. */
const TYPE_DEPTH = 8;

/** What is left of a type annotation: its name, as far as the text tells. */
export function lowerType(context: Context, node: ts.TypeNode | undefined, depth = 0): TypeRef | undefined {
  if (node === undefined) return undefined;
  if (depth > TYPE_DEPTH) return plainType("unknown");
  switch (node.kind) {
    case K.TypeReference:
      return lowerReference(context, node as ts.TypeReferenceNode, depth);
    case K.ExpressionWithTypeArguments:
      return lowerHeritage(context, node as ts.ExpressionWithTypeArguments, depth);
    case K.ArrayType:
      return { name: "Array", args: lowerTypes(context, [(node as ts.ArrayTypeNode).elementType], depth) };
    case K.TupleType:
      return { name: "Array", args: lowerTypes(context, (node as ts.TupleTypeNode).elements, depth) };
    case K.UnionType:
      return lowerUnion(context, node as ts.UnionTypeNode, depth);
    case K.IntersectionType:
      return lowerType(context, (node as ts.IntersectionTypeNode).types[0], depth + 1);
    case K.ParenthesizedType:
    case K.OptionalType:
    case K.RestType:
    case K.TypeOperator:
    case K.NamedTupleMember:
      return lowerType(context, (node as ts.ParenthesizedTypeNode).type, depth + 1);
    case K.LiteralType:
      noteLiteral(context, rangeOf(context, node));
      return lowerLiteralType((node as ts.LiteralTypeNode).literal);
    case K.TypeQuery: {
      const name = entityName((node as ts.TypeQueryNode).exprName);
      return { name: "typeof", args: [{ name, binding: bindingOf(context, name), args: [] }] };
    }
    case K.ImportType: {
      const type = node as ts.ImportTypeNode;
      return plainType(type.qualifier === undefined ? "unknown" : entityName(type.qualifier));
    }
    case K.FunctionType:
    case K.ConstructorType:
      return plainType("Function");
    case K.TypeLiteral:
    case K.MappedType:
      return plainType("object");
    case K.TypePredicate:
      return plainType("boolean");
    default:
      return plainType(KEYWORDS.get(node.kind) ?? "unknown");
  }
}

/** The same for a list of types. */
export function lowerTypes(context: Context, nodes: readonly ts.TypeNode[] | undefined, depth = 0): readonly TypeRef[] {
  if (nodes === undefined || nodes.length === 0) return NONE;
  return nodes.map((node) => lowerType(context, node, depth + 1) ?? plainType("unknown"));
}

const NONE: readonly TypeRef[] = [];

const KEYWORDS: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [K.StringKeyword, "string"],
  [K.NumberKeyword, "number"],
  [K.BooleanKeyword, "boolean"],
  [K.AnyKeyword, "any"],
  [K.UnknownKeyword, "unknown"],
  [K.VoidKeyword, "void"],
  [K.NeverKeyword, "never"],
  [K.ObjectKeyword, "object"],
  [K.UndefinedKeyword, "undefined"],
  [K.BigIntKeyword, "bigint"],
  [K.SymbolKeyword, "symbol"],
  [K.ThisType, "this"],
  [K.TemplateLiteralType, "string"],
]);

function lowerReference(context: Context, node: ts.TypeReferenceNode, depth: number): TypeRef {
  const name = entityName(node.typeName);
  // `const Args = z.object(…); type Args = z.infer<typeof Args>`: the type is the alias, not the variable of that name.
  const alias = node.typeArguments === undefined ? context.aliases.get(name) : undefined;
  if (alias !== undefined) return lowerAlias(context, name, alias);
  return { name, binding: bindingOf(context, name), args: lowerTypes(context, node.typeArguments, depth) };
}

/** Each alias is lowered once: aliases that name each other twice would double the work at every level. */
function lowerAlias(context: Context, name: string, node: ts.TypeNode): TypeRef {
  if (context.aliasTypes.has(name)) return context.aliasTypes.get(name) ?? plainType("unknown");
  context.aliasTypes.set(name, undefined);
  const type = lowerType(context, node) ?? plainType("unknown");
  context.aliasTypes.set(name, type);
  return type;
}

function lowerHeritage(context: Context, node: ts.ExpressionWithTypeArguments, depth: number): TypeRef {
  const name = context.text.slice(node.expression.getStart(context.source), node.expression.end);
  return { name, binding: bindingOf(context, name), args: lowerTypes(context, node.typeArguments, depth) };
}

function lowerUnion(context: Context, node: ts.UnionTypeNode, depth: number): TypeRef {
  const members = node.types.map((type) => lowerType(context, type, depth + 1) ?? plainType("unknown"));
  const present = members.filter((member) => member.name !== "null" && member.name !== "undefined");
  const first = present.find((member) => member.values === undefined) ?? present[0] ?? plainType("undefined");
  const values = present.every((member) => member.values !== undefined) ? present.flatMap((member) => member.values ?? []) : undefined;
  return values === undefined || values.length === 0 ? first : { name: first.name, args: NONE, values };
}

function lowerLiteralType(literal: ts.LiteralTypeNode["literal"]): TypeRef {
  switch (literal.kind) {
    case K.StringLiteral:
    case K.NoSubstitutionTemplateLiteral:
      return { name: "string", args: NONE, values: [literal.text] };
    case K.NumericLiteral:
      return { name: "number", args: NONE, values: [Number(literal.text)] };
    case K.TrueKeyword:
    case K.FalseKeyword:
      return { name: "boolean", args: NONE, values: [literal.kind === K.TrueKeyword] };
    case K.NullKeyword:
      return plainType("null");
    default:
      return plainType("number");
  }
}

function entityName(node: ts.EntityName): string {
  return node.kind === K.Identifier ? node.text : `${entityName(node.left)}.${node.right.text}`;
}

function bindingOf(context: Context, name: string): string | undefined {
  const dot = name.indexOf(".");
  return lookup(context, dot < 0 ? name : name.slice(0, dot))?.id;
}
