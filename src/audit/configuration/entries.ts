import type { JsonObject } from "../../base/json";
import type { TextRange } from "../../base/text";
import type { ClientEntry } from "../audit";
import { clientFilesOf } from "./client-files";
import { clients, unknownClient, type Client } from "./clients";
import { memberOf, nodeAt, objectOf, textMapOf, textOf, textsOf, type ConfigMember, type ConfigNode, type ConfigProblem } from "./node";
import { notationOf, parseConfig, type Notation } from "./parse";

/** A server as one place of a configuration file describes it. */
export interface LocatedEntry {
  readonly entry: ClientEntry;
  readonly client: Client;
  /** Where its name stands. */
  readonly nameRange: TextRange;
  /** All that the file says of it. */
  readonly node: ConfigNode;
  /** For what the file says for one folder only: that folder. */
  readonly within?: string;
  /** The keys that lead to the object that holds the servers and, in files of VS Code, its `inputs`. */
  readonly inputsOf?: readonly string[];
  /** Where the parts of `entry` stand: "command", "args[0]", "env.KEY", "headers.Name", "url", "cwd". */
  readonly places: Readonly<Record<string, ConfigNode>>;
}

/** What a client is asked for when it starts, as VS Code's `inputs` say. */
export interface InputDefinition {
  readonly id: string;
  readonly type: string;
  readonly description?: string;
  readonly isPassword: boolean;
  readonly options?: readonly string[];
  readonly fallback?: string;
}

/** What a configuration file says of servers: as much as could be read, and what could not. */
export interface ConfigurationReading {
  readonly file: string;
  readonly notation: Notation;
  readonly entries: readonly LocatedEntry[];
  readonly inputs: readonly InputDefinition[];
  readonly problems: readonly ConfigProblem[];
  /** The whole file. */
  readonly root?: ConfigNode;
}

/** More servers than this are nobody's. */
const MAX_ENTRIES = 1_000;

/**
 * Reads the servers of a configuration file. Never throws, and a mistake in one entry hides no other.
 * @param file its name says whose it is and how it is written; where the table does not know it, its keys do
 */
export function readConfiguration(file: string, text: string): ConfigurationReading {
  const notation = notationOf(file);
  const { root, problems: mistakes } = parseConfig(text, notation);
  const problems = [...mistakes];
  const places = placesFor(file, root);
  const entries = places.flatMap(({ client, keys }) => {
    const sandbox = nodeAt(root, [...keys.slice(0, -1), "sandbox"]);
    const shared = client.id === "vscode" && sandbox?.members ? { sandbox: objectOf(sandbox) } : {};
    return serversAt(root, keys).flatMap(({ list, within }) => membersOf(list).flatMap((member) => readEntry(member, { client, file, within, shared, inputsOf: keys.slice(0, -1) }, problems)));
  });
  const inputs = places.flatMap(({ keys }) => readInputs(nodeAt(root, [...keys.slice(0, -1), "inputs"])));
  return { file, notation, entries: entries.slice(0, MAX_ENTRIES), inputs, problems, ...(root ? { root } : {}) };
}

/** Where a part of an entry stands, by its name in `places` or by its own keys; the entry's name where that is not in the file. */
export function rangeOfField(located: LocatedEntry, field: string | undefined): TextRange {
  if (field === undefined) return located.nameRange;
  const known = Object.hasOwn(located.places, field) ? located.places[field] : nodeAt(located.node, field.split(".").flatMap((part) => [part.replace(/\[\d+\]$/, ""), ...[...part.matchAll(/\[(\d+)\]$/g)].map(([, index]) => Number(index))]));
  return known?.range ?? located.nameRange;
}

function placesFor(file: string, root: ConfigNode | undefined): readonly { readonly client: Client; readonly keys: readonly string[] }[] {
  const rows = clientFilesOf(file);
  // A client reads files of the same name in the workspace and at home.
  if (rows.length > 0) return [...new Map(rows.map(({ client, row }) => ({ client, keys: row.servers ?? client.servers })).map((place) => [[place.client.id, ...place.keys].join(), place])).values()];
  const client = clients.find(({ servers: [key = ""], id }) => key !== "mcpServers" && id !== "goose" && memberOf(root, key)) ?? unknownClient;
  return [{ client, keys: client.servers }];
}

/** Follows keys; `*` stands for every member. */
function serversAt(root: ConfigNode | undefined, keys: readonly string[]): readonly { readonly list: ConfigNode; readonly within?: string }[] {
  const any = keys.indexOf("*");
  if (any === -1) {
    const list = nodeAt(root, keys);
    return list ? [{ list }] : [];
  }
  const members = nodeAt(root, keys.slice(0, any))?.members ?? [];
  return members.flatMap(({ key, value }) => serversAt(value, keys.slice(any + 1)).map(({ list }) => ({ list, within: key })));
}

/** Servers by name; where they are a list, each says its own. */
function membersOf({ members, items }: ConfigNode): readonly ConfigMember[] {
  if (members) return members.filter((member) => memberOf({ range: member.keyRange, members }, member.key) === member);
  return (items ?? []).map((value, index) => {
    const name = memberOf(value, "name");
    return { key: textOf(name?.value) ?? `#${index + 1}`, keyRange: name?.value.range ?? value.range, value };
  });
}

/** What the entries of one list have in common. */
interface Around {
  readonly client: Client;
  readonly file: string;
  readonly within: string | undefined;
  readonly shared: Pick<ClientEntry, "sandbox">;
  readonly inputsOf: readonly string[];
}

function readEntry({ key: name, keyRange: nameRange, value: node }: ConfigMember, { client, file, within, shared, inputsOf }: Around, problems: ConfigProblem[]): readonly LocatedEntry[] {
  if (!node.members) {
    problems.push({ range: node.range, message: `Server "${name}" is no object` });
    return [];
  }
  const { shape } = client;
  const type = textOf(memberOf(node, "type")?.value) ?? textOf(memberOf(node, "transport")?.value);
  if (type !== undefined && shape.ignoredTypes.includes(type)) return [];
  const places = placesOf(node, client);
  const { command, url } = places;
  const text = (key: string): string | undefined => textOf(places[key]);
  const isSse = type === "sse" || (url !== undefined && shape.sse.some((key) => memberOf(node, key)?.value === url));
  const transport = command && type !== "http" && type !== "sse" ? "stdio" : isSse ? "sse" : "http";
  if (text("command") === undefined && text("url") === undefined) {
    // An extension of the client brings its own program along.
    if (textOf(memberOf(node, "source")?.value) !== "extension") problems.push({ range: nameRange, message: `Server "${name}" has neither a command nor an address` });
    return [];
  }
  const parts = {
    command: text("command"),
    args: command ? argsOf(places) : undefined,
    cwd: text("cwd"),
    env: named(places, "env."),
    envFile: text("envFile"),
    url: text("url"),
    headers: headersOf(places, node, client),
  };
  const given = Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as Pick<ClientEntry, "command" | "args" | "cwd" | "env" | "envFile" | "url" | "headers">; // `fromEntries` forgets the keys.
  const entry: ClientEntry = { client: client.id, file, name, transport, ...given, isDisabled: isDisabled(node), ...shared, raw: objectOf(node) };
  return [{ entry, client, nameRange, node, places, ...(client.variables.includes("input") ? { inputsOf } : {}), ...(within === undefined ? {} : { within }) }];
}

/** The nodes of what an entry says, under the same names for every client. */
function placesOf(node: ConfigNode, { shape }: Client): Readonly<Record<string, ConfigNode>> {
  const places: [string, ConfigNode | undefined][] = [];
  const value = (key: string): ConfigNode | undefined => memberOf(node, key)?.value;
  const program = value(shape.command);
  // Zed once had an object here.
  const inner = program?.members ? program : undefined;
  const words = [...(program?.items?.slice(1) ?? []), ...((inner ? memberOf(inner, "args")?.value : value(shape.args))?.items ?? [])];
  places.push(["command", inner ? memberOf(inner, "path")?.value : (program?.items?.[0] ?? program)]);
  places.push(...words.map((word, index): [string, ConfigNode] => [`args[${index}]`, word]));
  for (const { key, value: each } of (inner ? memberOf(inner, "env")?.value : value(shape.env))?.members ?? []) places.push([`env.${key}`, each]);
  for (const headers of [shape.headers, shape.headersFromEnvironment]) for (const { key, value: each } of (headers === undefined ? undefined : value(headers))?.members ?? []) places.push([`headers.${key}`, each]);
  if (shape.bearerFromEnvironment !== undefined) places.push(["headers.Authorization", value(shape.bearerFromEnvironment)]);
  places.push(["url", [...shape.http, ...shape.sse].map(value).find((each) => each !== undefined)], ["cwd", value("cwd")], ["envFile", value("envFile")]);
  return Object.fromEntries(places.filter((place): place is [string, ConfigNode] => place[1] !== undefined));
}

function argsOf(places: Readonly<Record<string, ConfigNode>>): readonly string[] {
  return textsOf({ range: { start: 0, end: 0 }, items: Object.entries(places).flatMap(([key, node]) => (key.startsWith("args[") ? [node] : [])) }) ?? [];
}

function named(places: Readonly<Record<string, ConfigNode>>, prefix: string): Readonly<Record<string, string>> | undefined {
  const members = Object.entries(places).flatMap(([key, value]) => (key.startsWith(prefix) ? [{ key: key.slice(prefix.length), keyRange: value.range, value }] : []));
  return members.length === 0 ? undefined : textMapOf({ range: { start: 0, end: 0 }, members });
}

/** Headers with their values; where only a variable is named, as a reference to it. */
function headersOf(places: Readonly<Record<string, ConfigNode>>, node: ConfigNode, { shape }: Client): Readonly<Record<string, string>> | undefined {
  const all = named(places, "headers.");
  if (!all || (shape.headersFromEnvironment ?? shape.bearerFromEnvironment) === undefined) return all;
  const given = memberOf(node, shape.headers)?.value;
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => {
      if (given && memberOf(given, name)) return [name, value];
      const isListed = shape.headersFromEnvironment !== undefined && memberOf(memberOf(node, shape.headersFromEnvironment)?.value, name);
      return [name, isListed ? `\${env:${value}}` : `Bearer \${env:${value}}`];
    }),
  );
}

function isDisabled(node: ConfigNode): boolean {
  return memberOf(node, "disabled")?.value.scalar === true || memberOf(node, "enabled")?.value.scalar === false;
}

function readInputs(list: ConfigNode | undefined): readonly InputDefinition[] {
  return (list?.items ?? []).flatMap((item) => {
    const raw: JsonObject = objectOf(item);
    const { id, type, description, password, options } = raw;
    if (typeof id !== "string") return [];
    const fallback = raw["default"];
    const choices = Array.isArray(options) ? textsOf(memberOf(item, "options")?.value) : undefined;
    return [{ id, type: typeof type === "string" ? type : "promptString", isPassword: password === true, ...(typeof description === "string" ? { description } : {}), ...(choices ? { options: choices } : {}), ...(typeof fallback === "string" ? { fallback } : {}) }];
  });
}
