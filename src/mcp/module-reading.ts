import type { Location } from "../base/text";
import type { Call, Module } from "../syntax/program";
import { advertisedBy, tableOf } from "./advertised";
import type { Belonging } from "./belongs";
import type { Callers } from "./callers";
import { emptyEnvironment } from "./environment";
import { expand } from "./expand";
import type { AdvertisedTool, Entry, Input } from "./model";
import { declaredShapes, guessedShapes, shapes } from "./shapes/index";
import { listHandler, requestHandler } from "./shapes/request-handler";
import type { CallValue, DeclaredShape, Registration, Shape } from "./shapes/shape";
import type { Values } from "./values";

/** What the reading of the modules of one workspace shares, as the workspace is now. */
export interface Reading {
  readonly belonging: Belonging;
  readonly values: Values;
  readonly callers: Callers;
}

/** What has been read of one module; parts that are seldom needed are read when first asked for. */
export interface ModuleReading {
  /** What it registers. */
  readonly entries: readonly Entry[];
  /** What its calls of local functions register that look like registrations themselves: to be used where nothing has been read of the inner calls. */
  forwarded(reading: Reading, isRead: (location: Location) => boolean): readonly Entry[];
  /** The tools that its handlers of "tools/list" give back; undefined where it has no such handler. */
  listed(reading: Reading): readonly AdvertisedTool[] | undefined;
  /** What looks like a tool in it. */
  readonly guessed: readonly Entry[];
  /** The functions that one of the entries finds by the name of the tool. */
  table(entry: Entry, reading: Reading): Table;
}

/** Functions by the name of the tool that they serve. */
type Table = ReturnType<typeof tableOf>;

/** A call that looks like a registration. */
interface Candidate {
  readonly call: Call;
  readonly shape: Shape;
  /** It calls a function of the workspace that registers in its turn: the inner call tells more, so it is read in its place. */
  readonly isForwarded: boolean;
}

/** Reads what a module registers. */
export function readModule(module: Module, reading: Reading): ModuleReading {
  const belongs = reading.belonging.belongs(module);
  const candidates = candidatesIn(module, belongs, reading);
  const forwarded = new Map<Call, readonly Entry[]>();
  const tables = new Map<Entry, Table>();
  let listed: { readonly tools: readonly AdvertisedTool[] | undefined } | undefined;
  return {
    entries: [...candidates.flatMap(({ call, shape, isForwarded }) => (isForwarded ? [] : readCall(shape, call, module, reading))), ...(belongs ? declaredIn(declaredShapes, module, reading) : [])],
    guessed: belongs ? declaredIn(guessedShapes, module, reading) : [],
    forwarded(now, isRead) {
      if (!belongs) return [];
      return candidates.flatMap(({ call, shape, isForwarded }) => {
        if (!isForwarded || shape === requestHandler || isRead({ file: module.file, range: call.range })) return [];
        return remembered(forwarded, call, () => readCall(shape, call, module, now));
      });
    },
    listed: (now) => (listed ??= { tools: listedIn(module, now) }).tools,
    table: (entry, now) => remembered(tables, entry, () => tableOfHandler(entry, now)),
  };
}

function candidatesIn(module: Module, belongs: boolean, { values }: Reading): readonly Candidate[] {
  return values.indexOf(module).calls.flatMap(({ call, within }): readonly Candidate[] => {
    const shape = shapes.find((each) => each.matches(call));
    if (shape === undefined || (!belongs && shape.isCertain?.(call) !== true)) return [];
    const callee = values.settle({ expression: call.callee, module, env: emptyEnvironment });
    return [{ call, shape, isForwarded: callee.kind === "function" && callee.function !== within }];
  });
}

function readCall(shape: Shape, call: Call, module: Module, { values, callers }: Reading): readonly Entry[] {
  const at = (env: CallValue["env"]): CallValue => ({ expression: call, module, env });
  const expansions = expand((env) => ({ name: undefined, handler: undefined, ...shape.drivers(at(env), values) }), emptyEnvironment, values, callers);
  return expansions.flatMap(({ env, site }) => {
    const location = { file: (site?.module ?? module).file, range: (site?.call ?? call).range };
    return shape.read(at(env), values).map((registration) => entryOf(registration, location));
  });
}

/** What the module declares; a pattern over its text keeps most modules from being looked through. */
function declaredIn(declared: readonly DeclaredShape[], module: Module, { values }: Reading): readonly Entry[] {
  return declared.flatMap((shape) =>
    shape.marker.test(module.text) ? shape.read(module, values).map((declaration) => entryOf(declaration, { file: module.file, range: declaration.range })) : [],
  );
}

function entryOf(registration: Registration, location: Location): Entry {
  const { kind, name, description, handler, inputs, isGuess } = registration;
  return {
    kind,
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    handler: handler.ref,
    inputs: [...inputs, ...contextOf(registration)].map((each) => ({ ...each, parameter: each.parameter + handler.shift })),
    location,
    advertised: [],
    ...(isGuess === undefined ? {} : { isGuess }),
  };
}

/** The object that SDKs pass behind everything else (`extra`, `ctx`), where the handler has a parameter for it. */
function contextOf({ kind, handler, inputs }: Registration): readonly Input[] {
  if (kind === "completion") return [];
  const last = Math.max(-1, ...inputs.map(({ parameter }) => parameter));
  const parameter = kind === "resource" ? Math.max(last, 0) + 1 : last + 1;
  return handler.ref.function.parameters[parameter + handler.shift] === undefined ? [] : [{ parameter, path: [], role: "context" }];
}

function listedIn(module: Module, { values, callers }: Reading): readonly AdvertisedTool[] | undefined {
  const calls = values.indexOf(module).callsByName.get("setRequestHandler") ?? [];
  const lists = calls.flatMap(({ call }) => listHandler({ expression: call, module, env: emptyEnvironment }, values) ?? []);
  if (lists.length === 0) return undefined;
  return lists.flatMap((list) => {
    const expansions = expand((env) => ({ name: undefined, handler: { ...list, env } }), emptyEnvironment, values, callers);
    return expansions.flatMap(({ env }) => advertisedBy({ ...list, env }, values));
  });
}

function tableOfHandler({ handler }: Entry, { values }: Reading): Table {
  return tableOf({ kind: "function", function: handler.function, module: handler.module, env: emptyEnvironment, shift: 0 }, values);
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}
