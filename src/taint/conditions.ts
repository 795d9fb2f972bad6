import type { BinaryOperator, Expression } from "../syntax/program";
import { namesPrivateHost } from "./builtins/guards";
import { literalHost } from "./builtins/names";
import { bareObject } from "./object-keys";
import { Clean, type CleanBits, PathState, cleanForAll, wholeDisk } from "./label";
import type { Label } from "./label";
import { type Taint, type Truth, type Value, anyTruth, negated, noKnowledge, truthAbout, unknown } from "./value";

/**
 * What it tells that something is there, or is not. Where a datum itself is asked (`if (path)`), there is nothing left of it that could do harm;
 * what somebody else has made of it (`if (bad)`) tells nothing of it.
 */
export function truthOf(value: Value, asked: Expression): Truth {
  if (value.truth) return value.truth;
  const [only, ...others] = value.taints;
  const isDatum = only !== undefined && others.length === 0 && !only.isUncertain && (only.state & PathState.whole) !== 0 && isPlace(asked);
  return isDatum ? { whenTrue: noKnowledge, whenFalse: { clean: all(value.taints), equal: new Map() } } : anyTruth;
}

function isPlace(asked: Expression): boolean {
  if (asked.kind === "typed") return isPlace(asked.value);
  return asked.kind === "name" || (asked.kind === "member" && asked.property !== undefined && isPlace(asked.object));
}

/** The text of a constant that something can be compared with. */
export function constantOf(value: Value): string | undefined {
  return value.constant === undefined ? undefined : String(value.constant.value);
}

/** What a comparison tells. */
export function compare(operator: BinaryOperator, left: Value, right: Value): Value {
  // `"__proto__" in object` is true of every object that inherits something.
  if (operator === "in") return truthAbout(right.taints.length > 0 ? new Map() : cleaned(left.taints, right.symbols?.includes(bareObject) ? cleanForAll : cleanForAll & ~Clean.key));
  if (operator !== "equal" && operator !== "not-equal") return indexComparison(operator, left, right);
  const result = equality(left, right);
  return operator === "equal" ? result : { taints: [], truth: negated(result.truth) };
}

function equality(left: Value, right: Value): Value {
  if (left.constant && right.constant && left.taints.length + right.taints.length === 0) {
    return left.constant.value === right.constant.value || (left.constant.value == null && right.constant.value == null)
      ? truthAboutConstant(true)
      : truthAboutConstant(false);
  }
  const nothing = equalsNothing(left, right) ?? equalsNothing(right, left);
  if (nothing) return nothing;
  const way = staysOnWay(left, right) ?? staysOnWay(right, left);
  if (way) return way;
  if (isSeparator(left, right) || isSeparator(right, left)) return truthAbout(new Map([[wholeDisk, Clean.path]]));
  const folders = foldersOf(left, right) ?? foldersOf(right, left);
  if (folders) return folders;
  const question = left.question ?? right.question;
  const answer = left.question ? right : left;
  if (question && answer.constant) {
    // `x.indexOf("..") === -1`, `typeof x === "number"`, `rel.split(sep)[0] === ".."`
    const holds = question.whenEquals.get(String(answer.constant.value));
    if (holds) return { taints: [], truth: holds };
  }
  if (left.taints.length > 0 && right.taints.length === 0) return equalTo(left.taints, right);
  if (right.taints.length > 0 && left.taints.length === 0) return equalTo(right.taints, left);
  return unknown;
}

/** `list.find(…) === undefined`, `check(x) !== null`: what is known when there was something, and when there was nothing. */
function equalsNothing(value: Value, nothing: Value): Value | undefined {
  if (!nothing.constant || nothing.constant.value != null || !value.truth || value.taints.length > 0 || value.constant) return undefined;
  return { taints: [], truth: { whenTrue: value.truth.whenFalse, whenFalse: value.truth.whenTrue ?? noKnowledge } };
}

/** `path.relative(root, x) === ""`, or any other way that is written out: it leads inside. */
function staysOnWay(way: Value, constant: Value): Value | undefined {
  const text = constant.constant?.value;
  if (!way.wayTo || typeof text !== "string" || text.startsWith("..") || /^(?:[/\\]|[a-z]:)/i.test(text)) return undefined;
  return truthAbout(new Map([...all(way.taints), ...cleaned(way.wayTo, Clean.path)]));
}

/** `root === "/"`: whoever allows the whole disk allows every path. */
function isSeparator(separator: Value, root: Value): boolean {
  return (separator.constant?.value === "/" || separator.constant?.value === "\\") && root.constant === undefined && root.taints.length === 0;
}

/** Equal to something that the model has no hand in: harmless. Equal to nothing (`x === undefined`) is harmless in itself. */
function equalTo(taints: readonly Taint[], other: Value): Value {
  const constant = constantOf(other);
  // `host === "localhost"`: where that is refused, private hosts were thought of.
  const refused = constant !== undefined && namesPrivateHost(constant) ? literalHost(taints) : refusedKey(constant) ? cleaned(taints, refusedKey(constant)) : new Map<Label, CleanBits>();
  return truthAbout(all(taints), refused, constant === undefined ? new Map() : new Map(taints.map((taint) => [taint.label, constant])));
}

/** What is known of a key that is not this name. */
export function refusedKey(name: string | undefined): CleanBits {
  if (name === "__proto__") return Clean.noProto;
  return name === "constructor" || name === "prototype" ? Clean.noConstructor : 0n;
}

/** `path.basename(x) === x`: x holds no folder. */
function foldersOf(name: Value, whole: Value): Value | undefined {
  if (!name.baseOf || whole.taints.length === 0) return undefined;
  const labels = new Set(whole.taints.map((taint) => taint.label));
  return name.baseOf.every((taint) => labels.has(taint.label)) ? truthAbout(new Map(name.baseOf.map((taint) => [taint.label, Clean.path]))) : undefined;
}

/** `list.indexOf(x) >= 0`, `x.search(…) > -1`. */
function indexComparison(operator: BinaryOperator, left: Value, right: Value): Value {
  const question = left.question ?? right.question;
  const bound = left.question ? right.constant?.value : left.constant?.value;
  if (!question || typeof bound !== "number") return unknown;
  const towards = left.question ? operator : operator === "less" ? "greater" : operator === "greater" ? "less" : operator;
  const absent = question.whenEquals.get("-1") ?? question.whenEquals.get("0");
  if (!absent) return unknown;
  if (towards === "greater") return { taints: [], truth: { whenTrue: absent.whenFalse, whenFalse: absent.whenTrue } };
  return towards === "less" ? { taints: [], truth: absent } : unknown;
}

function truthAboutConstant(value: boolean): Value {
  const empty = truthAbout(new Map()).truth;
  return { taints: [], constant: { value }, truth: value ? { whenTrue: empty?.whenTrue, whenFalse: undefined } : { whenTrue: undefined, whenFalse: empty?.whenFalse } };
}

function all(taints: readonly Taint[]): ReadonlyMap<Label, CleanBits> {
  return new Map(taints.map((taint) => [taint.label, cleanForAll]));
}

/** The same bits for each of some data. */
export function cleaned(taints: readonly Taint[], bits: CleanBits): ReadonlyMap<Label, CleanBits> {
  return new Map(taints.map((taint) => [taint.label, bits]));
}
