import { holdsVariable } from "../../configuration/variables";
import type { EntryCheck } from "./configuration-check";
import { shellCallOf, wordsOf } from "./program";

/** What a shell reads is a program of its own, and the client shows only its beginning. */
export const shellWrapper: EntryCheck = {
  id: "shell-wrapper",
  summary: "The server is started through a shell that does more than start it",
  severity: "error",
  precision: "high",
  cwe: [829, 78],
  remedy: "Start the program itself, with its arguments as a list",
  find(entry) {
    if (entry.transport !== "stdio") return [];
    const call = shellCallOf(wordsOf(entry));
    if (!call) return [];
    const { shell, script, field } = call;
    const evidence = redactedScript(script);
    const at = { field, evidence };
    if (DOWNLOADED.test(script)) return [{ severity: "error", confidence: "high", message: `"${entry.name}" downloads code and hands it to ${shell}, which runs whatever comes`, ...at }];
    if (ENCODED.test(script) || /-e(?:nc|c|ncodedcommand)?$/i.test(entry.args?.find((arg) => /^-e(?:nc|c|ncodedcommand)?$/i.test(arg) && /^(?:pwsh|powershell)$/.test(shell)) ?? "")) return [{ severity: "error", confidence: "high", message: `"${entry.name}" hands ${shell} code that is encoded, so that nobody sees what runs`, ...at }];
    if (holdsVariable(script.replace(/\$\{?(?:HOME|PATH|PWD|USER|NVM_DIR|SHELL|workspaceFolder|userHome)\b\}?/g, "")) && /\$\{(?:input|env):/.test(script)) return [{ severity: "warning", confidence: "medium", message: `"${entry.name}" puts a value into the text that ${shell} reads, where it can become a command`, ...at }];
    // What stands in angle brackets is a blank to be filled in.
    if (OPERATOR.test(script.replace(/<[\w .-]+>/g, "").replace(/\bcd\s+\S+\s*&&|\b(?:source|\.)\s+\S+\s*(?:&&|;)/g, ""))) return [{ severity: "note", confidence: "medium", message: `"${entry.name}" runs several commands through ${shell}; the client names only the shell`, ...at }];
    return [];
  },
};

/** A download that a shell or an interpreter reads. */
const DOWNLOADED = /\b(?:curl|wget|iwr|irm|invoke-webrequest|invoke-restmethod|fetch)\b[^|;&]*\|\s*(?:sudo\s+)?(?:ba|z|da|k)?sh\b|\b(?:curl|wget)\b[^|;&]*\|\s*(?:sudo\s+)?(?:python3?|node|perl|ruby)\b|\b(?:ba|z)?sh\b\s*<\(\s*(?:curl|wget)|(?:eval|sh|bash)\s+(?:-c\s+)?["']?\$\(\s*(?:curl|wget)|\b(?:iex|invoke-expression)\b[^|]*(?:iwr|irm|webrequest|downloadstring|restmethod)|(?:iwr|irm|webrequest|downloadstring|restmethod)\b[^|]*\|\s*(?:iex|invoke-expression)/i;

const ENCODED = /\bbase64\s+(?:-d|-D|--decode)\b|\/dev\/tcp\//;

const OPERATOR = /&&|\|\||[;|`]|\$\(|(?:^|\s)[<>]|\s&(?:\s|$)/;

/** The values of assignments may be secrets. */
function redactedScript(script: string): string {
  return script.replace(/\b(\w*(?:KEY|TOKEN|SECRET|PASSWORD)\w*)=(?!\$)\S+/gi, "$1=•••").slice(0, 200);
}
