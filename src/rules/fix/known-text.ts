import type { Binding, Expression, Module } from "../../syntax/program";
import { childExpressions, walkStatements } from "../../syntax/walk";
import { unwrap } from "./code";
import type { Quote } from "./shell-words";
import { readTextParts } from "./text-parts";

/** What the code says of a text that a name holds. */
export interface KnownText {
  /** Every text it may hold is written out here, apart from values in it. */
  readonly isWhole: boolean;
  /** It may be empty: to the shell no word at all, unless there are quotes around it. */
  readonly mayBeEmpty: boolean;
  /** The written parts of what it may hold. */
  readonly texts: readonly string[];
}

/** The value of a variable that is written once. */
export function heldValue(binding: Binding | undefined): Expression | undefined {
  const isHeld = binding?.kind === "variable" && binding.writes === 1 && !binding.path?.length;
  return isHeld && binding.init ? unwrap(binding.init) : undefined;
}

/** Reads what every assignment to a variable writes, its declaration included. */
export function readKnownText(binding: Binding, module: Module): KnownText {
  const written: Expression[] = [];
  let isWhole = binding.kind === "variable" && !binding.path?.length;
  walkStatements(module.functions.get(binding.scope)?.body ?? [], {
    statement: (statement) => {
      if (statement.kind === "declare" && statement.value && statement.pattern.kind === "bind" && statement.pattern.binding === binding.id) written.push(statement.value);
    },
    expression: (expression) => {
      if (expression.kind === "assign" && expression.target.kind === "bind" && expression.target.binding === binding.id) written.push(expression.value);
    },
  });
  if (written.length !== binding.writes) isWhole = false;
  const known = written.map((value) => textsOf(value, module));
  return {
    isWhole: isWhole && known.every((texts) => texts !== undefined),
    mayBeEmpty: known.some((texts) => texts?.includes("")) || isEmptyByDefault(binding, module),
    texts: known.flatMap((texts) => texts ?? []),
  };
}

/** Whether a text means something to the shell where it stands, so that a program would see another. */
export function isChangedByShell(text: string, quote: Quote): boolean {
  switch (quote) {
    case "none":
      return /[\s"'\\`$*?|&;<>()~]/.test(text);
    case "double":
      return /["\\`$]/.test(text);
    case "single":
      return text.includes("'");
  }
}

/** Whether an expression gives the same when it is worked out twice, and does nothing else. */
export function isRepeatable(expression: Expression, module: Module): boolean {
  switch (expression.kind) {
    case "name":
      return expression.binding === undefined || (module.bindings.get(expression.binding)?.writes ?? 2) <= 1;
    case "call":
      return !expression.isNew && expression.callee.kind === "member" && repeatable.has(expression.callee.property ?? "") && childExpressions(expression).every((part) => part === expression.callee ? isRepeatable(expression.callee.kind === "member" ? expression.callee.object : part, module) : isRepeatable(part, module));
    case "assign":
    case "await":
    case "yield":
    case "tagged":
    case "unknown":
      return false;
    case "function":
      return true;
    default:
      return childExpressions(expression).every((part) => isRepeatable(part, module));
  }
}

/** Methods of texts and lists that change nothing. */
const repeatable = new Set(
  "replace replaceAll trim trimStart trimEnd toLowerCase toUpperCase toString join slice substring split map filter flatMap concat includes startsWith endsWith".split(" "),
);

/** Written parts of a text, "" where all of it may be empty; undefined where the text is not built here. */
function textsOf(value: Expression, module: Module): readonly string[] | undefined {
  const whole = unwrap(value);
  if (whole.kind === "conditional") {
    const [then, otherwise] = [textsOf(whole.then, module), textsOf(whole.else, module)];
    return then && otherwise && [...then, ...otherwise];
  }
  const parts = readTextParts(whole, module);
  if (!parts) return undefined;
  const texts = parts.flatMap((part) => (part.kind === "text" && part.value !== "" ? [part.value] : []));
  return parts.every((part) => part.kind === "text") && texts.length === 0 ? [""] : texts;
}

/** `{ name = "" }`, `(name = "")`. */
function isEmptyByDefault({ range }: Binding, { text }: Module): boolean {
  return /^\s*(?::\s*\w+\s*)?=\s*(?:""|''|``)/.test(text.slice(range.end, range.end + 80));
}
