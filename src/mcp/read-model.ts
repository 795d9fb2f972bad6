import type { Location } from "../base/text";
import type { Module } from "../syntax/program";
import type { Workspace } from "../syntax/workspace";
import { createBelonging } from "./belongs";
import { createCallers } from "./callers";
import type { Asked } from "./callers";
import type { AdvertisedTool, Entry, McpModel } from "./model";
import { indexModule } from "./module-index";
import type { ModuleIndex } from "./module-index";
import { readModule } from "./module-reading";
import type { ModuleReading, Reading } from "./module-reading";
import { declaredShapes, guessedShapes, shapes } from "./shapes/index";
import { createValues } from "./values";
import { createWordHolders } from "./word-holders";

/** Names that a file holds when it is about MCP, whatever it registers. */
const MENTIONS_MCP = /modelcontextprotocol|FastMCP|["']fastmcp["']/;

/** `new McpServer(info, { requestState: { verify: codec.verify } })`: results have a member of the same name, which holds no `verify`. */
const VERIFIES_STATE = /\brequestState\s*:\s*\{[^{}]*\bverify\b/;

/** Reads the model of one workspace again and again; what is known of a module is kept until something that it rests on changes. */
export interface McpReader {
  read(): McpModel;
  /** Forgets what rests on files whose text has changed since they were read. */
  forget(files: readonly string[]): void;
  /** Forgets everything, because imports may mean other files than before. */
  forgetAll(): void;
}

/** A workspace that knows which files rest on others. */
export interface LinkedWorkspace extends Workspace {
  dependents(files: Iterable<string>): ReadonlySet<string>;
}

/** What a text tells before it is understood. */
interface Glance {
  readonly text: string;
  readonly mayRegister: boolean;
  readonly mentionsMcp: boolean;
  readonly verifiesState: boolean;
}

/** A module that may register something, with what its reading rests on besides the files that its own names lead to. */
interface Read {
  readonly module: Module;
  readonly reading: ModuleReading;
  /** Words by which callers were looked for: a file that holds one of them may hold a caller. */
  readonly words: Set<string>;
  /** Files in which callers were found, or nearly. */
  readonly files: Set<string>;
}

/** Makes a reader for a workspace that may change between two readings. */
export function createMcpReader(workspace: LinkedWorkspace): McpReader {
  const glances = new Map<string, Glance>();
  const known = new Map<string, Read>();
  const indexes = new WeakMap<Module, ModuleIndex>();
  const holders = createWordHolders(workspace);
  let belonging = createBelonging(workspace);

  const indexOf = (module: Module): ModuleIndex => {
    const index = indexes.get(module) ?? indexModule(module);
    indexes.set(module, index);
    return index;
  };
  const glanceAt = (file: string): Glance | undefined => {
    const text = workspace.text(file);
    const before = glances.get(file);
    if (text === undefined || before?.text === text) return text === undefined ? undefined : before;
    const glance = { text, mayRegister: [...shapes, ...declaredShapes, ...guessedShapes].some((shape) => shape.marker.test(text)), mentionsMcp: MENTIONS_MCP.test(text), verifiesState: VERIFIES_STATE.test(text) };
    glances.set(file, glance);
    return glance;
  };
  const holdsWord = (files: readonly string[]) => {
    const texts = files.flatMap((file) => [glances.get(file)?.text ?? "", workspace.text(file) ?? ""]);
    return (word: string) => texts.some((text) => text.includes(word));
  };
  const modules = () =>
    workspace.files().flatMap((file) => {
      const glance = glanceAt(file);
      return glance?.mayRegister === true && belonging.mayBelong(file, glance.text) ? (workspace.module(file) ?? []) : [];
    });

  return {
    read() {
      const values = createValues(workspace, indexOf);
      const during = createListening();
      const reading: Reading = { belonging, values, callers: createCallers(values, belonging, holders, during.note) };
      const all = modules().map((module) => {
        const before = known.get(module.file);
        if (before?.module === module) return before;
        const evidence = { words: new Set<string>(), files: new Set([module.file]) };
        const read: Read = { ...evidence, module, reading: during.with(evidence, () => readModule(module, reading)) };
        known.set(module.file, read);
        return read;
      });
      const entries = assemble(all, reading, during.with);
      const isSeen = (what: "mentionsMcp" | "verifiesState") => workspace.files().some((file) => glanceAt(file)?.[what] === true);
      return { entries, isMcp: entries.length > 0 || isSeen("mentionsMcp"), verifiesState: isSeen("verifiesState") };
    },
    forget(files) {
      holders.changed(files);
      const reached = workspace.dependents(files);
      const isHeld = holdsWord(files);
      for (const [file, read] of known) {
        if (some(read.files, (each) => reached.has(each)) || some(read.words, isHeld)) known.delete(file);
      }
    },
    forgetAll() {
      known.clear();
      holders.reshaped();
      belonging = createBelonging(workspace);
    },
  };
}

/** Reads what the code of a workspace offers. Only files whose text may register something are looked into, and what they lead to. */
export function readMcpModel(workspace: Workspace): McpModel {
  return createMcpReader({ ...workspace, dependents: (files) => new Set(files) }).read();
}

/** Takes what answers about callers rest on to the module that is being read. */
interface Listening {
  note(asked: Asked): void;
  with: With;
}

/** Does something of which the evidence belongs to one module. */
type With = <T>(evidence: Pick<Read, "words" | "files">, run: () => T) => T;

function createListening(): Listening {
  let current: Pick<Read, "words" | "files"> | undefined;
  return {
    note({ words, files }) {
      for (const word of words) current?.words.add(word);
      for (const file of files) current?.files.add(file);
    },
    with(evidence, run) {
      current = evidence;
      const result = run();
      current = undefined;
      return result;
    },
  };
}

/** Puts together what the single modules register. */
function assemble(all: readonly Read[], reading: Reading, during: With): readonly Entry[] {
  const direct = all.flatMap((each) => each.reading.entries.map((entry) => ({ entry, from: each })));
  const places = new Set(direct.map(({ entry }) => place(entry.location)));
  const isRead = (location: Location) => places.has(place(location));
  const forwarded = all.flatMap((from) => during(from, () => from.reading.forwarded(reading, isRead)).map((entry) => ({ entry, from })));
  const entries = withAdvertised(distinct([...direct, ...forwarded]), all, reading, during);
  return [...entries, ...unknownTo(entries, all.flatMap((each) => each.reading.guessed))];
}

/** Guesses whose function nothing that is registered leads to: by itself, or in an object that the handler has been given. */
function unknownTo(entries: readonly Entry[], guesses: readonly Entry[]): readonly Entry[] {
  const refs = entries.flatMap(({ handler, advertised }) => [handler, ...advertised.flatMap((each) => each.handler ?? [])]);
  const known = new Set(refs.map((each) => each.function));
  const guessed = new Set<string>();
  const given = entries.flatMap(({ handler }) => handler.bound);
  const isGiven = ({ handler: { function: { range }, module } }: Entry) => given.some((each) => each.module === module && each.value.range.start <= range.start && range.end <= each.value.range.end);
  // `server.registerTool(tool.name, {}, (args) => tool.handler(args, config))`: a registration by that name is the same tool.
  const names = new Set(entries.flatMap(({ kind, name }) => (kind === "tool" && name !== undefined ? [name] : [])));
  return guesses.filter((each) => {
    const made = madeAs(each.handler);
    if (known.has(each.handler.function) || guessed.has(made) || isGiven(each) || (each.name !== undefined && names.has(each.name))) return false;
    guessed.add(made);
    return true;
  });
}

/** A factory (`createTool(schema, logic)`) gives all tools one function, which differs in what the names around it stand for. */
function madeAs({ module, function: node, bound }: Entry["handler"]): string {
  return [module.file, node.id, ...bound.map(({ value, module: home, binding }) => `${binding}=${home.file}:${value.range.start}`)].join("\0");
}

/** An entry, and the module that registers it. */
interface Sighted {
  readonly entry: Entry;
  readonly from: Read;
}

/** One handler that is registered twice under one name (for two transports, in two branches) is one entry. */
function distinct(sighted: readonly Sighted[]): readonly Sighted[] {
  const seen = new Set<string>();
  return sighted.filter(({ entry }) => {
    const ref = entry.handler;
    const bound = entry.name === undefined ? ref.bound.map((each) => `${each.module.file}:${each.value.range.start}`).join() : "";
    const key = [entry.kind, entry.name ?? "", ref.module.file, ref.function.id, ref.classId ?? "", bound].join("\0");
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Gives dispatchers the tools that their server lists: from the same file if it has any, or else from the same package. */
function withAdvertised(entries: readonly Sighted[], all: readonly Read[], reading: Reading, during: With): readonly Entry[] {
  const isDispatcher = ({ entry }: Sighted) => entry.kind === "tool" && entry.inputs.some((each) => each.role === "name");
  if (!entries.some(isDispatcher)) return entries.map(({ entry }) => entry);
  const { packageOf } = reading.belonging;
  const lists = all.flatMap((each) => {
    const tools = during(each, () => each.reading.listed(reading));
    return tools === undefined ? [] : [{ file: each.module.file, tools }];
  });
  return entries.map((sighted) => {
    const { entry, from } = sighted;
    if (!isDispatcher(sighted)) return entry;
    const here = lists.filter((each) => each.file === entry.location.file);
    const near = here.length > 0 ? here : lists.filter((each) => packageOf(each.file) === packageOf(entry.location.file));
    const table = during(from, () => from.reading.table(entry, reading));
    return { ...entry, advertised: served(near.flatMap((each) => each.tools), table) };
  });
}

/** Tools without a function of their own are looked up in the tables of the dispatcher. */
function served(tools: readonly AdvertisedTool[], table: ReturnType<ModuleReading["table"]>): readonly AdvertisedTool[] {
  const names = new Map<string, AdvertisedTool>();
  for (const each of tools) if (!names.has(each.name)) names.set(each.name, each);
  for (const [name, handler] of table) {
    const known = names.get(name);
    if (known === undefined) continue;
    names.set(name, { ...known, handler: known.handler ?? handler });
  }
  return [...names.values()];
}

function some<T>(values: Iterable<T>, holds: (value: T) => boolean): boolean {
  for (const each of values) if (holds(each)) return true;
  return false;
}

function place(location: Location): string {
  return `${location.file}:${location.range.start}`;
}
