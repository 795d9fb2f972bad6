import type { Concept } from "../concepts";
import type { SinkFixModel } from "./model";

/**
 * A dangerous call recognised by its looks, where nothing is known of the receiver: `this.db.query("SELECT …" + name)`.
 * Flows found so are uncertain. A receiver that a library table knows is never judged by its looks.
 */
export interface LookalikeModel {
  /** The name of the method. */
  readonly method: string;
  readonly concept: Concept;
  /** Which argument; "any" for all of them. */
  readonly argument: number | "any";
  /** A property of the argument that may hold the text in its place. */
  readonly property?: string;
  /**
   * What must also be seen: "sql-text", that the text as far as it is known matches `sqlText`; "shell-list", that the argument is a list with a shell's flag,
   * whose next element is the command; "page", that the receiver is called like a page of a browser; "name", nothing more, the method's name says it all.
   */
  readonly hint: "sql-text" | "shell-list" | "page" | "name";
  readonly fix?: SinkFixModel;
}

const sql: SinkFixModel = { kind: "sql", dialect: "unknown" };

/** Names that many libraries share: the text must look like SQL. */
const sharedNames = [
  "query", "execute", "exec", "raw", "prepare", "all", "get", "run", "each", "any", "one", "none", "many", "oneOrNone", "manyOrNone", "unsafe", "batch",
  "queryObject", "queryArray", "executeQuery", "executeSql", "executeSQL", "execSql", "runQuery", "runSql", "querySql", "rawQuery", "executeRaw",
  "executeStatement", "sqlQuery", "selectAll", "fetchAll", "createQuery", "createNativeQuery", "iterate", "stream", "queryStream", "prepareStatement",
];

/** Names by which a library warns of itself: whatever reaches them is parsed. */
const warningNames = [
  "$queryRawUnsafe", "$executeRawUnsafe", "whereRaw", "orWhereRaw", "andWhereRaw", "havingRaw", "orHavingRaw", "orderByRaw", "groupByRaw", "joinRaw", "fromRaw",
];

/** Properties under which drivers take the text in an object. */
const textProperties = ["text", "sql", "query", "sqlText", "statement"];

/** Methods that hand a list to a program: of Kubernetes, containers and remote machines. */
const runners = ["exec", "execCommand", "run", "runCommand", "spawn", "execute", "executeCommand"];

/** Methods of pages that run a text, the argument that holds it, and a property of that. */
const pageMethods: readonly (readonly [method: string, argument: number, property?: string])[] = [
  ["evaluate", 0], ["evaluate", 0, "expression"], ["$eval", 1], ["$$eval", 1], ["waitForFunction", 0], ["addInitScript", 0], ["addInitScript", 0, "content"],
  ["addScriptTag", 0, "content"], ["executeScript", 0], ["executeAsyncScript", 0], ["send", 1, "expression"],
];

/** What a page, or something that holds one, is called. */
export const browserName = /(?:page|frame|tab|browser|webview|webcontents|driver|cdp|runtime|devtools)(?:client|session)?$/i;

const inPage: SinkFixModel = { kind: "code", runs: "page" };

/** Calls that look dangerous. */
export const looksLike: readonly LookalikeModel[] = [
  ...sharedNames.map((method): LookalikeModel => ({ method, concept: "SqlQuery", argument: 0, hint: "sql-text", fix: sql })),
  ...["query", "execute", "exec", "run", "all", "get", "queryObject", "queryArray", "batch"].flatMap((method) =>
    textProperties.map((property): LookalikeModel => ({ method, concept: "SqlQuery", argument: 0, property, hint: "sql-text", fix: sql })),
  ),
  ...warningNames.map((method): LookalikeModel => ({ method, concept: "SqlQuery", argument: 0, hint: "name", fix: sql })),
  ...pageMethods.map(([method, argument, property]): LookalikeModel => ({ method, concept: "CodeExecution", argument, ...(property === undefined ? {} : { property }), hint: "page", fix: inPage })),
  ...["evaluateHandle", "evaluateOnNewDocument", "executeJavaScript"].map((method): LookalikeModel => ({ method, concept: "CodeExecution", argument: 0, hint: "name", fix: inPage })),
  ...runners.map((method): LookalikeModel => ({ method, concept: "CommandExecution", argument: "any", hint: "shell-list", fix: { kind: "shell", api: "other" } })),
];

/** What may stand before a statement: blanks, parentheses, comments, and parts that are not known. */
const lead = String.raw`(?:\s|\(|\ufffc|--[^\n]*\n|/\*[^]*?\*/)*`;

/**
 * Statements in the form that they have. A bare verb is not enough: "update the page" and "create a user" are English,
 * "describe pod" and "create role" are kubectl's.
 */
const statements = [
  String.raw`select\b[^]*?(?:\bfrom\b|\*|@@|\w\()`,
  String.raw`select\s+(?:distinct\b|top\s|\ufffc)`,
  String.raw`insert\s+(?:or\s+\w+\s+|ignore\s+)?into\b`,
  String.raw`replace\s+into\b`,
  String.raw`update\b[^]*?\bset\b`,
  String.raw`delete\s+from\b`,
  String.raw`merge\s+into\b`,
  String.raw`with\s+(?:recursive\s+)?[\w"\ufffc]+\s*(?:\([^)]*\)\s*)?as\b`,
  String.raw`(?:create|alter|drop|truncate)\s+(?:or\s+replace\s+|unique\s+|temp(?:orary)?\s+|materialized\s+|virtual\s+)?(?:table|view|index|database|schema|trigger|function|procedure|sequence|extension|warehouse)\b`,
  String.raw`alter\s+(?:user|role)\s`,
  String.raw`pragma\s+[\w\ufffc]`,
  String.raw`exec(?:ute)?\s+(?:\[?dbo\]?\.|\[\w+\]\.|sp_|xp_|immediate\b|\w+\s+@)`,
  String.raw`call\s+[\w.\ufffc]+\s*\(`,
  String.raw`explain\s+(?:query\s+plan\s+|analyze\s+|verbose\s+|\([^)]*\)\s*)*(?:select|insert|update|delete|with|\ufffc)`,
  String.raw`show\s+(?:full\s+|create\s+)?(?:tables?|databases?|columns?|schemas?|index(?:es)?|variables|grants?|processlist)\b`,
  String.raw`(?:describe|desc)\s+(?:table|formatted|extended|detail)\b`,
  String.raw`(?:grant|revoke)\s[\w\s,]+\bon\b`,
  String.raw`use\s+(?:database|schema|warehouse|role)\b`,
  String.raw`attach\s+(?:database\b|')`,
  String.raw`copy\s+(?:\(|[\w."\ufffc]+\s*(?:\([^)]*\)\s*)?(?:from|to)\s+(?:'|stdin|stdout|program\b|@))`,
  String.raw`set\s+(?:session|local|role|search_path)\b`,
  // Cypher.
  String.raw`(?:optional\s+)?match\s*\([^]*?\b(?:return|set|delete|create|merge)\b`,
];

/** Whether a text, as far as it is known, is a statement for a database. U+FFFC stands for parts that are not known. */
export const sqlText = new RegExp(`^${lead}(?:${statements.join("|")})`, "i");

/** Whether a text, as far as it is known, is a document of GraphQL. */
export const graphqlText = /^(?:\s|#[^\n]*\n)*(?:(?:query|mutation|subscription)\b[^{]*\{|fragment\s+\w+\s+on\b|\{\s*\w+\s*[({])/;

/** The name of a program that is a shell, with or without a folder and ".exe". */
export const shellName = /(?:^|[\\/])(?:sh|bash|zsh|dash|ash|ksh|fish|csh|tcsh|busybox|cmd|powershell|pwsh)(?:\.exe)?$/i;

/**
 * The flag after which a shell takes its text: `sh -c`, `bash -lc`, `cmd /c`, `powershell -Command`. Told apart by case: `git -C folder` is no shell.
 * Where the program is known and no shell (`python -c`), the flag says nothing.
 */
export const shellFlag = /^(?:-[eilpuvx]{0,4}c|\/[ckCK]|-[cC]ommand|--command)$/;

/** The flags after which programs take code. */
export const codeFlags = {
  node: /^(?:-[pe]{1,2}|--eval|--print)$/,
  python: /^-[BEIOSsu]*c$/,
  other: /^-[lnpwW]*[eEr]$/,
  deno: /^eval$/,
} as const;

/** The flag after which a program takes code; undefined where it is none that is known to. */
export function codeFlagOf(program: string): RegExp | undefined {
  const name = /(?:^|[\\/])([a-z]+)[\d.]*(?:\.exe)?$/i.exec(program)?.[1]?.toLowerCase() ?? "";
  if (["node", "nodejs", "bun", "tsx"].includes(name)) return codeFlags.node;
  if (["python", "py", "pypy"].includes(name)) return codeFlags.python;
  if (name === "deno") return codeFlags.deno;
  return ["ruby", "perl", "php", "osascript", "rscript", "lua", "julia", "elixir", "groovy", "ghc"].includes(name) ? codeFlags.other : undefined;
}
