import type { ClassNode, Module } from "../../syntax/program";
import type { Schema } from "../../schema/schema";
import { findHandler } from "../handlers";
import type { Entry, Input } from "../model";
import { emptyEnvironment, instanceOf, memberOf } from "../environment";
import type { Value } from "../environment";
import type { Values } from "../values";
import { descriptionKeys } from "./described";
import { argumentsInput, firstProperty, schemaIn } from "./shape";
import type { Declaration, DeclaredShape } from "./shape";

/** The classes of mcp-framework, with the method that serves what extends them. */
const BASES: Readonly<Record<string, { readonly kind: Entry["kind"]; readonly method: string }>> = {
  MCPTool: { kind: "tool", method: "execute" },
  MCPPrompt: { kind: "prompt", method: "generateMessages" },
  MCPResource: { kind: "resource", method: "read" },
};
/** Bases between a tool and the framework's class: a project has one or two. */
const MAX_BASES = 6;

/** `class ReadTool extends MCPTool { name; schema; async execute(input) }` of mcp-framework, which loads the files of its folders. */
export const frameworkClass: DeclaredShape = {
  marker: /\bextends\s+\w/,
  read: (module, values) => [...module.classes.values()].flatMap((node) => declaredBy(node, module, values)),
};

function declaredBy(node: ClassNode, module: Module, values: Values): readonly Declaration[] {
  const base = frameworkBase(node, module, values);
  const known = base === undefined ? undefined : BASES[base];
  if (known === undefined) return [];
  const self: Value = { expression: instanceOf(node), module, env: emptyEnvironment };
  const member = (name: string): Value => ({ ...self, expression: memberOf(self.expression, name) });
  const name = values.text(firstProperty(self, ["name", "uri"], values));
  const handler = findHandler(member(known.method), values);
  if (name === undefined || handler === undefined) return [];
  const description = values.text(firstProperty(self, descriptionKeys, values));
  const shared = { name, ...(description === undefined ? {} : { description }), range: node.range };
  // A resource is read without being given anything.
  const inputs = known.kind === "resource" ? [] : argumentsInput(schemaOf(values.property(self, "schema"), values));
  return [{ ...shared, kind: known.kind, handler, inputs }, ...completion(member("complete"), shared, values)];
}

/** `complete(argumentName, value, context)` answers while a person types. */
function completion(method: Value, shared: Pick<Declaration, "name" | "range">, values: Values): readonly Declaration[] {
  const handler = findHandler(method, values);
  const inputs = [0, 1, 2].map((parameter): Input => ({ parameter, path: [], role: "completion" }));
  return handler === undefined ? [] : [{ ...shared, kind: "completion", handler, inputs }];
}

/** The framework's class that a class extends, perhaps through others of the project. */
function frameworkBase(node: ClassNode, module: Module, values: Values): string | undefined {
  let current = { node, module };
  for (let level = 0; level < MAX_BASES && current.node.base !== undefined; level++) {
    const base = values.workspace.resolve(current.node.base, current.module);
    if (base.kind === "external") {
      const name = base.path.at(-1) ?? "";
      return /mcp/i.test(base.package) && Object.hasOwn(BASES, name) ? name : undefined;
    }
    if (base.kind !== "class") return undefined;
    current = { node: base.class, module: base.module };
  }
  return undefined;
}

/** A zod object, or the framework's own notation: `{path: {type: z.string(), description: "…"}}`. */
function schemaOf(written: Value | undefined, values: Values): Schema | undefined {
  const settled = written === undefined ? undefined : values.settle(written);
  if (written === undefined || settled?.kind !== "expression" || settled.value.expression.kind !== "object") return schemaIn(written, values);
  const { value } = settled;
  const fields = new Map<string, Schema>();
  for (const each of settled.value.expression.properties) {
    const type = typeof each.key === "string" ? values.property({ ...value, expression: each.value }, "type") : undefined;
    const schema = schemaIn(type, values);
    if (typeof each.key === "string" && schema !== undefined) fields.set(each.key, schema);
  }
  const whole = schemaIn(written, values);
  return fields.size === 0 || whole?.kind !== "object" ? whole : { ...whole, fields };
}
