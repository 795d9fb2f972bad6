import { applyEdits } from "../../src/base/text";
import type { McpModel } from "../../src/mcp/model";
import type { SinkFact } from "../../src/rules/flows/sink-facts";
import type { RuleContext, RuleFix } from "../../src/rules/rule";
import { createWorkspace } from "../../src/syntax/create-workspace";
import type { Call, Expression, FunctionNode, Module } from "../../src/syntax/program";
import { walkFunction } from "../../src/syntax/walk";
import type { Concept } from "../../src/taint/concepts";
import type { SinkModel } from "../../src/taint/models/model";
import type { Flow, Sink } from "../../src/taint/taint";
import { memoryHost } from "../support/memory-host";

/** Which call of a file is dangerous, and how. */
export interface SinkAt {
  /** The callee as written. */
  readonly callee: string;
  readonly symbol: string;
  readonly fix: NonNullable<SinkModel["fix"]>;
  readonly argument?: number;
  readonly property?: string;
  readonly isPromisified?: boolean;
  readonly shellProgram?: SinkModel["shellProgram"];
}

/** What a fix made of the files: the changed ones, and the new ones. */
export type Outcome = { readonly files: Readonly<Record<string, string>>; readonly note?: string } | { readonly refused: string } | undefined;

const concepts: Readonly<Record<NonNullable<SinkModel["fix"]>["kind"], Concept>> = { shell: "CommandExecution", sql: "SqlQuery", path: "FilePath", guard: "WeakPathGuard", code: "CodeExecution", module: "ModuleLoading", query: "QueryText", operator: "QueryOperator", pattern: "RegularExpression", objects: "Deserialization", request: "OutboundRequest", arguments: "ProgramOption" };
const noServer: McpModel = { entries: [], isMcp: true };

/** Applies a fix to a fact made by hand from the lowered code, without the taint engine. */
export function tryFix(fix: RuleFix<SinkFact>, files: Readonly<Record<string, string>>, at: SinkAt): Outcome {
  const workspace = createWorkspace(memoryHost(files));
  const file = Object.keys(files)[0] ?? "";
  const module = workspace.module(file);
  if (!module) throw new Error(`no module ${file}`);
  const sink = findSink(module, at);
  const flow: Flow = {
    concept: concepts[at.fix.kind],
    sink,
    source: { location: { file, range: { start: 0, end: 0 } }, tool: "t", kind: "tool", parameter: "p" },
    steps: [],
    isCertain: true,
    isWhole: false,
    isLeading: false,
  };
  const fact: SinkFact = { location: { file, range: sink.call.range }, flows: [flow], sink, sinks: [sink] };
  const context: RuleContext = { mcp: noServer, workspace, taint: { flowsTo: () => [flow], cutShort: [], steps: 0 } };
  const outcome = fix.edit(fact, context);
  if (!outcome || "refused" in outcome) return outcome;
  const changed: Record<string, string> = {};
  for (const { file: name, text } of outcome.newFiles ?? []) changed[name] = text;
  for (const name of new Set(outcome.edits.map((edit) => edit.file))) {
    changed[name] = applyEdits(files[name] ?? "", outcome.edits.filter((edit) => edit.file === name));
  }
  return { files: changed, note: outcome.note };
}

/** The text of the only file after a fix, or the reason for a refusal in angle brackets. */
export function textAfter(fix: RuleFix<SinkFact>, text: string, at: SinkAt, file = "/w/src/server.ts"): string {
  const outcome = tryFix(fix, { [file]: text }, at);
  if (!outcome) return "<nothing>";
  return "refused" in outcome ? `<${outcome.refused}>` : (outcome.files[file] ?? "<unchanged>");
}

function findSink(module: Module, at: SinkAt): Sink {
  const found: { call: Call; function: FunctionNode }[] = [];
  for (const node of module.functions.values()) {
    walkFunction(node, {
      nested: () => false,
      expression: (expression) => {
        if (expression.kind === "call" && textOf(module, expression.callee) === at.callee) found.push({ call: expression, function: node });
      },
    });
  }
  const [first] = found;
  if (!first) throw new Error(`no call of ${at.callee}`);
  const model: SinkModel = {
    concept: concepts[at.fix.kind],
    argument: at.argument ?? 0,
    property: at.property,
    shellProgram: at.shellProgram,
    fix: at.fix,
  };
  return { module, function: first.function, call: first.call, argument: argumentOf(first.call, at), model, symbol: at.symbol, isPromisified: at.isPromisified ?? false };
}

function argumentOf(call: Call, at: SinkAt): Expression {
  const argument = call.arguments[at.argument ?? 0];
  if (!argument) throw new Error("no such argument");
  if (at.shellProgram && argument.kind === "array") return argument.elements.at(-1) ?? argument;
  if (at.property === undefined || argument.kind !== "object") return argument;
  return argument.properties.find(({ key }) => key === at.property)?.value ?? argument;
}

function textOf(module: Module, { range }: Expression): string {
  return module.text.slice(range.start, range.end);
}
