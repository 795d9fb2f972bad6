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
   * whose next element is the command; "name", nothing more, the method's name says it all.
   */
  readonly hint: "sql-text" | "shell-list" | "name";
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

/** Calls that look dangerous. */
export const looksLike: readonly LookalikeModel[] = [
  ...sharedNames.map((method): LookalikeModel => ({ method, concept: "SqlQuery", argument: 0, hint: "sql-text", fix: sql })),
  ...["query", "execute", "exec", "run", "all", "get", "queryObject", "queryArray", "batch"].flatMap((method) =>
    textProperties.map((property): LookalikeModel => ({ method, concept: "SqlQuery", argument: 0, property, hint: "sql-text", fix: sql })),
  ),
  ...warningNames.map((method): LookalikeModel => ({ method, concept: "SqlQuery", argument: 0, hint: "name", fix: sql })),
  ...runners.map((method): LookalikeModel => ({ method, concept: "CommandExecution", argument: "any", hint: "shell-list", fix: { kind: "shell", api: "other" } })),
];

/**
 * Whether a text, as far as it is known, is SQL: it begins with a statement (after comments and an opening parenthesis) in the form that the statement has.
 * A bare verb is not enough: "select a file", "create a user" and "update the page" are English. U+FFFC stands for parts that are not known.
 */
export const sqlText =
  /^(?:\s|\(|--[^\n]*\n|\/\*[^]*?\*\/)*(?:select\b[^]*?(?:\bfrom\b|\*|@@|\w\s*\()|select\s+(?:distinct\b|top\s|\ufffc)|insert\s+(?:or\s+\w+\s+|ignore\s+)?into\b|replace\s+into\b|update\b[^]*?\bset\b|delete\s+from\b|merge\s+into\b|with\s+(?:recursive\s+)?[\w"`\ufffc]+\s*(?:\([^)]*\)\s*)?as\b|(?:create|alter|drop|truncate)\s+(?:or\s+replace\s+|unique\s+|temp(?:orary)?\s+|materialized\s+|virtual\s+|global\s+|external\s+)*(?:table|view|index|database|schema|trigger|function|procedure|sequence|user|role|type|extension|column|policy|warehouse)\b|pragma\s+[\w\ufffc]|exec(?:ute)?\s+(?:\[?\w+\]?\.|sp_|xp_|dbo|immediate\b|\ufffc)|call\s+[\w.\ufffc]+\s*\(|explain\s+(?:query\s+plan\s+|analyze\s+|\()*(?:select|insert|update|delete|with|\ufffc)|show\s+(?:full\s+|create\s+)?(?:tables?|databases?|columns?|schemas?|index(?:es)?|variables|status|grants?|processlist)\b|describe\s+[\w.`"\ufffc]|grant\s+[\w\s,]+\bon\b|revoke\s+[\w\s,]+\bon\b|use\s+[\w`"[\ufffc]+\s*;?\s*$|attach\s+(?:database\b|['\ufffc])|copy\s+[\w."(\ufffc][^]*?\b(?:from|to)\b|set\s+(?:session\b|local\b|role\b|search_path\b|@)|begin\b|vacuum\b|match\s*\([^]*?\breturn\b)/i;

/** The name of a program that is a shell, with or without a folder and ".exe". */
export const shellName = /(?:^|[\\/])(?:sh|bash|zsh|dash|ash|ksh|fish|csh|tcsh|busybox|cmd|powershell|pwsh)(?:\.exe)?$/i;

/** The flag after which a shell takes its text: `sh -c`, `bash -lc`, `cmd /c`, `powershell -Command`. */
export const shellFlag = /^(?:-[a-z]*c|\/[ck]|\/[a-z]\s*\/[ck]|-command|-encodedcommand|--command)$/i;
