import type { TextEdit } from "../../base/text";
import type { Call, Expression, Module } from "../../syntax/program";
import { walkFunction } from "../../syntax/walk";
import type { Sink } from "../../taint/taint";
import type { SinkFact } from "../flows/sink-facts";
import type { Repair, RuleContext, RuleFix } from "../rule";
import { layOutArgument, placeArguments } from "./call-layout";
import { codeOf, hasComment, isRefused, refuse, replace, unwrap, type Refused } from "./code";
import { rewriteChosenCommand, rewriteHeldCommand } from "./held-command";
import { readHeldText, type HeldText } from "./held-text";
import { objectOf, removeShellOption } from "./options";
import { retarget } from "./retarget";
import { commandCode, type CommandCode } from "./shell-list";
import { splitShellText, type ShellText, type ShellWord } from "./shell-words";
import { readTextParts } from "./text-parts";

/** Starts the program itself, with a list of arguments, instead of a shell with a text. */
export const runWithoutShell: RuleFix<SinkFact> = {
  title: titleOf,
  safety: "safe",
  edit: (fact, context) => {
    const outcome = rewrite(fact, context);
    return isRefused(outcome) || outcome.note === undefined ? outcome : undefined;
  },
};

/** The same where something is left to verify. */
export const runWithoutShellOnReview: RuleFix<SinkFact> = {
  title: titleOf,
  safety: "review",
  edit: (fact, context) => {
    const outcome = rewrite(fact, context);
    return isRefused(outcome) || outcome.note !== undefined ? outcome : undefined;
  },
};

/** On Windows these are scripts, which only a shell can start. */
const scriptsOnWindows = new Set(
  "npm npx yarn pnpm pnpx corepack tsc tsx ts-node eslint prettier jest vitest gulp grunt ng vue expo firebase vercel netlify code az gcloud mvn gradle pip-compile serve nx turbo".split(" "),
);

function titleOf({ sink }: SinkFact): string {
  const program = programOf(sink);
  return `Run ${program ?? "the program"} without a shell`;
}

/** The program's name, for the title: the first word of the text, wherever it is built. */
function programOf({ argument, module, function: within }: Sink): string | undefined {
  const held = readHeldText(argument, module, within);
  const parts = held && !isRefused(held) ? held.writes.find((write) => write.parts)?.parts : readTextParts(argument, module);
  const [first] = parts ?? [];
  const name = first?.kind === "text" ? /^\s*["']?([\w.+-]+)["']?(?=\s|$)/.exec(first.value)?.[1] : undefined;
  return name;
}

function rewrite(fact: SinkFact, context: RuleContext): Repair | Refused {
  const { sink } = fact;
  const { fix } = sink.model;
  if (sink.module.language === "python" || fix?.kind !== "shell" || sink.call.kind !== "call") return refuse("This way to run a command has no form without a shell that could be put in its place");
  const outcome = rewriteApi(sink, sink.call, fix.api, context);
  if (isRefused(outcome)) return outcome;
  const { edits, program, note } = outcome;
  if (program === undefined || !scriptsOnWindows.has(program)) return { edits, note };
  return { edits, note: `On Windows \`${program}\` is a script that only a shell can start. Verify this if the server has to run there.` };
}

interface Rewritten {
  readonly edits: readonly TextEdit[];
  readonly program?: string;
  readonly note?: string;
}

function rewriteApi(sink: Sink, call: Call, api: string, context: RuleContext): Rewritten | Refused {
  if (sink.model.shellProgram) return rewriteShellProgram(sink, call, context);
  switch (api) {
    case "exec":
    case "execSync": {
      if (!/^(?:child_process|child-process-promise|promisify-child-process)\b/.test(sink.symbol)) break;
      const twins = twinsOf(sink, call);
      const target = retarget(sink, context, api, api === "exec" ? "execFile" : "execFileSync", twins);
      const options = [call, ...twins].map(({ arguments: [, second] }) => (second && isFunction(second) ? [] : removeShellOption(sink.module, second)));
      return combine(rewriteText(sink, call, context, twins), target, ...options, checkCallback(call, sink.module));
    }
    case "spawn":
    case "spawnSync":
    case "execFile":
    case "execFileSync":
      return rewriteListCall(sink, call, context);
    case "execa":
      return rewriteListCall(sink, call, context);
    case "execaCommand": {
      const name = sink.symbol.split(".").at(-1) ?? "";
      const to = name.replace(/Command(?=Sync$|$)/, "");
      if (to === name) return refuse(`\`${name}\` has no form here that takes a list of arguments`);
      return combine(rewriteText(sink, call, context), retarget(sink, context, name, to), removeShellOption(sink.module, call.arguments[1]));
    }
  }
  return refuse(`\`${codeOf(sink.module, call.callee)}\` always uses a shell; start the program with \`execFile\` and a list of arguments instead`);
}

function combine(first: Rewritten | Refused, ...others: readonly (readonly TextEdit[] | Refused)[]): Rewritten | Refused {
  if (isRefused(first)) return first;
  const edits = [...first.edits];
  for (const other of others) {
    if (isRefused(other)) return other;
    edits.push(...other);
  }
  return { ...first, edits };
}

/** The command text, where it stands or in the variable that holds it, becomes a program and a list. */
function rewriteText(sink: Sink, call: Call, context: RuleContext, twins: readonly Call[] = []): Rewritten | Refused {
  const { module, argument } = sink;
  const held = readHeldText(argument, module, sink.function);
  if (held && isRefused(held)) return held;
  if (held) return rewriteHeld(held, sink, call, context, twins);
  const value = unwrap(argument);
  const command = value.kind === "conditional" ? choose(value, sink, context) : inlineCommand(argument, sink, context);
  if (isRefused(command)) return command;
  if (hasComment(module, argument.range, command.copied)) return refuse("A comment stands inside of the command, and would be lost");
  return { edits: [placeArguments(module, argument.range, command.program, command.items), ...command.edits], program: command.programName, note: command.note };
}

/** Other calls of the same function with the same variable: what it holds changes for them as well. */
function twinsOf(sink: Sink, call: Call): readonly Call[] {
  const { module, argument } = sink;
  const held = readHeldText(argument, module, sink.function);
  if (!held || isRefused(held)) return [];
  const callee = codeOf(module, call.callee);
  const twins: Call[] = [];
  walkFunction(sink.function, {
    expression: (expression) => {
      const [first] = expression.kind === "call" ? expression.arguments : [];
      if (expression.kind !== "call" || expression === call || !first || codeOf(module, expression.callee) !== callee) return;
      const value = unwrap(first);
      if (value.kind === "name" && value.binding === held.binding.id) twins.push(expression);
    },
  });
  return twins;
}

function rewriteHeld(held: HeldText, sink: Sink, call: Call, context: RuleContext, twins: readonly Call[]): Rewritten | Refused {
  const uses = [call, ...twins].flatMap(({ arguments: [first] }) => (first ? [first] : []));
  const [only, more] = held.writes;
  const value = only?.value && !more ? unwrap(only.value) : undefined;
  if (value?.kind !== "conditional") return rewriteHeldCommand(held, sink, uses, context);
  const command = choose(value, sink, context);
  return isRefused(command) ? command : rewriteChosenCommand(held, command, sink.module, uses);
}

function inlineCommand(argument: Expression, { module }: Sink, context: RuleContext): CommandCode | Refused {
  const parts = readTextParts(argument, module);
  const split = parts ? splitShellText(parts) : splitJoined(argument, module);
  if (!split) return refuse(whereTheTextIs(argument, module));
  return isRefused(split) ? split : commandCode(split, module, context, [argument.range]);
}

/** `["git", "log", branch].join(" ")`: every element is split once more, as the shell would. */
function splitJoined(argument: Expression, module: Module): ShellText | Refused | undefined {
  const call = unwrap(argument);
  if (call.kind !== "call" || call.callee.kind !== "member" || call.callee.property !== "join") return undefined;
  const list = unwrap(call.callee.object);
  const [separator] = call.arguments;
  if (list.kind !== "array" || separator?.kind !== "literal" || separator.value !== " ") return undefined;
  const words: ShellWord[] = [];
  for (const [index, element] of list.elements.entries()) {
    const parts = readTextParts(element, module) ?? [{ kind: "value" as const, expression: element, range: element.range }];
    const split = splitShellText(parts, index > 0);
    if (isRefused(split)) return split;
    words.push(...split.words);
  }
  return { words, startsApart: true, endsApart: true };
}

function whereTheTextIs(argument: Expression, module: Module): string {
  const value = unwrap(argument);
  const binding = value.kind === "name" && value.binding !== undefined ? module.bindings.get(value.binding) : undefined;
  const code = codeOf(module, argument);
  if (binding?.kind === "parameter") return `The whole command is handed in as \`${code}\`; the callers would have to hand in a program and a list of arguments`;
  return code.length <= 40 && !code.includes("\n") ? `How \`${code}\` is put together can't be seen here` : "How the command is put together can't be seen here";
}

/** `exec(all ? "git log --all" : `git log ${x}`)`: the same program with one list or the other. */
function choose(value: Expression & { readonly kind: "conditional" }, sink: Sink, context: RuleContext): CommandCode | Refused {
  const then = inlineCommand(value.then, sink, context);
  const otherwise = inlineCommand(value.else, sink, context);
  if (isRefused(then)) return then;
  if (isRefused(otherwise)) return otherwise;
  if (then.program !== otherwise.program) return refuse("One or another program is run, depending on a condition");
  const test = codeOf(sink.module, value.test);
  const list = `${test} ? [${then.items.join(", ")}] : [${otherwise.items.join(", ")}]`;
  const copied = [...then.copied, ...otherwise.copied, value.test.range];
  return { ...then, items: [`...(${list})`], edits: [...then.edits, ...otherwise.edits], copied, note: then.note ?? otherwise.note };
}

/** `spawn(text, { shell: true })` and `spawn(program, list, { shell: true })`. */
function rewriteListCall(sink: Sink, call: Call, context: RuleContext): Rewritten | Refused {
  const { module } = sink;
  const [program, second] = call.arguments;
  const options = call.arguments.find((argument, index) => index > 0 && objectOf(argument));
  const shell = removeShellOption(module, options);
  if (isRefused(shell)) return shell;
  if (!program || shell.length === 0) return refuse("The options that ask for a shell are not written out in the call");
  const list = second && unwrap(second);
  if (list?.kind === "array") return dropShell(sink, program, list.elements, shell, context);
  if (second && second !== options) return refuse(`\`${codeOf(module, second)}\` is split by the shell once more; what is in it can't be seen here`);
  const textSink: Sink = { ...sink, argument: program };
  return combine(rewriteText(textSink, call, context), shell);
}

/** The program and every element are what they would be without a shell as well; only the option goes. */
function dropShell(sink: Sink, program: Expression, elements: readonly Expression[], shell: readonly TextEdit[], context: RuleContext): Rewritten | Refused {
  const { module } = sink;
  const name = context.workspace.constant(program, module);
  if (typeof name !== "string" || /\s/.test(name.trim())) return refuse("The program to run is not written out as one word");
  for (const element of elements) {
    const parts = readTextParts(element, module);
    const split = parts && splitShellText(parts, true);
    if (split && isRefused(split)) return split;
    if (split && (split.words.length !== 1 || split.words[0]?.isQuoted)) return refuse("An argument is taken apart by the shell once more");
  }
  return { edits: shell, program: name };
}

/** `spawn("sh", ["-c", text])` → `spawn(program, list)`. */
function rewriteShellProgram(sink: Sink, call: Call, context: RuleContext): Rewritten | Refused {
  const { module, argument, model } = sink;
  const { shellProgram } = model;
  if (!shellProgram || shellProgram.program === shellProgram.list) return refuse("The list starts a shell that is given the command as text; let it start the program, and hold its arguments one by one");
  const program = call.arguments[shellProgram.program];
  const list = call.arguments[shellProgram.list];
  const elements = list && unwrap(list);
  if (!program || elements?.kind !== "array" || elements.elements.length !== 2) return refuse("The shell is given more than one text");
  const shell = context.workspace.constant(program, module);
  if (typeof shell !== "string" || !/(?:^|\/)(?:ba|da|z|k|a)?sh$/.test(shell)) return refuse("The text is written for another shell than `sh`");
  // The sink is the list, or the text in it.
  const [flag, text = argument] = elements.elements;
  if (!flag || context.workspace.constant(flag, module) !== "-c") return refuse("The shell is given options of its own");
  const command = inlineCommand(text, sink, context);
  if (isRefused(command)) return command;
  if (hasComment(module, elements.range, command.copied)) return refuse("A comment stands inside of the command, and would be lost");
  const options = removeShellOption(module, call.arguments.find((other, index) => index > shellProgram.list && objectOf(other)));
  const edits = [replace(module, program.range, command.program), replace(module, elements.range, layOutArgument(command.items, module, elements.range)), ...command.edits];
  return combine({ edits, program: command.programName, note: command.note }, options);
}

function isFunction(expression: Expression): boolean {
  return unwrap(expression).kind === "function";
}

/** `execFile` hands another error type to its callback than `exec`; an annotation that names the old one would no longer fit. */
function checkCallback(call: Call, module: Module): readonly TextEdit[] | Refused {
  const callback = call.arguments.map(unwrap).find((argument) => argument.kind === "function");
  const type = callback?.kind === "function" ? callback.function.parameters[0]?.type : undefined;
  if (type?.name.endsWith("ExecException")) return refuse(`The callback is written for \`exec\`: its error is annotated as \`${codeOf(module, { range: callback?.range ?? call.range }).includes("ExecException") ? "ExecException" : type.name}\``);
  return [];
}
