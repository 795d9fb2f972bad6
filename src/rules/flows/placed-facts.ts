import type { Location } from "../../base/text";
import type { Expression, Module } from "../../syntax/program";
import { walkFunction } from "../../syntax/walk";
import type { Workspace } from "../../syntax/workspace";
import type { Flow } from "../../taint/taint";
import { groupBySink, type SinkFact } from "./sink-facts";

/** A text that becomes the path of a request, with data in it. */
export interface PlacedFact extends SinkFact {
  /** The text, where it is written out: a template, a sum. */
  readonly text?: { readonly module: Module; readonly expression: Expression };
  /** The values in it that are not encoded. */
  readonly values: readonly Expression[];
}

/**
 * Makes one fact of all flows that get into the path of a URL in the same text: there they can be encoded, however far away the request is sent.
 * Where the data choose the host of the same request, that is told, and worse.
 */
export function placesOf(flows: readonly Flow[], toHosts: readonly Flow[], workspace: Workspace): readonly PlacedFact[] {
  const worse = new Set(toHosts.map(callAndTool));
  const texts = new TextIndex(workspace);
  const groups = new Map<string, { readonly text: PlacedFact["text"]; readonly flows: Flow[] }>();
  for (const flow of flows) {
    if (worse.has(callAndTool(flow))) continue;
    const text = flow.placed && texts.around(flow.placed);
    const { module, range } = text ? { module: text.module, range: text.expression.range } : { module: flow.sink.module, range: flow.sink.call.range };
    const key = `${module.file}\0${range.start}`;
    const group = groups.get(key);
    if (group) group.flows.push(flow);
    else groups.set(key, { text, flows: [flow] });
  }
  return [...groups.values()].flatMap(factOf);
}

function callAndTool({ sink, source }: Flow): string {
  return [sink.module.file, sink.call.range.start, source.tool ?? ""].join("\0");
}

function factOf({ text, flows }: { readonly text: PlacedFact["text"]; readonly flows: readonly Flow[] }): readonly PlacedFact[] {
  // All flows of one text are one fact, also where the request is sent by several calls.
  const [first] = flows;
  const call = first?.sink.call;
  const one = first && call ? groupBySink(flows.map((flow) => ({ ...flow, sink: { ...flow.sink, module: first.sink.module, call } })))[0] : undefined;
  if (!one) return [];
  if (!text) return [{ ...one, values: [] }];
  const starts = new Set(flows.map((flow) => flow.placed?.range.start));
  const values = partsOf(text.expression).filter((part) => starts.has(part.range.start));
  return [{ ...one, location: locationOf(text, values), text, values }];
}

/** The text where it stands on one line, otherwise the first of its values. */
function locationOf({ module, expression }: NonNullable<PlacedFact["text"]>, values: readonly Expression[]): Location {
  const isOneLine = !/[\r\n]/.test(module.text.slice(expression.range.start, expression.range.end));
  return { file: module.file, range: isOneLine ? expression.range : (values[0] ?? expression).range };
}

function isText(expression: Expression): boolean {
  if (expression.kind === "binary" || expression.kind === "assign") return expression.operator === "add";
  return expression.kind === "concat" || (expression.kind === "call" && expression.callee.kind === "member" && expression.callee.property === "concat");
}

/** The parts that a text is joined from. */
function partsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === "concat") return expression.parts;
  if (expression.kind === "binary") return [...partsOf(expression.left), ...partsOf(expression.right)];
  if (expression.kind === "assign") return [expression.value];
  return expression.kind === "call" ? expression.arguments : [expression];
}

/** Finds the text around one of its parts; reads each module once. */
class TextIndex {
  readonly #known = new Map<string, ReadonlyMap<number, Expression>>();

  constructor(private readonly workspace: Workspace) {}

  around(placed: Location): PlacedFact["text"] {
    const module = this.workspace.module(placed.file);
    if (!module) return undefined;
    let texts = this.#known.get(placed.file);
    if (!texts) this.#known.set(placed.file, (texts = textsByPart(module)));
    const expression = texts.get(placed.range.start);
    return expression && { module, expression };
  }
}

/** The outermost text by the offset of each of its parts. */
function textsByPart(module: Module): ReadonlyMap<number, Expression> {
  const texts = new Map<number, Expression>();
  walkFunction(module.top, {
    expression(expression) {
      if (!isText(expression)) return;
      for (const part of partsOf(expression)) if (!texts.has(part.range.start)) texts.set(part.range.start, expression);
    },
  });
  return texts;
}
