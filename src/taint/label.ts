import type { Concept } from "./concepts";

/**
 * Names one untrusted datum inside one function: where it came in (`root`), which part of that it is (`path`), and what was made of it (`derived`).
 *
 * Guards clean labels, not variables: once `branch` has been checked, everything made of it by steps that keep its identity (trimming, resolving,
 * copying) is clean as well, whichever variable holds it. A step that does not keep the identity (a part of a text, an extension, a decoded text)
 * gives another label, so that checking the extension does not clean the path.
 */
export interface Label {
  readonly root: string;
  readonly path: readonly string[];
  readonly derived: string;
  readonly key: string;
  /** The label of which this is only another notation (slashes turned, quotes taken off): a check of the path holds for that one as well. */
  readonly notationOf?: Label;
  /** The label of the host of which this is another notation, without the dot of the root: a check of a host holds for that one as well, one of a path does not. */
  readonly sameHostAs?: Label;
  /** The label of what this was decoded from, or whose links were followed to get this: a check made of that one says less about this one. */
  readonly openedFrom?: Label;
  /** The label of the path that this is the extension of. */
  readonly extensionOf?: Label;
  /** The URL of which this is a part that says where a request goes: a check of the part is one of the whole. */
  readonly partOf?: { readonly whole: Label; readonly part: UrlPart };
  /** The text of which this is one of several words. */
  readonly wordOf?: Label;
  /** The label of what this was made from, and from nothing else, by its last step. */
  readonly madeFrom?: Label;
}

/** A part of a URL by which it is judged; an address is what a host was resolved to. */
export type UrlPart = "host" | "protocol" | "address";

/** Stands in what is known for "the allowed folder is the whole disk": every path is inside then. */
export const wholeDisk: Label = { root: "*", path: [], derived: "", key: "*" };

/** Makes labels so that equal ones are the same object; one table serves one analyser. */
export class LabelTable {
  readonly #labels = new Map<string, Label>();

  of(root: string, path: readonly string[] = [], derived = ""): Label {
    const key = `${root}/${path.join("/")}|${derived}`;
    let label = this.#labels.get(key);
    if (!label) {
      label = { root, path, derived, key, ...this.#origin(root, path, derived) };
      this.#labels.set(key, label);
    }
    return label;
  }

  /** What the last step of a derivation says about the label before it. */
  #origin(root: string, path: readonly string[], derived: string): Pick<Label, "notationOf" | "openedFrom" | "extensionOf" | "partOf" | "wordOf" | "madeFrom" | "sameHostAs"> {
    if (derived === "") return {};
    const last = derived.slice(derived.lastIndexOf(";", derived.length - 2) + 1, -1);
    const madeFrom = this.of(root, path, derived.slice(0, -last.length - 1));
    const part = urlParts.find((one) => one === last);
    if (part) return { madeFrom, partOf: { whole: madeFrom, part } };
    if (last === Step.notation) return { madeFrom, notationOf: madeFrom };
    if (last === Step.rootless) return { madeFrom, sameHostAs: madeFrom };
    if (last === Step.extension) return { madeFrom, extensionOf: madeFrom };
    if (last === Step.word) return { madeFrom, wordOf: madeFrom };
    // Whoever checks where the links lead has checked the path that holds them.
    if (last === Step.followed) return { madeFrom, notationOf: madeFrom, openedFrom: madeFrom };
    return last === Step.decoded ? { madeFrom, openedFrom: madeFrom } : { madeFrom };
  }

  /** The label of a member. Deep paths and members of derived data end in one label, so that recursion over data stays bounded. */
  member(label: Label, property: string): Label {
    if (label.derived !== "" || label.path.length >= maximumPath) return this.derive(label, "part");
    return this.of(label.root, [...label.path, property], "");
  }

  /** The label of something made from a datum that is no longer the datum itself. */
  derive(label: Label, how: string): Label {
    if (label.derived.endsWith(`${how};`) || label.derived.length > maximumDerivation) return label;
    return this.of(label.root, label.path, `${label.derived}${how};`);
  }

  /** What a callee's label is for its caller: `inner` came in where `outer` was passed. */
  compose(outer: Label, inner: Label): Label {
    if (inner.path.length === 0 && inner.derived === "") return outer;
    let label = outer;
    for (const property of inner.path) label = this.member(label, property);
    return inner.derived === "" ? label : this.of(label.root, label.path, (label.derived + inner.derived).slice(0, maximumDerivation * 2));
  }
}

/** Steps of a derivation after which something is still known of what was there before, or must be forgotten. */
export const Step = { notation: "notation", extension: "extension", decoded: "decoded", followed: "followed", word: "word", rootless: "rootless" } as const;
const urlParts: readonly UrlPart[] = ["host", "protocol", "address"];

/** Tool arguments nest rarely deeper than this; beyond it all members share one label. */
const maximumPath = 6;
/** Enough to tell apart what one function makes of a value. */
const maximumDerivation = 60;

/** Bits of `Clean`. They are more than the 32 of a number's bitwise operators. */
export type CleanBits = bigint;

/** What is known to be harmless about a datum, as bits: one per concept, and the half-truths of paths. */
export const Clean = {
  command: 1n << 0n,
  sql: 1n << 1n,
  path: 1n << 2n,
  /** Can't be taken for an option of a program. */
  option: 1n << 3n,
  /** Names a host that the server chose. */
  host: 1n << 4n,
  /** Stays in its place in a URL. */
  urlPath: 1n << 5n,
  code: 1n << 6n,
  query: 1n << 7n,
  pattern: 1n << 8n,
  object: 1n << 9n,
  /** Is not `__proto__`, `constructor` or `prototype`. */
  key: 1n << 10n,
  /** Holds no `..` that could climb. */
  noDotDot: 1n << 11n,
  /** Is not an absolute path. */
  relative: 1n << 12n,
  /** Begins with a trusted folder and a separator, but may climb out again. */
  prefixed: 1n << 13n,
  /** Went through a quoting helper. */
  quoted: 1n << 14n,
  /** What makes the path clean is a guard that lets neighbours through: another such guard is as bad. */
  weak: 1n << 15n,
  /** A guard of the path stands in the way only where the operator has configured it. */
  optionalPath: 1n << 16n,
  /** The same for a guard that lets nothing through, whatever it is used for. */
  optional: 1n << 17n,
  /** Is a text (or a number), and no object that came from the model. */
  text: 1n << 18n,
  /** Its backslashes are escaped: once its quotes are as well, it can't leave a quoted text. */
  backslashes: 1n << 19n,
  /** It is one segment of a URI: a name, until it is decoded. */
  segment: 1n << 20n,
  /** It was looked at how the path ends, which says nothing about where it leads. */
  extension: 1n << 21n,
  /** It was checked before it was decoded. */
  beforeDecoding: 1n << 22n,
  /** It was checked before its links were followed. */
  beforeLinks: 1n << 23n,
  /** The place that its links lead to was checked. */
  linksChecked: 1n << 24n,
  /** Ends with a domain and the dot before it, which means something where it is a host. */
  hostEnd: 1n << 25n,
  /** The same for a guard of the host. */
  optionalHost: 1n << 26n,
  /** Begins with a slash. */
  rooted: 1n << 27n,
  /** Of its host only a beginning or an end was compared, which others have as well. */
  hostAffix: 1n << 28n,
  /** Only its scheme was checked. */
  schemeOnly: 1n << 29n,
  /** Its host was looked for in private ranges as it is written, without resolving it. */
  literalHost: 1n << 30n,
  /** Is an IP address, so that there is nothing to resolve. */
  address: 1n << 31n,
  /** Holds no blank, so that it stays one word where a text is taken apart. */
  oneWord: 1n << 32n,
  /** It was looked whether it begins with a dash. */
  dash: 1n << 33n,
  /** If it is an option, it was compared with a list of forbidden ones. */
  denied: 1n << 34n,
  /** A guard of an option that only some configurations switch on. */
  optionalOption: 1n << 35n,
  /** Is not `__proto__`. */
  noProto: 1n << 36n,
  /** Is not `constructor`, or not `prototype`: the one leads nowhere without the other. */
  noConstructor: 1n << 37n,
  /** A check of it was begun, and nobody waited for its end. */
  unawaited: 1n << 38n,
  /** Its double quotes, backticks or closing brackets are doubled: behind such a quote it is a name of SQL, whatever it holds. */
  doubledQuotes: 1n << 39n,
  doubledBackticks: 1n << 40n,
  doubledBrackets: 1n << 41n,
} as const;

/** What is said of paths only. */
export const pathBits = Clean.path | Clean.noDotDot | Clean.relative | Clean.prefixed | Clean.weak | Clean.optionalPath;

/** Checks of a URL that let other hosts through than were meant. */
export const weakHostBits = Clean.hostAffix | Clean.schemeOnly | Clean.literalHost;

/** Everything that a value which can only be one of a few known ones is safe from. */
export const cleanForAll =
  weakHostBits | Clean.hostEnd |
  Clean.command | Clean.sql | Clean.path | Clean.option | Clean.oneWord | Clean.host | Clean.urlPath | Clean.code | Clean.query | Clean.pattern | Clean.object | Clean.key | Clean.text | Clean.noDotDot | Clean.relative;

const bitOfConcept: Readonly<Record<Concept, CleanBits>> = {
  CommandExecution: Clean.command,
  SqlQuery: Clean.sql,
  FilePath: Clean.path,
  // A path that is clean already needs no guard: what looks like a weak one is something else.
  WeakPathGuard: Clean.path,
  ProgramOption: Clean.option,
  OutboundRequest: Clean.host,
  RequestPath: Clean.urlPath,
  CodeExecution: Clean.code,
  // Whoever keeps a path inside a folder has chosen the code that lies there.
  ModuleLoading: Clean.path,
  QueryText: Clean.query,
  QueryOperator: Clean.text,
  RegularExpression: Clean.pattern,
  Deserialization: Clean.object,
  ObjectKey: Clean.key,
};

/** The bit that says "harmless for this concept". */
export function cleanBit(concept: Concept): CleanBits {
  return bitOfConcept[concept];
}

/** What is known of something that does not begin with a dash. */
export const noOption = Clean.option | Clean.dash | Clean.denied;

/** How far a text has become a path or a URL: bits. */
export const PathState = {
  raw: 0,
  /** Something trusted stands before it, so being absolute no longer matters; `..` still does. */
  below: 1,
  /** Normalised: a prefix check means what it says. */
  normal: 2,
  /** A slash that ends the host stands before it, so that it can't change the host; the host's bit is set as well. */
  behindHost: 4,
  /** It stands behind the question mark (or the hash) of a URL. */
  inQuery: 8,
  /** It is all there is: nothing of the server stands before or behind it. */
  whole: 16,
  /** A part of the host that the server chose stands before or behind it. */
  inHost: 32,
  /** It was taken apart at blanks: the data choose how many words there are. */
  words: 64,
  /** It is all there is, but for what stands around any code: parentheses, a function that is called at once. */
  enclosed: 128,
  /** Nothing of the server stands before it, or nothing but `EXPLAIN` and the like: it chooses how a statement begins. */
  atStart: 256,
} as const;

/** The state of data as they come in. */
export const asItCame = PathState.whole | PathState.enclosed | PathState.atStart;

/** What is known of data behind the slash that ends a host. */
export const behindHost = PathState.behindHost | PathState.inHost;

/** Whether data with this state and these clean bits are harmless for a concept. */
export function isHarmless(concept: Concept, clean: CleanBits, state: number): boolean {
  if (concept === "WeakPathGuard" && clean & Clean.weak) return false;
  if (concept === "ProgramOption" && state & PathState.words && !(clean & Clean.oneWord)) return false;
  if (clean & cleanBit(concept)) return true;
  // With anything before it, an argument can't begin with a dash.
  // Nor can a key be a name of the language.
  if (concept === "ObjectKey") return (state & PathState.below) !== 0 || ((clean & Clean.noProto) !== 0n && (clean & Clean.noConstructor) !== 0n);
  if (concept === "ProgramOption") return (state & PathState.below) !== 0 || ((clean & Clean.dash) !== 0n && (clean & Clean.denied) !== 0n);
  // An address that was looked at, or a name that whoever connects looks at when it is resolved.
  if (concept === "OutboundRequest" && clean & Clean.address && clean & Clean.literalHost) return true;
  if (concept === "OutboundRequest") return (state & PathState.behindHost) !== 0 || ((state & PathState.inHost) !== 0 && (clean & (Clean.rooted | Clean.urlPath)) !== 0n);
  // Where the data choose the host as well, that is told, and worse.
  if (concept === "RequestPath") return (state & PathState.inQuery) !== 0 || ((state & PathState.behindHost) === 0 && !((state & PathState.inHost) !== 0 && (clean & Clean.rooted) !== 0n));
  if ((concept !== "FilePath" && concept !== "ModuleLoading") || !(clean & Clean.noDotDot)) return false;
  return (state & PathState.below) !== 0 || (clean & (Clean.relative | Clean.prefixed)) !== 0n;
}

/** What is known of labels, with what checks of a URL's parts say of the URL. */
export function withWholes(clean: ReadonlyMap<Label, CleanBits>): ReadonlyMap<Label, CleanBits> {
  let closed: Map<Label, CleanBits> | undefined;
  for (const [label, bits] of clean) {
    let known = bits;
    for (let at = label; known !== 0n; ) {
      const whole = at.partOf?.whole ?? at.notationOf ?? at.sameHostAs;
      if (!whole) break;
      known = at.partOf ? aboutWhole(at.partOf.part, known) : known & urlBits;
      if (known === 0n) break;
      closed ??= new Map(clean);
      known |= closed.get(whole) ?? 0n;
      closed.set(whole, known);
      at = whole;
    }
  }
  return closed ?? clean;
}

/** What is known of a datum: of itself, of what it was made from, and of the URL whose host it is. */
export function knownOf(clean: ReadonlyMap<Label, CleanBits>, label: Label): CleanBits {
  const own = (clean.get(label) ?? 0n) | ofKnownValue(clean, label);
  if (label.partOf?.part === "host" && own & Clean.hostEnd) return own | Clean.host;
  return label.partOf?.part === "host" ? own | ((clean.get(label.partOf.whole) ?? 0n) & (Clean.host | weakHostBits | Clean.optionalHost)) : own;
}

/** What is made from one of the values that the server knows is the server's as well: a part of an allowed name, the folder of an allowed path. */
export function ofKnownValue(clean: ReadonlyMap<Label, CleanBits>, label: Label): CleanBits {
  for (let { madeFrom } = label; madeFrom; { madeFrom } = madeFrom) if (((clean.get(madeFrom) ?? 0n) & cleanForAll) === cleanForAll) return cleanForAll;
  return 0n;
}

/** What is said of hosts in any notation: with the brackets of an IPv6 address or without. */
const urlBits = Clean.host | Clean.hostEnd | weakHostBits | Clean.optionalHost | Clean.address;

function aboutWhole(part: UrlPart, bits: CleanBits): CleanBits {
  // That nothing else is allowed as a scheme says nothing of the host.
  if (part === "protocol") return Clean.schemeOnly;
  const isResolved = part === "address" || (bits & Clean.address) !== 0n;
  if (bits & (Clean.host | (part === "host" ? Clean.hostEnd : 0n)) || (isResolved && bits & Clean.literalHost)) return Clean.host | weakHostBits;
  return (bits & (weakHostBits | Clean.optionalHost)) | (bits & Clean.optional ? Clean.optionalHost : 0n);
}
