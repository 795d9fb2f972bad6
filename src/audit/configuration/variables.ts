import type { ClientEntry } from "../audit";
import { clientById, type VariableForm } from "./clients";

/** Something in a value that stands for something else. */
export interface Variable {
  /** As written: "${input:key}". */
  readonly text: string;
  /** "input" is asked for, "environment" is of the process, "folder" a folder of the workspace or the person, "other" what only the client knows. */
  readonly kind: "input" | "environment" | "folder" | "other";
  /** The input's id, the variable's or folder's name. */
  readonly name: string;
  /** What counts where the variable is not set. */
  readonly fallback?: string;
}

/** Finds the value of a variable; undefined where there is none, or where the person does not say. */
export type Resolve = (variable: Variable) => Promise<string | undefined> | string | undefined;

/** An entry whose variables were resolved. */
export interface ResolvedEntry {
  readonly entry: ClientEntry;
  /** Those that have no value; without them, the server can't be started or reached as its client would. */
  readonly missing: readonly Variable[];
}

/** The variables of a value, in any client's notation: for telling what is no literal. */
export function variablesIn(value: string): readonly Variable[] {
  return [...value.matchAll(ANY)].flatMap((match) => (asVariable(match) ? [asVariable(match)].filter((each) => each !== undefined) : []));
}

/** Whether a value, or what is secret in it, comes from elsewhere. */
export function holdsVariable(value: string): boolean {
  return variablesIn(value).length > 0;
}

/**
 * Resolves the variables of an entry as its client would, asking for each only once. What the client takes literally stays.
 * @param resolve asks a person, or looks up; is only called for what the entry has
 */
export async function resolveEntry(entry: ClientEntry, resolve: Resolve): Promise<ResolvedEntry> {
  const forms = clientById(entry.client).variables;
  // Codex's references to variables are written by us.
  const known: readonly VariableForm[] = entry.client === "codex" ? ["env"] : forms;
  const asked = new Map<string, string | undefined>();
  const missing = new Map<string, Variable>();
  const fill = async (text: string): Promise<string> => {
    let result = "";
    let at = 0;
    for (const match of text.matchAll(ANY)) {
      const variable = asVariable(match);
      if (!variable || !known.some((form) => isOfForm(variable.text, form))) continue;
      if (!asked.has(variable.text)) asked.set(variable.text, (await resolve(variable)) ?? variable.fallback);
      const value = asked.get(variable.text);
      if (value === undefined) missing.set(variable.text, variable);
      result += text.slice(at, match.index) + (value ?? variable.text);
      at = match.index + match[0].length;
    }
    return result + text.slice(at);
  };
  const { command, args, cwd, env, envFile, url, headers } = entry;
  const one = async (value: string | undefined): Promise<string | undefined> => (value === undefined ? undefined : fill(value));
  const map = async (values: Readonly<Record<string, string>> | undefined): Promise<Readonly<Record<string, string>> | undefined> => values && Object.fromEntries(await inOrder(Object.entries(values), async ([key, value]): Promise<[string, string]> => [key, await fill(value)]));
  const parts = { command: await one(command), args: args && (await inOrder(args, fill)), cwd: await one(cwd), env: await map(env), envFile: await one(envFile), url: await one(url), headers: await map(headers) };
  return { entry: { ...entry, ...Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) }, missing: [...missing.values()] };
}

/** How one would write a variable of the environment in a client's file; undefined where the client takes every value literally. */
export function environmentForm(client: string, name: string): string | undefined {
  const [form] = clientById(client).variables.filter((each) => each in written);
  return form === undefined ? undefined : written[form]?.(name);
}

const written: Partial<Record<VariableForm, (name: string) => string>> = {
  env: (name) => `\${env:${name}}`,
  braces: (name) => `\${${name}}`,
  opencode: (name) => `{env:${name}}`,
  secrets: (name) => `\${{ secrets.${name} }}`,
};

const ANY = /\$\{\{\s*(?<store>secrets|inputs)\.(?<secret>[\w.-]+)\s*\}\}|\$\{(?<kind>[A-Za-z]+):(?!-)(?<argument>[^{}]*)\}|\$\{(?<plain>\w+)(?::-(?<fallback>[^{}]*))?\}|\{(?<opencode>env|file):(?<value>[^{}]+)\}|\$(?<dollar>[A-Za-z_]\w*)/gu;

/** Names of places in the notation of VS Code, which others have taken over. */
const FOLDERS: ReadonlySet<string> = new Set(["workspaceFolder", "workspaceRoot", "workspaceFolderBasename", "userHome", "pathSeparator", "cwd", "CLAUDE_PLUGIN_ROOT"]);

function asVariable({ 0: text, groups = {} }: RegExpMatchArray): Variable | undefined {
  const { secret, kind, argument = "", plain, fallback, opencode, value = "", dollar } = groups;
  if (secret !== undefined) return { text, kind: "input", name: secret };
  if (kind !== undefined) return { text, kind: kind === "input" ? "input" : kind === "env" ? "environment" : kind === "workspaceFolder" ? "folder" : "other", name: kind === "input" || kind === "env" ? argument : `${kind}:${argument}` };
  if (plain !== undefined) return { text, kind: FOLDERS.has(plain) ? "folder" : "environment", name: plain, ...(fallback === undefined ? {} : { fallback }) };
  if (opencode !== undefined) return { text, kind: opencode === "env" ? "environment" : "other", name: opencode === "env" ? value : `file:${value}` };
  return dollar === undefined ? undefined : { text, kind: "environment", name: dollar };
}

function isOfForm(text: string, form: VariableForm): boolean {
  switch (form) {
    case "input":
      return /^\$\{(?:input|command|config):/.test(text);
    case "env":
      return text.startsWith("${env:");
    case "braces":
      return /^\$\{\w+(?::-|\})/.test(text);
    case "dollar":
      return /^\$\w/.test(text);
    case "opencode":
      return text.startsWith("{");
    case "secrets":
      return text.startsWith("${{");
    case "folders":
      return /^\$\{(?:workspaceFolder|workspaceRoot|workspaceFolderBasename|userHome|pathSeparator|cwd)\b/.test(text);
  }
}

/** One after the other: a person is asked one question at a time. */
async function inOrder<T, R>(values: readonly T[], each: (value: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const value of values) results.push(await each(value));
  return results;
}
