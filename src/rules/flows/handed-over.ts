import type { McpModel } from "../../mcp/model";
import type { Concept } from "../../taint/concepts";
import type { Flow } from "../../taint/taint";

/** Flows into something powerful, by what the tool's author meant. */
export interface SortedFlows {
  /** Data that were to be a part of what is run, and can become more than that. */
  readonly injections: readonly Flow[];
  /** The tool runs what it is given, and says so: a design, not an accident. */
  readonly handedOver: readonly Flow[];
}

/** What can be handed over whole. A URL or a path is not among them: a tool that opens any of them can still refuse the wrong ones. */
export const powers = ["CommandExecution", "SqlQuery", "CodeExecution", "QueryText"] as const satisfies readonly Concept[];

/**
 * Tells injections from tools that are made to run what they are given: the argument arrives whole, and the tool's name, its description
 * or the parameter's name says that it is run. What else the tool adds to the same call is no injection either, nor is what else it runs that is made of
 * the same argument: whoever has the whole has the rest.
 */
export function sortByIntent(flows: readonly Flow[], mcp: McpModel): SortedFlows {
  const described = descriptionsOf(mcp);
  const handed = new Set<string>();
  for (const flow of flows) if (isHandedOver(flow, described)) handed.add(callOf(flow)).add(argumentOf(flow));
  const isPartOfIt = (flow: Flow) => handed.has(callOf(flow)) || handed.has(argumentOf(flow));
  return {
    injections: flows.filter((flow) => !isPartOfIt(flow)),
    handedOver: flows.filter((flow) => isHandedOver(flow, described)),
  };
}

/** An argument, and what it is run as. */
function argumentOf({ concept, source }: Flow): string {
  return `${concept}\0${source.kind}\0${toolOf(source)}\0${source.parameter}`;
}

/** A tool by its name, or else by the place where its arguments come in. */
function toolOf({ tool, location: { file, range } }: Flow["source"]): string {
  return tool ?? `${file}\0${range.start}`;
}

/** A call, as one tool makes it. */
function callOf({ sink, source }: Flow): string {
  return `${sink.module.file}\0${sink.call.range.start}\0${sink.call.range.end}\0${source.kind}\0${toolOf(source)}`;
}

function isHandedOver(flow: Flow, described: ReadonlyMap<string, string>): boolean {
  if (!(flow.isWhole || (flow.isLeading && beginsStatement.has(flow.concept))) || flow.source.kind !== "tool") return false;
  const words = wordsOf[flow.concept];
  if (!words) return false;
  const { tool = "", parameter } = flow.source;
  return words.parameter.test(snakeCase(lastName(parameter))) || words.name.test(snakeCase(tool)) || words.description.test(described.get(tool) ?? "");
}

/** Whoever writes the beginning of a query chooses what it does: a `LIMIT` that the server puts behind it takes nothing of that away. */
const beginsStatement: ReadonlySet<Concept> = new Set<Concept>(["SqlQuery", "QueryText"]);

function descriptionsOf(mcp: McpModel): ReadonlyMap<string, string> {
  const described = new Map<string, string>();
  const add = (name: string | undefined, description: string | undefined): void => {
    if (name !== undefined && description !== undefined) described.set(name, `${described.get(name) ?? ""} ${description.slice(0, LONGEST_DESCRIPTION)}`);
  };
  for (const entry of mcp.entries) {
    if (entry.kind === "tool") add(entry.name, entry.description);
    for (const { name, description } of entry.advertised) add(name, description);
  }
  return described;
}

/** What a tool is for stands at the beginning; the patterns below need not read a manual. */
const LONGEST_DESCRIPTION = 600;

/** `options.shellCommand` and `commands[]` are called "shellCommand" and "commands". */
function lastName(parameter: string): string {
  return parameter.replace(/(?:\[\])+$/, "").replace(/^.*\./, "");
}

/** "runShellCommand", "run-shell-command" and "run_shell_command" are one name. */
function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
}

/** How tools say that they run what they are given. */
interface Words {
  readonly parameter: RegExp;
  readonly name: RegExp;
  readonly description: RegExp;
}

/** Names are in snake case here. "expression" and "formula" are not among the words for code: calculators have them, and mean no code. */
const wordsOf: Partial<Readonly<Record<Concept, Words>>> = {
  CommandExecution: {
    parameter: /^(?:(?:shell|bash|terminal|cli|raw|full|remote)_)?(?:commands?|cmds?|command_?line|cmdline|scripts?|shell|bash|powershell)(?:_(?:string|text|to_run|to_execute))?$/,
    name: /(?:^|_)(?:shell|bash|zsh|sh|powershell|pwsh|terminal)(?:_|$)|(?:^|_)(?:run|exec|execute|invoke)(?:_(?:any|arbitrary|local|remote|system|cli|os|ssh))*(?:_(?:commands?|cmds?|scripts?|code))?(?:_(?:in|on|inside|at)_\w+)?$/,
    description: /\b(?:arbitrary|any|custom|given|specified|provided|raw|shell|bash|terminal|system|powershell|console)\s+(?:\w+\s+)?(?:commands?|scripts?)\b|\b(?:run|execut)(?:s|e|es|ing)?\s+(?:an?\s+|one or more\s+)?(?:commands?|scripts?)\b/i,
  },
  SqlQuery: {
    parameter: /^(?:(?:raw|custom|full|sql)_)?(?:sql|query|queries|statements?|stmt)(?:_(?:text|string|sql|statement|query))?$/,
    name: /(?:^|_)sql(?:_|$)|(?:^|_)(?:run|exec|execute|raw|custom)_(?:\w+_)?(?:query|queries|statements?)$|^(?:db_|database_)?query(?:_(?:db|database))?$/,
    description: /\b(?:arbitrary|any|custom|raw|given|provided|sql)\s+(?:\w+\s+)?(?:quer(?:y|ies)|statements?|commands?|scripts?)\b|\b(?:run|execut)(?:s|e|es|ing)?\s+(?:an?\s+|any\s+)?(?:[\w-]+\s+)?sql\b/i,
  },
  CodeExecution: {
    parameter: /(?:^|_)(?:code|scripts?|javascript|js|typescript|python|snippet|program|function|fn)$/,
    name: /(?:^|_)(?:eval|evaluate|run|exec|execute)_(?:\w+_)?(?:code|scripts?|js|javascript|typescript|python|function)(?:_|$)|(?:^|_)(?:browser|page|puppeteer|playwright|console)_(?:eval|evaluate|exec|execute)$|(?:^|_)repl(?:_|$)/,
    description: /\b(?:run|execut|evaluat)\w*\b[^.]{0,60}\b(?:javascript|typescript|python|code|scripts?|js)\b/i,
  },
  QueryText: {
    parameter: /(?:^|_)(?:query|queries|cypher|graphql|pipeline|statements?)$/,
    name: /(?:^|_)(?:cypher|graphql|gremlin|sparql)(?:_|$)|(?:^|_)(?:run|exec|execute|raw|custom)_(?:\w+_)?(?:query|queries|statements?)$|^(?:db_|database_)?query(?:_(?:db|database))?$/,
    description: /\b(?:arbitrary|any|custom|raw|given|provided|cypher|graphql|gremlin|sparql)\s+(?:\w+\s+)?(?:quer(?:y|ies)|statements?)\b/i,
  },
};
