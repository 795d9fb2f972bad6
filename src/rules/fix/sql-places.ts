/** A token of an SQL text, in upper case. A value that is bound is "value", one that stays in the text is a word. */
export interface SqlToken {
  readonly kind: "word" | "value" | "sign";
  readonly text: string;
}

/** What stands at a place of a query, as far as the tokens before it tell. */
export type SqlPlace = "value" | "limit" | "name" | "keyword" | "list" | "fragment" | "part";

const reasons: Readonly<Record<Exclude<SqlPlace, "value" | "limit">, string>> = {
  name: "stands where the query names a table or a column, and names can't be bound; compare it with a list of the names that are allowed",
  keyword: "stands where the query has a keyword, which can't be bound; choose between the keywords in the code",
  list: "stands for a list, and each of its elements needs a placeholder of its own",
  fragment: "is a piece of SQL rather than a value, so that it can't be bound",
  part: "is only a part of a name, a number or a comment, which can't be bound",
};

/** Says why nothing can be bound at a place; follows the code of the value. */
export function describePlace(place: Exclude<SqlPlace, "value" | "limit">): string {
  return reasons[place];
}

const comparisons = new Set(["=", "<", ">", "<=", ">=", "<>", "!=", "<=>", "~", "+", "-", "*", "/", "%", "||", "LIKE", "ILIKE", "RLIKE", "REGEXP", "GLOB", "MATCH", "BETWEEN", "THEN", "ELSE", "ESCAPE", "TO"]);
const limits = new Set(["LIMIT", "OFFSET", "FETCH", "NEXT", "FIRST"]);
const beforeNames = new Set(["FROM", "JOIN", "INTO", "UPDATE", "TABLE", "BY", "SELECT", "DISTINCT", "AS", "INDEX", "DATABASE", "SCHEMA", "VIEW", "USE", "SET", "COLUMN", "ADD", "DROP", "ONLY", "USING", "EXISTS", "REFERENCES", "RETURNING", "PRAGMA", "COLLATE", "::", "."]);
const beforeFragments = new Set(["WHERE", "AND", "OR", "NOT", "ON", "HAVING", "CASE", "WHEN"]);

/** Tells from the tokens before a value what it stands for. */
export function judgePlace(tokens: readonly SqlToken[], isList: boolean): SqlPlace {
  if (isList) return "list";
  const last = tokens.at(-1);
  if (!last) return "fragment";
  if (last.kind === "value") return "keyword";
  if (comparisons.has(last.text)) return last.text === "TO" ? "name" : isStarOfSelect(tokens) ? "name" : "value";
  if (limits.has(last.text)) return "limit";
  if (last.text === "AND" && hasOpenBetween(tokens)) return "value";
  if (last.text === "WHEN" && isSimpleCase(tokens)) return "value";
  if (last.text === "INTERVAL") return "value";
  if (last.text === "(" || last.text === ",") return judgeList(tokens);
  if (beforeFragments.has(last.text)) return "fragment";
  if (beforeNames.has(last.text)) return "name";
  // `ORDER BY name ${direction}`, `… ) ${more}`: what follows a complete expression is syntax.
  return "keyword";
}

function isStarOfSelect(tokens: readonly SqlToken[]): boolean {
  return tokens.at(-1)?.text === "*" && ["SELECT", "DISTINCT", ",", "."].includes(tokens.at(-2)?.text ?? "");
}

function hasOpenBetween(tokens: readonly SqlToken[]): boolean {
  for (let index = tokens.length - 2; index >= 0; index--) {
    const text = tokens[index]?.text;
    if (text === "BETWEEN") return true;
    if (text === "AND" || text === "OR" || text === "WHERE") return false;
  }
  return false;
}

/** `CASE status WHEN ${x}` compares, `CASE WHEN ${x}` is a condition. */
function isSimpleCase(tokens: readonly SqlToken[]): boolean {
  const start = tokens.map(({ text }) => text).lastIndexOf("CASE");
  return start >= 0 && tokens[start + 1]?.text !== "WHEN";
}

/** Inside of parentheses, or after a comma. */
function judgeList(tokens: readonly SqlToken[]): SqlPlace {
  const open = openParenthesis(tokens);
  if (open === undefined) return judgeTopLevelComma(tokens);
  const before = tokens[open - 1];
  const isAlone = open === tokens.length - 1;
  if (before?.text === "VALUES" || (before?.text === "," && isInValues(tokens, open))) return "value";
  if (before?.text === "IN") return isAlone ? "list" : "value";
  if (before?.kind !== "word" || comparisons.has(before.text)) return comparisons.has(before?.text ?? "") ? "value" : "fragment";
  if (beforeFragments.has(before.text) || ["SELECT", "FROM", "SET", "BY"].includes(before.text)) return "fragment";
  const earlier = tokens[open - 2]?.text ?? "";
  return ["INTO", "TABLE", "REFERENCES", "INDEX", "ON", "KEY", "JOIN", "UPDATE", "WITH", "."].includes(earlier) ? "name" : "value";
}

/** The index of the parenthesis that is still open at the end. */
function openParenthesis(tokens: readonly SqlToken[]): number | undefined {
  let depth = 0;
  for (let index = tokens.length - 1; index >= 0; index--) {
    const text = tokens[index]?.text;
    if (text === ")") depth++;
    else if (text === "(" && depth-- === 0) return index;
  }
  return undefined;
}

/** `VALUES (…), (…)`: walks back over the rows before. */
function isInValues(tokens: readonly SqlToken[], open: number): boolean {
  let depth = 0;
  for (let index = open - 1; index >= 0; index--) {
    const text = tokens[index]?.text;
    if (text === ")") depth++;
    else if (text === "(") depth--;
    else if (depth === 0 && text !== ",") return text === "VALUES";
  }
  return false;
}

/** `LIMIT 5, ${n}`; any other comma outside of parentheses separates columns, tables or assignments. */
function judgeTopLevelComma(tokens: readonly SqlToken[]): SqlPlace {
  const words = tokens.filter(({ kind }) => kind === "word").map(({ text }) => text);
  return words.at(-1) === "LIMIT" || words.at(-2) === "LIMIT" ? "limit" : "name";
}
