import type { Expression, Module } from "../syntax/program";
import type { Environment, Implication } from "./environment";
import type { Activation } from "./machine";
import { type Knowledge, addKnowledge, noKnowledge } from "./value";

/**
 * `if (action === "save") check(path)`: wherever the action is known to be that one, the path has been checked.
 * Only where nothing else was asked, for then whoever has passed by has another action.
 */
export function impliedBy(test: Expression, then: Pick<Environment, "clean">, joined: Pick<Environment, "clean">, module: Module): readonly Implication[] {
  const question = questionOf(test, module);
  return question === undefined ? [] : implications(question, then, joined);
}

function implications(question: string, then: Pick<Environment, "clean">, joined: Pick<Environment, "clean">): readonly Implication[] {
  // What is known of each element of a list is not known of all of them because one has passed.
  const clean = new Map([...then.clean].filter(([label, bits]) => !label.path.includes("[]") && (bits & ~(joined.clean.get(label) ?? 0n)) !== 0n));
  return clean.size === 0 ? [] : [{ question, clean }];
}

/** What was learned where a subject was asked before whether it is this constant. */
export function impliedByCase(subject: Expression, tests: readonly Expression[], { environment, module }: Activation): Knowledge {
  const [test, ...others] = tests;
  if (environment.implied.length === 0 || !test || others.length > 0) return noKnowledge;
  const question = caseQuestion(subject, test, module);
  return environment.implied.filter((each) => each.question === question).reduce<Knowledge>((all, { clean }) => addKnowledge(all, { clean, equal: new Map() }) ?? all, noKnowledge);
}

/** What the body of a case has made sure of, wherever it ends: `case "save": check(path); break;`. */
export function impliedByBody(subject: Expression, tests: readonly Expression[], after: Pick<Environment, "clean">, joined: Pick<Environment, "clean">, module: Module): readonly Implication[] {
  const [test, ...others] = tests;
  const question = test && others.length === 0 ? caseQuestion(subject, test, module) : undefined;
  return question === undefined ? [] : implications(question, after, joined);
}

function caseQuestion(subject: Expression, test: Expression, module: Module): string | undefined {
  return questionOf({ kind: "binary", operator: "equal", left: subject, right: test, range: test.range }, module);
}

/** What a test tells where it holds, and what was learned where the same was asked before. */
export function withImplied(known: Knowledge, test: Expression, { environment, module }: Activation): Knowledge {
  if (environment.implied.length === 0) return known;
  const asked = new Set(questionsIn(test, module));
  return environment.implied.filter(({ question }) => asked.has(question)).reduce((all, { clean }) => addKnowledge(all, { clean, equal: new Map() }) ?? all, known);
}

/** All that is answered with yes where a test holds. */
function questionsIn(test: Expression, module: Module): readonly string[] {
  if (test.kind === "typed") return questionsIn(test.value, module);
  if (test.kind === "logical" && test.operator === "and") return [...questionsIn(test.left, module), ...questionsIn(test.right, module)];
  const question = questionOf(test, module);
  return question === undefined ? [] : [question];
}

/** `action === "save"`, or `shouldSave`, of a name that is given one value only. */
function questionOf(test: Expression, module: Module): string | undefined {
  if (test.kind === "typed") return questionOf(test.value, module);
  if (test.kind === "name" || test.kind === "member") return nameOf(test, module);
  if (test.kind !== "binary" || test.operator !== "equal") return undefined;
  const [subject, constant] = test.right.kind === "literal" ? [test.left, test.right] : [test.right, test.left];
  const name = nameOf(subject, module);
  return name === undefined || constant.kind !== "literal" ? undefined : `${name} ${typeof constant.value} ${String(constant.value)}`;
}

function nameOf(subject: Expression, module: Module): string | undefined {
  if (subject.kind === "typed") return nameOf(subject.value, module);
  if (subject.kind === "member") {
    const object = subject.property === undefined ? undefined : nameOf(subject.object, module);
    return object === undefined ? undefined : `${object}.${subject.property}`;
  }
  if (subject.kind !== "name" || subject.binding === undefined) return undefined;
  const binding = module.bindings.get(subject.binding);
  return binding !== undefined && binding.writes <= 1 ? subject.binding : undefined;
}
