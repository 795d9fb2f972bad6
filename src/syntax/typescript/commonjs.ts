import type { Call, Expression, Pattern } from "../program";
import type { Context } from "./context";

/** Helpers that compilers and bundlers put around a required module, which stays what it is. */
const WRAPPERS: ReadonlySet<string> = new Set([
  "__importStar", "__importDefault", "__toESM", "__toCommonJS", "__toModule", "_interopRequireDefault", "_interopRequireWildcard",
]);

/** Functions that load a module: Node's own and the stand-ins of bundlers. */
const LOADERS: ReadonlySet<string> = new Set(["require", "__require", "__non_webpack_require__"]);

/**
 * Recognises the calls by which CommonJS modules and shipped bundles import and export,
 * and gives what stands for them; undefined where the call is an ordinary one.
 */
export function lowerInterop(context: Context, call: Call): Expression | undefined {
  const name = calledName(call.callee);
  if (name === undefined) return undefined;
  const [first, second, third] = call.arguments;
  if (first === undefined) return bundledModule(context, call);
  if (LOADERS.has(name) && call.callee.kind === "name" && call.arguments.length === 1) return lowerRequire(call, first);
  if (WRAPPERS.has(name)) return isModuleLike(first) ? first : undefined;
  if (isMinifiedWrapper(call, name, first, second)) return first;
  if (name === "__exportStar" && first.kind === "module") noteStarExport(context, first);
  if (name === "__reExport" && second?.kind === "module") noteStarExport(context, second);
  if (name === "__export" && second?.kind === "object") noteGetters(context, first, second);
  if (name === "defineProperty" && third?.kind === "object") noteDefinedProperty(context, first, second, third);
  return undefined;
}

/** Notes `exports.a = …`, `module.exports = …` and `module.exports.a = …` as exports of the file. */
export function noteCommonJsExport(context: Context, target: Pattern, value: Expression): void {
  if (target.kind !== "place") return;
  const { place } = target;
  // `exports.a = exports.b = void 0` only announces the names.
  const exported = value.kind === "assign" ? innermost(value) : value;
  if (exported.kind === "literal" && exported.value === undefined) return;
  if (isModuleExports(place)) addExport(context, "=", exported);
  else if (place.kind === "member" && place.property !== undefined && isExportsObject(place.object)) addExport(context, place.property, exported);
}

/** Whether a value is a `require`d package that a bundler wrapped in a function: notes the package of `var require_x = __commonJS({"node_modules/x/index.js"…})`. */
export function noteBundled(context: Context, binding: string, value: Expression): void {
  if (value.kind !== "call" || calledName(value.callee) !== "__commonJS") return;
  const [modules] = value.arguments;
  if (modules?.kind !== "object") return;
  const key = modules.properties[0]?.key;
  const match = typeof key === "string" ? /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(key) : null;
  if (match?.[1] !== undefined) context.bundled.set(binding, match[1]);
}

function lowerRequire(call: Call, specifier: Expression): Expression | undefined {
  // Bundlers that number their modules call `require(42)`.
  if (specifier.kind === "literal" && typeof specifier.value !== "string") return undefined;
  return { kind: "module", specifier, isPromise: false, range: call.range };
}

/** `require_x()` of a package inside a bundle stands for the package. */
function bundledModule(context: Context, call: Call): Expression | undefined {
  if (call.callee.kind !== "name" || call.callee.binding === undefined) return undefined;
  const name = context.bundled.get(call.callee.binding);
  if (name === undefined) return undefined;
  return { kind: "module", specifier: { kind: "literal", value: name, range: call.range }, isPromise: false, range: call.range };
}

function isModuleLike(value: Expression): boolean {
  return value.kind === "module" || value.kind === "name";
}

/** Minified, `__toESM(require("m"), 1)` reads `q(require("m"),1)`. */
function isMinifiedWrapper(call: Call, name: string, first: Expression, second: Expression | undefined): boolean {
  if (name.length > 3 || call.callee.kind !== "name" || call.callee.binding === undefined) return false;
  if (first.kind !== "module" || first.isPromise || call.arguments.length > 2) return false;
  return second === undefined || (second.kind === "literal" && typeof second.value === "number");
}

function calledName(callee: Expression): string | undefined {
  if (callee.kind === "name") return callee.name;
  if (callee.kind === "member") return callee.property;
  if (callee.kind === "sequence") {
    const last = callee.values.at(-1);
    return last === undefined ? undefined : calledName(last);
  }
  return undefined;
}

function isGlobalName(value: Expression, name: string): boolean {
  return value.kind === "name" && value.name === name && value.binding === undefined;
}

function isModuleExports(value: Expression): boolean {
  return value.kind === "member" && value.property === "exports" && isGlobalName(value.object, "module");
}

function isExportsObject(value: Expression): boolean {
  return isGlobalName(value, "exports") || isModuleExports(value);
}

function innermost(value: Expression): Expression {
  let inner = value;
  while (inner.kind === "assign") inner = inner.value;
  return inner;
}

function addExport(context: Context, name: string, value: Expression): void {
  if (value.kind === "name" && value.binding !== undefined) context.exports.push({ name, binding: value.binding, value });
  else context.exports.push({ name, value });
}

function noteStarExport(context: Context, module: Expression & { kind: "module" }): void {
  const { specifier } = module;
  if (specifier.kind === "literal" && typeof specifier.value === "string") {
    context.exports.push({ name: "*", from: { specifier: specifier.value, name: "*" } });
  }
}

/** esbuild's `__export(target, { a: () => a })`: the target is an object of these names. */
function noteGetters(context: Context, target: Expression, getters: Expression & { kind: "object" }): void {
  const properties = getters.properties.map((property) => ({ ...property, value: returnedBy(property.value) ?? property.value }));
  const binding = target.kind === "name" && target.binding !== undefined ? context.bindings.get(target.binding) : undefined;
  if (binding !== undefined && binding.writes <= 1) {
    binding.writes = 1;
    binding.init = { ...getters, properties };
  }
  if (!isExportsObject(target)) return;
  for (const { key, value } of properties) if (typeof key === "string") addExport(context, key, value);
}

/** `Object.defineProperty(exports, "x", { get: function () { return m.x; } })`. */
function noteDefinedProperty(context: Context, target: Expression, key: Expression | undefined, descriptor: Expression & { kind: "object" }): void {
  if (!isExportsObject(target) || key?.kind !== "literal" || typeof key.value !== "string" || key.value === "__esModule") return;
  for (const property of descriptor.properties) {
    const value = property.key === "get" ? returnedBy(property.value) : property.key === "value" ? property.value : undefined;
    if (value !== undefined) addExport(context, key.value, value);
  }
}

function returnedBy(value: Expression): Expression | undefined {
  if (value.kind !== "function") return undefined;
  const [only] = value.function.body;
  return only?.kind === "return" ? only.value : undefined;
}
