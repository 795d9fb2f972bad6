import { createWorkspace } from "../../src/syntax/create-workspace";
import type { Module } from "../../src/syntax/program";
import { createTaintAnalyzer } from "../../src/taint/index";
import { concepts } from "../../src/taint/concepts";
import type { Flow, SourceFunction } from "../../src/taint/taint";
import { memoryHost } from "../support/memory-host";

/** A source function by its exported name: its first parameter is what the model sends, unchecked. */
export function sourceNamed(module: Module, name: string): SourceFunction {
  const node = [...module.functions.values()].find((one) => one.name === name);
  if (!node) throw new Error(`There is no function ${name}.`);
  return { function: node, module, bound: [], inputs: [{ parameter: 0, path: [], role: "arguments" }], name, kind: "tool" };
}

/** The flows from `handler`'s first parameter in `/w/main.ts`; `known` are files that have been looked at before. */
export function flowsIn(files: string | Readonly<Record<string, string>>, known: readonly string[] = []): readonly Flow[] {
  const all = typeof files === "string" ? { "/w/main.ts": files } : files;
  const workspace = createWorkspace(memoryHost(all));
  for (const file of known) workspace.module(file);
  const module = workspace.module("/w/main.ts");
  if (!module) throw new Error("There is no /w/main.ts.");
  const analysis = createTaintAnalyzer(workspace).analyze([sourceNamed(module, "handler")], { named: [] });
  return concepts.flatMap((concept) => analysis.flowsTo(concept));
}

/** The flows as short lines: concept, parameter, sink. */
export function told(files: string | Readonly<Record<string, string>>, known: readonly string[] = []): readonly string[] {
  return flowsIn(files, known).map((flow) => `${flow.concept} ${flow.source.parameter} → ${flow.sink.symbol}${flow.isCertain ? "" : "?"}`);
}
