import type { TextEdit } from "../../base/text";
import type { Expression, FunctionNode, Module, Statement } from "../../syntax/program";
import { walkFunction, walkStatements } from "../../syntax/walk";
import type { SinkFact } from "../flows/sink-facts";
import type { Repair, RuleContext, RuleFix } from "../rule";
import { codeOf, indentAt, insert, isRefused, lineBreak, refuse, stringLiteral, unwrap, usesSemicolons, type Refused } from "./code";
import { isRepeatable } from "./known-text";
import { leadsThrough, modelOf, optionSlots, writtenList, type WrittenList } from "./option-lists";
import { isEvidentlyString } from "./string-type";

/** Ends the program's options before the first argument that a tool argument fills. */
export const endOptions: RuleFix<SinkFact> = {
  title: (fact) => `End the options with \`${endOf(fact) ?? "--"}\``,
  safety: "safe",
  edit: (fact, context) => editsOf(fact, context, endBefore),
};

/** Refuses an argument that begins with a dash, for programs that know no end of their options. */
export const refuseDash: RuleFix<SinkFact> = {
  title: "Refuse a value that begins with a dash",
  safety: "review",
  edit: (fact, context) => {
    const outcome = editsOf(fact, context, refuseSlots);
    return isRefused(outcome) ? outcome : { ...outcome, note: "A call with such a value fails from now on. Verify that nobody needs one." };
  },
};

function endOf(fact: SinkFact): string | undefined {
  return fact.flows.find(({ sink }) => sink.option?.endOfOptions !== undefined)?.sink.option?.endOfOptions;
}

/** One list of arguments, and the flows that lead through it. */
interface Passage {
  readonly list: WrittenList;
  readonly flows: SinkFact["flows"];
}

type Mend = (passage: Passage, context: RuleContext) => readonly TextEdit[] | Refused;

function editsOf(fact: SinkFact, context: RuleContext, mend: Mend): Repair | Refused {
  if (fact.flows.some(({ sink }) => sink.option?.kind === "words")) return refuse("A text is taken apart at blanks: write the list of arguments yourself, so that a value can't become several");
  if (fact.flows.some(({ sink }) => sink.option?.kind === "all")) return refuse("All arguments come from the tool: which of them the program may be given is for you to list");
  const passages = new Map<string, { list: WrittenList; flows: SinkFact["flows"][number][] }>();
  for (const flow of fact.flows) {
    const list = writtenList(flow, context);
    if (!list) return refuse("How the list of arguments is put together can't be seen here");
    const key = `${list.module.file}:${list.elements[0]?.range.start ?? 0}`;
    const known = passages.get(key);
    if (known) known.flows.push(flow);
    else passages.set(key, { list, flows: [flow] });
  }
  const edits: TextEdit[] = [];
  for (const passage of passages.values()) {
    const outcome = mend(passage, context);
    if (isRefused(outcome)) return outcome;
    edits.push(...outcome);
  }
  return { edits: edits.filter((edit, index) => edits.findIndex((other) => other.file === edit.file && other.range.start === edit.range.start && other.text === edit.text) === index) };
}

function endBefore({ list, flows }: Passage): readonly TextEdit[] | Refused {
  const [flow] = flows;
  const end = flow && modelOf(flow)?.endOfOptions;
  const program = flow?.sink.option?.program;
  if (!flow || end === undefined) return refuse(program === undefined ? "Which program runs can't be seen here" : `\`${program}\` is not known to have an end of its options`);
  const slots = optionSlots(list, modelOf(flow));
  const [first] = slots.filter(({ element }) => flows.some((one) => leadsThrough(one, element, list.module)));
  if (!first) return refuse("How the list of arguments is put together can't be seen here");
  if (first.isBeforeOption) return refuse("An option stands behind the value, and would no longer be one");
  return [insert(list.module, first.element.range.start, `${stringLiteral(list.module, end)}, `)];
}

function refuseSlots({ list, flows }: Passage, context: RuleContext): readonly TextEdit[] | Refused {
  const [flow] = flows;
  const slots = flow ? optionSlots(list, modelOf(flow)) : [];
  const wanted = slots.filter(({ element }) => flows.some((one) => leadsThrough(one, element, list.module)));
  if (wanted.length === 0) return refuse("How the list of arguments is put together can't be seen here");
  const edits: TextEdit[] = [];
  for (const { element } of wanted) {
    const edit = guardFor(element, list.module, context);
    if (isRefused(edit)) return edit;
    edits.push(edit);
  }
  return edits;
}

function guardFor(element: Expression, module: Module, context: RuleContext): TextEdit | Refused {
  const value = unwrap(element);
  const code = codeOf(module, value);
  if ((value.kind !== "name" && value.kind !== "member") || !isRepeatable(value, module)) return refuse("The value has no name by which it could be checked before");
  const start = statementStart(element, module);
  if (start === undefined) return refuse("There is no place before the call where a check could stand");
  const text = isEvidentlyString(value, { module, mcp: context.mcp, workspace: context.workspace }) ? code : `String(${code})`;
  const message = stringLiteral(module, `${code.replace(/[^\w.]/g, "")} must not begin with a dash`);
  const semicolon = usesSemicolons(module) ? ";" : "";
  const check = `if (${text}.startsWith(${stringLiteral(module, "-")})) throw new Error(${message})${semicolon}`;
  return insert(module, start, `${check}${lineBreak(module)}${indentAt(module, start)}`);
}

/** Where the innermost statement around an element begins, if another may stand before it. */
function statementStart(element: Expression, module: Module): number | undefined {
  let around: Statement | undefined;
  const ends = new Set<number>();
  const look = (statement: Statement): void => {
    ends.add(statement.range.end);
    if (statement.range.start <= element.range.start && element.range.end <= statement.range.end) around = statement;
  };
  const within = functionAround(element, module);
  walkStatements(within.body, { statement: look, nested: () => false });
  if (!around) return undefined;
  // A declaration's range begins with its name.
  const keyword = /\b(?:const|let|var)\s+$/.exec(module.text.slice(0, around.range.start))?.[0] ?? "";
  const start = around.range.start - keyword.length;
  const before = module.text.slice(0, start).trimEnd();
  // Not `if (x) run(x)` and not `() => run(x)`: there a second statement would be out of place.
  return /[{;}]$/.test(before) || ends.has(before.length) ? start : undefined;
}

function functionAround(element: Expression, module: Module): FunctionNode {
  let within = module.top;
  walkFunction(module.top, {
    nested: (node) => {
      const isAround = node.range.start <= element.range.start && element.range.end <= node.range.end;
      if (isAround) within = node;
      return isAround;
    },
  });
  return within;
}
