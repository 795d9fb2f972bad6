import type { CallSite, Machine } from "../machine";
import { writeBack } from "../call-expressions";
import { cleaned } from "../conditions";
import { Clean, type LabelTable, PathState, behindHost } from "../label";
import { endsHost } from "../url-text";
import { type Taint, type Value, allTaints, mergeTaints, unknown, unknownText } from "../value";

const url = "global:URL#";
const parameters = "global:URLSearchParams#";
const request = "global:Request#";

type Builtin = (machine: Machine, site: CallSite) => Value;

/** What constructing URLs and their parameters does with data. A URL keeps what is known of the text that it is made of. */
export const urlBuiltins: readonly (readonly [string, Builtin])[] = [
  ...["global:URL", "url.URL", "global:URL.parse", "url.URL.parse", "url.parse", "url.resolve"].map((name) => [name, (_: Machine, site: CallSite) => (name === "url.resolve" ? resolved(site.arguments[1] ?? unknown, site.arguments[0]) : constructed(site))] as const),
  ...["global:URL.canParse", "url.URL.canParse"].map((name) => [name, () => unknown] as const),
  ["url.format", (_, site) => formatted(site.arguments[0] ?? unknown)],
  ...["toString", "toJSON"].map((name) => [url + name, (_: Machine, site: CallSite) => textOf(site.receiver ?? unknown)] as const),
  ...["global:URLSearchParams", "url.URLSearchParams", "querystring.stringify", "querystring.encode"].map((name) => [name, (_: Machine, site: CallSite) => asParameters(site.arguments.slice(0, 1))] as const),
  ...["append", "set"].map((name) => [parameters + name, added] as const),
  ...["delete", "sort"].map((name) => [parameters + name, () => unknown] as const),
  [`${parameters}toString`, (_, site) => ({ taints: site.receiver?.taints ?? [], text: unknownText })],
  ...["get", "getAll", "entries", "values", "keys"].map((name) => [parameters + name, (machine: Machine, site: CallSite) => decoded(machine.labels, site.receiver ?? unknown)] as const),
  ["global:Request", (_, site) => ({ ...textOf(site.arguments[0] ?? unknown), symbols: [request] })],
];

/** Whether a value is a URL that was constructed. */
export function isUrl({ symbols }: Value): boolean {
  return symbols?.length === 1 && symbols[0] === url;
}

/** A part of a URL, where the value is one; undefined for methods and for what is no part. */
export function urlMember(labels: LabelTable, object: Value, property: string): Value | undefined {
  if (property === "url" && object.symbols?.length === 1 && object.symbols[0] === request) return textOf(object);
  if (!isUrl(object)) return undefined;
  switch (property) {
    case "href":
      return textOf(object);
    case "hostname":
    case "host":
    case "origin":
      return { taints: parts(labels, object, "host", (taint) => (taint.state & PathState.behindHost) === 0) };
    case "protocol":
      return { taints: parts(labels, object, "protocol", (taint) => (taint.state & PathState.inHost) === 0) };
    case "pathname":
      // It begins with a slash, and nothing in it climbs any more.
      return { taints: parts(labels, object, "pathname", (taint) => (taint.state & PathState.inQuery) === 0).map((taint) => ({ ...taint, state: behindHost })) };
    case "search":
    case "hash":
      return { taints: parts(labels, object, "query", () => true).map((taint) => ({ ...taint, state: behindHost | PathState.inQuery })) };
    case "searchParams":
      return { taints: parts(labels, object, "query", () => true).map((taint) => ({ ...taint, state: behindHost | PathState.inQuery })), symbols: [parameters] };
    case "port":
    case "username":
    case "password":
      return { taints: parts(labels, object, "part", (taint) => (taint.state & PathState.behindHost) === 0) };
    default:
      return undefined;
  }
}

/** A URL after `url.pathname = value` and the like; undefined where the value is no URL or the property none of it. */
export function withUrlPart(object: Value, property: string, value: Value): Value | undefined {
  if (!isUrl(object)) return undefined;
  if (property === "href") return resolved(value, undefined);
  const state = stateOfPart.get(property);
  if (state === undefined) return undefined;
  const taints = allTaints(value).map((taint) => ({ ...taint, state: state | (taint.state & (PathState.inQuery | behindHost)) }));
  return { ...object, taints: mergeTaints([...object.taints, ...taints]) };
}

const stateOfPart: ReadonlyMap<string, number> = new Map([
  ["pathname", behindHost],
  ["search", behindHost | PathState.inQuery],
  ["searchParams", behindHost | PathState.inQuery],
  ["hash", behindHost | PathState.inQuery],
  ["username", behindHost | PathState.inQuery],
  ["password", behindHost | PathState.inQuery],
  ["protocol", behindHost | PathState.inQuery],
  ["port", behindHost | PathState.inQuery],
  ["host", 0],
  ["hostname", 0],
]);

/** `new URL(text)` throws unless the text begins with the letters of a scheme: then it is no option either. */
function constructed(site: CallSite): Value {
  const input = site.arguments[0] ?? unknown;
  if (site.isNew && site.arguments.length === 1 && input.taints.length > 0) site.activation.environment.learn({ clean: cleaned(input.taints, Clean.option), equal: new Map() });
  return resolved(input, site.arguments[1]);
}

/** `new URL(input, base)`. An absolute input replaces the base, and so does one that begins with two slashes. */
function resolved(input: Value, base: Value | undefined): Value {
  const opensHost = base !== undefined && /^\/\uFFFC/.test(input.text ?? "");
  const own = allTaints(input).map((taint) => asUrl(taint, opensHost ? taint.state & ~behindHost : taint.state));
  // An input that is written out as absolute leaves nothing of the base.
  const fromBase = base && !/^[a-z][a-z0-9+.-]*:\/\//i.test(input.text ?? "") ? allTaints(base).map((taint) => asUrl(taint, taint.state)) : [];
  return { taints: mergeTaints([...own, ...fromBase]), symbols: [url], text: textBehind(input, base) };
}

function asUrl(taint: Taint, state: number): Taint {
  return { ...taint, state: state & ~(PathState.below | PathState.normal), clean: taint.clean | Clean.option };
}

function textBehind(input: Value, base: Value | undefined): string {
  const text = input.text ?? unknownText;
  if (!base || /^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]+|\uFFFC)/i.exec(base.text ?? unknownText)?.[0] ?? unknownText;
  return endsHost(text) ? `${host}/${unknownText}` : `${host}/${text}`;
}

function textOf(value: Value): Value {
  return { taints: value.taints, ...(value.text === undefined ? {} : { text: value.text }) };
}

function formatted(value: Value): Value {
  return value.fields ? { taints: [...(value.fields.get("host")?.taints ?? []), ...(value.fields.get("hostname")?.taints ?? [])] } : textOf(value);
}

/** Parameters of a query are encoded one by one: data stay in their place. */
function asParameters(values: readonly Value[]): Value {
  const bits = Clean.path | Clean.host | Clean.urlPath;
  const taints = values.flatMap((value) => allTaints(value)).map((taint) => ({ ...taint, clean: taint.clean | bits, state: behindHost | PathState.inQuery }));
  return { taints: mergeTaints(taints), symbols: [parameters], text: unknownText };
}

function added(machine: Machine, site: CallSite): Value {
  const receiver = site.receiver ?? unknown;
  const more = asParameters(site.arguments).taints;
  if (more.length > 0) writeBack(machine, site.receiverExpression, { ...receiver, taints: mergeTaints([...receiver.taints, ...more]) }, site.activation);
  return unknown;
}

/** What is read from a query is what somebody put there, decoded. */
function decoded(labels: LabelTable, value: Value): Value {
  const taints = value.taints.map((taint) => ({ ...taint, label: labels.derive(taint.label, "decoded"), clean: 0n, state: PathState.raw }));
  return taints.length === 0 ? unknown : { taints };
}

function parts(labels: LabelTable, object: Value, how: string, isIn: (taint: Taint) => boolean): readonly Taint[] {
  return object.taints.filter(isIn).map((taint) => ({ ...taint, label: labels.derive(taint.label, how), state: PathState.raw }));
}
