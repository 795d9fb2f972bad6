import type { Flow } from "../../taint/taint";
import type { SinkFact } from "./sink-facts";

/** The halves of a message about untrusted data: one for when the tool is known, one for when it is not. */
export interface Predicate {
  /** Follows the tool's name: given "`branch`", "passes `branch` to a shell". */
  readonly told: (parameters: string) => string;
  /** Follows "A tool argument, `branch`,": "reaches a shell". */
  readonly unnamed: string;
  /** Follows "A tool's arguments": "reach a shell". */
  readonly unnamedPlural: string;
}

const namedKinds = { tool: "", prompt: "The prompt ", resource: "The resource ", completion: "The completion of ", request: "The request " } as const;
const unnamedKinds = { tool: "tool", prompt: "prompt", resource: "resource", completion: "completion", request: "request" } as const;

/** Parameters named one by one before the rest is only counted: more would not fit a line. */
const MOST_PARAMETERS_NAMED = 3;

/** Says of a fact who does what with which parameter. */
export function tell(fact: SinkFact, predicate: Predicate): string {
  return withCheck(fact, said(fact, predicate));
}

/** Whoever has written a check wants to know why it is none: a promise is always true, and its failure nobody's who does not wait. */
function withCheck({ flows }: SinkFact, message: string): string {
  return flows[0]?.isUnawaited ? `${message}; the check of it is not awaited` : message;
}

function said(fact: SinkFact, predicate: Predicate): string {
  const first = fact.flows[0];
  if (!first) return predicate.unnamed;
  const parameters = parametersOf(fact, first);
  const kind = first.source.kind;
  if (first.source.tool === undefined) {
    if (parameters.length === 0) return `A ${unnamedKinds[kind]}'s arguments ${predicate.unnamedPlural}`;
    return `A ${unnamedKinds[kind]} argument, ${code(parameters[0] ?? "")}, ${predicate.unnamed}`;
  }
  const who = `${namedKinds[kind]}"${plain(first.source.tool)}"`;
  return `${who} ${predicate.told(list(parameters))}${others(fact, first.source.tool)}`;
}

/** The parameters of the told tool that reach the sink, the told flow's first. */
function parametersOf(fact: SinkFact, first: Flow): readonly string[] {
  const own = fact.flows.filter((flow) => flow.source.tool === first.source.tool && flow.weakenedBy === first.weakenedBy);
  const names = [...new Set(own.map((flow) => flow.source.parameter).filter((parameter) => parameter !== ""))];
  // Of a parameter that is a text or a list of them, `ids` says it all.
  return names.filter((name) => !name.endsWith("[]") || !names.includes(name.slice(0, -2)));
}

function list(parameters: readonly string[]): string {
  if (parameters.length === 0) return "its arguments";
  const named = parameters.slice(0, MOST_PARAMETERS_NAMED).map(code);
  const left = parameters.length - named.length;
  if (left > 0) return `${named.join(", ")} and ${left} more`;
  const last = named.pop() ?? "";
  return named.length === 0 ? last : `${named.join(", ")} and ${last}`;
}

function others(fact: SinkFact, told: string): string {
  const tools = new Set(fact.flows.flatMap((flow) => (flow.source.tool === undefined ? [] : [flow.source.tool])));
  tools.delete(told);
  if (tools.size === 0) return "";
  return ` (and ${tools.size} other ${tools.size === 1 ? "tool" : "tools"})`;
}

/** Names come from the code under review: a backtick would end the markup, a line break the message. */
function code(name: string): string {
  return `\`${plain(name).replaceAll("`", "'")}\``;
}

function plain(name: string): string {
  return name.replace(/\p{Cc}+/gu, " ");
}
