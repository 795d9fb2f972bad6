import { isJsonObject, type JsonObject } from "../base/json";
import type { ToolSurface } from "./surface";

/** What a tool can do to the person's data and computer. */
export type Capability = "reads-files" | "writes" | "deletes" | "runs-commands" | "fetches-urls" | "sends-messages" | "reads-secrets" | "reads-private-data" | "reads-untrusted-content";

/** All capabilities, in the order in which tables show them. */
export const capabilities: readonly Capability[] = ["reads-files", "writes", "deletes", "runs-commands", "fetches-urls", "sends-messages", "reads-secrets", "reads-private-data", "reads-untrusted-content"];

/** What makes us think so: words of the name, or a parameter. */
export interface CapabilityReason {
  readonly capability: Capability;
  /** "name", "inputSchema.properties.command". */
  readonly field: string;
}

/**
 * What a tool can do, by its name, its parameters and the beginning of its description. A guess from words, and a server's words at that:
 * good enough for a table that a person reads, and for asking whether hints contradict a name.
 */
export function capabilitiesOf(tool: ToolSurface): readonly CapabilityReason[] {
  const words = wordsOf(tool.name);
  const parameters = parametersOf(tool.inputSchema);
  const summary = (tool.description ?? "").slice(0, SUMMARY).toLowerCase();
  const found: CapabilityReason[] = [];
  const add = (capability: Capability, field: string | undefined): void => {
    if (field !== undefined && !found.some((each) => each.capability === capability)) found.push({ capability, field });
  };
  const verb = verbOf(words);
  const about = (pattern: RegExp): boolean => words.some((word) => pattern.test(word));
  const parameter = (pattern: RegExp): string | undefined => {
    const name = parameters.find((each) => pattern.test(each));
    return name === undefined ? undefined : `inputSchema.properties.${name}`;
  };
  const reads = verb !== undefined && READS.has(verb);
  if (verb !== undefined && DELETES.has(verb)) add("deletes", "name");
  if (verb !== undefined && (WRITES.has(verb) || DELETES.has(verb))) add("writes", "name");
  if (verb !== undefined && RUNS.has(verb) && about(/^(?:commands?|shell|scripts?|code|bash|terminal|cmd|python|javascript|js|powershell|process)$/)) add("runs-commands", "name");
  if (/^(?:bash|shell|terminal|exec|execute|eval|cmd)$/.test(words.join("_"))) add("runs-commands", "name");
  if (/\b(?:runs?|executes?|evaluates?)\b[^.]{0,40}\b(?:commands?|shell|scripts?|code|bash)\b/.test(summary)) add("runs-commands", parameter(/^(?:command|cmd|script|code|shell_?command|command_?line)$/i));
  if (reads && about(/^(?:files?|director(?:y|ies)|folders?|paths?|documents?|lines?)$/)) add("reads-files", "name");
  if (reads && /\bfiles?\b/.test(summary)) add("reads-files", parameter(/^(?:file_?path|file_?name|path|file|filepath|absolute_?path|directory)s?$/i));
  if (FETCHES.has(verb ?? "") || /\b(?:web ?page|website|url)\b/.test(summary)) add("fetches-urls", parameter(/^(?:urls?|uri|link|endpoint|website)$/i));
  if (verb !== undefined && SENDS.has(verb) && (about(/^(?:messages?|e?mails?|sms|comments?|tweets?|posts?|replys?|replies|notifications?|slack|chat|dm|webhooks?|issues?|invites?)$/) || ["notify", "email", "tweet", "reply", "send"].includes(verb))) add("sends-messages", "name");
  if ((reads || verb === "reveal" || verb === "export") && about(/^(?:secrets?|credentials?|passwords?|api_?keys?|keychain|vault|env|tokens?)$/) && !about(/^(?:count|design|tokenizer|price|erc20|spl)$/)) add("reads-secrets", "name");
  if (reads && about(/^(?:e?mails?|inbox|messages?|chats?|calendars?|events?|contacts?|notes?|files?|documents?|memory|memories|history|customers?|patients?|transactions?|invoices?|drive)$/)) add("reads-private-data", "name");
  if ((reads && about(/^(?:web|internet|issues?|comments?|tweets?|e?mails?|inbox|messages?|webpages?|pages?|news|reviews?|posts?|tickets?)$/)) || found.some(({ capability }) => capability === "fetches-urls")) add("reads-untrusted-content", "name");
  return found.sort((a, b) => capabilities.indexOf(a.capability) - capabilities.indexOf(b.capability));
}

/** The words of a name: "deleteFile", "delete-file" and "files.delete" have the same. */
export function wordsOf(name: string): readonly string[] {
  return name
    .slice(0, LONGEST_NAME)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** What a name says is done: its first word that is a verb, or its last. */
export function verbOf(words: readonly string[]): string | undefined {
  return words.slice(0, 3).find((word) => VERBS.has(word)) ?? words.slice(-1).find((word) => VERBS.has(word));
}

/** Verbs after which something is gone. */
export const DELETES: ReadonlySet<string> = new Set(["delete", "remove", "drop", "destroy", "purge", "erase", "truncate", "wipe", "uninstall", "unlink", "rmdir", "rm", "terminate"]);

/** Verbs after which something is different. */
export const WRITES: ReadonlySet<string> = new Set(["write", "create", "update", "edit", "set", "add", "insert", "append", "save", "put", "patch", "modify", "move", "rename", "upload", "replace", "upsert", "merge", "push", "commit", "apply", "install", "import", "restore", "overwrite", "deploy", "publish", "copy"]);

const RUNS: ReadonlySet<string> = new Set(["run", "execute", "exec", "eval", "evaluate", "invoke", "start", "spawn"]);

const READS: ReadonlySet<string> = new Set(["read", "get", "list", "search", "open", "view", "cat", "find", "grep", "tree", "show", "fetch", "query", "load", "describe", "retrieve", "lookup", "scan", "download"]);

const FETCHES: ReadonlySet<string> = new Set(["fetch", "scrape", "crawl", "browse", "navigate", "goto", "download", "request", "extract", "curl", "open", "visit"]);

const SENDS: ReadonlySet<string> = new Set(["send", "post", "publish", "email", "notify", "tweet", "reply", "share", "forward", "create", "add"]);

const VERBS: ReadonlySet<string> = new Set([...DELETES, ...WRITES, ...RUNS, ...READS, ...FETCHES, ...SENDS, "reveal", "export"]);

/** Longer names are an attempt to keep us busy. */
const LONGEST_NAME = 200;

/** The beginning of a description says what a tool is for; the rest explains. */
const SUMMARY = 240;

/** As many parameters as a table can name. */
const MOST_PARAMETERS = 200;

/** The names of a tool's parameters. */
export function parametersOf(schema: JsonObject | undefined): readonly string[] {
  const properties = schema?.["properties"];
  return isJsonObject(properties) ? Object.keys(properties).slice(0, MOST_PARAMETERS) : [];
}
