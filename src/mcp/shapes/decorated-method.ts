import type { Call, ClassMember, ClassNode, FunctionNode, Module } from "../../syntax/program";
import { findHandler } from "../handlers";
import type { Entry, Input } from "../model";
import { emptyEnvironment, instanceOf, memberOf } from "../environment";
import type { Value } from "../environment";
import type { Values } from "../values";
import { descriptionKeys, schemaKeys } from "./described";
import { argumentsInput, firstProperty, schemaIn } from "./shape";
import type { Declaration, DeclaredShape } from "./shape";
import { readTemplate } from "./template";

const KINDS: Readonly<Record<string, Entry["kind"]>> = { Tool: "tool", Prompt: "prompt", Resource: "resource", ResourceTemplate: "resource" };

/** A decorator, called or not, with the package that it is from. */
interface Decorator {
  readonly name: string;
  readonly package: string;
  readonly options: Value | undefined;
}

/**
 * Methods that NestJS finds by their decorators: `@Tool({name, parameters}) method(args, context)` of `@rekog/mcp-nest`,
 * `@Tool({name, paramsSchema}) method(args, extra)` of `@nestjs-mcp/server`, and those of other packages that took over the names.
 */
export const decoratedMethod: DeclaredShape = {
  marker: /@(Tool|Prompt|Resource|ResourceTemplate)\b/,
  read(module, values) {
    return [...module.classes.values()].flatMap((owner) => owner.members.flatMap((member) => declaredBy(member, owner, module, values) ?? []));
  },
};

function declaredBy(member: ClassMember, owner: ClassNode, module: Module, values: Values): Declaration | undefined {
  if (member.kind !== "method" || member.function === undefined) return undefined;
  const decorators = [...member.decorators, ...member.function.decorators].flatMap((each) => decoratorOf(each, module, values) ?? []);
  const decorator = decorators.find((each) => Object.hasOwn(KINDS, each.name) && /mcp/i.test(each.package));
  const kind = decorator === undefined ? undefined : KINDS[decorator.name];
  const self: Value = { expression: memberOf(instanceOf(owner), member.name), module, env: emptyEnvironment };
  const handler = kind === undefined ? undefined : findHandler(self, values);
  if (decorator === undefined || kind === undefined || handler === undefined) return undefined;
  const name = values.text(firstProperty(decorator.options, ["name", "uriTemplate", "uri"], values)) ?? member.name;
  const description = values.text(firstProperty(decorator.options, descriptionKeys, values));
  const inputs = kind === "resource" ? resourceInputs(decorator, member.function, values) : toolInputs(decorator, member.function, values);
  return { kind, name, ...(description === undefined ? {} : { description }), handler, inputs, range: member.range };
}

function decoratorOf(expression: ClassMember["decorators"][number], module: Module, values: Values): Decorator | undefined {
  const call: Call | undefined = expression.kind === "call" ? expression : undefined;
  const settled = values.settle({ expression: call?.callee ?? expression, module, env: emptyEnvironment });
  const name = settled.kind === "external" ? settled.path.at(-1) : undefined;
  if (settled.kind !== "external" || name === undefined) return undefined;
  const [options] = call?.arguments ?? [];
  return { name, package: settled.package, options: options === undefined ? undefined : { expression: options, module, env: emptyEnvironment } };
}

/** The parameter that is decorated with `@Payload()`, or else the first. */
function payloadOf(node: FunctionNode): number {
  const marked = node.parameters.findIndex((parameter) => parameter.decorators.some((each) => each.kind === "call" && each.callee.kind === "name" && each.callee.name === "Payload"));
  return Math.max(marked, 0);
}

function toolInputs(decorator: Decorator, node: FunctionNode, values: Values): readonly Input[] {
  const written = firstProperty(decorator.options, schemaKeys, values);
  const parameter = payloadOf(node);
  if (written !== undefined) return argumentsInput(schemaIn(written, values)).map((each) => ({ ...each, parameter }));
  // Without a schema the SDK passes `extra` alone, as `@nestjs-mcp/server` does; `@rekog/mcp-nest` passes what came, unchecked.
  return passesUnchecked(decorator) ? [{ parameter, path: [], role: "arguments" }] : [];
}

function passesUnchecked(decorator: Decorator): boolean {
  return decorator.package === "@rekog/mcp-nest";
}

/** `@rekog/mcp-nest` passes the variables and the URI in one object, `@nestjs-mcp/server` the URI and then the variables. */
function resourceInputs(decorator: Decorator, node: FunctionNode, values: Values): readonly Input[] {
  const text = values.text(firstProperty(decorator.options, ["uriTemplate", "template", "uri"], values));
  if (text === undefined || !text.includes("{")) return [];
  const template = readTemplate(text);
  if (passesUnchecked(decorator)) return [{ parameter: payloadOf(node), path: [], role: "variables", template }];
  // A fixed `uri` is compared as a whole, so what looks like a variable in it is none.
  if (firstProperty(decorator.options, ["template"], values) === undefined) return [];
  return [
    { parameter: 0, path: [], role: "uri", template },
    { parameter: 1, path: [], role: "variables", template },
  ];
}
