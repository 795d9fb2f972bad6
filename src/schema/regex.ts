import { RegExpParser } from "@eslint-community/regexpp";
import type { AST } from "@eslint-community/regexpp";

/** What texts a regular expression lets through, as far as harm is concerned. Meant for a test of the whole value. */
export interface CharSetFacts {
  /** Every way to match covers the whole text. Where false, nothing is known of the rest of the text and nothing is clean. */
  readonly coversWholeText: boolean;
  /** No text that passes can end or add a command in a shell. Spaces may pass: they split words, which is another hazard. */
  readonly command: boolean;
  /** No text that passes can leave its place in a query, even where it stands without quotes. */
  readonly sql: boolean;
  /** The same for a place between quotes, where blanks, dashes and operators are harmless. */
  readonly sqlInQuotes: boolean;
  /** No text that passes names anything outside of the folder it is joined to. */
  readonly path: boolean;
  /** Two dots can't stand side by side. */
  readonly noDotDot: boolean;
  /** No text that passes leaves its place among the segments of a URL's path. */
  readonly urlPath: boolean;
  /** The text can't be taken for an option (`-rf`). */
  readonly noLeadingDash: boolean;
  /** The text holds nothing but words, dots, dashes and slashes: no code and no query of any language comes of it. */
  readonly code: boolean;
  /** Taken for a regular expression, the text repeats nothing, so that no search with it takes long. */
  readonly pattern: boolean;
  /** The text can't be `__proto__`. */
  readonly noProto: boolean;
  /** The text holds no blank: taken apart at blanks, it stays one word. */
  readonly oneWord: boolean;
}

/** Ends, adds, substitutes or redirects a command, or ends a quotation, in sh, PowerShell or cmd. */
const SHELL_SPECIAL = ";&|$`<>(){}\"'\\\n\r";
/** Ends a quotation or escapes its end. */
const QUOTES = "'\"`\\\n\r\0";
/** All that a value without quotes could use to become more than one operand. */
const SQL_SPECIAL = `${QUOTES};()[]{} \t\v\f=<>|&!*,%^~#?`;
/** Repeat what stands before them in a regular expression. */
const QUANTIFIERS = "*+?{";
const BLANKS = " \t\n\r\v\f";
const SEPARATORS = "/\\";
/** Ends a segment of a URL's path, or stands for what does. */
const URL_SPECIAL = "/\\?#%";
/** Starts a path that is not below the folder it is resolved against. */
const ABSOLUTE_STARTS = "/\\~";
const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
/** Longer patterns are not judged: nobody writes a character class that long, and judging is not free. */
const MAX_PATTERN = 2000;

/** Nothing is known: the answer for patterns that cover only a part of the text. */
const nothing: CharSetFacts = {
  coversWholeText: false,
  command: false,
  sql: false,
  sqlInQuotes: false,
  path: false,
  noDotDot: false,
  urlPath: false,
  noLeadingDash: false,
  code: false,
  pattern: false,
  noProto: false,
  oneWord: false,
};

/**
 * What a text that matches a regular expression may hold. Anchors are required at both ends of every alternative;
 * with the flag `m` they hold for a line only and count as absent. Order inside the pattern matters only for `..`, `--` and the first character.
 */
export function regexAllows(source: string, flags: string): CharSetFacts {
  const pattern = parse(source, flags);
  if (pattern === undefined || flags.includes("m")) return nothing;
  if (!pattern.alternatives.every((each) => startsAnchored(each.elements) && endsAnchored(each.elements))) return nothing;
  const shape = shapeOfAlternatives(pattern.alternatives, flags.replace(/[gyd]/g, ""));
  const holds = (specials: string) => [...specials].some((each) => shape.all.has(each));
  const startsWith = (specials: string) => [...specials].some((each) => shape.first.has(each));
  const noDotDot = !shape.dotDot || refusesDotDot(pattern);
  return {
    coversWholeText: true,
    command: !holds(SHELL_SPECIAL),
    sql: !holds(SQL_SPECIAL) && !shape.dashDash,
    sqlInQuotes: !holds(QUOTES),
    path: !holds(SEPARATORS) || (noDotDot && !startsWith(ABSOLUTE_STARTS) && !holds("\\:")),
    noDotDot,
    urlPath: !holds(URL_SPECIAL),
    noLeadingDash: !startsWith("-") || refusesDash(pattern),
    code: !holds(SQL_SPECIAL),
    pattern: !holds(QUANTIFIERS),
    noProto: !holds("_"),
    oneWord: !holds(BLANKS),
  };
}

/**
 * Whether a regular expression matches every text that begins with a dash, so that a text in which it finds nothing is no option: `/^-/`, `/^\s*-+/`, `/(^|\s)-/`.
 */
export function matchesEveryOption(source: string, flags: string): boolean {
  const pattern = parse(source, flags);
  const own = flags.replace(/[gyd]/g, "");
  return pattern?.alternatives.some(({ elements }) => matchesDash(elements, own)) === true;
}

function matchesDash(elements: readonly Element[], flags: string): boolean {
  let index = 0;
  const isBefore = (element: Element): boolean => {
    if (element.type === "Assertion") return element.kind === "start";
    if (isGroup(element) && element.alternatives.some((each) => each.elements.every(isBefore))) return true;
    return element.type === "Quantifier" && element.min === 0;
  };
  for (let element = elements[index]; element && isBefore(element); element = elements[++index]);
  const dash = elements[index];
  if (dash === undefined || dash.type === "Assertion" || dash.type === "Backreference") return false;
  return admitsDash(dash, flags) && elements.slice(index + 1).every((each) => each.type === "Quantifier" && each.min === 0);
}

/** Whether one dash is a way to match an element. */
function admitsDash(element: Element, flags: string): boolean {
  if (isGroup(element)) return element.alternatives.some(({ elements: [only, more] }) => only !== undefined && more === undefined && admitsDash(only, flags));
  if (element.type === "Quantifier") return element.min <= 1 && admitsDash(element.element, flags);
  return element.type !== "Assertion" && element.type !== "Backreference" && shapeOf(element, flags).first.has("-");
}

/** `^(?!-)…`: a look ahead that refuses a dash at the beginning. */
function refusesDash(pattern: AST.Pattern): boolean {
  const refuses = (element: Element): boolean => element.type === "Assertion" && element.kind === "lookahead" && element.negate && element.alternatives.some((each) => matchesDash(each.elements, ""));
  return pattern.alternatives.every(({ elements: [first, second] }) => first?.type === "Assertion" && first.kind === "start" && second !== undefined && refuses(second));
}

function parse(source: string, flags: string): AST.Pattern | undefined {
  if (source.length > MAX_PATTERN) return undefined;
  try {
    const mode = flags.includes("v") ? { unicodeSets: true } : { unicode: flags.includes("u") };
    return new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, mode);
  } catch {
    return undefined; // The pattern has a syntax error, or is of another language; the program would not run either.
  }
}

type Element = AST.Element;

function startsAnchored(elements: readonly Element[]): boolean {
  for (const element of elements) {
    if (element.type === "Assertion" && element.kind === "start") return true;
    if (element.type === "Assertion" && element.kind === "lookahead") continue; // Takes no text: `(?=…)^…`.
    return isGroup(element) && element.alternatives.every((each) => startsAnchored(each.elements));
  }
  return false;
}

function endsAnchored(elements: readonly Element[]): boolean {
  const last = elements.at(-1);
  if (last === undefined) return false;
  if (last.type === "Assertion") return last.kind === "end";
  return isGroup(last) && last.alternatives.every((each) => endsAnchored(each.elements));
}

function isGroup(element: Element): element is AST.Group | AST.CapturingGroup {
  return element.type === "Group" || element.type === "CapturingGroup";
}

/** `^(?!.*\.\.)…`: a look ahead that refuses two dots anywhere. */
function refusesDotDot(pattern: AST.Pattern): boolean {
  const refuses = (element: Element): boolean =>
    element.type === "Assertion" && element.kind === "lookahead" && element.negate && element.alternatives.some((each) => /^(\.\*|\[\^?[^\]]*\]\*|\.\*\?)?(\(.*\))?\\\.\\\.$/.test(each.raw));
  return pattern.alternatives.every((each) => each.elements.slice(0, 4).some(refuses));
}

/** What the texts of one part of a pattern look like. */
interface Shape {
  readonly all: ReadonlySet<string>;
  readonly first: ReadonlySet<string>;
  readonly last: ReadonlySet<string>;
  readonly mayBeEmpty: boolean;
  readonly dotDot: boolean;
  readonly dashDash: boolean;
}

const noCharacters: ReadonlySet<string> = new Set();
const emptyShape: Shape = { all: noCharacters, first: noCharacters, last: noCharacters, mayBeEmpty: true, dotDot: false, dashDash: false };

function shapeOfAlternatives(alternatives: readonly AST.Alternative[], flags: string): Shape {
  const shapes = alternatives.map((each) => each.elements.map((element) => shapeOf(element, flags)).reduce(follow, emptyShape));
  return shapes.reduce(either);
}

function shapeOf(element: Element, flags: string): Shape {
  switch (element.type) {
    case "Assertion":
      return emptyShape;
    case "Group":
    case "CapturingGroup":
      return shapeOfAlternatives(element.alternatives, flags);
    case "Quantifier":
      return repeat(shapeOf(element.element, flags), element.min, element.max);
    case "Backreference": {
      const groups = Array.isArray(element.resolved) ? element.resolved : [element.resolved];
      // A group that holds the reference itself has not matched yet: the reference is empty there.
      if (groups.some((group) => group.start <= element.start && element.end <= group.end)) return emptyShape;
      return groups.map((group) => ({ ...shapeOfAlternatives(group.alternatives, flags), mayBeEmpty: true })).reduce(either);
    }
    case "ExpressionCharacterClass":
    case "CharacterClass":
    case "CharacterSet":
    case "Character":
      return oneCharacter(element.raw, flags);
  }
}

/** Asks the engine itself which ASCII characters a one-character part admits: it knows every flag and escape. */
function oneCharacter(raw: string, flags: string): Shape {
  const tester = new RegExp(`^(?:${raw})$`, flags);
  const set = new Set(ASCII.filter((each) => tester.test(each)));
  return { all: set, first: set, last: set, mayBeEmpty: false, dotDot: false, dashDash: false };
}

function follow(a: Shape, b: Shape): Shape {
  return {
    all: union(a.all, b.all),
    first: a.mayBeEmpty ? union(a.first, b.first) : a.first,
    last: b.mayBeEmpty ? union(a.last, b.last) : b.last,
    mayBeEmpty: a.mayBeEmpty && b.mayBeEmpty,
    dotDot: a.dotDot || b.dotDot || (a.last.has(".") && b.first.has(".")),
    dashDash: a.dashDash || b.dashDash || (a.last.has("-") && b.first.has("-")),
  };
}

function either(a: Shape, b: Shape): Shape {
  return {
    all: union(a.all, b.all),
    first: union(a.first, b.first),
    last: union(a.last, b.last),
    mayBeEmpty: a.mayBeEmpty || b.mayBeEmpty,
    dotDot: a.dotDot || b.dotDot,
    dashDash: a.dashDash || b.dashDash,
  };
}

function repeat(shape: Shape, min: number, max: number): Shape {
  if (max === 0) return emptyShape;
  const once = { ...shape, mayBeEmpty: shape.mayBeEmpty || min === 0 };
  return max === 1 ? once : { ...follow(once, once), mayBeEmpty: once.mayBeEmpty };
}

function union(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  if (a.size === 0) return b;
  if (b.size === 0) return a;
  return new Set([...a, ...b]);
}
