import type { Location } from "../base/text";
import type { Call, FunctionNode, Module } from "../syntax/program";
import type { Workspace } from "../syntax/workspace";
import { advertisedBy, tableOf } from "./advertised";
import { createBelonging } from "./belongs";
import type { Belonging } from "./belongs";
import { createCallers } from "./callers";
import type { Callers } from "./callers";
import { expand } from "./expand";
import type { Expansion } from "./expand";
import type { AdvertisedTool, Entry, McpModel } from "./model";
import { indexModule } from "./module-index";
import type { ModuleIndex } from "./module-index";
import { shapes } from "./shapes/index";
import { listHandler, requestHandler } from "./shapes/request-handler";
import type { CallValue, Registration, Shape } from "./shapes/shape";
import { emptyEnvironment } from "./environment";
import { createValues } from "./values";
import type { Values } from "./values";

/** What the reading of one workspace shares. */
interface Reading {
  readonly workspace: Workspace;
  readonly belonging: Belonging;
  readonly values: Values;
  readonly callers: Callers;
}

/** Names that a file holds when it is about MCP, whatever it registers. */
const MENTIONS_MCP = /modelcontextprotocol|FastMCP|["']fastmcp["']/;

/** Reads the model of one workspace again and again; what is learned of a text is kept as long as it stays the same. */
export interface McpReader {
  read(): McpModel;
}

/** What a text tells before it is understood. */
interface Glance {
  readonly text: string;
  readonly mayRegister: boolean;
  readonly mentionsMcp: boolean;
}

/** Makes a reader for a workspace that may change between two readings. */
export function createMcpReader(workspace: Workspace): McpReader {
  const glances = new Map<string, Glance>();
  const indexes = new WeakMap<Module, ModuleIndex>();
  const indexOf = (module: Module): ModuleIndex => {
    const known = indexes.get(module) ?? indexModule(module);
    indexes.set(module, known);
    return known;
  };
  const glanceAt = (file: string): Glance | undefined => {
    const text = workspace.text(file);
    const known = glances.get(file);
    if (text === undefined || known?.text === text) return text === undefined ? undefined : known;
    const glance = { text, mayRegister: shapes.some((shape) => shape.marker.test(text)), mentionsMcp: MENTIONS_MCP.test(text) };
    glances.set(file, glance);
    return glance;
  };
  return { read: () => readWith(workspace, indexOf, glanceAt) };
}

/** Reads what the code of a workspace offers. Only files whose text may register something are looked into, and what they lead to. */
export function readMcpModel(workspace: Workspace): McpModel {
  return createMcpReader(workspace).read();
}

function readWith(workspace: Workspace, indexOf: (module: Module) => ModuleIndex, glanceAt: (file: string) => Glance | undefined): McpModel {
  const values = createValues(workspace, indexOf);
  const belonging = createBelonging(workspace);
  const reading: Reading = { workspace, belonging, values, callers: createCallers(values, belonging) };
  const files = workspace.files();
  const modules = files.flatMap((file) => {
    const glance = glanceAt(file);
    return glance?.mayRegister === true && belonging.mayBelong(file, glance.text) ? (workspace.module(file) ?? []) : [];
  });
  const entries = modules.flatMap((each) => registrationsIn(each, reading));
  const all = distinct([...entries, ...forwarded(entries, modules, reading)]);
  return { entries: withAdvertised(all, modules, reading), isMcp: all.length > 0 || files.some((file) => glanceAt(file)?.mentionsMcp === true) };
}

function registrationsIn(module: Module, reading: Reading): readonly Entry[] {
  let belongs: boolean | undefined;
  return reading.values.indexOf(module).calls.flatMap(({ call, within }) => {
    const shape = shapes.find((each) => each.matches(call));
    if (shape === undefined) return [];
    belongs ??= reading.belonging.belongs(module);
    if (!belongs && shape.isCertain?.(call) !== true) return [];
    if (isForwarded(call, within, module, reading)) return [];
    return readCall(shape, call, module, reading);
  });
}

/** A call of a function of the workspace that registers in its turn: the inner call tells more, so it is read in its place. */
function isForwarded(call: Call, within: FunctionNode, module: Module, { values }: Reading): boolean {
  const callee = values.settle({ expression: call.callee, module, env: emptyEnvironment });
  return callee.kind === "function" && callee.function !== within;
}

/** Calls of local functions that look like registrations, and from which nothing else has been read. */
function forwarded(sighted: readonly Entry[], modules: readonly Module[], reading: Reading): readonly Entry[] {
  const read = new Set(sighted.map((each) => place(each.location)));
  return modules.filter((each) => reading.belonging.belongs(each)).flatMap((module) =>
    reading.values.indexOf(module).calls.flatMap(({ call, within }) => {
      const shape = shapes.find((each) => each.matches(call));
      if (shape === undefined || shape === requestHandler || read.has(place({ file: module.file, range: call.range }))) return [];
      return isForwarded(call, within, module, reading) ? readCall(shape, call, module, reading) : [];
    }),
  );
}

function readCall(shape: Shape, call: Call, module: Module, { values, callers }: Reading): readonly Entry[] {
  const at = (env: CallValue["env"]): CallValue => ({ expression: call, module, env });
  const expansions = expand((env) => ({ name: undefined, handler: undefined, ...shape.drivers(at(env), values) }), emptyEnvironment, values, callers);
  return expansions.flatMap((expansion) => shape.read(at(expansion.env), values).map((registration) => entryOf(registration, call, module, expansion)));
}

function entryOf(registration: Registration, call: Call, module: Module, { site }: Expansion): Entry {
  const { kind, name, description, handler, inputs } = registration;
  const location = { file: (site?.module ?? module).file, range: (site?.call ?? call).range };
  return {
    kind,
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    handler: handler.ref,
    inputs: inputs.map((each) => ({ ...each, parameter: each.parameter + handler.shift })),
    location,
    advertised: [],
  };
}

/** One handler that is registered twice under one name (for two transports, in two branches) is one entry. */
function distinct(sighted: readonly Entry[]): readonly Entry[] {
  const seen = new Set<string>();
  return sighted.filter((entry) => {
    const ref = entry.handler;
    const bound = entry.name === undefined ? ref.bound.map((each) => `${each.module.file}:${each.value.range.start}`).join() : "";
    const key = [entry.kind, entry.name ?? "", ref.module.file, ref.function.id, ref.classId ?? "", bound].join("\0");
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Gives dispatchers the tools that their server lists: from the same file if it has any, or else from the same package. */
function withAdvertised(entries: readonly Entry[], modules: readonly Module[], reading: Reading): readonly Entry[] {
  const isDispatcher = (entry: Entry) => entry.kind === "tool" && entry.inputs.some((each) => each.role === "name");
  if (!entries.some(isDispatcher)) return entries;
  const lists = modules.flatMap((module) => listsIn(module, reading));
  return entries.map((entry) => {
    if (!isDispatcher(entry)) return entry;
    const here = lists.filter((each) => each.file === entry.location.file);
    const near = here.length > 0 ? here : lists.filter((each) => reading.belonging.packageOf(each.file) === reading.belonging.packageOf(entry.location.file));
    return { ...entry, advertised: served(entry, near.flatMap((each) => each.tools), reading) };
  });
}

function listsIn(module: Module, { values, callers }: Reading): readonly { readonly file: string; readonly tools: readonly AdvertisedTool[] }[] {
  const calls = values.indexOf(module).callsByName.get("setRequestHandler") ?? [];
  return calls.flatMap(({ call }) => {
    const list = listHandler({ expression: call, module, env: emptyEnvironment }, values);
    if (list === undefined) return [];
    const expansions = expand((env) => ({ name: undefined, handler: { ...list, env } }), emptyEnvironment, values, callers);
    return [{ file: module.file, tools: expansions.flatMap(({ env }) => advertisedBy({ ...list, env }, values)) }];
  });
}

/** Tools without a function of their own are looked up in the tables of the dispatcher. */
function served(entry: Entry, tools: readonly AdvertisedTool[], { values }: Reading): readonly AdvertisedTool[] {
  const { function: node, module } = entry.handler;
  const table = tableOf({ kind: "function", function: node, module, env: emptyEnvironment, shift: 0 }, values);
  const names = new Map<string, AdvertisedTool>();
  for (const each of tools) if (!names.has(each.name)) names.set(each.name, each);
  for (const [name, handler] of table) {
    const known = names.get(name);
    if (known === undefined) continue;
    names.set(name, { ...known, handler: known.handler ?? handler });
  }
  return [...names.values()];
}

function place(location: Location): string {
  return `${location.file}:${location.range.start}`;
}
