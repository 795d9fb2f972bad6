import type { TextRange } from "../base/text";
import type { Expression } from "../syntax/program";
import { walkFunction } from "../syntax/walk";
import type { Sink } from "../taint/taint";
import { escapePattern } from "./fix/escape-pattern";
import { groupBySink, severityOf, type SinkFact } from "./flows/sink-facts";
import { tell, type Predicate } from "./flows/wording";
import { rule } from "./rule";

const predicate: Predicate = {
  told: (parameters) => `makes a regular expression of ${parameters}, which can keep the server busy for ever`,
  unnamed: "becomes part of a regular expression, which can keep the server busy for ever",
  unnamedPlural: "become part of a regular expression, which can keep the server busy for ever",
};

/** A tool argument must not become part of a regular expression unless it is escaped. */
export const regexInjection = rule<SinkFact>({
  id: "regex-injection",
  summary: "A tool argument becomes part of a regular expression without being escaped",
  severity: "warning",
  precision: "medium",
  cwe: [1333, 625],
  find: ({ taint }) => groupBySink(taint.flowsTo("RegularExpression").filter(({ sink }) => !isTrial(sink))),
  say: (fact) => ({
    message: tell(fact, predicate),
    severity: isMeantAsPattern(fact) || fact.sinks.every(isAskedFor) ? "note" : severityOf(fact),
  }),
  fixes: [escapePattern],
});

/** A parameter that says that it takes a regular expression: a search by design, which only lacks a limit. */
function isMeantAsPattern(fact: SinkFact): boolean {
  return fact.flows.every(({ source, isWhole }) => isWhole && /(?:^|[._-])(?:pattern|regexp?|rx)s?(?:$|\[)|(?:Pattern|RegExp?|Regexp)s?(?:$|\[)/.test(source.parameter));
}

/** `if (useRegex) new RegExp(text)`, `isRegex ? new RegExp(text) : …`: regular expressions are on offer, and this is the branch of those who ask for them. */
function isAskedFor({ call, function: node }: Sink): boolean {
  let isAsked = false;
  const holds = (parts: readonly { readonly range: TextRange }[]): boolean => parts.some(({ range }) => range.start <= call.range.start && call.range.end <= range.end);
  walkFunction(node, {
    statement: (statement) => {
      if (statement.kind === "if" && holds(statement.then)) isAsked ||= asksForPatterns(statement.test);
    },
    expression: (expression) => {
      if (expression.kind === "conditional" && holds([expression.then])) isAsked ||= asksForPatterns(expression.test);
    },
  });
  return isAsked;
}

function asksForPatterns(test: Expression): boolean {
  if (test.kind === "logical" && test.operator === "and") return asksForPatterns(test.left) || asksForPatterns(test.right);
  const name = test.kind === "name" ? test.name : test.kind === "member" ? (test.property ?? "") : "";
  return /^(?:use|is|as|enable|with|allow)?_?(?:regexp?|regularExpressions?|regular_expressions?)(?:_?(?:mode|search|enabled))?$/i.test(name);
}

/** `try { new RegExp(text) } catch …`: whether it compiles is all that is asked, and nothing is searched with it. */
function isTrial(sink: Sink): boolean {
  let isUnused = false;
  walkFunction(sink.function, {
    statement: (statement) => {
      if (statement.kind === "expression" && statement.value === sink.call) isUnused = true;
    },
    nested: () => false,
  });
  return isUnused;
}
