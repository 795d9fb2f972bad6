import { cleaned } from "../conditions";
import { Clean, type CleanBits, PathState } from "../label";
import type { CallSite, Machine } from "../machine";
import { type Taint, type Truth, type Value, noKnowledge, truthAbout, unknown } from "../value";

type Builtin = (machine: Machine, site: CallSite) => Value;

const lookups = ["lookup", "resolve", "resolve4", "resolve6", "resolveAny"];

/** What asking for the address of a host tells, and asking whether a host is one. */
export const nameBuiltins: readonly (readonly [string, Builtin])[] = [
  ...["dns.", "dns.promises.", "dns/promises.", "dns/promises.Resolver#", "dns.promises.Resolver#", "dns.Resolver#"].flatMap((owner) => lookups.map((name) => [owner + name, lookedUp] as const)),
  ...["net.isIP", "net.isIPv4", "net.isIPv6", "ipaddr.js.isValid", "ipaddr.js.IPv4.isValid", "ipaddr.js.IPv6.isValid"].map((name) => [name, (_: Machine, site: CallSite) => isAddress(site.arguments[0] ?? unknown)] as const),
  ...["ipaddr.js.parse", "ipaddr.js.process", "ipaddr.js.IPv4.parse", "ipaddr.js.IPv6.parse"].map((name) => [name, (_: Machine, site: CallSite) => ({ taints: site.arguments[0]?.taints ?? [], symbols: ["ipaddr.js.IP#"] })] as const),
  ["ipaddr.js.IP#toIPv4Address", (_, site) => ({ taints: site.receiver?.taints ?? [], symbols: ["ipaddr.js.IP#"] })],
  ["ipaddr.js.IP#range", (_, site) => rangeOf(site.receiver ?? unknown)],
  ...["ipaddr.js.IP#isIPv4MappedAddress", "ipaddr.js.IP#kind", "ipaddr.js.IP#match"].map((name) => [name, () => unknown] as const),
  ...privatePredicates().map((name) => [name, (_: Machine, site: CallSite) => isPrivate(site.arguments[0] ?? unknown)] as const),
  ["ip.isPublic", (_, site) => opposite(isPrivate(site.arguments[0] ?? unknown))],
];

/** Packages that tell private addresses from others, by the look of the text that they are given. */
function privatePredicates(): readonly string[] {
  return ["private-ip", "is-private-ip", "ip.isPrivate", "ip.isLoopback", "private-ip.is_ip_private", "is-localhost-ip", "is-in-subnet.isPrivate", "is-in-subnet.isLocalhost", "net.BlockList#check"];
}

/** What a check of an address against private ranges tells when it fails: the address is public, or it is a name that leads to one that is not. */
export function isPrivate(subject: Value): Value {
  return truthAbout(new Map(), literalHost(subject.taints));
}

/** Bits for data that were looked for in private ranges. */
export function literalHost(taints: readonly Taint[]): ReadonlyMap<Taint["label"], CleanBits> {
  return new Map(taints.map((taint) => [taint.label, Clean.literalHost | (taint.clean & Clean.address)]));
}

function lookedUp(machine: Machine, site: CallSite): Value {
  const taints = (site.arguments[0]?.taints ?? []).map((taint) => ({ ...taint, label: machine.labels.derive(taint.label, "address"), clean: 0n, state: PathState.raw }));
  const address: Value = { taints };
  const record: Value = { taints, fields: new Map([["address", address], ["family", unknown]]) };
  const callback = site.arguments.at(-1);
  if (callback?.functions) machine.callValue(callback, { ...site, arguments: [unknown, record, unknown], argumentExpressions: [site.expression, site.expression, site.expression], receiver: undefined, receiverExpression: undefined, isNew: false });
  return { taints: [], isCollection: true, fields: new Map([["address", address], ["family", unknown], ["[]", record]]) };
}

function isAddress(subject: Value): Value {
  const whenTrue = cleaned(subject.taints, Clean.address);
  const holds: Truth = { whenTrue: truthAbout(whenTrue).truth?.whenTrue, whenFalse: noKnowledge };
  const none: Truth = { whenTrue: noKnowledge, whenFalse: holds.whenTrue };
  return { taints: [], truth: holds, question: { whenEquals: new Map([["4", holds], ["6", holds], ["0", none]]) } };
}

/** `address.range() !== "unicast"`, or one of the private ranges by its name. */
function rangeOf(subject: Value): Value {
  const bits = literalHost(subject.taints);
  const isPublic: Truth = { whenTrue: truthAbout(bits).truth?.whenTrue, whenFalse: noKnowledge };
  const isOne: Truth = { whenTrue: noKnowledge, whenFalse: isPublic.whenTrue };
  const ranges = ["private", "loopback", "linkLocal", "uniqueLocal", "reserved"].map((name) => [name, isOne] as const);
  return { taints: [], question: { whenEquals: new Map([["unicast", isPublic], ...ranges]) } };
}

function opposite(value: Value): Value {
  return { taints: [], truth: { whenTrue: value.truth?.whenFalse, whenFalse: value.truth?.whenTrue } };
}
