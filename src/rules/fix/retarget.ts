import type { TextEdit, TextRange } from "../../base/text";
import type { Binding, Call, Expression, Module } from "../../syntax/program";
import type { Sink } from "../../taint/taint";
import type { RuleContext } from "../rule";
import { codeOf, indentAt, isRefused, lineBreak, refuse, replace, unwrap, usesSemicolons, type Refused } from "./code";
import { findLoneDeclaration } from "./held-text";
import { canGo, endOfImports, ensureImport, isInScope, switchImport, type Access } from "./imports";
import { holdLastBack } from "./last-use";

/** Makes a call, and others that are written the same, go to another function of the same package: `exec` → `execFile`, whatever the local names are. */
export function retarget(sink: Sink, context: RuleContext, from: string, to: string, twins: readonly Call[] = []): readonly TextEdit[] | Refused {
  const { module, call } = sink;
  if (call.kind !== "call") return refuse("What is called here can't be replaced");
  const reads = twins.length + 1;
  const edits = sink.isPromisified ? retargetPromised(call, module, context, from, to, reads) : retargetExpression(call.callee, module, context, from, to, reads);
  if (isRefused(edits)) return edits;
  const callee = lastOf(call.callee);
  const binding = callee.kind === "name" && callee.binding !== undefined ? module.bindings.get(callee.binding) : undefined;
  const held = binding ? holdLastBack(edits, binding, [call, ...twins], module, context) : edits;
  const isOfCallee = ({ range }: TextEdit): boolean => range.start >= call.callee.range.start && range.end <= call.callee.range.end;
  const own = held.filter(isOfCallee);
  const moved = twins.flatMap(({ callee }) => {
    const distance = callee.range.start - call.callee.range.start;
    return own.map((edit) => ({ ...edit, range: { start: edit.range.start + distance, end: edit.range.end + distance } }));
  });
  return [...held, ...moved];
}

function retargetExpression(expression: Expression, module: Module, context: RuleContext, from: string, to: string, reads = 1): readonly TextEdit[] | Refused {
  const target = lastOf(expression);
  if (target.kind === "member" && target.property === from) {
    return isWholePackage(target.object, module, context) ? [replace(module, target.propertyRange, to)] : refuse(`\`${codeOf(module, target)}\` does not come straight from its package`);
  }
  if (target.kind !== "name" || target.binding === undefined) return refuse("What is called here can't be replaced");
  const binding = module.bindings.get(target.binding);
  const access = binding && switchImport(module, binding, from, to, { offset: target.range.start, reads });
  if (!access) return refuse("What is called here can't be replaced");
  return isRefused(access) ? access : withName(module, target.range, access);
}

function withName(module: Module, range: TextRange, access: Access): readonly TextEdit[] {
  return [...access.edits, replace(module, range, access.name)];
}

function lastOf(expression: Expression): Expression {
  const whole = unwrap(expression);
  return whole.kind === "sequence" ? lastOf(whole.values.at(-1) ?? whole) : whole;
}

function isWholePackage(object: Expression, module: Module, context: RuleContext): boolean {
  const whole = unwrap(object);
  if (whole.kind === "module" || (whole.kind === "await" && whole.value.kind === "module")) return true;
  const definition = context.workspace.resolve(whole, module);
  if (definition.kind === "external") return definition.path.every((name) => name === "default");
  const reached = definition.kind === "expression" ? unwrap(definition.expression) : whole;
  return reached.kind === "module" || (reached.kind === "await" && reached.value.kind === "module");
}

/** `promisify(exec)(…)`, `execAsync(…)` with a constant in this file, or anything that another file provides. */
function retargetPromised(call: Call, module: Module, context: RuleContext, from: string, to: string, reads: number): readonly TextEdit[] | Refused {
  const callee = lastOf(call.callee);
  if (callee.kind === "call" && callee.arguments[0]) return retargetExpression(callee.arguments[0], module, context, from, to);
  const existing = promisedName(module, context, to, call.range.start);
  const binding = callee.kind === "name" && callee.binding !== undefined ? module.bindings.get(callee.binding) : undefined;
  const init = binding?.writes === 1 && binding.init ? unwrap(binding.init) : undefined;
  const inner = init?.kind === "call" ? init.arguments[0] : undefined;
  if (!binding || init?.kind !== "call" || !inner) return existing === undefined ? addPromised(call, module, to) : [replace(module, callee.range, existing)];
  const use = (name: string): TextEdit => replace(module, callee.range, name);
  const declaration = findLoneDeclaration(module, { start: binding.range.start, end: endOfInit(binding, init) });
  if (!declaration) return refuse(`\`${binding.name}\` is declared along with other variables`);
  const isLast = canGo(module, binding, reads) && !declaration.isExported;
  if (existing !== undefined) {
    const dropped = isLast ? dropDeclaration(module, declaration.range, inner, from, to) : [];
    return [...dropped, use(existing)];
  }
  const name = promisedVariant(binding.name);
  if ([...module.bindings.values()].some((other) => other.name === name)) return refuse(`The name \`${name}\` already means something else in this file`);
  if (isLast) {
    const changed = retargetExpression(inner, module, context, from, to);
    return isRefused(changed) ? changed : [...changed, replace(module, binding.range, name), use(name)];
  }
  const added = addBeside(module, context, declaration.range, init, inner, name, to);
  return isRefused(added) ? added : [...added, use(name)];
}

function endOfInit(binding: Binding, init: Expression): number {
  return binding.init?.range.end ?? init.range.end;
}

/** `const execFileAsync = promisify(execFile);` on the line below its elder brother. */
function addBeside(module: Module, context: RuleContext, range: TextRange, init: Call, inner: Expression, name: string, to: string): readonly TextEdit[] | Refused {
  const target = lastOf(inner);
  let replacement: string;
  let edits: readonly TextEdit[] = [];
  if (target.kind === "member" && isWholePackage(target.object, module, context)) {
    replacement = `${module.text.slice(target.range.start, target.propertyRange.start)}${to}`;
  } else {
    const access = ensureImport(module, to, "child_process", init.range.start);
    if (isRefused(access)) return access;
    replacement = access.name;
    edits = access.edits;
  }
  const head = module.text.slice(init.range.start, inner.range.start);
  const tail = module.text.slice(inner.range.end, init.range.end);
  const end = module.text[range.end - 1] === ";" ? ";" : "";
  const statement = module.text.slice(range.start, range.end);
  const added = `const ${name} = ${head}${replacement}${tail}${end}`;
  return [...edits, replace(module, range, `${statement}${lineBreak(module)}${indentAt(module, range.start)}${added}`)];
}

function dropDeclaration(module: Module, range: TextRange, inner: Expression, from: string, to: string): readonly TextEdit[] {
  const { text } = module;
  const lineStart = text.lastIndexOf("\n", range.start - 1) + 1;
  const isAlone = text.slice(lineStart, range.start).trim() === "" && /^[ \t]*(?:\r?\n|$)/.test(text.slice(range.end));
  const lineEnd = isAlone ? range.end + (/^[ \t]*(?:\r?\n)?/.exec(text.slice(range.end))?.[0].length ?? 0) : range.end;
  const gone = replace(module, { start: isAlone ? lineStart : range.start, end: lineEnd }, "");
  const target = lastOf(inner);
  const binding = target.kind === "name" && target.binding !== undefined ? module.bindings.get(target.binding) : undefined;
  const access = binding && switchImport(module, binding, from, to, { offset: inner.range.start });
  return access && !isRefused(access) ? [...access.edits, gone] : [gone];
}

/** The promise form comes from elsewhere: this file makes its own. */
function addPromised(call: Call, module: Module, to: string): readonly TextEdit[] | Refused {
  const name = `${to}Async`;
  if ([...module.bindings.values()].some((other) => other.name === name)) return refuse(`The name \`${name}\` already means something else in this file`);
  const target = ensureImport(module, to, "child_process", 0);
  const promisify = ensureImport(module, "promisify", "util", 0);
  if (isRefused(target)) return target;
  if (isRefused(promisify)) return promisify;
  const end = usesSemicolons(module) ? ";" : "";
  const place = endOfImports(module);
  const statement = `const ${name} = ${promisify.name}(${target.name})${end}`;
  const merged = mergeAt(module, [...target.edits, ...promisify.edits], place, statement);
  return [...merged, replace(module, call.callee.range, name)];
}

/** Puts a statement below imports that are added in the same place, so that no two edits touch. */
function mergeAt(module: Module, edits: readonly TextEdit[], place: number, statement: string): readonly TextEdit[] {
  const br = lineBreak(module);
  const here = edits.filter((edit) => edit.range.end === place && edit.text.includes(br));
  const elsewhere = edits.filter((edit) => !here.includes(edit));
  const touched = place === 0 ? "" : (module.text[place - 1] ?? "");
  const lines = here.map((edit) => edit.text.slice(touched.length).trim());
  const start = place - touched.length;
  // An import that is extended may itself end here; its edit lies before the last character and does not overlap.
  const block = [...lines, "", statement].join(br);
  return [...elsewhere, replace(module, { start, end: place }, place === 0 ? `${block}${br}` : `${touched}${br}${block}`)];
}

/** The name under which a promise form is there already. */
function promisedName(module: Module, context: RuleContext, of: string, offset: number): string | undefined {
  for (const binding of module.bindings.values()) {
    const init = binding.writes === 1 && binding.init ? unwrap(binding.init) : undefined;
    const inner = init?.kind === "call" ? init.arguments[0] : undefined;
    if (init?.kind !== "call" || !inner || !/promisify/.test(codeOf(module, init.callee)) || !isInScope(module, binding, offset)) continue;
    const definition = context.workspace.resolve(inner, module);
    if (definition.kind === "external" && definition.package === "child_process" && definition.path.at(-1) === of) return binding.name;
  }
  return undefined;
}

/** `execAsync` → `execFileAsync`, `pExec` → `pExecFile`, `run` → `runFile`. */
function promisedVariant(name: string): string {
  return /exec/i.test(name) ? name.replace(/exec/i, (match) => `${match}File`) : `${name}File`;
}
