import type { FlowStep } from "../base/finding";
import type { TextRange } from "../base/text";
import type { Module } from "../syntax/program";

/**
 * The way a datum has come, as a chain that points backwards. A callee's trace is kept apart from its caller's (`inner` behind `previous`),
 * so that using a function's summary at a call costs one link.
 */
export interface Trace {
  readonly previous: Trace | undefined;
  readonly step?: Step;
  readonly inner?: Trace;
}

/** One place on the way of a datum. */
export interface Step {
  /** "source" is where the datum came in; reading a part of it moves that place. */
  readonly kind: "source" | "read" | "assign" | "text" | "flag" | "pass" | "return" | "sink";
  readonly module: Module;
  readonly range: TextRange;
  /** What it is called there. */
  readonly name?: string;
  /** The part of a text at which it gets behind the host of a URL, or the word of a list that a shell reads. */
  readonly placed?: TextRange;
}

/** Adds a step; a repetition of the last place is left out, unless it is the end. */
export function withStep(trace: Trace | undefined, step: Step): Trace {
  const last = trace?.step;
  if (!last || last.module !== step.module || last.range.start !== step.range.start || last.range.end !== step.range.end) return { previous: trace, step };
  return step.kind === "sink" && last.kind !== "source" ? { ...trace, step: last.placed ? { ...step, placed: last.placed } : step } : step.kind === "sink" ? { previous: trace, step } : trace;
}

/** Puts a callee's trace behind its caller's. */
export function withInner(trace: Trace | undefined, inner: Trace | undefined): Trace | undefined {
  return inner ? { previous: trace, inner } : trace;
}

/** The last step at which the datum got behind the host of a URL, or behind a shell's flag. */
export function placeOf(trace: Trace | undefined, what: "host" | "flag"): Step | undefined {
  let links = 0;
  for (let at = trace; at && links < maximumSteps; at = at.previous, links++) {
    const isIt = at.step?.placed !== undefined && (at.step.kind === "flag") === (what === "flag");
    const step = isIt ? at.step : placeOf(at.inner, what);
    if (step) return step;
  }
  return undefined;
}

/** The steps in the order of the flow. Long flows are thinned in the middle, the ends are what explains them. */
export function flatten(trace: Trace | undefined): readonly Step[] {
  const steps: Step[] = [];
  const collect = (from: Trace | undefined): void => {
    const links: Trace[] = [];
    for (let at = from; at && links.length < maximumSteps; at = at.previous) links.push(at);
    for (const link of links.reverse()) {
      if (link.inner) collect(link.inner);
      if (link.step) steps.push(link.step);
    }
  };
  collect(trace);
  return steps.length <= maximumSteps ? steps : [...steps.slice(0, maximumSteps / 2), ...steps.slice(-maximumSteps / 2)];
}

/** Nobody reads more; the longest flow seen in real servers has 14. */
const maximumSteps = 40;

/** Words for people. */
export function describe(step: Step, source: string): FlowStep {
  const name = step.name === undefined ? "" : `\`${step.name}\``;
  const text: Record<Step["kind"], string> = {
    source,
    read: `read as ${name}`,
    assign: `kept in ${name}`,
    flag: `stands behind ${name} in a list`,
    text: "becomes part of a text",
    pass: `passed to ${name === "" ? "a function" : name}`,
    return: `returned by ${name}`,
    sink: name === "" ? "used here" : `reaches ${name}`,
  };
  return { location: { file: step.module.file, range: step.range }, message: text[step.kind] };
}
