import type { TypeRef } from "../../syntax/program";
import type { CallSite, Machine } from "../machine";
import { Clean, PathState } from "../label";
import { entryList, keyList, objectOfEntries } from "../entries";
import { elementOf } from "../members";
import { cleaned } from "../conditions";
import { joinText } from "../evaluate";
import { callCallbacks } from "../calls";
import { type Taint, type Value, allTaints, asText, joinValues, mergeTaints, truthAbout, unknown, withField } from "../value";
import { isNotNumber, isNumber } from "./guards";
import { nameBuiltins } from "./names";
import { callPath, decoded, isPathSymbol } from "./paths";
import { bareObject } from "../object-keys";
import { withoutFailure } from "../promises";
import { urlBuiltins } from "./urls";
import { withDeclaredElements } from "../declared";

/** A function of the language or of Node whose effect on data is known. */
type Builtin = (machine: Machine, site: CallSite) => Value;

/** Calls a builtin; undefined where the symbol is none. */
export function callBuiltin(machine: Machine, symbol: string, site: CallSite): Value | undefined {
  return callPath(machine, symbol, site) ?? builtins.get(symbol)?.(machine, site);
}

/** Whether a symbol is a builtin. */
export function hasBuiltin(symbol: string): boolean {
  return builtins.has(symbol) || isPathSymbol(symbol);
}

const first = (site: CallSite): Value => site.arguments[0] ?? unknown;

/** The data of the arguments, as something that is not the datum itself any more. */
function made(how: string, bits = 0n, keep = true): Builtin {
  return (machine, site) => {
    const taints = site.arguments.flatMap((argument) => allTaints(argument));
    return { taints: mergeTaints(taints.map((taint): Taint => ({ ...taint, label: machine.labels.derive(taint.label, how), clean: (keep ? taint.clean | Clean.text : 0n) | bits, state: PathState.raw }))) };
  };
}

const decodes: Builtin = (machine, site) => ({ taints: mergeTaints(decoded(machine, site.arguments.flatMap((argument) => allTaints(argument)), site)) });

const clean: Builtin = (machine, site) => {
  callCallbacks(machine, site, unknown);
  return unknown;
};

const same: Builtin = (_, site) => first(site);

const list = (element: Value): Value => ({ taints: [], isCollection: true, fields: new Map([["[]", element]]) });

const assertion: Builtin = (_, site) => {
  const truth = first(site).truth;
  if (truth && !truth.whenTrue) site.activation.isDead = true;
  else if (truth?.whenTrue) site.activation.environment.learn(truth.whenTrue);
  return unknown;
};

const settled: Builtin = (_, site) => {
  const value = first(site);
  return value.fields || value.taints.length > 0 ? value : unknown;
};

const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ["global:String", (_, site) => ({ taints: asText(allTaints(first(site))), ...(first(site).text === undefined ? {} : { text: first(site).text }) }) as Value],
  ...["Number", "parseInt", "parseFloat", "Boolean", "Number.parseInt", "Number.parseFloat", "BigInt", "Date", "Math.floor", "Math.max", "Math.min", "Math.round", "Symbol", "Error", "TypeError", "RangeError"].map((name): [string, Builtin] => [`global:${name}`, clean]),
  ...["Number.isInteger", "Number.isSafeInteger", "Number.isFinite", "isFinite"].map((name): [string, Builtin] => [`global:${name}`, (_, site) => isNumber(first(site))]),
  ...["isNaN", "Number.isNaN"].map((name): [string, Builtin] => [`global:${name}`, (_, site) => isNotNumber(first(site))]),
  ["global:encodeURIComponent", made("encoded", Clean.path | Clean.urlPath)],
  ["global:encodeURI", made("encoded")],
  ["global:escape", made("encoded", Clean.path)],
  ["querystring.escape", made("encoded", Clean.path | Clean.urlPath)],
  // Decoding undoes every check made before.
  ...["decodeURIComponent", "decodeURI", "unescape", "atob"].map((name): [string, Builtin] => [`global:${name}`, decodes]),
  ["querystring.unescape", decodes],
  ["global:btoa", made("base64", Clean.command | Clean.noDotDot | Clean.code | Clean.query)],
  // A literal of JavaScript and of most other languages: what was in the data stays inside of its quotes.
  ["global:JSON.stringify", made("json", Clean.code | Clean.query | Clean.option | Clean.key)],
  ["global:JSON.parse", made("parsed", 0n, false)],
  ["global:structuredClone", same],
  ["global:Object.freeze", same],
  ["global:Object.seal", same],
  ["global:Object.assign", assignObjects],
  ["global:Object.keys", (machine, site) => keyList(machine, first(site))],
  ["global:Object.getOwnPropertyNames", (machine, site) => keyList(machine, first(site))],
  ["global:Object.values", (machine, site) => list(elementOf(machine, first(site)))],
  ["global:Object.entries", (machine, site) => entryList(machine, first(site))],
  ["global:Object.fromEntries", (machine, site) => objectOfEntries(machine, first(site))],
  ["global:Array.from", arrayFrom],
  ["global:Array.of", (_, site) => ({ taints: [], isCollection: true, fields: new Map(site.arguments.map((value, index) => [String(index), value])) })],
  ["global:Array", (_, site) => list(site.arguments.reduce<Value>(joinValues, unknown))],
  ["global:Promise.allSettled", (machine, site) => withoutFailure(settled(machine, site))],
  ...["all", "race", "any"].map((name): [string, Builtin] => [`global:Promise.${name}`, settled]),
  ["global:Promise.resolve", same],
  ["global:Promise.reject", clean],
  ["global:Promise", newPromise],
  ["global:Object.prototype.hasOwnProperty.call", (_, site) => ({ ...unknown, truth: membership(site.arguments[1]).truth }) as Value],
  ["global:Object.create", (_, site) => (site.arguments[0]?.constant?.value === null ? { taints: [], symbols: [bareObject] } : unknown)],
  ["global:Map", newMap],
  ["global:WeakMap", newMap],
  ["global:Set", newSet],
  ...urlBuiltins,
  ...nameBuiltins,
  ["global:Buffer.from", bytes],
  ["global:RegExp", (_, site) => regularExpression(site)],
  ["global:Object.hasOwn", (_, site) => ({ ...unknown, truth: membership(site.arguments[1]).truth }) as Value],
  // What they let through repeats nothing inside of a repetition.
  ...["safe-regex", "safe-regex2"].map((name): [string, Builtin] => [name, (_, site) => truthAbout(cleaned(first(site).taints, Clean.pattern))]),
  ["util.promisify", promisify],
  ["util.format", (_, site) => joinText(site.arguments, site.expression, site.activation)],
  ["util.inspect", made("json")],
  ...["assert", "assert.ok", "assert.strict", "assert.strict.ok"].map((name): [string, Builtin] => [name, assertion]),
  ...["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "process.nextTick"].map((name): [string, Builtin] => [`global:${name}`, clean]),
]);

function membership(key: Value | undefined): Value {
  return isNumber(key ?? unknown);
}

function assignObjects(_: Machine, site: CallSite): Value {
  let result = first(site);
  for (const source of site.arguments.slice(1)) {
    if (source.taints.length > 0) result = { ...result, taints: mergeTaints([...result.taints, ...source.taints]) };
    for (const [name, value] of source.fields ?? []) result = withField(result, name, value);
  }
  return result;
}

function arrayFrom(machine: Machine, site: CallSite): Value {
  const element = elementOf(machine, first(site));
  const [, mapper] = site.arguments;
  if (!mapper?.functions) return list(element);
  const at = site.argumentExpressions[0] ?? site.expression;
  return list(machine.callValue(mapper, { ...site, arguments: [element], argumentExpressions: [at], receiver: undefined, receiverExpression: undefined, isNew: false }));
}

/** The bytes of a text; those that it was an encoding of are another text, of which nothing is known. */
function bytes(machine: Machine, site: CallSite): Value {
  const isDecoded = /^(?:base64(?:url)?|hex)$/.test(site.arguments[1]?.text ?? "");
  const value = made(isDecoded ? "decoded" : "bytes", 0n, !isDecoded)(machine, { ...site, arguments: site.arguments.slice(0, 1) });
  return value.taints.length === 0 ? value : { ...value, typeName: "Buffer" };
}

/** The executor runs at once; what it resolves with is the result, as far as its own body says so. */
function newPromise(machine: Machine, site: CallSite): Value {
  callCallbacks(machine, site, unknown);
  return unknown;
}

function newMap(machine: Machine, site: CallSite): Value {
  const fields = new Map<string, Value>();
  const source = first(site);
  for (const pair of source.fields?.values() ?? []) {
    const key = pair.fields?.get("0")?.constant;
    const value = pair.fields?.get("1") ?? machine.member(pair, "1", site.activation, site.expression);
    const name = key === undefined ? "[]" : String(key.value);
    fields.set(name, joinValues(fields.get(name), value));
  }
  return withDeclaredElements(machine, { taints: source.taints, isCollection: true, fields }, typeArgument(site, 1), site.activation.module, site.activation);
}

/** `new Map<string, Pool>()` says what it will hold. */
function typeArgument({ expression }: CallSite, index: number): TypeRef | undefined {
  const element = expression.kind === "call" ? expression.typeArguments[index] : undefined;
  return element && { name: "Array", args: [element] };
}

function newSet(machine: Machine, site: CallSite): Value {
  const source = first(site);
  const declared = withDeclaredElements(machine, { taints: source.taints, isCollection: true, ...(source.fields ? { fields: new Map(source.fields) } : {}) }, typeArgument(site, 0), site.activation.module, site.activation);
  return declared.fields ? declared : { ...declared, fields: new Map([["[]", elementOf(machine, source)]]) };
}

function regularExpression(site: CallSite): Value {
  const source = first(site).constant?.value;
  const flags = site.arguments[1]?.constant?.value;
  if (first(site).pattern) return first(site);
  return typeof source === "string" ? { taints: [], pattern: { source, flags: typeof flags === "string" ? flags : "" } } : unknown;
}

function promisify(_: Machine, site: CallSite): Value {
  const callee = first(site);
  return { ...callee, ...(callee.symbols ? { symbols: callee.symbols.map((symbol) => `promisify:${symbol}`) } : {}) };
}
