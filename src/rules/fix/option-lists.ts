import type { TextRange } from "../../base/text";
import type { Expression, Module } from "../../syntax/program";
import { walkFunction } from "../../syntax/walk";
import { type ProgramModel, programNamed } from "../../taint/programs";
import type { Flow } from "../../taint/taint";
import type { RuleContext } from "../rule";
import { unwrap } from "./code";
import { isSwitch } from "./double-dash";
import { readTextParts } from "./text-parts";

/** A list of arguments as the code writes it: the elements of a literal, and what is pushed behind them. */
export interface WrittenList {
  readonly module: Module;
  readonly elements: readonly Expression[];
}

/** The list of arguments that a flow goes through: at the call, in a variable beside it, or where a function that runs the program is called. */
export function writtenList({ sink, steps }: Flow, context: RuleContext): WrittenList | undefined {
  const { module, call } = sink;
  const index = sink.model.argument;
  const argument = call.kind === "call" && typeof index === "number" ? call.arguments[index] : undefined;
  const own = argument && readList(argument, module);
  if (own) return own;
  for (const { location } of [...steps].reverse()) {
    const caller = context.workspace.module(location.file);
    const passed = caller && expressionAt(caller, location.range);
    const list = passed && readList(passed, caller);
    if (list) return list;
  }
  return undefined;
}

function readList(expression: Expression, module: Module): WrittenList | undefined {
  const value = unwrap(expression);
  if (value.kind === "array") return { module, elements: value.elements };
  const binding = value.kind === "name" && value.binding !== undefined ? module.bindings.get(value.binding) : undefined;
  const init = binding?.kind === "variable" && binding.writes === 1 && !binding.path?.length && binding.init ? unwrap(binding.init) : undefined;
  if (!binding || init?.kind !== "array") return undefined;
  return { module, elements: [...init.elements, ...pushed(module, binding.id)] };
}

function pushed(module: Module, binding: string): readonly Expression[] {
  const elements: Expression[] = [];
  walkFunction(module.top, {
    expression: (expression) => {
      if (expression.kind !== "call" || expression.callee.kind !== "member" || expression.callee.property !== "push") return;
      const { object } = expression.callee;
      if (object.kind === "name" && object.binding === binding) elements.push(...expression.arguments);
    },
  });
  return elements;
}

function expressionAt(module: Module, range: TextRange): Expression | undefined {
  let found: Expression | undefined;
  walkFunction(module.top, {
    expression: (expression) => {
      if (found || expression.range.end < range.start || expression.range.start > range.end) return found ? false : undefined;
      if (expression.range.start === range.start && expression.range.end === range.end) found = expression;
      return undefined;
    },
  });
  return found;
}

/** Elements where the program looks for options and no text is written, and whether an option is written behind them. */
export interface OptionSlot {
  readonly element: Expression;
  readonly isBeforeOption: boolean;
}

/** The elements of a list that a program may take for options, in order; none behind a `--`. */
export function optionSlots({ module, elements }: WrittenList, model: ProgramModel | undefined): readonly OptionSlot[] {
  const slots: Expression[] = [];
  let isBehindOption = false;
  let lastOption = -1;
  for (const element of elements) {
    const text = beginning(element, module);
    if (text === "--" || text === "--end-of-options") break;
    if (text?.startsWith("-")) {
      isBehindOption = !isSwitch(text, model ?? {});
      lastOption = element.range.start;
    } else if (isBehindOption) isBehindOption = false;
    else if (text === undefined) slots.push(element);
  }
  return slots.map((element) => ({ element, isBeforeOption: lastOption > element.range.start }));
}

/** The text that an element begins with; undefined where that is a value. */
function beginning(element: Expression, module: Module): string | undefined {
  const [first] = readTextParts(element, module) ?? [];
  return first?.kind === "text" && first.value !== "" ? first.value : undefined;
}

/** What the tables know of the program of a flow: "git log" is a subcommand of git. */
export function modelOf({ sink: { option } }: Flow): ProgramModel | undefined {
  const [program, subcommand] = option?.program?.split(" ") ?? [];
  const model = programNamed(program);
  return subcommand === undefined ? model : model?.subcommands?.[subcommand];
}

/** Whether a flow leads through an element: it is read there, or the element names what it was kept in. */
export function leadsThrough({ sink, steps }: Flow, element: Expression, module: Module): boolean {
  if (sink.argument.range.start === element.range.start && sink.argument.range.end === element.range.end && sink.module === module) return true;
  const value = unwrap(element.kind === "spread" ? element.value : element);
  const binding = value.kind === "name" && value.binding !== undefined ? module.bindings.get(value.binding) : undefined;
  return steps.some(({ location: { file, range } }) => file === module.file && (contains(element.range, range) || (binding !== undefined && contains(binding.range, range))));
}

function contains(outer: TextRange, inner: TextRange): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
