import type { Expression } from "../syntax/program";
import { type LookalikeModel, browserName, codeFlagOf, codeFlags, graphqlText, looksLike, shellFlag, shellName, sqlText } from "./models";
import type { Activation, Hit, CallSite, Machine } from "./machine";
import { Clean, type CleanBits, PathState, behindHost, isHarmless } from "./label";
import { isUrl } from "./builtins/urls";
import type { Concept } from "./concepts";
import { type FilterPart, filterParts } from "./filters";
import type { SinkFixModel, SinkModel } from "./models/model";
import { cutShort } from "./memory";
import { knownAbout } from "./reopen";
import { filePlaces, optionPlaces } from "./option-places";
import type { OptionPlace, Sink } from "./taint";
import { placeOf, withStep } from "./trace";
import { type Taint, type Value, allTaints, elementValues, mergeTaints, unknownText } from "./value";

/** Records the untrusted data that reach the dangerous arguments of a library call. */
export function recordSinks(machine: Machine, symbol: string, site: CallSite): void {
  const isPromisified = symbol.startsWith(promisified);
  const plain = isPromisified ? symbol.slice(promisified.length) : symbol;
  for (const model of machine.library.model(plain)?.sinks ?? []) recordSink(machine, model, plain, isPromisified, site);
}

/** The mark of a symbol that went through `util.promisify`. */
export const promisified = "promisify:";

function recordSink(machine: Machine, model: SinkModel, symbol: string, isPromisified: boolean, site: CallSite): void {
  if (model.onlyIf && !optionIsSet(model.onlyIf, site)) return;
  if (model.unless && optionIsSet(model.unless, site)) return;
  if (model.guardedBy && isGuarded(model.guardedBy, site)) return;
  if (model.commandLine) {
    for (const { expression, taints, option } of optionPlaces(machine, model, site)) addHits({ model, symbol, isPromisified, site, expression, taints, isGuess: false, option });
    for (const { word, program, access } of filePlaces(machine, model, site)) {
      const opens: SinkModel = { concept: "FilePath", argument: model.argument, fix: { kind: "path", access } };
      addHits({ model: opens, symbol, isPromisified, site, expression: word.expression, taints: word.value.taints, isGuess: false, program });
    }
    return;
  }
  // The values of a tagged template are not arguments: most tags bind them.
  if ((model.argument === "template") !== (site.expression.kind === "tagged")) return;
  for (const { value, expression } of dangerousArguments(model, site)) {
    if (model.filter) {
      recordFilter(value, expression, model, symbol, site);
      continue;
    }
    if (model.reads === "graphql" && !graphqlText.test(value.text ?? "")) continue;
    const taints = model.codeInShell ? codeInShell(value) : model.shellProgram ? shellText(model.shellProgram, model.property, site) : model.interpreter ? programText(model.interpreter, site) : textOf(value, model);
    const looked = model.resolvedBy && isGuarded(model.resolvedBy, site) ? taints.map((taint) => ({ ...taint, clean: taint.clean | Clean.address })) : taints;
    const dangerous = model.embedded ? looked.filter((taint) => !(taint.state & PathState.whole)) : looked;
    // A call that is used for other things as well is recognised by its looks only.
    if (dangerous.length > 0) addHits({ model, symbol, isPromisified, site, expression, taints: dangerous, isGuess: model.reads !== undefined });
  }
}

/** A filter has three kinds of places: as a whole and as code it is a query, and its values may be operators. */
function recordFilter(value: Value, expression: Expression, model: SinkModel, symbol: string, site: CallSite): void {
  for (const part of filterParts(value, expression)) {
    const { concept, fix } = filterSinks[part.kind];
    if (part.taints.length > 0) addHits({ model: { ...model, concept, fix }, symbol, isPromisified: false, site, expression: part.expression, taints: part.taints, isGuess: false });
  }
}

const filterSinks: Readonly<Record<FilterPart["kind"], { readonly concept: Concept; readonly fix: SinkFixModel }>> = {
  whole: { concept: "QueryText", fix: { kind: "query", language: "filter", called: "a filter of MongoDB" } },
  value: { concept: "QueryOperator", fix: { kind: "operator" } },
  code: { concept: "QueryText", fix: { kind: "query", language: "code", called: "JavaScript that MongoDB runs" } },
};

/** The data that become part of the argument's text. Of a list or an object only what lies at its top, unless the model takes it apart. */
function textOf(value: Value, model: SinkModel): readonly Taint[] {
  if (!model.elements) return model.concept === "FilePath" && value.typeName === bytesType ? value.taints.filter(({ label }) => !/(?:bytes|decoded);$/.test(label.derived)) : value.taints;
  return mergeTaints([...value.taints, ...elementValues(value).flatMap((element) => element.taints)]);
}

/** Where a file can be given by its path or as what is in it, bytes are the latter. */
const bytesType = "Buffer";

function dangerousArguments(model: SinkModel, site: CallSite): readonly { readonly value: Value; readonly expression: Expression }[] {
  const at = (index: number): { readonly value: Value; readonly expression: Expression }[] => {
    const value = site.arguments[index];
    const expression = site.argumentExpressions[index];
    return value && expression ? [{ value, expression }] : [];
  };
  if (model.argument === "receiver") return site.receiver && site.receiverExpression ? [{ value: site.receiver, expression: site.receiverExpression }] : [];
  const found = typeof model.argument === "number" ? at(model.argument) : site.arguments.flatMap((_, index) => (index >= (model.from ?? 0) ? at(index) : []));
  const { property } = model;
  if (property === undefined) return found;
  if (property.includes(".")) return found.flatMap(({ value, expression }) => atPath(value, expression, property.split(".")));
  const holders = model.elements ? found.flatMap(({ value, expression }) => [{ value, expression }, ...(value.isCollection ? elementValues(value).map((element) => ({ value: element, expression })) : [])]) : found;
  return holders.flatMap(({ value, expression }) => {
    const inside = value.fields?.get(property);
    const parts = inside ? [{ value: inside, expression: propertyExpression(expression, property) }] : [];
    // An options object that came whole from the model holds the property as well; the parts of a URL belong to its host.
    const whole = !value.fields && !isUrl(value) && value.taints.length > 0 && !model.orSelf ? [{ value, expression }] : [];
    return model.orSelf && !value.fields ? [{ value, expression }] : [...parts, ...whole];
  });
}

/** A property of a property. */
function atPath(value: Value, expression: Expression, [name, ...rest]: readonly string[]): readonly { readonly value: Value; readonly expression: Expression }[] {
  if (name === undefined) return [{ value, expression }];
  const inside = name === "*" ? elementValues(value) : [value.fields?.get(name)];
  const at = name === "*" ? expression : propertyExpression(expression, name);
  return inside.flatMap((each) => (each === undefined ? [] : atPath(each, at, rest)));
}

function propertyExpression(object: Expression, property: string): Expression {
  return object.kind === "object" ? (object.properties.find((one) => one.key === property)?.value ?? object) : object;
}

function optionIsSet(option: NonNullable<SinkModel["onlyIf"]>, site: CallSite): boolean {
  const { symbols } = option;
  const candidates = option.argument === "last" ? site.arguments.slice(-1) : [site.arguments[option.argument], site.arguments.at(-1)];
  return candidates.some((candidate) => {
    const value = candidate?.fields?.get(option.property);
    if (symbols) return value?.symbols?.some((symbol) => symbols.includes(symbol)) ?? false;
    return value !== undefined && value.truth?.whenTrue !== undefined ? true : value !== undefined && value.constant === undefined;
  });
}

/** Whether an option holds something that makes the call harmless: an agent that refuses private addresses. */
function isGuarded(guard: NonNullable<SinkModel["guardedBy"]>, site: CallSite): boolean {
  return site.arguments.some((argument) => guard.properties.some((property) => argument.fields?.get(property)?.symbols?.some((symbol) => guard.symbols.includes(symbol))));
}

/** `sh -c text`: the text after the flag, when the program is a shell. */
function shellText(where: { readonly program: number; readonly list: number }, property: string | undefined, site: CallSite): readonly Taint[] {
  const list = site.arguments[where.list];
  const listed = property === undefined ? list : list?.fields?.get(property);
  const program = where.program === where.list ? listed?.fields?.get("0") : site.arguments[where.program];
  if (!listed) return [];
  // Where the list is all that is passed (containers, remote machines), a program that is a setting is taken for a shell when a shell's flag follows.
  if (where.program === where.list) return shellListText(listed);
  return shellName.test(program?.text ?? "") ? afterFlag(listed) : [];
}

function afterFlag(list: Value): readonly Taint[] {
  const taints: Taint[] = [];
  let isText = false;
  for (const [place, value] of list.fields ?? []) {
    if (isText || place === "[]") taints.push(...allTaints(value));
    if (value.text !== undefined && shellFlag.test(value.text)) isText = true;
  }
  return isText ? mergeTaints(taints) : [];
}

/** `python -c text`: what follows a flag that takes code, when the program runs code. */
function programText(where: { readonly program: number; readonly list: number }, site: CallSite): readonly Taint[] {
  const program = site.arguments[where.program];
  const isNode = program?.symbols?.includes("global:process.execPath") ?? false;
  const flag = isNode ? codeFlags.node : codeFlagOf(program?.text ?? "");
  if (!flag) return [];
  const taints: Taint[] = [];
  let isCode = false;
  for (const value of site.arguments[where.list]?.fields?.values() ?? []) {
    if (isCode) taints.push(...allTaints(value));
    isCode = value.constant !== undefined && flag.test(value.text ?? "");
  }
  return mergeTaints(taints);
}

/** `osascript -e '…'` in a shell's text: what is quoted for the shell is code all the same. Without quotes the shell is the worse of both, and told by itself. */
function codeInShell({ text = "", taints }: Value): readonly Taint[] {
  const known = text.slice(0, Math.max(text.indexOf(unknownText), 0));
  const [, program = "", option = "", behind = ""] = /^\s*(\S+)(?:\s+[^'"]*?)?\s(-\w+)\s+(\S[^]*)$/.exec(known) ?? [];
  const quote = behind.charAt(0);
  const isCode = codeFlagOf(program)?.test(option) === true && /['"]/.test(quote) && !behind.slice(1).includes(quote);
  return isCode ? taints.filter(({ clean }) => clean & Clean.quoted).map((taint) => ({ ...taint, clean: taint.clean & ~Clean.quoted })) : [];
}

/**
 * A method of something unknown that has a telling name: `db.query("SELECT …" + id)`. Only when the text looks like SQL,
 * or when a list says `sh -c`, as the exec calls of container APIs have it.
 */
export function recordLookalike(method: string, site: CallSite): void {
  for (const lookalike of looksLike) {
    if (lookalike.method !== method) continue;
    const places = lookalike.argument === "any" ? site.arguments.map((_, index) => index) : [lookalike.argument];
    for (const place of places) recordLookalikeAt(lookalike, place, site);
  }
}

function recordLookalikeAt(lookalike: LookalikeModel, place: number, site: CallSite): void {
  const argument = site.arguments[place];
  const expression = site.argumentExpressions[place];
  const value = argument && lookalike.property !== undefined ? argument.fields?.get(lookalike.property) : argument;
  if (!value || !expression) return;
  const taints = looksDangerous(lookalike, value, site) ? (lookalike.hint === "shell-list" ? shellListText(value) : value.taints) : [];
  if (taints.length === 0) return;
  const model: SinkModel = { concept: lookalike.concept, argument: place, ...(lookalike.property === undefined ? {} : { property: lookalike.property }), ...(lookalike.fix ? { fix: lookalike.fix } : {}) };
  addHits({ model, symbol: `?.${lookalike.method}`, isPromisified: false, site, expression, taints, isGuess: lookalike.hint !== "name" && lookalike.hint !== "shell-list" });
}

function looksDangerous({ hint }: LookalikeModel, value: Value, site: CallSite): boolean {
  if (hint === "sql-text") return sqlText.test(value.text ?? "");
  if (hint === "page") return browserName.test(nameOf(site.receiverExpression) ?? "");
  return true;
}

/** The last name of an expression: that of `this.page` is "page", and so is that of `getPage()`. */
function nameOf(expression: Expression | undefined): string | undefined {
  if (expression?.kind === "name") return expression.name;
  if (expression?.kind === "member") return expression.property;
  if (expression?.kind === "call") return nameOf(expression.callee);
  return expression?.kind === "await" || expression?.kind === "typed" ? nameOf(expression.value) : undefined;
}

/** Of a list like `[shell, "-c", text]` the text: the program must be a shell, or unknown as when it is a setting. */
function shellListText(list: Value): readonly Taint[] {
  if (!list.isCollection || !list.fields) return [];
  const program = list.fields.get("0");
  return program?.constant !== undefined && !shellName.test(program.text ?? "") ? [] : afterFlag(list);
}

/** A guard that data can slip past is told at the guard. */
export function recordWeakGuard(site: CallSite, taints: readonly Taint[], looks: "at-start" | "anywhere"): void {
  const expression = site.receiverExpression;
  if (!expression || taints.length === 0) return;
  const model: SinkModel = { concept: "WeakPathGuard", argument: "receiver", fix: { kind: "guard", looks } };
  addHits({ model, symbol: looks === "at-start" ? "?.startsWith" : "?.includes", isPromisified: false, site, expression, taints, isGuess: false });
}

interface Recorded {
  readonly model: SinkModel;
  readonly symbol: string;
  readonly isPromisified: boolean;
  readonly site: CallSite;
  readonly expression: Expression;
  readonly taints: readonly Taint[];
  readonly isGuess: boolean;
  readonly option?: OptionPlace;
  readonly program?: string;
}

/** Records the data that reach a place which the language itself makes dangerous. */
export function recordAt(model: SinkModel, symbol: string, at: { readonly call: Expression; readonly argument: Expression; readonly activation: Activation }, taints: readonly Taint[]): void {
  if (taints.length === 0) return;
  const site: CallSite = { expression: at.call, activation: at.activation, arguments: [], argumentExpressions: [], receiver: undefined, receiverExpression: undefined, isNew: false };
  addHits({ model, symbol, isPromisified: false, site, expression: at.argument, taints, isGuess: false });
}

function addHits(recorded: Recorded): void {
  const { site, model } = recorded;
  const { activation } = site;
  const sink: Sink = {
    module: activation.module,
    function: activation.function,
    call: site.expression,
    argument: recorded.expression,
    model,
    symbol: recorded.symbol,
    isPromisified: recorded.isPromisified,
    ...(recorded.option ? { option: recorded.option } : {}),
    ...(recorded.program === undefined ? {} : { program: recorded.program }),
  };
  for (const taint of recorded.taints) {
    const clean = taint.clean | knownAbout(taint.label, activation.environment.clean);
    const state = model.isPath ? taint.state | behindHost : taint.state;
    if (isHarmless(model.concept, clean, state)) continue;
    const trace = withStep(taint.trace, { kind: "sink", module: activation.module, range: recorded.expression.range, name: shortName(recorded.symbol) });
    addHit(activation, { concept: model.concept, sink, taint: { ...taint, clean, state, trace }, equal: activation.environment.equal, tool: undefined, isGuess: recorded.isGuess });
  }
}

function shortName(symbol: string): string {
  return symbol.replace(/^global:|^\?\./, "").replace(/#/g, ".").replace(/\.\./g, ".");
}

/** Keeps one hit for each way to a sink that a reader would tell apart. */
export function addHit({ hits, files }: Pick<Activation, "hits" | "files">, hit: Hit): void {
  if (hits.size >= maximumHits) return void files.add(cutShort);
  const chosen = [...hit.equal.values()].join(",");
  const placed = hit.concept === "RequestPath" ? placeOf(hit.taint.trace, "host") : undefined;
  const place = placed ? `${placed.module.file}:${placed.placed?.start ?? ""}` : "";
  const key = `${hit.sink.module.file}:${hit.sink.argument.range.start}:${hit.concept}:${hit.taint.label.key}:${chosen}:${hit.tool ?? ""}:${place}`;
  const known = hits.get(key);
  const isPart = known !== undefined && (known.taint.state & ~hit.taint.state & PathState.whole) !== 0;
  if (!known || (known.taint.isUncertain && !hit.taint.isUncertain) || isPart) hits.set(key, hit);
}

/** A sink with thousands of ways to it is told well enough by these. */
const maximumHits = 3000;

/** A hit as its caller sees it; undefined when the caller's guards make it harmless. */
export function seenFrom(hit: Hit, clean: ReadonlyMap<Taint["label"], CleanBits>): Hit | undefined {
  const bits = hit.taint.clean | knownAbout(hit.taint.label, clean);
  if (isHarmless(hit.concept, bits, hit.taint.state)) return undefined;
  return bits === hit.taint.clean ? hit : { ...hit, taint: { ...hit.taint, clean: bits } };
}

