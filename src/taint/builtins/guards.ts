import { matchesEveryOption, regexAllows } from "../../schema/regex";
import { cleaned, refusedKey } from "../conditions";
import { factBits } from "../fact-bits";
import { Clean, type CleanBits, PathState, cleanForAll, noOption, weakHostBits } from "../label";
import { type Taint, type Truth, type Value, allTaints, anyTruth, elementValues, endsWithSeparator, isTainted, noKnowledge, truthAbout, unknown } from "../value";
import { endsHost } from "../url-text";
import { isPrivate, literalHost } from "./names";

/** `x.startsWith(prefix)`, judged as a check of a path. */
export function startsWith(receiver: Value, prefix: Value): Value {
  const text = prefix.text;
  if (text?.startsWith("..")) return climbs(receiver);
  if (receiver.taints.length === 0 || prefix.taints.length > 0) return unknown;
  if (text === "/" || text === "\\") return truthAbout(cleaned(receiver.taints, Clean.option | (text === "/" ? Clean.rooted : 0n)), cleaned(receiver.taints, Clean.relative));
  if (prefix.constant !== undefined && namesPrivateHost(text ?? "")) return isPrivate(receiver);
  if (text === "-") return truthAbout(cleaned(receiver.taints, Clean.dash), cleaned(receiver.taints, noOption));
  if (text === "--" || text === "") return unknown;
  // A constant that is no folder says nothing about paths: `name.startsWith("feature/")` is raw text anyway.
  const weak = text !== undefined && endsWithSeparator(text) ? 0n : Clean.weak;
  return truthAbout(new Map(receiver.taints.map((taint) => [taint.label, insideBits(taint) | weak | prefixBits(text) | (text?.startsWith("-") ? 0n : Clean.option)])));
}

/** A URL that begins so: with a whole host it is the server's choice, with a part of one or a scheme alone it is not. */
function prefixBits(text: string | undefined): CleanBits {
  if (text === undefined) return Clean.hostAffix;
  if (/^[a-z][a-z0-9+.-]*:(\/\/)?$/i.test(text)) return Clean.schemeOnly;
  if (!/^[a-z][a-z0-9+.-]*:\/\/|^\uFFFC/i.test(text)) return 0n;
  return endsHost(text) ? Clean.host | weakHostBits : Clean.hostAffix;
}

/**
 * `x.endsWith(suffix)`: how a path ends says nothing about where it leads, but that someone looked is worth telling.
 * Of a host it says whether it is one of a domain; without the dot before it, `evilexample.com` ends so as well.
 */
export function endsWith(receiver: Value, suffix: Value): Value {
  const { text } = suffix;
  if (receiver.taints.length === 0 || suffix.taints.length > 0 || (text !== undefined && endsWithSeparator(text))) return unknown;
  if (/^\.(local|localhost|internal|lan|home\.arpa|localdomain)$/.test(text ?? "")) return isPrivate(receiver);
  if (text?.startsWith(".")) return truthAbout(cleaned(receiver.taints, Clean.hostEnd | Clean.extension));
  // Whether a helper was given a host is not known inside of it: what it compares with must look like a domain then.
  const looksLikeDomain = /[\w-]\.[a-z]{2,}$/i.test(text ?? "");
  return truthAbout(new Map(receiver.taints.map(({ label }) => [label, Clean.extension | (looksLikeDomain || label.partOf?.part === "host" ? Clean.hostAffix : 0n)])));
}

/** The names and the beginnings of addresses by which checks recognise what is not public. */
export function namesPrivateHost(text: string): boolean {
  return /^(https?:\/\/)?(localhost|127\.|10\.|192\.168|172\.|169\.254|0\.0\.0\.0|0\.|\[?::1?\]?$|\[?f[cde][0-9a-f]{0,2}:|f[cd]$|fe80|metadata\.)/i.test(text);
}

/** The data that a prefix check without a separator lets out: `/data` admits `/data-evil`. Empty where the check is none of a path, or holds. */
export function escapingPrefix(receiver: Value, prefix: Value): readonly Taint[] {
  const { text } = prefix;
  if (prefix.taints.length > 0 || (text !== undefined && endsWithSeparator(text))) return [];
  // A constant that is no folder (`"image-"`) is not meant to contain anything; the root folder contains everything.
  if (prefix.constant !== undefined && !/^(\/|[a-z]:\\)./i.test(text ?? "")) return [];
  return receiver.taints.filter((taint) => taint.state & PathState.normal);
}

/** The data of a path in which a folder is looked for, wherever it stands: `/tmp/srv/data/x` holds `/srv/data`. */
export function folderSought(receiver: Value, folder: Value): readonly Taint[] {
  // A word that is sought in a path (`"node_modules"`, a separator) is no folder that it must stay in; what is unknown is one only in a path of its own.
  // Whoever looks for `/../` asks whether the path climbs.
  if (folder.taints.length > 0 || receiver.isCollection || folder.text?.includes("..") === true) return [];
  if (folder.constant !== undefined && !/^(\/|[a-z]:\\)./i.test(folder.text ?? "")) return [];
  // A text into which a library has put the path (a difference, a listing) is searched for other reasons.
  return receiver.taints.filter((taint) => taint.state & PathState.normal && !taint.isUncertain && /^(?:replaced;|notation;|decoded;|followed;)*$/.test(taint.label.derived));
}

/** A normalised path is inside, a raw one may climb out again. A prefix without a separator counts as well: it is told at the guard, not at every call behind it. */
function insideBits(taint: Taint): CleanBits {
  return taint.state & PathState.normal ? Clean.path : Clean.prefixed;
}

/** A test for `..`: when it fails, nothing climbs. */
function climbs(value: Value): Value {
  if (value.wayTo) return truthAbout(new Map(), cleaned(value.wayTo, Clean.path));
  return truthAbout(new Map(), cleaned(value.taints, Clean.noDotDot));
}

/** `x.includes(part)`: membership in a list, or a search in a text. */
export function includes(receiver: Value, part: Value): Value {
  if (part.text?.startsWith("..") && (receiver.taints.length > 0 || receiver.wayTo || receiver.partsOf)) {
    if (receiver.partsOf) return truthAbout(new Map(), cleaned(receiver.partsOf, Clean.noDotDot));
    return climbs(receiver);
  }
  if ((part.text === "/" || part.text === "\\") && receiver.taints.length > 0) return truthAbout(new Map(), cleaned(receiver.taints, Clean.noDotDot | Clean.relative));
  if (receiver.taints.length > 0 && part.taints.length === 0 && !receiver.isCollection && namesPrivateHost(part.text ?? "")) return isPrivate(receiver);
  if (receiver.taints.some((taint) => taint.label.partOf) && part.taints.length === 0 && !receiver.isCollection) return truthAbout(cleaned(receiver.taints, Clean.hostAffix));
  if (part.taints.length > 0 && receiver.isCollection && listsPrivateHosts(receiver)) return truthAbout(cleaned(part.taints, cleanForAll), literalHost(part.taints));
  const sought = folderSought(receiver, part);
  if (sought.length > 0) return truthAbout(cleaned(sought, Clean.path | Clean.weak));
  // `path.includes("__proto__")`, `parts.includes("__proto__")`: neither the text nor one of the pieces is that name.
  const key = refusedKey(typeof part.constant?.value === "string" ? part.constant.value : undefined);
  if (key && isTainted(receiver)) return truthAbout(new Map(), cleaned(allTaints(receiver), key));
  if (part.text === " " && receiver.taints.length > 0) return truthAbout(new Map(), cleaned(receiver.taints, Clean.oneWord));
  // A text that is known is searched, not a list: "abc".includes(x) lets many texts pass.
  if (part.taints.length === 0 || receiver.taints.length > 0 || (receiver.text !== undefined && !receiver.isCollection)) return unknown;
  const keys = elementValues(receiver).reduce((bits, { constant }) => bits | refusedKey(typeof constant?.value === "string" ? constant.value : undefined), 0n);
  return truthAbout(cleaned(part.taints, cleanForAll), keys ? cleaned(part.taints, keys) : new Map());
}

function listsPrivateHosts(list: Value): boolean {
  return elementValues(list).some((element) => element.constant !== undefined && namesPrivateHost(element.text ?? ""));
}

/** `x.indexOf(part)`: a number that says the same when it is compared with -1. */
export function indexOf(receiver: Value, part: Value): Value {
  const truth = includes(receiver, part).truth ?? anyTruth;
  const startsAt: Truth = startsWith(receiver, part).truth ?? anyTruth;
  return { taints: [], question: { whenEquals: new Map([["-1", { whenTrue: truth.whenFalse, whenFalse: truth.whenTrue }], ["0", startsAt]]) } };
}

/** `pattern.test(x)`, `x.match(pattern)`: what a text must be to pass, or what it does not hold when it fails. */
export function matches(pattern: Value["pattern"], subject: Value): Value {
  if (!pattern || (subject.taints.length === 0 && !subject.wayTo)) return unknown;
  if (/^\^?\\\.\\\./.test(pattern.source) || /\(\^\|[^)]*\)\\\.\\\./.test(pattern.source) || /^\^?\\\.\{2/.test(pattern.source)) return climbs(subject);
  const passes = patternBits(pattern) | urlPatternBits(pattern, subject) | (/\\\.[\w?:()|]+\$$/.test(pattern.source) ? Clean.extension : 0n);
  const refused = refusedBits(pattern) | (/(localhost|\b127\b|192\\?\.168|\^10\\?\.|169\\?\.254)/.test(pattern.source) ? Clean.literalHost : 0n);
  return truthAbout(passes ? cleaned(subject.taints, passes) : new Map(), refused ? cleaned(subject.taints, refused) : new Map());
}

/** `/^https?:/` checks a scheme, `/^https:\/\/api\.example\.com\//` a host. Of a host, a pattern that ends with a domain is as good as that domain. */
function urlPatternBits({ source }: { readonly source: string }, subject: Value): CleanBits {
  const domain = /\\\.[a-z]{2,}\)*\$$/i.test(source);
  if (domain && !/^\^\(?\??:?https?/.test(source)) return /^\^|^\((\?:)?\^\||^\\\./.test(source) ? Clean.hostEnd : Clean.hostAffix;
  if (subject.taints.some((taint) => taint.label.partOf?.part === "host")) return /^\^/.test(source) ? Clean.hostAffix : 0n;
  const rest = /^\^(?:\(\?:)?\(?(?:https?\??|wss?\??|http\(s\)\?|ftp|\|)+\)?\)?:?(.*)$/i.exec(source)?.[1];
  if (rest === undefined) return 0n;
  const host = rest.replace(/^(\\?\/){0,2}/, "");
  if (!/^[(\w\\.|:?)-]*[a-z]{2,}/i.test(host) || /^[.([]?[.\\]?[wdsS.+*[]/.test(host)) return Clean.schemeOnly;
  return /^(?:\\\.|[\w|:()?-])+(?:\\\/|\/)/.test(host) ? Clean.host | weakHostBits : Clean.hostAffix;
}

/** What a text that matches a pattern is clean of. */
export function patternBits(pattern: { readonly source: string; readonly flags: string }): CleanBits {
  const facts = regexAllows(pattern.source, pattern.flags);
  if (!facts.coversWholeText) return 0n;
  return factBits(facts);
}

/** The capturing groups of a pattern in their order, and what a text that one of them has caught is clean of. */
export function groupsOf({ source, flags }: { readonly source: string; readonly flags: string }): readonly { readonly name?: string; readonly bits: CleanBits }[] {
  const groups: { start: number; end?: number; name?: string }[] = [];
  const open: (number | undefined)[] = [];
  for (const { index, 0: part, groups: named } of source.matchAll(/\\.|\[(?:[^\]\\]|\\.)*\]|\((?:\?(?:<(?<name>\w+)>|[:=!]|<[=!]|[-\w]+:))?|\)/gs)) {
    if (part === ")") {
      const group = groups[open.pop() ?? -1];
      if (group) group.end = index;
    } else if (part.startsWith("(")) {
      const name = named?.name;
      const catches = part === "(" || name !== undefined;
      open.push(catches ? groups.length : undefined);
      if (catches) groups.push({ start: index + part.length, ...(name === undefined ? {} : { name }) });
    }
  }
  const wholeFlags = flags.replace(/[gym]/g, "");
  return groups.map(({ start, end, name }) => ({ ...(name === undefined ? {} : { name }), bits: patternBits({ source: `^(?:${source.slice(start, end)})$`, flags: wholeFlags }) }));
}

/** A list of forbidden characters helps only when it is complete: `/[;&|]/` leaves `$(…)`. */
function refusedBits(pattern: { readonly source: string; readonly flags: string }): CleanBits {
  const option = (matchesEveryOption(pattern.source, pattern.flags) ? noOption : 0n) | keysRefusedBy(pattern.source);
  // `/[^\w-]/`: what is not refused consists of the others alone.
  const kept = /^\[\^((?:[^\]\\]|\\.)+)\]\+?$/s.exec(pattern.source)?.[1];
  if (kept !== undefined) return option | patternBits({ source: `^[${kept}]*$`, flags: pattern.flags.replace(/[gy]/g, "") });
  const list = pattern.source === "\\s" ? "\\s" : /^\[((?:[^\]\\^]|\\.)(?:[^\]\\]|\\.)*)\]\+?$/s.exec(pattern.source)?.[1];
  if (list === undefined) return option;
  // What remains when every listed character is forbidden is what the complement admits.
  return option | patternBits({ source: `^[^${list}]*$`, flags: pattern.flags.replace(/[gy]/g, "") });
}

/** `/^(__proto__|constructor|prototype)$/`, with or without its ends. */
function keysRefusedBy(source: string): CleanBits {
  const names = /^\^?(?:\(\?:|\()?([\w|]+)\)?\$?$/.exec(source)?.[1]?.split("|") ?? [];
  return names.reduce((bits, name) => bits | refusedKey(name), 0n);
}

/** `path.isAbsolute(x)`. */
export function isAbsolute(subject: Value): Value {
  if (subject.wayTo) return unknown;
  return truthAbout(cleaned(subject.taints, noOption), cleaned(subject.taints, Clean.relative));
}

/** `typeof x`: a number or a boolean is harmless. */
export function typeofQuestion(subject: Value): Value {
  if (subject.taints.length === 0) return unknown;
  const harmless: Truth = { whenTrue: truthAbout(cleaned(subject.taints, cleanForAll)).truth?.whenTrue, whenFalse: noKnowledge };
  // What is no text is no option either.
  const text: Truth = { whenTrue: truthAbout(cleaned(subject.taints, Clean.text)).truth?.whenTrue, whenFalse: truthAbout(cleaned(subject.taints, noOption)).truth?.whenTrue };
  const object: Truth = { whenTrue: noKnowledge, whenFalse: text.whenTrue };
  return { taints: [], question: { whenEquals: new Map<string, Truth>([...["number", "boolean", "undefined", "bigint"].map((name): [string, Truth] => [name, harmless]), ["string", text], ["object", object]]) } };
}

/** `Number.isInteger(x)` and relatives: when they hold, the value is a number. */
export function isNumber(subject: Value): Value {
  return truthAbout(cleaned(subject.taints, cleanForAll));
}

/** `isNaN(x)`: when it fails, the text reads as a number. */
export function isNotNumber(subject: Value): Value {
  return truthAbout(new Map(), cleaned(subject.taints, cleanForAll));
}

/** The first character of a text: that it is no dash says that the text is no option. */
export function firstCharacter(taints: readonly Taint[]): Pick<Value, "question"> {
  const isNoOption: Truth = { whenTrue: noKnowledge, whenFalse: truthAbout(cleaned(taints, noOption)).truth?.whenTrue };
  return { question: { whenEquals: new Map([["-", isNoOption]]) } };
}
