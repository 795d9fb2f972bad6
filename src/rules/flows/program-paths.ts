import type { Expression, FunctionNode, Module } from "../../syntax/program";
import { walkFunction } from "../../syntax/walk";
import type { Workspace } from "../../syntax/workspace";
import type { Flow, Sink } from "../../taint/taint";
import { groupBySink, type SinkFact } from "./sink-facts";

/**
 * Makes one fact of all flows of paths that end in the same call. A path that another program opens is told where the tool hands it on, once for all programs
 * that may be meant: whoever starts the program starts it for every tool, and knows nothing of paths.
 */
export function pathFacts(flows: readonly Flow[], workspace: Workspace): readonly SinkFact[] {
  const direct = flows.filter(({ sink }) => sink.program === undefined);
  const places = new Places(workspace);
  const handed = flows.filter(({ sink }) => sink.program !== undefined).map((flow) => ({ ...flow, sink: places.sinkOf(flow) }));
  return [...groupBySink(direct), ...groupBySink(handed)];
}

/** Finds the calls in which arguments stand; reads each module once. */
class Places {
  readonly #known = new Map<Module, ReadonlyMap<string, Pick<Sink, "call" | "argument" | "function">>>();

  constructor(private readonly workspace: Workspace) {}

  /** The sink, moved to where the path is handed on; where it stands already, if that is nowhere. */
  sinkOf({ sink, handedOn }: Flow): Sink {
    const module = handedOn && this.workspace.module(handedOn.file);
    if (!module) return sink;
    let calls = this.#known.get(module);
    if (!calls) this.#known.set(module, (calls = callsByArgument(module)));
    const place = calls.get(`${handedOn.range.start}-${handedOn.range.end}`);
    return place ? { ...sink, module, ...place } : sink;
  }
}

function callsByArgument(module: Module): ReadonlyMap<string, Pick<Sink, "call" | "argument" | "function">> {
  const calls = new Map<string, Pick<Sink, "call" | "argument" | "function">>();
  const visit = (node: FunctionNode): void => {
    walkFunction(node, {
      expression(expression: Expression) {
        if (expression.kind === "call") for (const argument of expression.arguments) calls.set(`${argument.range.start}-${argument.range.end}`, { call: expression, argument, function: node });
      },
      nested(inner) {
        visit(inner);
        return false;
      },
    });
  };
  visit(module.top);
  return calls;
}
