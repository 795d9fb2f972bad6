import type { CallSite, Machine } from "../machine";
import type { Environment } from "../environment";
import { Clean, type CleanBits, PathState, asItCame, Step, cleanForAll } from "../label";
import { type Taint, type Truth, type Value, allTaints, asText, literal, maximumText, mergeTaints, noKnowledge, truthAbout, unknown, unknownText } from "../value";
import { cleaned } from "../conditions";
import { listOfElements } from "../lists";
import { firstCharacter, patternBits } from "./guards";
import { joinText } from "../evaluate";

/** Methods of texts; undefined where the name is none, or the receiver is a list. */
export function callTextMethod(machine: Machine, name: string, receiver: Value, site: CallSite): Value | undefined {
  const [first = unknown, second = unknown] = site.arguments;
  switch (name) {
    case "trim":
    case "trimStart":
    case "trimEnd":
    case "toLowerCase":
    case "toUpperCase":
    case "toLocaleLowerCase":
    case "toLocaleUpperCase":
    case "valueOf":
      return receiver.constant === undefined ? { ...receiver, taints: name === "valueOf" ? receiver.taints : asText(receiver.taints) } : changedConstant(receiver, name);
    case "normalize":
      return { ...receiver };
    case "toString":
      return encodedText(receiver, first) ?? { taints: asText(allTaints(receiver)), ...(receiver.text === undefined ? {} : { text: receiver.text }) };
    case "replace":
    case "replaceAll":
      return replaced(machine, name, receiver, first, second, site);
    case "split":
      return isBlank(first) ? words(machine, { ...receiver, taints: site.activation.environment.bake(receiver).taints }) : split(machine, receiver, first, site.activation.environment);
    case "charAt":
      return first.constant?.value === 0 ? { ...part(machine, receiver), ...firstCharacter(receiver.taints) } : part(machine, receiver);
    case "substring":
    case "substr":
    case "padStart":
    case "padEnd":
    case "repeat":
      return part(machine, receiver);
    case "slice":
    case "at":
      return receiver.isCollection || receiver.fields ? undefined : part(machine, receiver);
    case "concat":
      return receiver.isCollection ? undefined : joinText([receiver, ...site.arguments], site.expression, site.activation);
    case "charCodeAt":
    case "codePointAt":
    case "localeCompare":
    case "search":
    case "toFixed":
    case "getTime":
      return unknown;
    default:
      return undefined;
  }
}

function changedConstant(receiver: Value, name: string): Value {
  const text = receiver.constant?.value;
  if (typeof text !== "string") return receiver;
  return literal(name.startsWith("trim") ? text.trim() : name.includes("Lower") ? text.toLowerCase() : name.includes("Upper") ? text.toUpperCase() : text);
}

/** `buffer.toString("hex")`: an encoding without special characters is harmless. */
function encodedText(receiver: Value, encoding: Value): Value | undefined {
  const name = encoding.text;
  const bits = name === "hex" ? cleanForAll : name === "base64" || name === "base64url" ? Clean.command | Clean.noDotDot | Clean.code | Clean.query : 0n;
  if (bits === 0n) return undefined;
  return { taints: receiver.taints.map((taint) => ({ ...taint, clean: taint.clean | bits })) };
}

/** A part of a text may begin with a dash, however the whole begins. */
function part(machine: Machine, receiver: Value): Value {
  return { taints: asText(receiver.taints).map((taint) => ({ ...taint, label: machine.labels.derive(taint.label, "part"), state: taint.state & PathState.atStart, clean: taint.clean & ~Clean.option })) };
}

/** Whether a text is taken apart at blanks, as a command line is. */
function isBlank(separator: Value): boolean {
  return /^ +$/.test(separator.text ?? "") || /^(?: |\[ ?(?:\\[st] ?)*\]|\\s)\+?$/.test(separator.pattern?.source ?? "");
}

/** `command.split(" ")`: the words as far as they are known, and in the gaps any number of words that the data choose. */
export function words(machine: Machine, receiver: Value): Value {
  const isOneWord = (taint: Taint): boolean => (taint.clean & Clean.oneWord) !== 0n;
  const taints = receiver.taints.map((taint) => ({ ...taint, label: machine.labels.derive(taint.label, "word"), state: taint.state | PathState.words }));
  const own = receiver.taints.length > 0 && receiver.taints.every(isOneWord);
  const known = typeof receiver.constant?.value === "string" ? receiver.constant.value : (receiver.text ?? unknownText);
  // Of a long text the end is not known.
  const text = receiver.constant || known.length < maximumText ? known : `${known} ${unknownText}`;
  const elements = text.split(/\s+/).map((word) => {
    if (!word.includes(unknownText)) return { value: literal(word), isMany: false };
    const state = word.startsWith(unknownText) ? ~PathState.below : ~0;
    const value: Value = { taints: taints.map((taint) => ({ ...taint, state: (word.startsWith(unknownText) ? taint.state : taint.state | PathState.below) & state })), text: word };
    return { value, isMany: taints.length > 0 ? !own : word === unknownText };
  });
  return listOfElements(elements);
}

/** A URL that was parsed holds no `..` any more, and a segment of its path no slash. */
function segmentBits({ label }: Taint): CleanBits {
  return /(^|;)pathname;(part;)?$/.test(label.derived) ? Clean.urlPath : 0n;
}

/** A text without `__proto__` has no piece of that name. */
function withKeyChecks(text: Value, environment: Environment): Value {
  return { ...text, taints: text.taints.map((taint) => ({ ...taint, clean: taint.clean | ((environment.clean.get(taint.label) ?? 0n) & (Clean.noProto | Clean.noConstructor)) })) };
}

/** A list of pieces. One that is compared with `..` tells about the whole text. */
function split(machine: Machine, receiver: Value, separator: Value, environment: Environment): Value {
  const isFolders = /^[/\\]$/.test(separator.text ?? "") || /[/\\]/.test(separator.pattern?.source ?? "");
  const pieces = part(machine, withKeyChecks(receiver, environment)).taints.map((taint) => (isFolders ? { ...taint, clean: taint.clean | Clean.path | segmentBits(taint) } : taint));
  const whole = receiver.wayTo ?? receiver.taints;
  // `fe80::1%eth0`: what stands before the zone is the address.
  if (separator.text === "%") return { taints: [], isCollection: true, fields: new Map([["0", { taints: receiver.taints.map((taint) => ({ ...taint, label: machine.labels.derive(taint.label, "notation") })) }], ["[]", { taints: pieces }]]) };
  const bits = receiver.wayTo ? Clean.path : Clean.noDotDot;
  const notClimbing: Truth = { whenTrue: noKnowledge, whenFalse: truthAbout(cleaned(whole, bits)).truth?.whenTrue };
  const element: Value = { taints: pieces, ...(isFolders && whole.length > 0 ? { question: { whenEquals: new Map([["..", notClimbing]]) } } : {}) };
  return { taints: [], isCollection: true, fields: new Map([["[]", element]]), ...(isFolders && whole.length > 0 && !receiver.wayTo ? { partsOf: whole } : {}) };
}

/**
 * `text.replace(pattern, by)`: what is put in comes out as well. Removing everything but a set of characters is a sanitiser,
 * removing some characters is none, except for what it removes for good.
 */
function replaced(machine: Machine, name: string, receiver: Value, pattern: Value, by: Value, site: CallSite): Value {
  const inserted = by.functions ? machine.callValue(by, { ...site, arguments: [part(machine, receiver)], argumentExpressions: [site.receiverExpression ?? site.expression], receiver: undefined, receiverExpression: undefined, isNew: false }) : by;
  const isGlobal = name === "replaceAll" || (pattern.pattern?.flags.includes("g") ?? false);
  const bits = (isGlobal ? removalBits(pattern, by) : 0n) | (removesDashes(pattern, by) ? Clean.option : 0n);
  const isNotation = changesNotation(pattern, by);
  // `example.com.` is the host `example.com`.
  const isRootless = /^\\\.[+*]?\$$/.test(pattern.pattern?.source ?? "") && by.text === "";
  const kept: Taint[] = receiver.taints.map((taint) => ({
    ...taint,
    label: machine.labels.derive(taint.label, isNotation ? "notation" : isRootless ? Step.rootless : "replaced"),
    clean: (taint.clean & ~Clean.option) | bits | escapeBits(taint.clean, pattern, by, isGlobal) | Clean.text,
    state: isNotation ? taint.state : taint.state & (PathState.below | asItCame),
  }));
  const pasted = allTaints(inserted).map((taint) => ({ ...taint, state: PathState.below }));
  return { taints: mergeTaints([...kept, ...pasted]), ...(receiver.text === undefined ? {} : { text: receiver.constant ? receiver.text.replace(/[@:$%{][\w}]+/, unknownText) : receiver.text }) };
}

/**
 * What escaping makes of a text: every character that repeats something in a regular expression (a star that is left is that of file names), or first the backslashes and then the quotes of a
 * string. Quotes alone are escaped in vain: a backslash in the data takes the one before the quote for itself.
 */
function escapeBits(clean: CleanBits, pattern: Value, by: Value, isGlobal: boolean): CleanBits {
  const source = pattern.pattern?.source ?? (pattern.constant === undefined ? undefined : escaped(String(pattern.constant.value)));
  const replacement = by.text;
  if (source === undefined || replacement === undefined || !isGlobal) return 0n;
  const kept = /^\[\^((?:[^\]\\]|\\.)*)\]$/s.exec(source)?.[1];
  if (kept !== undefined && /^\\\$&$/.test(replacement)) return patternBits({ source: `^[${kept}]*$`, flags: "" }) & Clean.pattern;
  const set = characterSet(source);
  const isEscape = /^\\(?:\$[&1]|.)?$/s.test(replacement);
  if (set === undefined || !isEscape) return 0n;
  let bits = 0n;
  if (/\$[&1]$/.test(replacement) && [..."+([{"].every((each) => set.has(each))) bits |= Clean.pattern;
  const escapesBackslashes = set.has("\\");
  if (escapesBackslashes) bits |= Clean.backslashes;
  if ((escapesBackslashes || clean & Clean.backslashes) && (set.has('"') || set.has("'"))) bits |= Clean.code | Clean.query;
  return bits;
}

/** The characters that a pattern stands for, where it is one of some. */
function characterSet(source: string): ReadonlySet<string> | undefined {
  const inner = /^\(?\[((?:[^\]\\^]|\\.)(?:[^\]\\]|\\.)*)\]\)?$/s.exec(source)?.[1] ?? (/^\(?(?:\\.|[^\\])\)?$/s.test(source) ? source.replace(/^\((.+)\)$/s, "$1") : undefined);
  return inner === undefined ? undefined : new Set(inner.replace(/\\(.)/gs, "$1"));
}

/** Turns slashes or takes quotes off: the same path in another notation. Anything that could touch a dot is more than that. */
function changesNotation(pattern: Value, by: Value): boolean {
  const source = pattern.pattern?.source ?? pattern.text;
  return source !== undefined && /^[/\\"'^$+*?()|[\]<!{},\d:]+$/.test(source) && /^[/\\"']*$/.test(by.text ?? "-");
}

/** `text.replace(/^-+/, "")` */
function removesDashes(pattern: Value, by: Value): boolean {
  return /^\^(?:\\s\*)?(?:-|\[[^\]^]*-\])[+*]$/.test(pattern.pattern?.source ?? "") && by.text !== undefined && !by.text.startsWith("-");
}

function removalBits(pattern: Value, by: Value): CleanBits {
  const replacement = by.text;
  const source = pattern.pattern?.source ?? (pattern.constant === undefined ? undefined : escaped(String(pattern.constant.value)));
  if (source !== undefined && /^\\s\+?$/.test(source) && replacement !== undefined && !/\s/.test(replacement)) return Clean.oneWord;
  // A backslash of the pattern's own (`/\?/`) is none that is escaped.
  if (source === undefined || replacement === undefined) return by.functions && source !== undefined && /['"`]|\\\\/.test(source) ? Clean.quoted : 0n;
  const kept = /^\(?\[\^((?:[^\]\\]|\\.)*)\]\)?[+*]?$/s.exec(source)?.[1];
  if (kept !== undefined) {
    // Everything but these characters goes; what takes its place must be one of them.
    const flags = (pattern.pattern?.flags ?? "").replace(/[gym]/g, "");
    return patternBits({ source: `^(?:[${kept}]|${escaped(replacement)})*$`, flags });
  }
  if (/^(\\\.){2}$|^\\\.\{2,?\}$|^\\\.\+$|^\\\.$/.test(source) && !replacement.includes(".")) return Clean.noDotDot;
  const listed = /^\[((?:[^\]\\^]|\\.)(?:[^\]\\]|\\.)*)\]\+?$/s.exec(source)?.[1];
  if (listed !== undefined) return patternBits({ source: `^(?:[^${listed}]|${escaped(replacement)})*$`, flags: "" });
  const doubled = doublings.get(source.replace(/^\\/, ""));
  if (doubled !== undefined && replacement === source.replace(/^\\/, "").repeat(2)) return doubled;
  // Inside of double quotes a shell still runs `$(…)`: escaping them alone stops nothing.
  if (/^\(?\\?["`]\)?$/.test(source)) return 0n;
  // Doubling or escaping quotes is quoting: weaker than a parameter, not nothing.
  return /^\[?\(?\\?['"`]/.test(source) && replacement.length > 1 ? Clean.quoted : 0n;
}

/** The closing quotes of names in SQL, which are doubled inside of them. */
const doublings: ReadonlyMap<string, CleanBits> = new Map([['"', Clean.doubledQuotes], ["`", Clean.doubledBackticks], ["]", Clean.doubledBrackets]]);

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
