import { isJsonObject } from "../../../base/json";
import { clientById } from "../../configuration/clients";
import type { EntryCheck, EntryFinding } from "./configuration-check";

/** A tool that runs without asking is run by whoever writes into the model's context. */
export const autoApproval: EntryCheck = {
  id: "auto-approval",
  summary: "Tools of the server run without asking",
  severity: "warning",
  precision: "high",
  cwe: [862],
  remedy: "Let the client ask: take the tools off the list",
  find(entry) {
    return clientById(entry.client).approvals.flatMap((key): readonly EntryFinding[] => {
      const value = entry.raw[key];
      const say = (message: string): readonly EntryFinding[] => [{ severity: "warning", confidence: "high", field: key, message: `"${entry.name}" ${message}`, evidence: `${key}: ${JSON.stringify(value).slice(0, 200)}` }];
      if (value === true || value === "*") return say("may run all of its tools without asking");
      if (!Array.isArray(value)) return [];
      const tools = value.filter((each): each is string => typeof each === "string");
      if (tools.some((tool) => tool === "*" || tool === ".*")) return say("may run all of its tools without asking");
      const harmful = tools.filter(isHarmfulTool);
      return harmful.length === 0 ? [] : say(`may run ${harmful.slice(0, 3).map((tool) => `"${tool}"`).join(", ")} without asking, which changes things or runs code`);
    });
  },
};

/** Whether a tool changes things or runs code, by its name. */
export function isHarmfulTool(name: string): boolean {
  return HARMFUL.test(name);
}

/** Verbs after which nothing is as it was; the first word of the name. */
const HARMFUL = /^(?:\w+__)?(?:delete|remove|drop|destroy|erase|purge|wipe|write|edit|move|create_or_update|overwrite|execute|exec|run|shell|bash|eval|kill|send|push|merge|deploy|publish|upload|start_process|interact_with_process)(?:$|[_-]|[A-Z])/;

/** Sandboxed servers of VS Code run their tools without asking; what the sandbox leaves open decides what that means. */
export const sandboxApproval: EntryCheck = {
  id: "sandbox-approval",
  summary: "A sandboxed server runs its tools without asking, within what the sandbox leaves open",
  severity: "warning",
  precision: "high",
  cwe: [862],
  remedy: "Narrow the sandbox to the hosts and folders that the server needs; what it allows runs without a question",
  find(entry) {
    if (entry.client !== "vscode" || entry.raw["sandboxEnabled"] !== true) return [];
    const say = (severity: "warning" | "note", message: string): readonly EntryFinding[] => [{ severity, confidence: "high", field: "sandboxEnabled", message: `"${entry.name}" runs its tools without asking, because it is sandboxed${message}`, evidence: "sandboxEnabled: true" }];
    const open = openParts(entry.sandbox);
    if (open.length > 0) return say("warning", `, and the sandbox lets it ${open.join(" and ")}`);
    return say("note", "");
  },
};

function openParts(sandbox: unknown): readonly string[] {
  if (!isJsonObject(sandbox)) return [];
  const list = (part: string, key: string): readonly string[] => {
    const holder = sandbox[part];
    const value = isJsonObject(holder) ? holder[key] : undefined;
    return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
  };
  const isWide = (path: string): boolean => /^(?:\/|\/\*\*?|~|~\/\*{0,2}|\$\{userHome\}|[A-Za-z]:[\\/]?|\/home|\/Users|\/home\/[^/]+\/?|\/Users\/[^/]+\/?)$/.test(path);
  return [
    ...(list("network", "allowedDomains").some((domain) => /^(?:\*|\*\.\w+)$/.test(domain)) ? ["reach every host"] : []),
    ...(list("filesystem", "allowWrite").some(isWide) ? ["write nearly everywhere"] : []),
  ];
}
