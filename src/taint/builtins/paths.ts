import { Clean, type CleanBits, PathState, Step } from "../label";
import type { CallSite, Machine } from "../machine";
import { containmentPredicates } from "../models";
import { cleaned } from "../conditions";
import { cleanAfter } from "../reopen";
import { type Taint, type Value, allTaints, literal, mergeTaints, truthAbout, unknown, unknownText } from "../value";
import { isAbsolute } from "./guards";

/** Node's `path`, and what else makes paths of paths. Undefined: not one of them. */
export function callPath(machine: Machine, symbol: string, site: CallSite): Value | undefined {
  const [first = unknown, second = unknown] = site.arguments;
  const name = pathFunction(symbol);
  switch (name) {
    case "path.resolve":
      return { taints: mergeTaints(absolute(withState(site.arguments.flatMap((argument) => allTaints(argument)), (state) => (state & ~PathState.below) | PathState.normal))), text: unknownText };
    case "path.join":
      return join(site.arguments);
    case "path.normalize":
      return { ...first, taints: withState(first.taints, (state) => state | PathState.normal), constant: undefined } as Value;
    case "path.dirname":
    case "path.toNamespacedPath":
      return { taints: first.taints.map((taint) => ({ ...taint })) };
    case "path.basename": {
      const taints = allTaints(first).map((taint) => ({ ...taint, clean: (taint.clean | Clean.path) & ~Clean.option, label: machine.labels.derive(taint.label, "basename") }));
      return { taints, baseOf: allTaints(first) };
    }
    case "path.extname":
      return { taints: derived(machine, allTaints(first), Step.extension, Clean.path | Clean.option) };
    case "path.relative":
      return { taints: derived(machine, allTaints(second), "relative", 0n), wayTo: first.taints.length > 0 ? [] : allTaints(second) };
    case "path.isAbsolute":
      return isAbsolute(first);
    case "path.parse": {
      const whole = allTaints(first);
      const part = (how: string): Value => ({ taints: derived(machine, whole, how, Clean.path), baseOf: whole });
      return { taints: [], fields: new Map([["dir", { taints: whole }], ["root", unknown], ["base", part("basename")], ["name", part("stem")], ["ext", part("extension")]]) };
    }
    case "path.format":
      return { taints: allTaints(first) };
    case "realpath":
      return { taints: absolute(followed(machine, first.taints, site)), text: unknownText };
    case "url.fileURLToPath":
      return { taints: decoded(machine, allTaints(first), site) };
    default:
      return containment(symbol, site);
  }
}

/** Whether `callPath` knows a symbol. */
export function isPathSymbol(symbol: string): boolean {
  return pathFunctions.has(pathFunction(symbol)) || containmentPredicates.some((predicate) => predicate.symbol === symbol);
}

const pathFunctions = new Set(["path.resolve", "path.join", "path.normalize", "path.dirname", "path.toNamespacedPath", "path.basename", "path.extname", "path.relative", "path.isAbsolute", "path.parse", "path.format", "realpath", "url.fileURLToPath"]);

function pathFunction(symbol: string): string {
  if (/^(fs|fs\.promises|fs-extra|graceful-fs)\.realpath(Sync)?(\.native)?$/.test(symbol)) return "realpath";
  return symbol.replace(/^(path|upath|path-browserify|pathe)(\.(posix|win32))?\./, "path.");
}

/** `path.sep` and `path.delimiter` as values. */
export function pathConstant(symbol: string): Value | undefined {
  return /^path(\.(posix|win32))?\.sep$/.test(symbol) ? literal("/") : undefined;
}

function join(parts: readonly Value[]): Value {
  const taints: Taint[] = [];
  let stands = false;
  parts.forEach((part) => {
    taints.push(...withState(allTaints(part), (state) => PathState.normal | (stands ? PathState.below : state & PathState.below)));
    if (part.text !== "" && part.text !== ".") stands = true;
  });
  const last = parts.at(-1)?.text;
  const name = /[^/\\]+$/.exec(last ?? "")?.[0] ?? "";
  // The name of a program stays known.
  const text = last !== undefined && /[/\\]$/.test(last) ? `${unknownText}/` : name === "" || name.startsWith(".") ? unknownText : `${unknownText}/${name}`;
  return { taints: mergeTaints(taints), text };
}

function withState(taints: readonly Taint[], change: (state: number) => number): readonly Taint[] {
  return taints.map((taint) => ({ ...taint, state: change(taint.state) }));
}

/** Decoding undoes every check made before; that there was one is kept. */
export function decoded(machine: Machine, taints: readonly Taint[], { activation }: CallSite): readonly Taint[] {
  return taints.map((taint) => {
    const clean = taint.clean | (activation.environment.clean.get(taint.label) ?? 0n);
    return { ...taint, label: machine.labels.derive(taint.label, Step.decoded), clean: cleanAfter(taint.label.derived, clean, Step.decoded) | Clean.text, state: PathState.raw };
  });
}

/** The place that links lead to is another datum: a check of the path says nothing about it. */
function followed(machine: Machine, taints: readonly Taint[], { activation }: CallSite): readonly Taint[] {
  return taints.map((taint) => {
    const clean = taint.clean | (activation.environment.clean.get(taint.label) ?? 0n);
    return { ...taint, label: machine.labels.derive(taint.label, Step.followed), clean: cleanAfter(taint.label.derived, clean, Step.followed), state: taint.state | PathState.normal };
  });
}

function derived(machine: Machine, taints: readonly Taint[], how: string, bits: CleanBits): readonly Taint[] {
  return taints.map((taint) => ({ ...taint, clean: (taint.clean & ~Clean.option) | bits, label: machine.labels.derive(taint.label, how) }));
}

/** An absolute path begins with a slash or a drive: no program takes it for an option. */
function absolute(taints: readonly Taint[]): readonly Taint[] {
  return taints.map((taint) => ({ ...taint, clean: taint.clean | Clean.option }));
}

/** `is-path-inside` and relatives: guards by trade. */
function containment(symbol: string, site: CallSite): Value | undefined {
  const predicate = containmentPredicates.find((one) => one.symbol === symbol);
  const child = predicate && site.arguments[predicate.child];
  if (!predicate || !child) return undefined;
  const taints = child.taints.filter((taint) => predicate.judgement === "resolving" || taint.state & PathState.normal);
  return truthAbout(cleaned(taints, Clean.path));
}
