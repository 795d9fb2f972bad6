import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, resolve } from "node:path";
import type { ClientEntry, ServerAudit } from "../audit/audit";
import { readConfiguration, resolveEntry, toTarget, type ConfigurationReading, type InputDefinition, type Variable } from "../audit/configuration/index";
import { checks } from "../audit/checks/index";
import type { Target } from "../audit/connect/target";
import { runChecks } from "../audit/run-checks";
import { lineColumnAt, lineStarts } from "../base/text";
import { visible } from "../report/plain-text";
import { UsageError, type Console } from "./console";

/** A server of a configuration that can be connected to. */
export interface ConfiguredServer {
  readonly target: Target;
  readonly entry: ClientEntry;
}

/** What a configuration file has of servers. */
export interface ConfiguredServers {
  readonly servers: readonly ConfiguredServer[];
  /** Of those that can't be connected to, with the reason. */
  readonly audits: readonly ServerAudit[];
  /** Mistakes of the file, and what was left out, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Reads a client's configuration file, and resolves the variables of its servers: by the environment, and by asking for inputs.
 * @param name only this server; otherwise all that are not switched off
 * @throws UsageError where the file, or the server in it, is not there
 */
export async function readConfiguredServers(file: string, name: string | undefined, console: Console): Promise<ConfiguredServers> {
  const path = resolve(console.cwd, file).replaceAll("\\", "/");
  const text = readText(path, file);
  const reading = readConfiguration(path, text);
  const starts = lineStarts(text);
  const notes = reading.problems.map(({ range, message }) => `${file}, line ${lineColumnAt(starts, range.start).line}: ${visible(message)}`);
  const entries = reading.entries.map(({ entry }) => entry).filter((entry) => name === undefined || entry.name === name);
  if (entries.length === 0) throw new UsageError(noServer(file, name, reading, notes));
  const wanted = entries.filter(({ isDisabled }) => !isDisabled || name !== undefined);
  const off = entries.length - wanted.length;
  if (off > 0) notes.push(`${file}: ${off} of its servers ${off === 1 ? "is" : "are"} switched off, and left out; --server audits one all the same`);
  const servers: ConfiguredServer[] = [];
  const audits: ServerAudit[] = [];
  for (const entry of wanted) {
    const found = await connectable(entry, reading, path, console);
    if ("entry" in found) servers.push(found);
    else audits.push(found);
  }
  return { servers, audits, notes };
}

async function connectable(entry: ClientEntry, { inputs }: ConfigurationReading, path: string, console: Console): Promise<ConfiguredServer | ServerAudit> {
  const folder = workspaceOf(path);
  const secrets: string[] = [];
  const { entry: resolved, missing } = await resolveEntry(entry, async (variable) => {
    const value = await valueOf(variable, inputs, entry, folder, console);
    if (value !== undefined && (variable.kind === "input" || SECRET.test(variable.name))) secrets.push(value);
    return value;
  });
  const fail = (unreachable: string): ServerAudit => runChecks({ name: entry.name, entry, unreachable, others: [] }, checks.filter(({ needs }) => !needs.includes("http")));
  if (missing.length > 0) return fail(`it needs ${missing.map(({ text }) => text).join(", ")}, and nothing says what that is here`);
  const envFile = resolved.envFile === undefined ? undefined : textOf(resolve(folder, resolved.envFile));
  if (resolved.envFile !== undefined && envFile === undefined) return fail(`its file of variables, ${resolved.envFile}, can't be read`);
  const target = toTarget(resolved, envFile);
  if (target === undefined) return fail("its entry names neither a command nor an address");
  // What the person sees as the folder must be where it starts.
  const placed = target.transport === "stdio" ? { ...target, cwd: resolve(folder, target.cwd ?? "") } : target;
  return { target: { ...placed, secrets }, entry };
}

async function valueOf({ kind, name }: Variable, inputs: readonly InputDefinition[], entry: ClientEntry, folder: string, { environment, ask }: Console): Promise<string | undefined> {
  switch (kind) {
    case "environment":
      return environment[name];
    case "folder":
      return folderNamed(name, folder);
    case "input": {
      const input = inputs.find(({ id }) => id === name);
      const answer = await ask?.(`${visible(entry.name)} wants ${visible(input?.description ?? name)}: `, { isSecret: input?.isPassword ?? true });
      return answer === undefined || answer === "" ? input?.fallback : answer;
    }
    case "other":
      return folderNamed(name.replace(/:$/, ""), folder);
  }
}

function folderNamed(name: string, folder: string): string | undefined {
  if (/^(?:workspaceFolder|workspaceRoot|cwd)\b/.test(name)) return folder;
  if (name === "workspaceFolderBasename") return basename(folder);
  return name === "userHome" ? homedir() : name === "pathSeparator" ? "/" : undefined;
}

/** The folder that a workspace's configuration speaks of: above `.vscode`, `.cursor` and their like. */
function workspaceOf(path: string): string {
  const folder = dirname(path);
  return basename(folder).startsWith(".") ? dirname(folder) : folder;
}

function readText(path: string, file: string): string {
  const text = textOf(path);
  if (text === undefined) throw new UsageError(`There is no file "${file}", or it can't be read`);
  return text;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch {
    return undefined;
  }
}

function noServer(file: string, name: string | undefined, { entries }: ConfigurationReading, notes: readonly string[]): string {
  const names = entries.map(({ entry }) => entry.name);
  const why = notes.length === 0 ? "" : `\n  ${notes.join("\n  ")}`;
  return name === undefined || names.length === 0 ? `${file} has no servers${why}` : `${file} has no server "${name}"; it has ${names.join(", ")}`;
}

/** Of variables in the environment; what has another name is shown as it is. */
const SECRET = /key|token|secret|pass|auth|credential|pat$/i;
