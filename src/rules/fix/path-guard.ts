import type { TextEdit, TextRange } from "../../base/text";
import type { Call, Expression, Module } from "../../syntax/program";
import type { Sink } from "../../taint/taint";
import type { SinkFact } from "../flows/sink-facts";
import type { Repair, RuleContext, RuleFix } from "../rule";
import { codeOf, hasComment, isRefused, refuse, replace, templateText, unwrap, type Refused } from "./code";
import { guardExports, guardFile, guardName } from "./guard-file";
import { importHelper, type HelperFile } from "./helper-import";
import { objectOf } from "./options";
import { isOwnValue } from "./own-values";
import { isEvidentlyString } from "./string-type";
import { readTextParts, type TextPart } from "./text-parts";

/** Resolves the path inside of a folder, and throws when it leads out of it. */
export const keepInsideRoot: RuleFix<SinkFact> = {
  title: "Keep the path inside a folder",
  safety: "review",
  edit: (fact, context) => {
    if (fact.sink.module.language === "python" || fact.sink.model.fix?.kind === "guard") return undefined;
    return guard(fact, context);
  },
};

const helper: HelperFile = { name: guardName, exports: guardExports, text: guardFile };

function guard(fact: SinkFact, context: RuleContext): Repair | Refused {
  const { module } = fact.sink;
  const guarded: Guarded[] = [];
  for (const sink of fact.sinks) {
    const outcome = isMoreThanPath(sink, fact, context) ? refuse("What is handed on is more than the path; check the path before") : guardArgument(sink);
    if (isRefused(outcome)) return outcome;
    guarded.push(...outcome);
  }
  const rootIsOpen = guarded.some(({ root }) => root === undefined);
  const names = [guardExports.resolve, ...(rootIsOpen ? [guardExports.root] : [])];
  const access = importHelper(module, helper, names, context.workspace);
  if (isRefused(access)) return access;
  const edits = guarded.map(({ range, code }) => replace(module, range, code));
  const file = access.file.slice(access.file.lastIndexOf("/") + 1);
  // The note is a sentence with code in backticks, which the code must not end.
  const root = (guarded.find((item) => item.root !== undefined)?.root ?? "").replaceAll("`", "");
  const note = rootIsOpen
    ? `Set \`${guardExports.root}\` in ${file} to the folder that the server serves.`
    : `Verify that \`${root}\` is the folder that tool calls may touch.`;
  return { edits: [...access.edits, ...edits] satisfies TextEdit[], newFiles: access.newFiles, note };
}

/** Where a path is handed on to whatever starts the program, the argument may be a whole command line. */
function isMoreThanPath({ program, argument, module }: Sink, { flows }: SinkFact, { mcp, workspace }: RuleContext): boolean {
  if (program === undefined) return false;
  const value = unwrap(argument);
  const name = value.kind === "name" ? value.name : value.kind === "member" ? value.property : undefined;
  return !flows.some(({ source }) => source.parameter.split(".").at(-1) === name) && !isEvidentlyString(argument, { module, mcp, workspace });
}

/** A path expression, and the call that replaces it. */
interface Guarded {
  readonly range: TextRange;
  readonly code: string;
  /** The folder, where the code names one already. */
  readonly root?: string;
}

function guardArgument(sink: Sink): readonly Guarded[] | Refused {
  const { module, argument, model, symbol } = sink;
  const value = unwrap(argument);
  if (/glob/i.test(symbol) && model.property === undefined) return refuse("A pattern can't be checked like a path; check what it finds, or use a pattern that the server chooses");
  if (value.kind === "array") return value.elements.filter((element) => !isOwnValue(element, module)).map((element) => guardPath(element, module));
  if (model.elements && value.kind === "name" && isList(sink)) return refuse(`\`${codeOf(module, value)}\` holds several paths; check each of them`);
  const definition = definitionOf(value, sink);
  const target = definition ?? argument;
  if (hasComment(module, target.range)) return refuse("A comment stands inside of the path, and would be lost");
  const made = guardPath(target, module);
  return [isShorthand(sink) && !definition ? { ...made, code: `${codeOf(module, argument)}: ${made.code}` } : made];
}

function isList({ call, argument }: Sink): boolean {
  return call.kind === "call" && call.arguments.includes(argument) && argument.kind === "name" && /s$/.test(argument.name);
}

function isShorthand({ call, argument }: Sink): boolean {
  if (call.kind !== "call") return false;
  return call.arguments.some((other) => objectOf(other)?.properties.some((property) => property.isShorthand && property.value === argument));
}

/** The place where a constant path is put together from a folder and the rest: guarding it there guards every use. */
function definitionOf(value: Expression, { module, function: within }: Sink): Expression | undefined {
  if (value.kind !== "name" || value.binding === undefined) return undefined;
  const binding = module.bindings.get(value.binding);
  if (!binding?.init || binding.writes !== 1 || binding.path?.length || binding.scope !== within.id) return undefined;
  const init = unwrap(binding.init);
  return splitPath(init, module) ? init : undefined;
}

function guardPath(expression: Expression, module: Module): Guarded {
  const value = unwrap(expression);
  const split = splitPath(value, module);
  const { resolve, root } = guardExports;
  if (split) return { range: expression.range, code: `${resolve}(${split.root}, ${split.rest})`, root: split.root };
  return { range: expression.range, code: `${resolve}(${root}, ${codeOf(module, expression)})` };
}

interface SplitPath {
  readonly root: string;
  readonly rest: string;
}

/** Takes a path apart into a folder that the server chooses and the rest. */
function splitPath(value: Expression, module: Module): SplitPath | undefined {
  if (value.kind === "call") return splitJoin(value, module);
  const parts = readTextParts(value, module);
  return parts && splitText(parts, module);
}

/** `path.join(root, "notes", name)`. */
function splitJoin(call: Call, module: Module): SplitPath | undefined {
  const callee = codeOf(module, call.callee);
  if (!/(?:^|\.)(?:join|resolve)$/.test(callee) || call.arguments.some(({ kind }) => kind === "spread")) return undefined;
  const own = call.arguments.findIndex((argument) => !isOwnValue(argument, module));
  if (own <= 0) return undefined;
  // What the code appends to the name belongs to the rest.
  const code = call.arguments.map((argument) => codeOf(module, argument));
  const [root = "", ...restOfRoot] = code.slice(0, own);
  const rest = code.slice(own);
  const lastIsPath = callee.endsWith("resolve") && rest.length > 1;
  if (lastIsPath) return undefined;
  return {
    root: restOfRoot.length === 0 ? root : `${callee}(${[root, ...restOfRoot].join(", ")})`,
    rest: rest.length === 1 ? (rest[0] ?? "") : `${callee}(${rest.join(", ")})`,
  };
}

/** `${root}/${name}.md`, `./notes/${name}`, `"notes/" + name`. */
function splitText(parts: readonly TextPart[], module: Module): SplitPath | undefined {
  const [first, second] = parts;
  if (!first || parts.length < 2) return undefined;
  if (first.kind === "value") {
    if (second?.kind !== "text" || !second.value.startsWith("/") || !isOwnValue(first.expression, module)) return undefined;
    const between = second.value.lastIndexOf("/");
    // A folder between the root and the name belongs to the root.
    const folder = second.value.slice(0, between);
    const root = codeOf(module, first.expression);
    const rest = textCode([{ ...second, value: second.value.slice(between + 1) }, ...parts.slice(2)], module);
    return rest === undefined ? undefined : { root: folder === "" ? root : `\`\${${root}}${templateText(folder)}\``, rest };
  }
  const slash = first.value.lastIndexOf("/");
  if (slash < 0) return undefined;
  const rest = textCode([{ ...first, value: first.value.slice(slash + 1) }, ...parts.slice(1)], module);
  const root = first.value.slice(0, slash) || "/";
  return rest === undefined ? undefined : { root: JSON.stringify(root), rest };
}

/** The code of a text, as plain as it can be. */
function textCode(parts: readonly TextPart[], module: Module): string | undefined {
  const filled = parts.filter((part) => part.kind === "value" || part.value !== "");
  const [only] = filled;
  if (!only) return undefined;
  if (filled.length === 1 && only.kind === "value") return codeOf(module, only.expression);
  return `\`${filled.map((part) => (part.kind === "text" ? templateText(part.value) : `\${${codeOf(module, part.expression)}}`)).join("")}\``;
}
