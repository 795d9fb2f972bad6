import type { Severity } from "../../base/finding";
import type { Location, TextRange } from "../../base/text";
import type { Flow, Sink } from "../../taint/taint";
import type { Fact } from "../rule";

/** One dangerous call that untrusted data reach, however many ways lead there. */
export interface SinkFact extends Fact {
  /** The sink of the flow that is told first. */
  readonly sink: Sink;
  /** Every dangerous argument of the call, one each; `rename(a, b)` may have two. */
  readonly sinks: readonly Sink[];
}

/** Makes one fact of all flows that end in the same call, in the order in which the calls were first seen. */
export function groupBySink(flows: readonly Flow[]): readonly SinkFact[] {
  const groups = new Map<string, Flow[]>();
  for (const flow of flows) {
    const { call, module } = flow.sink;
    const key = `${module.file}\0${call.range.start}\0${call.range.end}`;
    const group = groups.get(key);
    if (group) group.push(flow);
    else groups.set(key, [flow]);
  }
  return [...groups.values()].flatMap((group) => factOf([...group].sort(mostTellingFirst)));
}

/** How bad a fact is, where that differs from the rule's own severity: no worse than the most certain of its flows. */
export function severityOf(fact: SinkFact): Severity | undefined {
  if (fact.flows.every((flow) => flow.weakenedBy === "quoting" || flow.weakenedBy === "optional-guard")) return "note";
  const isSure = fact.flows.some((flow) => flow.isCertain && flow.weakenedBy === undefined);
  return isSure ? undefined : "warning";
}

function factOf(flows: readonly Flow[]): SinkFact[] {
  const first = flows[0];
  if (!first) return [];
  const sinks = new Map<string, Sink>();
  for (const { sink } of flows) {
    const key = `${sink.argument.range.start}-${sink.argument.range.end}`;
    if (!sinks.has(key)) sinks.set(key, sink);
  }
  const ordered = [...sinks.values()].sort((a, b) => a.argument.range.start - b.argument.range.start);
  return [{ location: locationOf(first), flows, sink: first.sink, sinks: ordered }];
}

/**
 * The whole call where it stands on one line; otherwise what is called: a squiggle under a callback's body hides more than it shows.
 * Where a list for a shell (`["/bin/sh", "-c", text]`) is made elsewhere, the text in it: there it can be mended.
 */
function locationOf({ sink, placed }: Flow): Location {
  const { call, module } = sink;
  const isInCall = placed?.file === module.file && placed.range.start >= call.range.start && placed.range.end <= call.range.end;
  if (sink.model.concept === "CommandExecution" && placed && !isInCall) return placed;
  const isOneLine = !/[\r\n]/.test(module.text.slice(call.range.start, call.range.end));
  return { file: module.file, range: isOneLine ? call.range : calleeRange(sink) };
}

function calleeRange({ call }: Sink): TextRange {
  if (call.kind === "call" && call.callee.range.end > call.range.start) return { start: call.range.start, end: call.callee.range.end };
  if (call.kind === "tagged") return call.tag.range;
  return call.range;
}

function mostTellingFirst(a: Flow, b: Flow): number {
  return (
    Number(b.isCertain) - Number(a.isCertain) ||
    Number(a.weakenedBy !== undefined) - Number(b.weakenedBy !== undefined) ||
    Number(a.weakCheck !== undefined) - Number(b.weakCheck !== undefined) ||
    Number(b.source.tool !== undefined) - Number(a.source.tool !== undefined) ||
    Number(b.source.parameter !== "") - Number(a.source.parameter !== "") ||
    a.steps.length - b.steps.length ||
    a.source.location.range.start - b.source.location.range.start
  );
}
