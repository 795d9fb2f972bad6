import type { ClientEntry } from "../audit";
import type { Target } from "../connect/target";
import { redactArgs, redactUrl } from "../connect/redact";

/**
 * How an entry is connected to, once its variables are resolved.
 * @param envFile the text of the file that `envFile` names, where there is one; the entry's own values win
 */
export function toTarget({ transport, name, command, args = [], cwd, env, url, headers }: ClientEntry, envFile?: string): Target | undefined {
  if (transport === "stdio") {
    if (command === undefined) return undefined;
    const variables = { ...(envFile === undefined ? {} : readEnvFile(envFile)), ...env };
    return { transport, name, command, args, ...(cwd === undefined ? {} : { cwd }), ...(Object.keys(variables).length === 0 ? {} : { env: variables }) };
  }
  return url === undefined ? undefined : { transport, name, url, ...(headers ? { headers } : {}) };
}

/** An entry in one line, without its secrets. */
export function describeEntry({ command, args = [], env, url }: ClientEntry): string {
  if (command === undefined) return redactUrl(url ?? "");
  return [command, ...redactArgs(args, env)].join(" ");
}

/** Reads a file of `NAME=value` lines, as `dotenv` writes them. */
export function readEnvFile(text: string): Readonly<Record<string, string>> {
  const lines = text.matchAll(/^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"|'[^']*'|[^\r\n#]*)/gm);
  return Object.fromEntries([...lines].map(([, name = "", value = ""]) => [name, unquoted(value.trim())]));
}

function unquoted(value: string): string {
  if (value.length < 2 || value[0] !== value.at(-1)) return value;
  if (value.startsWith("'")) return value.slice(1, -1);
  return value.startsWith('"') ? value.slice(1, -1).replace(/\\([nrt"\\])/g, (_, letter: string) => ({ n: "\n", r: "\r", t: "\t" })[letter] ?? letter) : value;
}
