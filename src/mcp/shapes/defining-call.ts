import type { FoundHandler } from "../handlers";
import { findHandler, handlerOfObject } from "../handlers";
import type { Entry, Input } from "../model";
import { calleeName } from "../module-index";
import type { Values } from "../values";
import { calledWithUri, descriptionKeys, describedBy, schemaKeys } from "./described";
import { readsMember } from "./arguments-place";
import { argument, argumentsInput, firstProperty, schemaIn } from "./shape";
import type { CallValue, Registration, Shape } from "./shape";
import { readTemplate, resourceInputs } from "./template";

/** How a package's function takes what it defines. */
type Notation = "object" | "positions" | "named" | "nuxt" | "mastra";

/** What a package's function of one name makes. */
interface Definer {
  readonly kind: Entry["kind"];
  readonly package: RegExp;
  readonly notation: Notation;
}

/** Functions that make something which their framework serves without being seen to. */
const FUNCTIONS: Readonly<Record<string, readonly Definer[]>> = {
  tool: [
    { kind: "tool", package: /^@anthropic-ai\/claude-(agent-sdk|code)(\/|$)/, notation: "positions" },
    { kind: "tool", package: /mcp/i, notation: "named" },
  ],
  resource: [{ kind: "resource", package: /mcp/i, notation: "named" }],
  prompt: [{ kind: "prompt", package: /mcp/i, notation: "named" }],
  createTool: [{ kind: "tool", package: /^@mastra\//, notation: "mastra" }],
  defineTool: [{ kind: "tool", package: /^tmcp(\/|$)/, notation: "object" }],
  definePrompt: [{ kind: "prompt", package: /^tmcp(\/|$)/, notation: "object" }],
  defineResource: [{ kind: "resource", package: /^tmcp(\/|$)/, notation: "object" }],
  defineTemplate: [{ kind: "resource", package: /^tmcp(\/|$)/, notation: "object" }],
  // Nuxt knows these without an import.
  defineMcpTool: [{ kind: "tool", package: /mcp/i, notation: "nuxt" }],
  defineMcpPrompt: [{ kind: "prompt", package: /mcp/i, notation: "nuxt" }],
  defineMcpResource: [{ kind: "resource", package: /mcp/i, notation: "nuxt" }],
};

/**
 * `tool(name, description, shape, handler)` of the agent SDK, Mastra's `createTool({id, inputSchema, execute})`, tmcp's `defineTool(options, handler)`
 * `defineMcpTool({inputSchema, handler})` of Nuxt's toolkit and `tool(name, {input, handler})` of @cyanheads/mcp-ts-core: a definition counts, wherever the
 * list of tools is put together.
 */
export const definingCall: Shape = {
  marker: /\b(tool|resource|prompt|createTool|define(Mcp)?(Tool|Prompt|Resource|Template))\s*[(<]/,
  matches: (call) => !call.isNew && call.callee.kind === "name" && Object.hasOwn(FUNCTIONS, call.callee.name) && call.arguments.length > 0,
  drivers(call) {
    const isPlaced = calleeName(call.expression) === "tool" && call.expression.arguments.length > 2;
    return isPlaced ? { name: argument(call, 0), handler: argument(call, 3) } : { handler: argument(call, -1) };
  },
  read(call, values) {
    const known = FUNCTIONS[calleeName(call.expression) ?? ""]?.find((each) => isFrom(call, each.package, each.notation, values));
    switch (known?.notation) {
      case undefined:
        return [];
      case "positions":
        return readPositions(call, values);
      case "named":
        return readNamed(call, known.kind, values);
      case "object":
      case "mastra":
        return readObject(call, known.kind, known.notation, values);
      case "nuxt":
        return readNuxt(call, known.kind, values);
    }
  },
};

function isFrom({ expression, module, env }: CallValue, wanted: RegExp, notation: Notation, values: Values): boolean {
  const callee = values.settle({ expression: expression.callee, module, env });
  if (callee.kind === "external") return wanted.test(callee.package);
  return callee.kind === "global" && notation === "nuxt";
}

/** `tool(name, description, shape, handler, extras?)`. */
function readPositions(call: CallValue, values: Values): readonly Registration[] {
  const [name, description, shape, last] = [0, 1, 2, 3].map((index) => argument(call, index));
  const handler = last === undefined ? undefined : findHandler(last, values);
  if (name === undefined || handler === undefined) return [];
  return [{ kind: "tool", name: values.text(name), description: values.text(description), handler, inputs: argumentsInput(schemaIn(shape, values)) }];
}

/** `tool(name, { input, handler })`, `resource(template, { params, handler })`, `prompt(name, { args, generate })`. */
function readNamed(call: CallValue, kind: Entry["kind"], values: Values): readonly Registration[] {
  const [first, object, ...others] = [0, 1, 2].map((index) => argument(call, index));
  const text = first === undefined ? undefined : values.text(first);
  const made = object === undefined || kind !== "prompt" ? undefined : values.property(object, "generate");
  const handler = object === undefined ? undefined : ((made && findHandler(made, values)) ?? handlerOfObject(object, values));
  if (first === undefined || handler === undefined || others.some((each) => each !== undefined)) return [];
  const name = kind === "resource" ? (values.text(values.property(object ?? first, "name")) ?? text) : text;
  const description = values.text(firstProperty(object, descriptionKeys, values));
  const schema = schemaIn(firstProperty(object, schemaKeys, values), values);
  if (kind !== "resource") return [{ kind, name, description, handler, inputs: argumentsInput(schema) }];
  if (text !== undefined && !text.includes("{")) return [{ kind, name, description, handler, inputs: [] }];
  const template = text === undefined ? {} : { template: readTemplate(text) };
  return [{ kind, name, description, handler, inputs: [{ parameter: 0, path: [], role: "variables", ...(schema === undefined ? {} : { schema }), ...template }] }];
}

function readObject(call: CallValue, kind: Entry["kind"], notation: Notation, values: Values): readonly Registration[] {
  const [object, beside] = [argument(call, 0), argument(call, 1)];
  const found = object === undefined ? undefined : describedBy(object, beside, kind, values);
  if (object === undefined || found === undefined) return [];
  if (kind === "resource") return [{ ...found, inputs: calledWithUri(object, values) }];
  if (notation !== "mastra") return [found];
  return [{ ...found, inputs: found.inputs.map((input) => ({ ...input, path: mastraPath(found.handler) })) }];
}

/** Until its first major version Mastra passed `{context}`, since then it passes the input itself. */
function mastraPath({ ref, shift }: FoundHandler): readonly string[] {
  return readsMember(ref, shift, "context") ? ["context"] : [];
}

/** The name is that of the file where none is given. */
function readNuxt(call: CallValue, kind: Entry["kind"], values: Values): readonly Registration[] {
  const object = argument(call, 0);
  const handler = object === undefined ? undefined : handlerOfObject(object, values);
  if (object === undefined || handler === undefined) return [];
  const name = values.text(values.property(object, "name")) ?? fileName(call);
  const description = values.text(firstProperty(object, descriptionKeys, values));
  return [{ kind, name, description, handler, inputs: nuxtInputs(object, kind, values) }];
}

function nuxtInputs(object: NonNullable<ReturnType<typeof argument>>, kind: Entry["kind"], values: Values): readonly Input[] {
  if (kind === "resource") return resourceInputs(values.property(object, "uri"), values);
  return argumentsInput(schemaIn(firstProperty(object, schemaKeys, values), values));
}

function fileName({ module }: { readonly module: CallValue["module"] }): string {
  return module.file.slice(module.file.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
}
